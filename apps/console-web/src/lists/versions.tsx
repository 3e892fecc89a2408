// The versions of a list, and what is different between two of them.
import { Button, Group, NativeSelect, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { HashList, ListVersion } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { VersionChanges } from './version-changes.js';

const PAGE = 20;
/** Whose entries are kept. */
const isComparable = ({ state }: ListVersion) => ['live', 'replaced', 'waiting'].includes(state);

export function Versions({ list }: { readonly list: HashList }) {
  const { t, word, number, dateTime } = useLanguage();
  const mayManage = useMay('list.manage');
  const [compared, setCompared] = useState<{ from: number; to: number }>();
  const [takingBack, setTakingBack] = useState<number>();
  const versions = useInfiniteQuery({
    queryKey: ['list-versions', list.id, list.liveVersion, list.waiting?.version],
    queryFn: ({ pageParam }) =>
      dataOf(
        api.GET('/api/v1/lists/{id}/versions', {
          params: { path: { id: list.id }, query: pageParam === 0 ? {} : { before: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)!.number),
  });
  const all = versions.data?.pages.flat() ?? [];
  const comparable = all.filter(isComparable);
  const before = (version: ListVersion) => comparable.find((one) => one.number < version.number)?.number ?? 0;
  return (
    <section className="panel" aria-labelledby="versions-title">
      <Title order={2} id="versions-title">
        {t('versions.title')}
      </Title>
      {versions.isPending && <Loading />}
      {versions.isError && <ProblemNote error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isSuccess && all.length === 0 && <Empty>{t('lists.never')}</Empty>}
      {all.length > 0 && (
        <table className="rows stacks">
          <thead>
            <tr>
              <th scope="col">{t('lists.version')}</th>
              <th scope="col">{t('versions.when')}</th>
              <th scope="col">{t('lists.entries')}</th>
              <th scope="col">{t('versions.refused')}</th>
              <th scope="col">
                <VisuallyHidden>{t('versions.more')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((version) => (
              <tr key={version.number}>
                <td>
                  <Text size="sm" fw={600} className="figure">
                    {number(version.number)}
                  </Text>
                  <Text size="xs" className="soft">
                    {word('version-state', version.state)}
                    {version.reason !== null && ` · ${word('version-reason', version.reason)}`}
                  </Text>
                </td>
                <td data-label={t('versions.when')}>{dateTime(version.finishedAt ?? version.startedAt)}</td>
                <td data-label={t('lists.entries')} className="figure">
                  {number(version.entries)}
                </td>
                <td data-label={t('versions.refused')} className="figure">
                  {number(version.refused)}
                </td>
                <td>
                  {isComparable(version) && (
                    <Group gap="xs">
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t('versions.compare-of', { version: number(version.number) })}
                        onClick={() => setCompared({ from: before(version), to: version.number })}
                      >
                        {t('versions.compare')}
                      </Button>
                      {mayManage && version.state === 'replaced' && (
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={t('versions.take-back-to', { version: number(version.number) })}
                          onClick={() => setTakingBack(version.number)}
                        >
                          {t('versions.take-back')}
                        </Button>
                      )}
                    </Group>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {versions.hasNextPage && (
        <Button mt="sm" size="xs" variant="default" onClick={() => void versions.fetchNextPage()}>
          {t('action.more')}
        </Button>
      )}
      {compared !== undefined && (
        <Stack gap="sm" mt="lg">
          <Group gap="sm" align="flex-end">
            {(['from', 'to'] as const).map((end) => (
              <NativeSelect
                key={end}
                label={t(`versions.${end}`)}
                value={String(compared[end])}
                onChange={(event) => setCompared({ ...compared, [end]: Number(event.currentTarget.value) })}
                data={[
                  ...comparable
                    .filter(({ number: one }) => (end === 'from' ? one < compared.to : one > compared.from))
                    .map(({ number: one }) => ({ value: String(one), label: number(one) })),
                  ...(end === 'from' ? [{ value: '0', label: t('versions.nothing') }] : []),
                ]}
              />
            ))}
          </Group>
          <VersionChanges listId={list.id} from={compared.from} to={compared.to} />
        </Stack>
      )}
      {takingBack !== undefined && (
        <TakeBackDialog list={list} version={takingBack} onClose={() => setTakingBack(undefined)} />
      )}
    </section>
  );
}

function TakeBackDialog({
  list,
  version,
  onClose,
}: {
  readonly list: HashList;
  readonly version: number;
  readonly onClose: () => void;
}) {
  const { t, number } = useLanguage();
  const change = useChange(
    () =>
      api.POST('/api/v1/lists/{id}/versions/{version}/take-back', {
        params: { path: { id: list.id, version }, header: OWN_PAGE },
      }),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t('versions.take-back-title', { list: list.name, version: number(version) })}
        submit={t('versions.take-back')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('versions.take-back-lead')}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}
