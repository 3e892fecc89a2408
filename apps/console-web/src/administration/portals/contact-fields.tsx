// Somebody to call or to write to: name, note, number, address.
import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { PortalChoices } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { LocalisedField, type FieldContext } from './fields.js';
import { idOf, type Contact } from './portal-form.js';

export function ContactFields({
  path,
  contact,
  onChange,
  context,
  choices,
  withTopic = false,
  isHelpline = false,
}: {
  readonly path: string;
  readonly contact: Contact;
  readonly onChange: (contact: Contact) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
  readonly withTopic?: boolean;
  readonly isHelpline?: boolean;
}) {
  const { t, word, languageName } = useLanguage();
  const { problem, isReadOnly } = context;
  const set = (some: Partial<Contact>) => onChange({ ...contact, ...some });
  const text = (name: 'number' | 'url') => ({
    id: idOf(`${path}.${name}`),
    value: contact[name] ?? '',
    readOnly: isReadOnly,
    dir: 'ltr',
    error: problem(`${path}.${name}`),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  return (
    <>
      {withTopic && (
        <Select
          label={t('portals.topic')}
          data={choices.topics.map((value) => ({ value, label: word('portal-topic', value) }))}
          value={contact.topic ?? null}
          readOnly={isReadOnly}
          error={problem(`${path}.topic`)}
          onChange={(topic) => set({ topic: topic ?? '' })}
        />
      )}
      <LocalisedField
        path={`${path}.name`}
        label={t('portals.contact-name')}
        value={contact.name}
        onChange={(name) => set({ name })}
        context={context}
      />
      <TextInput label={t('portals.number')} description={t('portals.number-hint')} {...text('number')} />
      <TextInput label={t('portals.url')} description={t('portals.url-hint')} {...text('url')} />
      {isHelpline && (
        <>
          <MultiSelect
            label={t('portals.audiences')}
            description={t('portals.audiences-hint')}
            data={choices.audiences.map((value) => ({ value, label: word('portal-audience', value) }))}
            value={[...(contact.audiences ?? [])]}
            readOnly={isReadOnly}
            onChange={(audiences) => set({ audiences })}
          />
          <MultiSelect
            label={t('portals.languages-spoken')}
            data={[...new Set([...choices.locales, ...(contact.languages ?? [])])].map((value) => ({
              value,
              label: languageName(value),
            }))}
            value={[...(contact.languages ?? [])]}
            readOnly={isReadOnly}
            onChange={(languages) => set({ languages })}
          />
          <LocalisedField
            path={`${path}.hours`}
            label={t('portals.hours')}
            value={contact.hours}
            onChange={(hours) => set({ hours })}
            context={context}
          />
        </>
      )}
      <LocalisedField
        path={`${path}.note`}
        label={t('portals.note')}
        value={contact.note}
        onChange={(note) => set({ note })}
        context={context}
      />
    </>
  );
}
