// What is different in a later version: how many entries by category, and a page of them. No picture and no whole hash.
import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { DIGESTS } from '../parts/digests.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';

export function VersionChanges({
  listId,
  from,
  to,
}: {
  readonly listId: string;
  readonly from: number;
  readonly to: number;
}) {
  const { t, number } = useLanguage();
  const changes = useInfiniteQuery({
    queryKey: ['list-changes', listId, from, to],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/v1/lists/{id}/changes', {
          params: {
            path: { id: listId },
            query: { from, to, ...(pageParam !== '' && { after: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (changes.isPending) return <Loading />;
  if (changes.isError) return <ProblemNote error={changes.error} onRetry={() => void changes.refetch()} />;
  const { added, ended, categories } = changes.data.pages[0]!;
  const examples = changes.data.pages.flatMap((page) => page.examples);
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600} role="status">
        {t('versions.changed', { added, ended })}
      </Text>
      {added + ended === 0 ? (
        <Empty>{t('versions.same')}</Empty>
      ) : (
        <>
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('policy.category')}</th>
                <th scope="col">{t('versions.added')}</th>
                <th scope="col">{t('versions.ended')}</th>
              </tr>
            </thead>
            <tbody>
              {categories.map((one) => (
                <tr key={one.category ?? ''}>
                  <td>{one.category === null ? t('versions.no-category') : <bdi>{one.category}</bdi>}</td>
                  <td className="figure">{number(one.added)}</td>
                  <td className="figure">{number(one.ended)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Text size="sm" fw={600}>
            {t('versions.examples')}
          </Text>
          <table className="rows stacks">
            <thead>
              <tr>
                <th scope="col">{t('versions.change')}</th>
                <th scope="col">{t('policy.category')}</th>
                <th scope="col">{t('versions.kinds')}</th>
                <th scope="col">{t('versions.begins')}</th>
                <th scope="col">{t('versions.entry')}</th>
              </tr>
            </thead>
            <tbody>
              {examples.map((one) => (
                <tr key={one.id}>
                  <td>{t(`versions.${one.change}`)}</td>
                  <td data-label={t('policy.category')}>
                    {one.category === null ? t('versions.no-category') : <bdi>{one.category}</bdi>}
                  </td>
                  <td data-label={t('versions.kinds')}>
                    <bdi>{one.kinds.map((kind) => DIGESTS[kind]).join(', ')}</bdi>
                  </td>
                  <td data-label={t('versions.begins')}>
                    <bdi className="inert">{one.begins}…</bdi>
                  </td>
                  <td data-label={t('versions.entry')}>
                    <bdi className="inert">{one.id}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {changes.hasNextPage && (
            <Button
              size="xs"
              variant="default"
              className="starts"
              loading={changes.isFetchingNextPage}
              onClick={() => void changes.fetchNextPage()}
            >
              {t('action.more')}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}
