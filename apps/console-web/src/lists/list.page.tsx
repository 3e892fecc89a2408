// One list: what it has and does, how far it has come, its versions, and how often it matches.
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { HashList } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { Categories } from './categories.js';
import { ImportDialog } from './import.dialog.js';
import { Imports } from './imports.js';
import { ListBadges } from './list-badges.js';
import { useLists } from './lists.queries.js';
import { MatchRate } from './match-rate.js';
import { OwnListDialog } from './own-list.dialog.js';
import { isOwn } from './own-list.js';
import { PolicyDialog } from './policy.dialog.js';
import { PolicyFacts } from './policy-facts.js';
import { Quarantine } from './quarantine.js';
import { ReachNote } from './reach-note.js';
import { Sources } from './sources.js';
import { SwitchDialog } from './switch.dialog.js';
import { Versions } from './versions.js';
import { WaitingVersion } from './waiting-version.js';

const route = getRouteApi('/lists/$listId');

export function ListPage() {
  const { t } = useLanguage();
  const { listId } = route.useParams();
  const lists = useLists();
  const list = lists.data?.find(({ id }) => id === listId);
  return (
    <Stack gap="md">
      <Text size="sm">
        <Anchor component={Link} to="/lists" size="sm" underline="always">
          {t('lists.all')}
        </Anchor>
      </Text>
      {lists.isPending && <Loading />}
      {lists.isError && <ProblemNote error={lists.error} onRetry={() => void lists.refetch()} />}
      {lists.isSuccess && list === undefined && <Title order={1}>{t('not-here.title')}</Title>}
      {list !== undefined && <OneList list={list} />}
    </Stack>
  );
}

function OneList({ list }: { readonly list: HashList }) {
  const { t, word, number, dateTime } = useLanguage();
  const mayManage = useMay('list.manage');
  const [asking, setAsking] = useState<'switch' | 'import' | 'policy' | 'own'>();
  const close = () => setAsking(undefined);
  return (
    <>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1}>
            <bdi>{list.name}</bdi>
          </Title>
          <ListBadges list={list} />
        </Group>
        {mayManage && (
          <Group gap="xs">
            <Button variant="default" onClick={() => setAsking('switch')}>
              {t(list.isEnabled ? 'lists.switch-off' : 'lists.switch-on')}
            </Button>
            {isOwn(list) ? (
              <Button onClick={() => setAsking('own')}>{t('own-list.change')}</Button>
            ) : (
              <Button onClick={() => setAsking('import')}>{t('import.new-version')}</Button>
            )}
          </Group>
        )}
      </Group>
      <div>
        <ReachNote list={list} />
        {list.isRematching && (
          <Text size="sm" className="soft">
            {t('lists.rematching')}
          </Text>
        )}
        {list.switchedAt !== null && list.switchReason !== null && (
          <Text size="sm" className="soft">
            {t(list.isEnabled ? 'lists.switched-on' : 'lists.switched-off', {
              time: dateTime(list.switchedAt),
            })}{' '}
            {word('list-switch', list.switchReason)}
            {list.switchNote !== null && (
              <>
                : <bdi>{list.switchNote}</bdi>
              </>
            )}
          </Text>
        )}
      </div>
      {list.waiting !== null && <WaitingVersion list={list} waiting={list.waiting} />}
      <Imports list={list.name} />
      <div className="bench">
        <section className="panel" aria-labelledby="policy-title">
          <Title order={2} id="policy-title">
            {t('policy.title')}
          </Title>
          <PolicyFacts policy={list.policy}>
            {list.confirmations !== null && (
              <div className="fact">
                <dt>{t('own-list.confirmed-by')}</dt>
                <dd>{t('own-list.analysts', { count: list.confirmations })}</dd>
              </div>
            )}
            <div className="fact">
              <dt>{t('policy.limits')}</dt>
              <dd>
                {t('policy.limits-of', { bits: number(list.maxDistance), quality: number(list.minQuality) })}
              </dd>
            </div>
          </PolicyFacts>
          {mayManage && (
            <Button mt="md" size="xs" variant="default" onClick={() => setAsking('policy')}>
              {t('policy.edit')}
            </Button>
          )}
        </section>
        <Stack gap="md">
          <section className="panel" aria-label={t('lists.figures')}>
            <dl className="figures">
              <div>
                <dt>{t('lists.version')}</dt>
                <dd>{list.liveVersion === 0 ? t('lists.never') : number(list.liveVersion)}</dd>
              </div>
              <div>
                <dt>{t('lists.entries')}</dt>
                <dd>{number(list.entries)}</dd>
              </div>
              <div>
                <dt>{t('lists.matches')}</dt>
                <dd>{number(list.matches)}</dd>
              </div>
              <div>
                <dt>{t('lists.denials')}</dt>
                <dd>{number(list.denials)}</dd>
              </div>
            </dl>
          </section>
          <Categories list={list} />
        </Stack>
      </div>
      <MatchRate listId={list.id} />
      <Versions list={list} />
      <Quarantine listId={list.id} />
      <Sources listId={list.id} />
      {asking === 'switch' && <SwitchDialog list={list} onClose={close} />}
      {asking === 'import' && <ImportDialog list={list} onClose={close} />}
      {asking === 'own' && <OwnListDialog list={list} onClose={close} />}
      {asking === 'policy' && <PolicyDialog list={list} onClose={close} />}
    </>
  );
}
