// What stands behind a match: way, quality, orientation, frame, list, version, entry.
import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MatchExplanation } from '../api/types.js';
import type { Language } from '../catalogue/language.js';
import { useLanguage } from '../catalogue/language.context.js';
import { DIGESTS } from '../parts/digests.js';

const DIGEST_NAMES = ['sha256', 'sha1', 'md5'] as const;

export function MatchFacts({ match }: { readonly match: MatchExplanation }) {
  const { t } = useLanguage();
  return (
    <div className="why-facts">
      <Facts title={t('why.comparison')}>
        <Comparison match={match} />
      </Facts>
      <Facts title={t('why.entry')}>
        <Entry match={match} />
      </Facts>
    </div>
  );
}

function Facts({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={6}>
        {title}
      </Title>
      <dl className="facts">{children}</dl>
    </section>
  );
}

function Fact({
  name,
  children,
  aside,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly aside?: string;
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {children}
        {aside !== undefined && (
          <Text size="xs" className="soft">
            {aside}
          </Text>
        )}
      </dd>
    </>
  );
}

function Comparison({
  match: { kind, algorithm, digest, digests, hashes, frames, list, matchedAt },
}: {
  readonly match: MatchExplanation;
}) {
  const { t, word, dateTime, number } = useLanguage();
  return (
    <>
      <Fact name={t('why.way')}>
        {kind === 'exact' ? t('why.way-exact', { algorithm: DIGESTS[algorithm] }) : t('why.way-near')}
      </Fact>
      {digest !== null && (
        <Fact name={DIGESTS[algorithm]}>
          <bdi className="inert">{digest}</bdi>
        </Fact>
      )}
      {digest !== null &&
        DIGEST_NAMES.filter((name) => name !== algorithm).map((name) => (
          <Fact key={name} name={DIGESTS[name]}>
            {word('why-digest', digests[name])}
          </Fact>
        ))}
      {hashes !== null && (
        <>
          {kind === 'near' && (
            <Fact name={t('why.difference')} aside={t('why.limit', { limit: list.maxDistance })}>
              {t('why.bits', { distance: hashes.distance })}
            </Fact>
          )}
          <Fact name={t('why.quality')} aside={t('why.quality-limit', { limit: list.minQuality })}>
            {hashes.quality === null
              ? t('why.quality-unknown')
              : t('why.quality-media', { quality: hashes.quality })}
            <br />
            {hashes.entryQuality === null
              ? t('why.quality-entry-unknown')
              : t('why.quality-entry', { quality: hashes.entryQuality })}
          </Fact>
          <Fact name={t('why.orientation')}>{word('orientation', hashes.orientation)}</Fact>
          {hashes.frame !== null && frames !== null && (
            <Fact name={t('why.frame')}>
              {t('why.frame-of', { frame: number(hashes.frame + 1), frames: number(frames) })}
            </Fact>
          )}
        </>
      )}
      <Fact name={t('why.matched-at')}>{dateTime(matchedAt)}</Fact>
    </>
  );
}

function Entry({ match: { list, version, entry, hashes, matchedAt } }: { readonly match: MatchExplanation }) {
  const language = useLanguage();
  const { t, word, date, dateTime, number } = language;
  const [expires = null] = [entry.expiresAt, list.expiresAt].filter((at) => at !== null).toSorted();
  return (
    <>
      <Fact name={t('why.list')} aside={word('trust', list.trust)}>
        <bdi>{list.name}</bdi>
      </Fact>
      <Fact name={t('why.source')}>
        <bdi>{list.source}</bdi>
      </Fact>
      {version === null ? (
        <Fact name={t('why.asked')} aside={t('why.asked-hint')}>
          {dateTime(matchedAt)}
        </Fact>
      ) : (
        <Fact
          name={t('why.version')}
          {...(version.number !== list.liveVersion && {
            aside: t('why.version-now', { version: number(list.liveVersion) }),
          })}
        >
          {version.since === null
            ? number(version.number)
            : t('why.version-since', { version: number(version.number), date: date(version.since) })}
        </Fact>
      )}
      <Fact name={t('why.category')}>
        {entry.category === null ? t('why.category-none') : <bdi>{word('verdict', entry.category)}</bdi>}
      </Fact>
      {entry.category !== null && entry.verdict !== entry.category && (
        <Fact name={t('why.means')}>
          {entry.verdict === null ? t('why.means-nothing') : word('verdict', entry.verdict)}
        </Fact>
      )}
      {expires !== null && <Fact name={t('why.expires')}>{dateTime(expires)}</Fact>}
      <Fact name={t('why.on-list')}>{onList(language, entry)}</Fact>
      {hashes !== null && (
        <Fact name={t('why.entry-hash')}>
          <bdi className="inert">{hashes.entry}</bdi>
        </Fact>
      )}
      <Fact name={t('why.entry-number')}>
        <bdi className="inert">{entry.id}</bdi>
      </Fact>
    </>
  );
}

/** From when to when the entry stands; of an answer, whether the source still gives it. */
function onList(
  { t, number }: Language,
  { firstVersion: first, endedVersion: ended, isWithdrawn }: MatchExplanation['entry'],
): string {
  if (first === null) return t(isWithdrawn ? 'why.answer-over' : 'why.answer-stands');
  return ended === null
    ? t('why.on-list-since', { version: number(first) })
    : t('why.on-list-until', { first: number(first), ended: number(ended) });
}
