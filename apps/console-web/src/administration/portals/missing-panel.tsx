// What a portal lacks to be live, each with the way to it.
import { Alert, Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { fieldAndLocale, goToField } from './portal-form.js';
import { problemInWords, useFieldName } from './portal-state.js';

/** What is mended on a page of its own. */
const ELSEWHERE = { recipients: '/recipients', key: '/keys' } as const;

export function MissingPanel({ portal }: { readonly portal: PortalDetail }) {
  const language = useLanguage();
  const { t, word } = language;
  const fieldName = useFieldName(portal.locales);
  // What was taken over from another country stands in a panel of its own.
  const missing = Object.entries(portal.missing).filter(([, said]) => !said.startsWith('was taken over'));
  if (missing.length === 0) return null;
  return (
    <Alert
      variant="light"
      color="amber"
      title={t(portal.isLive ? 'portals.missing-live' : 'portals.missing-title', { count: missing.length })}
    >
      <ul className="missing">
        {missing.map(([path, said]) => {
          const { field } = fieldAndLocale(path, portal.locales);
          const isTooLong = said.startsWith('must have at most');
          const text =
            said.startsWith('is missing') || isTooLong
              ? fieldName(path)
              : t('portals.not-independent', { field: fieldName(path) });
          const hint = isTooLong ? problemInWords(language, path, said) : word('portal-missing', field);
          return (
            <li key={path}>
              {path in ELSEWHERE && !(path === 'recipients' && portal.content.recipients.length > 0) ? (
                <Anchor
                  inherit
                  underline="always"
                  component={Link}
                  to={ELSEWHERE[path as keyof typeof ELSEWHERE]}
                >
                  {text}
                </Anchor>
              ) : path === 'triage' ? (
                <span>{text}</span>
              ) : (
                <Anchor
                  component="button"
                  type="button"
                  inherit
                  underline="always"
                  ta="start"
                  onClick={() => goToField(path)}
                >
                  {text}
                </Anchor>
              )}
              {hint !== field && (
                <Text span size="sm" className="soft">
                  {' '}
                  {hint}
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
