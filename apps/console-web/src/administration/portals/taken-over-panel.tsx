// What was written for another country: each text with what it says, to be changed below or to be confirmed as it stands.
import { Alert, Anchor, Button, Checkbox, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import type { PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { ProblemNote } from '../../parts/notes.js';
import { useChange } from '../use-change.js';
import { fieldAndLocale, goToField, type Contact, type Settings, type Texts } from './portal-form.js';
import { useFieldName } from './portal-state.js';

const MANDATE = 'mandate';
const MOST_CHARACTERS = 160;

export function TakenOverPanel({
  portal,
  mayConfirm,
  isDirty,
}: {
  readonly portal: PortalDetail;
  readonly mayConfirm: boolean;
  /** Something is typed and not saved: it goes first. */
  readonly isDirty: boolean;
}) {
  const { t, country } = useLanguage();
  const fieldName = useFieldName(portal.locales);
  const saying = useSaying(portal);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const confirm = useChange(
    () =>
      dataOf(
        api.PUT('/api/v1/portals/{id}', {
          params: { path: { id: portal.id }, header: OWN_PAGE },
          body: { version: portal.version, confirmed: [...chosen] },
        }),
      ),
    () => setChosen([]),
  );
  const fields = portal.content.unconfirmed;
  if (fields.length === 0) return null;
  return (
    <Alert variant="light" color="amber" title={t('portals.taken-over-title', { count: fields.length })}>
      <Text size="sm" mb="sm">
        {t('portals.taken-over-lead', { country: country(portal.content.country) })}
      </Text>
      <Checkbox.Group value={[...chosen]} onChange={setChosen} readOnly={!mayConfirm}>
        <ul className="taken-over">
          {fields.map((path) => {
            const said = saying(path);
            return (
              <li key={path}>
                <Group gap="xs" align="baseline" justify="space-between" wrap="nowrap">
                  <Checkbox
                    value={path}
                    disabled={!mayConfirm}
                    label={fieldName(path)}
                    description={
                      said === undefined ? undefined : (
                        <bdi lang={said.locale} dir="auto">
                          {said.text}
                        </bdi>
                      )
                    }
                  />
                  {path === MANDATE ? (
                    <Anchor component={Link} to="/mandates" size="sm" underline="always">
                      {t('portals.taken-over-change')}
                    </Anchor>
                  ) : (
                    <Anchor
                      component="button"
                      type="button"
                      size="sm"
                      underline="always"
                      aria-label={t('portals.taken-over-change-of', { field: fieldName(path) })}
                      onClick={() => goToField(path)}
                    >
                      {t('portals.taken-over-change')}
                    </Anchor>
                  )}
                </Group>
              </li>
            );
          })}
        </ul>
      </Checkbox.Group>
      {confirm.error !== null && <ProblemNote error={confirm.error} />}
      {mayConfirm && (
        <Group gap="sm" mt="md">
          <Button
            size="xs"
            disabled={chosen.length === 0 || isDirty}
            loading={confirm.isPending}
            onClick={() => confirm.run(undefined)}
          >
            {t('portals.taken-over-confirm', { count: chosen.length })}
          </Button>
          {isDirty && (
            <Text size="sm" className="soft">
              {t('portals.taken-over-save-first')}
            </Text>
          )}
        </Group>
      )}
      {confirm.dialog}
    </Alert>
  );
}

/** What a field says as it was saved, in short, and in which language where that is known. */
function useSaying(
  portal: PortalDetail,
): (path: string) => { readonly text: string; readonly locale?: string } | undefined {
  const { country, word, locale: ofPage } = useLanguage();
  const settings = portal.content.settings as Settings;
  const inWords = (texts: Texts | undefined): string =>
    texts?.[ofPage] ?? texts?.[portal.locales[0] ?? ''] ?? Object.values(texts ?? {})[0] ?? '';
  const contact = ({ name, number, url }: Partial<Contact>): string =>
    [inWords(name), number, url].filter((part) => part !== undefined && part !== '').join(' ');
  const textOf = (path: string): { text: string; locale?: string } | undefined => {
    const { field, locale } = fieldAndLocale(path, [...portal.locales, ofPage]);
    const name = field.replace('texts.', '');
    const value = (field === name ? settings : (settings.texts ?? {}))[name as keyof object] as unknown;
    if (locale !== undefined) return { text: (value as Texts | undefined)?.[locale] ?? '', locale };
    if (typeof value === 'string') {
      return { text: name === 'readIn' ? country(value) : word('portal-operator', value) };
    }
    if (Array.isArray(value)) {
      const entries = value as (Contact & { readonly label?: Texts })[];
      return {
        text: entries.map(({ label, ...one }) => contact({ ...one, name: label ?? one.name })).join(' · '),
      };
    }
    return typeof value === 'object' && value !== null ? { text: contact(value) } : undefined;
  };
  return (path) => {
    const said = textOf(path);
    if (said === undefined || said.text.length <= MOST_CHARACTERS) return said;
    return { ...said, text: `${said.text.slice(0, MOST_CHARACTERS)}…` };
  };
}
