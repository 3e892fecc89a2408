// Where lists are read from, and what came of it last. They are set up on the command line, with their credentials.
import { Badge, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

const EVERY_MS = 15_000;
/** Names of their own, the same in every language. */
const NAMES = {
  ncmec: 'NCMEC Hash Sharing',
  stopncii: 'StopNCII.org',
  'arachnid-shield': 'Project Arachnid Shield',
} as const;

/** @param listId where given, only what fills that list */
export function Sources({ listId }: { readonly listId?: string }) {
  const { t, word, number, dateTime, duration } = useLanguage();
  const sources = useQuery({
    queryKey: ['list-sources'],
    queryFn: () => dataOf(api.GET('/api/v1/list-sources')),
    refetchInterval: EVERY_MS,
  });
  if (sources.isError) return <ProblemNote error={sources.error} onRetry={() => void sources.refetch()} />;
  const shown = sources.data?.filter((one) => listId === undefined || one.hashListId === listId) ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="sources-title">
      <Title order={2} id="sources-title">
        {t('sources.title')}
      </Title>
      <table className="rows stacks">
        <thead>
          <tr>
            <th scope="col">{t('policy.source')}</th>
            <th scope="col">{t('lists.name')}</th>
            <th scope="col">{t('sources.last')}</th>
            <th scope="col">{t('sources.succeeded')}</th>
            <th scope="col">{t('sources.next')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((source) => (
            <tr key={source.id}>
              <td>
                <Text size="sm" fw={600}>
                  <bdi>{NAMES[source.kind]}</bdi>
                </Text>
                <Text size="xs" className="soft">
                  <bdi className="inert">{source.host}</bdi>{' '}
                  {t('sources.every', { time: duration(source.everyMinutes * 60) })}
                </Text>
                {source.isLate && (
                  <Badge size="sm" variant="light" color="amber" tt="none">
                    {t('sources.late')}
                  </Badge>
                )}
              </td>
              <td data-label={t('lists.name')}>
                <bdi>{source.list}</bdi>
              </td>
              <td data-label={t('sources.last')}>
                {source.underWay === null
                  ? source.outcome === null
                    ? t('sources.not-yet')
                    : word('source-outcome', source.outcome)
                  : t('sources.under-way', {
                      pages: source.underWay.pages,
                      entries: source.underWay.received,
                    })}
                {source.failures > 0 && (
                  <Text size="xs" className="wrong" span display="block">
                    {t('sources.failures', { count: source.failures })}
                  </Text>
                )}
                {source.questionsDue > 0 && (
                  <Text size="xs" className="soft" span display="block">
                    {t('sources.questions', { count: number(source.questionsDue) })}
                  </Text>
                )}
                {source.refused > 0 && (
                  <Text size="xs" span display="block">
                    {t('sources.refused', { count: source.refused })}{' '}
                    <a href={`/api/v1/list-sources/${source.id}/refused`} download>
                      {t('import.refused-get')}
                    </a>
                  </Text>
                )}
              </td>
              <td data-label={t('sources.succeeded')}>
                {source.succeededAt === null ? t('policy.never') : dateTime(source.succeededAt)}
              </td>
              <td data-label={t('sources.next')}>{dateTime(source.dueAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
