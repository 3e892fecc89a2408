// Fields of a portal's form: a text in each of its languages, and lists of entries.
import { ActionIcon, Button, Group, Input, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../../catalogue/language.context.js';
import { idOf, type Texts } from './portal-form.js';

export interface FieldContext {
  readonly locales: readonly string[];
  /** What is wrong with a field, in words. */
  readonly problem: (path: string) => string | undefined;
  readonly isReadOnly: boolean;
}

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur']);
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(locale.split('-')[0]!) ? 'rtl' : 'ltr';

/** One text in each language of the portal. */
export function LocalisedField({
  path,
  label,
  hint,
  value = {},
  onChange,
  context,
  isLong = false,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: Texts | undefined;
  readonly onChange: (value: Texts) => void;
  readonly context: FieldContext;
  readonly isLong?: boolean;
}) {
  const { languageName } = useLanguage();
  const { locales, problem, isReadOnly } = context;
  return (
    <fieldset className="plain-fieldset" id={idOf(path)} tabIndex={-1}>
      <legend>{label}</legend>
      {hint !== undefined && <Input.Description mb="xs">{hint}</Input.Description>}
      {problem(path) !== undefined && <Input.Error mb="xs">{problem(path)}</Input.Error>}
      <Stack gap="xs">
        {locales.map((locale) => {
          const props = {
            id: idOf(`${path}.${locale}`),
            label: languageName(locale),
            lang: locale,
            dir: directionOf(locale),
            value: value[locale] ?? '',
            readOnly: isReadOnly,
            error: problem(`${path}.${locale}`),
            labelProps: { dir: 'auto', className: 'minor-label' },
          };
          const set = (text: string) => onChange({ ...value, [locale]: text });
          return isLong ? (
            <Textarea
              key={locale}
              {...props}
              autosize
              minRows={2}
              maxRows={12}
              onChange={(event) => set(event.currentTarget.value)}
            />
          ) : (
            <TextInput key={locale} {...props} onChange={(event) => set(event.currentTarget.value)} />
          );
        })}
      </Stack>
    </fieldset>
  );
}

/** Entries in their order, each with what `children` makes of it. */
export function ListField<T>({
  path,
  label,
  hint,
  entryName,
  entries = [],
  empty,
  onChange,
  context,
  children,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
  readonly entryName: (number: number) => string;
  readonly entries?: readonly T[] | undefined;
  readonly empty: T;
  readonly onChange: (entries: readonly T[]) => void;
  readonly context: FieldContext;
  readonly children: (entry: T, path: string, change: (entry: T) => void) => ReactNode;
}) {
  const { t } = useLanguage();
  const { problem, isReadOnly } = context;
  const without = (at: number) => entries.filter((_, one) => one !== at);
  const swapped = (at: number) => {
    const next = [...entries];
    [next[at - 1], next[at]] = [next[at]!, next[at - 1]!];
    return next;
  };
  return (
    <fieldset className="plain-fieldset" id={idOf(path)} tabIndex={-1}>
      <legend>{label}</legend>
      {hint !== undefined && <Input.Description mb="xs">{hint}</Input.Description>}
      {problem(path) !== undefined && <Input.Error mb="xs">{problem(path)}</Input.Error>}
      <Stack gap="sm">
        {entries.map((entry, at) => (
          <div key={at} className="entry" id={idOf(`${path}.${at}`)} tabIndex={-1}>
            <Group justify="space-between" mb="xs">
              <Text fw={600} size="sm">
                {entryName(at + 1)}
              </Text>
              {!isReadOnly && (
                <Group gap="xs">
                  {at > 0 && (
                    <ActionIcon
                      variant="default"
                      size="md"
                      aria-label={`${t('portals.up')}: ${entryName(at + 1)}`}
                      onClick={() => onChange(swapped(at))}
                    >
                      ↑
                    </ActionIcon>
                  )}
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t('portals.remove')}: ${entryName(at + 1)}`}
                    onClick={() => onChange(without(at))}
                  >
                    {t('portals.remove')}
                  </Button>
                </Group>
              )}
            </Group>
            {problem(`${path}.${at}`) !== undefined && (
              <Input.Error mb="xs">{problem(`${path}.${at}`)}</Input.Error>
            )}
            <Stack gap="sm">
              {children(entry, `${path}.${at}`, (next) =>
                onChange(entries.map((one, other) => (other === at ? next : one))),
              )}
            </Stack>
          </div>
        ))}
        {!isReadOnly && (
          <div>
            <Button
              size="xs"
              variant="default"
              aria-label={`${t('portals.add-entry')}: ${label}`}
              onClick={() => onChange([...entries, empty])}
            >
              {t('portals.add-entry')}
            </Button>
          </div>
        )}
      </Stack>
    </fieldset>
  );
}
