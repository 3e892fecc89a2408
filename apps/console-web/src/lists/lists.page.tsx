// The lists of known material: what stands behind each, what it may do, how much it holds.
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useLanguage } from '../catalogue/language.context.js';
import { TryHash } from '../matching/try-hash.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { ImportDialog } from './import.dialog.js';
import { Imports } from './imports.js';
import { ListBadges } from './list-badges.js';
import { useLists } from './lists.queries.js';
import { OwnListDialog } from './own-list.dialog.js';
import { isOwn } from './own-list.js';
import { Quarantine } from './quarantine.js';
import { Sources } from './sources.js';
import { WaitingVersion } from './waiting-version.js';

export function ListsPage() {
  const { t, word, number } = useLanguage();
  const mayManage = useMay('list.manage');
  const [adding, setAdding] = useState<'import' | 'own'>();
  const close = () => setAdding(undefined);
  const lists = useLists();
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Title order={1}>{t('lists.title')}</Title>
        {mayManage && (
          <Group gap="xs">
            {lists.isSuccess && !lists.data.some(isOwn) && (
              <Button variant="default" onClick={() => setAdding('own')}>
                {t('own-list.begin')}
              </Button>
            )}
            <Button onClick={() => setAdding('import')}>{t('import.bring-in')}</Button>
          </Group>
        )}
      </Group>
      <Text maw="44rem">{t('lists.lead')}</Text>
      {lists.isPending && <Loading />}
      {lists.isError && <ProblemNote error={lists.error} onRetry={() => void lists.refetch()} />}
      {lists.data?.map(
        (list) =>
          list.waiting !== null && (
            <section key={list.id} aria-label={list.name}>
              <Title order={2} size="h4" mb="xs">
                <bdi>{list.name}</bdi>
              </Title>
              <WaitingVersion list={list} waiting={list.waiting} />
            </section>
          ),
      )}
      {lists.isSuccess && (
        <section className="panel" aria-label={t('lists.title')}>
          {lists.data.length === 0 ? (
            <Empty>{t('lists.none')}</Empty>
          ) : (
            <table className="rows stacks">
              <thead>
                <tr>
                  <th scope="col">{t('lists.name')}</th>
                  <th scope="col">{t('lists.trust')}</th>
                  <th scope="col">{t('lists.effect')}</th>
                  <th scope="col">{t('lists.version')}</th>
                  <th scope="col">{t('lists.entries')}</th>
                  <th scope="col">{t('lists.matches')}</th>
                </tr>
              </thead>
              <tbody>
                {lists.data.map((list) => (
                  <tr key={list.id}>
                    <td>
                      <Text fw={600} size="sm">
                        <Anchor
                          inherit
                          fw={600}
                          underline="always"
                          renderRoot={(props) => (
                            <Link to="/lists/$listId" params={{ listId: list.id }} {...props} />
                          )}
                        >
                          <bdi>{list.name}</bdi>
                        </Anchor>
                      </Text>
                      <Text size="xs" className="soft">
                        <bdi>{list.source}</bdi>
                      </Text>
                      <ListBadges list={list} />
                    </td>
                    <td data-label={t('lists.trust')}>{word('trust', list.trust)}</td>
                    <td data-label={t('lists.effect')}>{word('effect', list.effect)}</td>
                    <td data-label={t('lists.version')} className="figure">
                      {list.liveVersion === 0 ? t('lists.never') : number(list.liveVersion)}
                    </td>
                    <td data-label={t('lists.entries')} className="figure">
                      {number(list.entries)}
                    </td>
                    <td data-label={t('lists.matches')} className="figure">
                      {number(list.matches)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
      <Imports />
      <Quarantine />
      <Sources />
      {lists.isSuccess && lists.data.length > 0 && <TryHash />}
      {adding === 'import' && <ImportDialog onClose={close} />}
      {adding === 'own' && <OwnListDialog onClose={close} />}
    </Stack>
  );
}
