// What was done, by whom and to what, the newest first.
import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

export function AuditPage() {
  const { t, word, dateTime, number } = useLanguage();
  const audit = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/v1/audit', {
          params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor,
  });
  const events = audit.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Stack gap="md">
      <Title order={1}>{t('audit.title')}</Title>
      <Text maw="44rem">{t('audit.lead')}</Text>
      {audit.isPending && <Loading />}
      {audit.isError && <ProblemNote error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.isSuccess && (
        <section className="panel" aria-label={t('audit.title')}>
          {events.length === 0 ? (
            <Empty>{t('audit.none')}</Empty>
          ) : (
            <table className="rows stacks">
              <thead>
                <tr>
                  <th scope="col">{t('audit.number')}</th>
                  <th scope="col">{t('audit.at')}</th>
                  <th scope="col">{t('audit.act')}</th>
                  <th scope="col">{t('audit.who')}</th>
                  <th scope="col">{t('audit.details')}</th>
                </tr>
              </thead>
              <tbody>
                {events.map((event) => (
                  <tr key={event.id}>
                    <td className="narrow figure" data-label={t('audit.number')}>
                      {event.number === null ? t('audit.unsealed') : number(event.number)}
                    </td>
                    <td className="narrow" data-label={t('audit.at')}>
                      {dateTime(event.at)}
                    </td>
                    <td data-label={t('audit.act')}>
                      <Text size="sm" fw={600}>
                        {word('act', event.act)}
                      </Text>
                      {event.subjectKind === 'case' && event.subjectId !== null ? (
                        <Anchor
                          size="xs"
                          underline="always"
                          renderRoot={(props) => (
                            <Link to="/cases/$caseId" params={{ caseId: event.subjectId! }} {...props} />
                          )}
                        >
                          {t('audit.case')}
                        </Anchor>
                      ) : (
                        <Text size="xs" className="soft">
                          {word('subject', event.subjectKind)}
                        </Text>
                      )}
                    </td>
                    <td data-label={t('audit.who')}>
                      {event.actor === null ? word('actor', event.actorKind) : <bdi>{event.actor}</bdi>}
                    </td>
                    <td>
                      {Object.entries(event.details).map(([name, value]) => (
                        <Text key={name} size="xs" className="soft">
                          <bdi className="inert">
                            {name}: {asText(value)}
                          </bdi>
                        </Text>
                      ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {audit.hasNextPage && (
            <Button
              mt="md"
              variant="default"
              onClick={() => void audit.fetchNextPage()}
              loading={audit.isFetchingNextPage}
            >
              {t('action.more')}
            </Button>
          )}
        </section>
      )}
    </Stack>
  );
}
