// For which country, in which languages and in which order, at which address, and who answers for the texts.
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PortalChoices } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import type { FieldContext } from './fields.js';
import { idOf, moved, type PortalForm } from './portal-form.js';

export function PlaceSection({
  form,
  slug,
  onChange,
  context,
  choices,
}: {
  readonly form: PortalForm;
  readonly slug: string;
  readonly onChange: (some: Partial<PortalForm>) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
}) {
  const { t } = useLanguage();
  const { problem, isReadOnly } = context;
  return (
    <>
      <CountrySelect
        path="country"
        label={t('portals.country')}
        value={form.country}
        onChange={(country) => onChange({ country: country ?? form.country })}
        context={context}
        choices={choices}
      />
      <Languages form={form} onChange={onChange} context={context} choices={choices} />
      <TextInput
        id={idOf('host')}
        label={t('portals.host')}
        description={t('portals.host-hint', { path: `/${slug}` })}
        dir="ltr"
        value={form.host}
        readOnly={isReadOnly}
        error={problem('host')}
        onChange={(event) => onChange({ host: event.currentTarget.value })}
      />
    </>
  );
}

export function CountrySelect({
  path,
  label,
  hint,
  value,
  onChange,
  context,
  choices,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string | undefined;
  readonly onChange: (country: string | null) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
}) {
  const { country } = useLanguage();
  const data = choices.countries
    .map((code) => ({ value: code, label: country(code) }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
  return (
    <Select
      id={idOf(path)}
      label={label}
      description={hint}
      data={data}
      searchable
      limit={300}
      value={value ?? null}
      readOnly={context.isReadOnly}
      error={context.problem(path)}
      onChange={onChange}
    />
  );
}

function Languages({
  form,
  onChange,
  context,
  choices,
}: {
  readonly form: PortalForm;
  readonly onChange: (some: Partial<PortalForm>) => void;
  readonly context: FieldContext;
  readonly choices: PortalChoices;
}) {
  const { t, languageName } = useLanguage();
  const { locales, reviewers } = form;
  const { problem, isReadOnly } = context;
  const others = choices.locales.filter((locale) => !locales.includes(locale));
  const [next, setNext] = useState<string | null>(null);
  return (
    <fieldset className="plain-fieldset" id={idOf('locales')} tabIndex={-1}>
      <legend>{t('portals.languages')}</legend>
      <Text size="sm" className="soft" mb="xs">
        {t('portals.languages-hint')}
      </Text>
      <Stack gap="sm">
        {locales.map((locale, at) => (
          <div key={locale} className="entry">
            <Group justify="space-between" mb="xs">
              <Text fw={600} size="sm">
                {languageName(locale)}
              </Text>
              {!isReadOnly && locales.length > 1 && (
                <Group gap="xs">
                  {at > 0 && (
                    <ActionIcon
                      variant="default"
                      size="md"
                      aria-label={`${t('portals.up')}: ${languageName(locale)}`}
                      onClick={() => onChange({ locales: moved(locales, at, -1) })}
                    >
                      ↑
                    </ActionIcon>
                  )}
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t('portals.remove')}: ${languageName(locale)}`}
                    onClick={() => onChange({ locales: locales.filter((one) => one !== locale) })}
                  >
                    {t('portals.remove')}
                  </Button>
                </Group>
              )}
            </Group>
            <TextInput
              id={idOf(`reviewers.${locale}`)}
              label={t('portals.reviewer')}
              description={t('portals.reviewer-hint')}
              value={reviewers[locale] ?? ''}
              readOnly={isReadOnly}
              error={problem(`reviewers.${locale}`)}
              onChange={(event) =>
                onChange({ reviewers: { ...reviewers, [locale]: event.currentTarget.value } })
              }
            />
          </div>
        ))}
        {!isReadOnly && others.length > 0 && (
          <Group align="end" gap="xs">
            <Select
              label={t('portals.language-more')}
              data={others.map((value) => ({ value, label: languageName(value) }))}
              value={next}
              onChange={setNext}
            />
            <Button
              variant="default"
              disabled={next === null}
              onClick={() => {
                if (next !== null) onChange({ locales: [...locales, next] });
                setNext(null);
              }}
            >
              {t('portals.add-entry')}
            </Button>
          </Group>
        )}
      </Stack>
    </fieldset>
  );
}
