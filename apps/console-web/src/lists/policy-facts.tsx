// What a list has and does, in words; and what of it a version that waits would change.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ListPolicy, PolicyChange } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';

type Key = keyof ListPolicy;
const KEYS: readonly Key[] = [
  'source',
  'trust',
  'effect',
  'settlesByWeakDigest',
  'legalBasis',
  'licence',
  'licenceCategories',
  'licenceNote',
  'categoryMapping',
  'expiresAt',
  'quarantineAfter',
];

/** Keeps what somebody wrote from turning the words around it. */
const isolated = (text: string) => `\u2068${text}\u2069`;

/** A part of a policy in words. */
function usePolicyWords(): (policy: PolicyChange, key: Key) => string {
  const { t, word, date, number } = useLanguage();
  return (policy, key) => {
    const nothing = t('policy.nothing');
    switch (key) {
      case 'trust':
        return word('trust', policy.trust ?? '');
      case 'effect':
        return word('effect', policy.effect ?? '');
      case 'licence':
        return word('licence', policy.licence ?? '');
      case 'settlesByWeakDigest':
        return t(policy.settlesByWeakDigest === true ? 'policy.yes' : 'policy.no');
      case 'licenceCategories':
        return policy.licenceCategories?.map(isolated).join(', ') ?? t('policy.all-categories');
      case 'categoryMapping': {
        const pairs = Object.entries(policy.categoryMapping ?? {});
        const means = (verdict: string | null) =>
          verdict === null ? t('policy.person-decides') : word('verdict', verdict);
        return pairs.map(([name, verdict]) => `${isolated(name)} = ${means(verdict)}`).join('\n') || nothing;
      }
      case 'expiresAt':
        return policy.expiresAt == null ? t('policy.never') : date(policy.expiresAt);
      case 'quarantineAfter':
        return policy.quarantineAfter == null
          ? t('policy.never')
          : t('policy.after-cases', { cases: number(policy.quarantineAfter) });
      default:
        return policy[key] == null ? nothing : isolated(policy[key]);
    }
  };
}

/** @param children further facts of the list */
export function PolicyFacts({
  policy,
  children,
}: {
  readonly policy: ListPolicy;
  readonly children?: ReactNode;
}) {
  const { t } = useLanguage();
  const words = usePolicyWords();
  return (
    <dl className="facts">
      {KEYS.map((key) => (
        <div key={key} className="fact">
          <dt>{t(`policy.${key}`)}</dt>
          <dd className="lines">{words(policy, key)}</dd>
        </div>
      ))}
      {children}
    </dl>
  );
}

/** What a version that waits brings, beside what is in force. */
export function PolicyBrought({
  policy,
  change,
}: {
  readonly policy: ListPolicy;
  readonly change: PolicyChange;
}) {
  const { t } = useLanguage();
  const words = usePolicyWords();
  const keys = KEYS.filter(
    (key) => change[key] !== undefined && words(policy, key) !== words({ ...policy, ...change }, key),
  );
  if (keys.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('policy.brought')}
      </Text>
      <dl className="facts">
        {keys.map((key) => (
          <div key={key} className="fact">
            <dt>{t(`policy.${key}`)}</dt>
            <dd>
              <div className="lines">{words({ ...policy, ...change }, key)}</div>
              <Text size="xs" className="soft lines">
                {t('policy.until-now')}
                {'\n'}
                {words(policy, key)}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
