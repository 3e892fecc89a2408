// What a portal says, in the order in which a reporter meets it.
import { Checkbox, Select, Stack, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PortalChoices } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { ContactFields } from './contact-fields.js';
import { ListField, LocalisedField, type FieldContext } from './fields.js';
import { CountrySelect } from './place-section.js';
import { idOf, type Contact, type Settings } from './portal-form.js';

export interface SectionProps {
  readonly settings: Settings;
  readonly onChange: (some: Settings) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = `section-${title.replace(/\W+/g, '-')}`;
  return (
    <section className="panel" aria-label={title} id={id}>
      <Title order={2}>{title}</Title>
      <Stack gap="lg">{children}</Stack>
    </section>
  );
}

const NOBODY: Contact = { name: {} };

export function WhoSection({ settings, onChange, context, choices }: SectionProps) {
  const { t, word } = useLanguage();
  return (
    <>
      <LocalisedField
        path="name"
        label={t('portals.name')}
        value={settings.name}
        onChange={(name) => onChange({ name })}
        context={context}
      />
      <LocalisedField
        path="operator"
        label={t('portals.operator')}
        hint={t('portals.operator-hint')}
        value={settings.operator}
        onChange={(operator) => onChange({ operator })}
        context={context}
        isLong
      />
      <Select
        id={idOf('operatorKind')}
        label={t('portals.operator-kind')}
        data={choices.operatorKinds.map((value) => ({ value, label: word('portal-operator', value) }))}
        value={settings.operatorKind ?? null}
        readOnly={context.isReadOnly}
        error={context.problem('operatorKind')}
        onChange={(kind) => onChange({ operatorKind: kind ?? '' })}
      />
      <LocalisedField
        path="readBy"
        label={t('portals.read-by')}
        hint={t('portals.read-by-hint')}
        value={settings.readBy}
        onChange={(readBy) => onChange({ readBy })}
        context={context}
        isLong
      />
      <CountrySelect
        path="readIn"
        label={t('portals.read-in')}
        value={settings.readIn}
        onChange={(readIn) => onChange({ readIn: readIn ?? '' })}
        context={context}
        choices={choices}
      />
      <LocalisedField
        path="readWhen"
        label={t('portals.read-when')}
        hint={t('portals.read-when-hint')}
        value={settings.readWhen}
        onChange={(readWhen) => onChange({ readWhen })}
        context={context}
      />
    </>
  );
}

export function DangerSection({
  settings,
  onChange,
  context,
  choices,
  isDelegated,
}: SectionProps & { readonly isDelegated: boolean }) {
  const { t } = useLanguage();
  const { safeguarding } = settings;
  return (
    <>
      <ListField
        path="emergency"
        label={t('portals.emergency')}
        hint={t('portals.emergency-hint')}
        entryName={(number) => t('portals.entry', { number })}
        entries={settings.emergency}
        empty={{ label: {}, number: '' }}
        onChange={(emergency) => onChange({ emergency })}
        context={context}
      >
        {(entry, path, change) => (
          <>
            <LocalisedField
              path={`${path}.label`}
              label={t('portals.emergency-label')}
              value={entry.label}
              onChange={(label) => change({ ...entry, label })}
              context={context}
            />
            <TextInput
              id={idOf(`${path}.number`)}
              label={t('portals.number')}
              description={t('portals.number-hint')}
              dir="ltr"
              value={entry.number}
              readOnly={context.isReadOnly}
              error={context.problem(`${path}.number`)}
              onChange={(event) => change({ ...entry, number: event.currentTarget.value })}
            />
          </>
        )}
      </ListField>
      {(isDelegated || safeguarding !== undefined) && (
        <div id={idOf('safeguarding')} tabIndex={-1}>
          <LocalisedField
            path="safeguarding.name"
            label={t('portals.safeguarding')}
            hint={t('portals.safeguarding-hint')}
            value={safeguarding?.name}
            onChange={(name) => onChange({ safeguarding: { ...safeguarding, name } })}
            context={context}
          />
          <CountrySelect
            path="safeguarding.country"
            label={t('portals.safeguarding-country')}
            value={safeguarding?.country}
            onChange={(country) => onChange({ safeguarding: { ...safeguarding, country: country ?? '' } })}
            context={context}
            choices={choices}
          />
        </div>
      )}
    </>
  );
}

export function HelpSection({ settings, onChange, context, choices }: SectionProps) {
  const { t } = useLanguage();
  const lists = [
    ['helplines', t('portals.helplines'), t('portals.helplines-hint')],
    ['outOfScope', t('portals.out-of-scope'), t('portals.out-of-scope-hint')],
    ['partners', t('portals.partners'), t('portals.partners-hint')],
  ] as const;
  return (
    <>
      {lists.map(([name, label, hint]) => (
        <ListField
          key={name}
          path={name}
          label={label}
          hint={hint}
          entryName={(number) => t('portals.entry', { number })}
          entries={settings[name]}
          empty={NOBODY}
          onChange={(entries) => onChange({ [name]: entries })}
          context={context}
        >
          {(entry, path, change) => (
            <ContactFields
              path={path}
              contact={entry}
              onChange={change}
              context={context}
              choices={choices}
              withTopic={name === 'outOfScope'}
              isHelpline={name === 'helplines'}
            />
          )}
        </ListField>
      ))}
      <LocalisedField
        path="hashRecipient.name"
        label={t('portals.hash-recipient')}
        hint={t('portals.hash-recipient-hint')}
        value={settings.hashRecipient?.name}
        onChange={(name) => onChange({ hashRecipient: { ...settings.hashRecipient, name } })}
        context={context}
      />
      <OneContact
        path="hashService"
        label={t('portals.hash-service')}
        hint={t('portals.hash-service-hint')}
        contact={settings.hashService}
        onChange={(hashService) => onChange({ hashService })}
        context={context}
        choices={choices}
      />
    </>
  );
}

function OneContact({
  path,
  label,
  hint,
  contact,
  onChange,
  context,
  choices,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly contact: Contact | undefined;
  readonly onChange: (contact: Contact | undefined) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
}) {
  return (
    <ListField
      path={path}
      label={label}
      hint={hint}
      entryName={() => label}
      entries={contact === undefined ? [] : [contact]}
      empty={NOBODY}
      onChange={(entries) => onChange(entries[0])}
      context={{
        ...context,
        // The list is one here: its only entry has no number.
        problem: (at) => context.problem(at.replace(`${path}.0`, path)),
      }}
    >
      {(entry, at, change) => (
        <ContactFields
          path={at}
          contact={entry}
          onChange={change}
          context={{ ...context, problem: (one) => context.problem(one.replace(`${path}.0`, path)) }}
          choices={choices}
        />
      )}
    </ListField>
  );
}

const TEXTS = ['about', 'legal', 'privacy', 'afterwards'] as const;

export function TextsSection({ settings, onChange, context }: SectionProps) {
  const { word } = useLanguage();
  return (
    <>
      {TEXTS.map((name) => (
        <LocalisedField
          key={name}
          path={`texts.${name}`}
          label={word('portal-field', `texts.${name}`)}
          hint={word('portal-hint', `texts.${name}`)}
          value={settings.texts?.[name]}
          onChange={(text) => onChange({ texts: { ...settings.texts, [name]: text } })}
          context={context}
          isLong
        />
      ))}
    </>
  );
}

export function FormSection({ settings, onChange, context, choices }: SectionProps) {
  const { t, word } = useLanguage();
  const hidden = settings.hiddenQuestions ?? [];
  return (
    <>
      <fieldset className="plain-fieldset" id={idOf('hiddenQuestions')} tabIndex={-1}>
        <legend>{t('portals.questions')}</legend>
        <Stack gap="xs">
          {choices.questions.map((question) => (
            <Checkbox
              key={question}
              label={word('portal-question', question)}
              checked={!hidden.includes(question)}
              disabled={context.isReadOnly}
              onChange={(event) =>
                onChange({
                  hiddenQuestions: event.currentTarget.checked
                    ? hidden.filter((one) => one !== question)
                    : [...hidden, question],
                })
              }
            />
          ))}
        </Stack>
      </fieldset>
      <TextInput
        id={idOf('leaveTo')}
        label={t('portals.leave-to')}
        description={t('portals.leave-to-hint')}
        dir="ltr"
        value={settings.leaveTo ?? ''}
        readOnly={context.isReadOnly}
        error={context.problem('leaveTo')}
        onChange={(event) => onChange({ leaveTo: event.currentTarget.value })}
      />
      <TextInput
        id={idOf('letterSender')}
        label={t('portals.letter-sender')}
        description={t('portals.letter-sender-hint')}
        dir="auto"
        maxLength={64}
        value={settings.letterSender ?? ''}
        readOnly={context.isReadOnly}
        error={context.problem('letterSender')}
        onChange={(event) => onChange({ letterSender: event.currentTarget.value })}
      />
    </>
  );
}

export function ClosedSection({ settings, onChange, context, choices }: SectionProps) {
  const { t, word } = useLanguage();
  return (
    <>
      <LocalisedField
        path="texts.closed"
        label={word('portal-field', 'texts.closed')}
        hint={word('portal-hint', 'texts.closed')}
        value={settings.texts?.closed}
        onChange={(closed) => onChange({ texts: { ...settings.texts, closed } })}
        context={context}
        isLong
      />
      <OneContact
        path="instead"
        label={t('portals.instead')}
        hint={t('portals.instead-hint')}
        contact={settings.instead}
        onChange={(instead) => onChange({ instead })}
        context={context}
        choices={choices}
      />
    </>
  );
}
