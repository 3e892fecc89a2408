// Where a case was sent, and what came back.
import { Text, Timeline, Title } from '@mantine/core';
import type { Referral } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { Language } from '../catalogue/language.js';
import { Empty } from '../parts/notes.js';

interface Moment {
  readonly key: string;
  readonly at: string;
  readonly title: string;
  readonly detail?: string;
}

/** What happened to a referral so far, the earliest first. */
function momentsOf({ t, word }: Language, referral: Referral): Moment[] {
  const { id } = referral;
  return [
    {
      key: `${id} made`,
      at: referral.createdAt,
      title: t('referral.made', { reference: referral.reference }),
    },
    ...(referral.deliveredAt === null
      ? []
      : [
          {
            key: `${id} delivered`,
            at: referral.deliveredAt,
            title: t('referral.delivered'),
            ...(referral.remoteNumber === null
              ? {}
              : { detail: t('referral.remote', { number: referral.remoteNumber }) }),
          },
        ]),
    ...referral.acknowledgements.map(({ kind, byName, at, contentItemId }) => ({
      key: `${id} ${kind} ${at} ${contentItemId ?? ''}`,
      at,
      title: word('acknowledgement', kind),
      ...(byName === null ? {} : { detail: byName }),
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
}

export function ReferralTimeline({ referrals }: { readonly referrals: readonly Referral[] }) {
  const language = useLanguage();
  const { t, word, dateTime } = language;
  return (
    <section className="panel" aria-labelledby="referrals-title">
      <Title order={2} id="referrals-title">
        {t('case.referrals')}
      </Title>
      {referrals.length === 0 && <Empty>{t('case.referrals-none')}</Empty>}
      {referrals.map((referral) => {
        const moments = momentsOf(language, referral);
        return (
          <article key={referral.id} className="referral">
            <Text fw={600}>
              <ReferralName referral={referral} />
            </Text>
            <Text size="sm" className="soft" mb="sm">
              {word('referral-state', referral.state)} · {t('referral.items', { count: referral.items })} ·{' '}
              {referral.looked ? t('earlier.looked') : t('earlier.not-looked')}
            </Text>
            <Because referral={referral} />
            {referral.stoppedReason !== null && (
              <Text size="sm" mb="sm" dir="auto">
                {t('referral.stopped')} {referral.stoppedReason}
              </Text>
            )}
            <Timeline active={moments.length - 1} bulletSize={14} lineWidth={2}>
              {moments.map(({ key, at, title, detail }) => (
                <Timeline.Item key={key} title={<Text size="sm">{title}</Text>}>
                  <Text size="xs" className="soft">
                    {dateTime(at)}
                    {detail !== undefined && (
                      <>
                        {' · '}
                        <bdi>{detail}</bdi>
                      </>
                    )}
                  </Text>
                </Timeline.Item>
              ))}
            </Timeline>
          </article>
        );
      })}
    </section>
  );
}

/** Why it goes there, or why nowhere. */
export function Because({ referral }: { readonly referral: Referral }) {
  const { word } = useLanguage();
  if (referral.because === null) return null;
  return (
    <Text size="sm" className="soft" mb="xs">
      {word('because', referral.because)}
    </Text>
  );
}

/** Recipient and way, or that there is none yet. */
export function ReferralName({ referral }: { readonly referral: Referral }) {
  const { t, word } = useLanguage();
  if (referral.recipient === null || referral.way === null) return t('referral.no-way');
  return (
    <>
      <bdi>{referral.recipient}</bdi> · <bdi>{word('way', referral.way)}</bdi>
      {referral.recipientOf !== null && (
        <>
          {' '}
          · <bdi>{t('referral.recipient-of', { name: referral.recipientOf })}</bdi>
        </>
      )}
      {referral.isSandbox && ` · ${t('referral.sandbox')}`}
    </>
  );
}
