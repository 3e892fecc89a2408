// Everything that is known of one content item, in words and figures.
import { Button, Collapse, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Assessment, ContentItem, FrameShare, Match, Media } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { Language } from '../catalogue/language.js';
import { WhyMatched } from '../matching/why-matched.js';
import { DIGESTS } from '../parts/digests.js';
import { CopyAddress, InertAddress } from '../parts/inert-address.js';
import { HostingFacts } from './hosting.js';
import type { Row } from './items-table.js';
import { standingOf } from './standing.js';

export function ItemDetail({
  row: { subject, item },
  others,
  children,
}: {
  readonly row: Row;
  /** What an earlier look says of it. */
  readonly children?: ReactNode;
  /** Items that show the same bytes. */
  readonly others: readonly ContentItem[];
}) {
  const { t, word, dateTime } = useLanguage();
  return (
    <Stack gap="md">
      <div>
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <InertAddress>{item.address}</InertAddress>
          </div>
          <CopyAddress address={item.address} />
        </Group>
        {others.map((other) => (
          <div key={other.id}>
            <Text span size="xs" className="soft">
              {t('item.same-as')}
            </Text>{' '}
            <InertAddress>{other.address}</InertAddress>
          </div>
        ))}
      </div>
      <dl className="facts">
        <dt>{t('item.result')}</dt>
        <dd>
          {item.result === null ? word('item-step', item.step) : word('item-result', item.result)}
          {item.resultDetail !== null && !isEndOfVideo(item) && (
            <Text size="xs" className="soft">
              <bdi>{item.resultDetail}</bdi>
            </Text>
          )}
        </dd>
        {item.onlineState !== null && (
          <>
            <dt>{t('item.online')}</dt>
            <dd>
              {word('online', item.onlineState)}
              {item.onlineCheckedAt !== null && (
                <Text span size="xs" className="soft">
                  {' '}
                  {t('item.checked', { time: dateTime(item.onlineCheckedAt) })}
                </Text>
              )}
            </dd>
          </>
        )}
        {item.hosting !== null && <HostingFacts hosting={item.hosting} />}
      </dl>
      {children}
      {item.media !== null && <Matches matches={item.matches} />}
      <Fetches item={item} />
      {item.media !== null && <MediaFacts media={item.media} />}
      <Earlier item={item} key={subject.key} />
    </Stack>
  );
}

/** What stands with the file already. */
function isEndOfVideo({ resultDetail, media }: ContentItem): boolean {
  return media !== null && media.endedEarly !== null && resultDetail === `ended-${media.endedEarly}`;
}

function Matches({ matches }: { readonly matches: readonly Match[] }) {
  const { t, word, number, dateTime } = useLanguage();
  return (
    <div>
      <Title order={3} mb={4}>
        {t('matches.title')}
      </Title>
      {matches.length === 0 ? (
        <Text size="sm" className="soft">
          {t('matches.none')}
        </Text>
      ) : (
        <Stack component="ul" gap="xs" m={0} ps="lg">
          {matches.map((match) => (
            <li key={match.id}>
              <Text size="sm">
                {match.kind === 'exact'
                  ? t('matches.exact', { algorithm: DIGESTS[match.algorithm] })
                  : t(match.frameShares === null ? 'matches.near' : 'matches.near-frames', {
                      distance: match.distance,
                      orientation: word('orientation', match.orientation ?? 'original'),
                    })}
              </Text>
              <Shares match={match} />
              <Text size="sm">
                {match.listVersion === null
                  ? t('matches.asked', { list: match.list, time: dateTime(match.matchedAt) })
                  : t('matches.known', { list: match.list, version: number(match.listVersion) })}
                {match.state !== 'standing' && ` (${word('match-state', match.state)})`}
              </Text>
              <Text size="xs" className="soft">
                {word('trust', match.trust)} ·{' '}
                {match.kind === 'near' || match.state === 'contested'
                  ? t('effect.suggest')
                  : word('effect', match.effect)}
                {match.category !== null && (
                  <>
                    {' · '}
                    {t('matches.category')} <bdi>{word('verdict', match.category)}</bdi>
                  </>
                )}
              </Text>
              <WhyMatched match={match} />
            </li>
          ))}
        </Stack>
      )}
    </div>
  );
}

/** Of a video: how much of each side the other has. */
function Shares({ match: { frameShares } }: { readonly match: Match }) {
  const { t, number } = useLanguage();
  if (frameShares === null) return null;
  const figures = ({ compared, matched }: FrameShare) => ({
    matched: number(matched),
    compared: number(compared),
    percent: compared === 0 ? 0 : Math.round((100 * matched) / compared),
  });
  return (
    <Text size="sm">
      {t('matches.frames', figures(frameShares.media))}
      {frameShares.listed !== undefined && (
        <>
          <br />
          {t('matches.frames-listed', figures(frameShares.listed))}
        </>
      )}
    </Text>
  );
}

function Fetches({ item }: { readonly item: ContentItem }) {
  const { t, word, dateTime, bytes, duration } = useLanguage();
  if (item.fetches.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={4}>
        {t('fetches.title')}
      </Title>
      <Stack component="ul" gap={4} m={0} ps="lg">
        {item.fetches.map((fetched) => (
          <li key={fetched.startedAt}>
            <Text size="sm">
              {dateTime(fetched.startedAt)} · {word('fetch-outcome', fetched.outcome)}
              {fetched.status !== null && <> · HTTP {fetched.status}</>}
              {fetched.bytes !== null && <> · {bytes(fetched.bytes)}</>}
              <Text span size="xs" className="soft">
                {' '}
                {word('fetch-purpose', fetched.purpose)},{' '}
                {duration((Date.parse(fetched.endedAt) - Date.parse(fetched.startedAt)) / 1000)}
              </Text>
            </Text>
          </li>
        ))}
      </Stack>
    </div>
  );
}

function MediaFacts({ media }: { readonly media: Media }) {
  const { t, word, bytes, number, duration } = useLanguage();
  const [isOpen, { toggle }] = useDisclosure();
  const digests = [
    ['SHA-256', media.sha256],
    ['SHA-1', media.sha1],
    ['MD5', media.md5],
    ['PDQ', media.pdq],
  ] as const;
  return (
    <div>
      <Title order={3} mb={4}>
        {t('media.title')}
      </Title>
      <Text size="sm">
        {[
          media.format,
          media.width !== null && media.height !== null
            ? t('media.size', { width: number(media.width), height: number(media.height) })
            : null,
          bytes(media.bytes),
          media.durationMs === null ? null : duration(Math.max(1, Math.round(media.durationMs / 1000))),
          media.frames !== null && media.frames > 1 ? t('media.frames', { count: media.frames }) : null,
          media.pdqQuality === null ? null : t('media.quality', { quality: media.pdqQuality }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {media.endedEarly !== null && (
        <Text size="sm">{t('media.ended-early', { reason: word('video-ended', media.endedEarly) })}</Text>
      )}
      <Button size="compact-xs" variant="subtle" onClick={toggle} aria-expanded={isOpen}>
        {isOpen ? t('media.hide-digests') : t('media.show-digests')}
      </Button>
      <Collapse expanded={isOpen}>
        <dl className="facts">
          {digests.map(([name, digest]) =>
            digest === null ? null : (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>
                  <bdi className="inert">{digest}</bdi>
                </dd>
              </div>
            ),
          )}
        </dl>
      </Collapse>
    </div>
  );
}

/** Whether an assessment holds, where it does not. */
function standing({ t }: Language, { stands, isWithdrawn }: Assessment, isOutdated: boolean): string {
  if (isWithdrawn) return `${t('earlier.withdrawn')} · `;
  return stands && !isOutdated ? '' : `${t('earlier.outdated')} · `;
}

/** Whether a person looked, and if so whether here. */
function lookedWords({ t }: Language, madeBy: Assessment['madeBy'], looked: boolean): string {
  if (!looked) return t('earlier.not-looked');
  return madeBy === 'link' ? t('earlier.looked-there') : t('earlier.looked');
}

function Earlier({ item }: { readonly item: ContentItem }) {
  const language = useLanguage();
  const { t, word, dateTime } = language;
  const current = standingOf(item);
  if (item.assessments.length === 0) return null;
  return (
    <div>
      <Title order={3} mb={4}>
        {t('earlier.title')}
      </Title>
      <Stack component="ol" gap="xs" m={0} ps="lg">
        {item.assessments.map((assessment) => {
          const { version, answers, madeBy, person, settledByList, looked, madeAt } = assessment;
          return (
            <li key={version} value={version}>
              <Text size="sm" className={assessment === current ? undefined : 'soft'}>
                {[
                  word('verdict', answers.verdict),
                  answers.reason === undefined ? null : word('reason', answers.reason),
                  answers.ageBand === undefined ? null : word('ageBand', answers.ageBand),
                  answers.sex === undefined ? null : word('sex', answers.sex),
                  answers.severity === undefined ? null : word('severity', answers.severity),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </Text>
              <Text size="xs" className="soft">
                {standing(language, assessment, assessment !== current)}
                {madeBy === 'settlement' && t('earlier.by-list', { list: settledByList ?? '' })}
                {madeBy === 'link' && t('earlier.by-link', { number: assessment.follows?.caseNumber ?? '' })}
                {madeBy === 'person' &&
                  t('earlier.by-person', { name: person ?? t('earlier.somebody') })} · {dateTime(madeAt)} ·{' '}
                {lookedWords(language, madeBy, looked)}
              </Text>
              {assessment.takenFrom !== null && (
                <Text size="xs" className="soft">
                  {assessment.takenFrom.isInCase
                    ? t('earlier.taken-here')
                    : t('earlier.taken-from', { number: assessment.takenFrom.caseNumber })}{' '}
                  {t(assessment.takenFrom.looked ? 'earlier.taken-looked' : 'earlier.taken-not-looked')}
                </Text>
              )}
              {assessment.linkEnded !== null && (
                <Text size="xs" className="soft">
                  {assessment.linkEnded.cause === 'overtaken'
                    ? t('earlier.overtaken')
                    : t('earlier.undone', {
                        name: assessment.linkEnded.person ?? t('earlier.somebody'),
                        reason: assessment.linkEnded.reason ?? '',
                      })}
                </Text>
              )}
            </li>
          );
        })}
      </Stack>
    </div>
  );
}
