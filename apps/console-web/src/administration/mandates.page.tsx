// What the law lets be done with material: what is in force and where, what it rests on, and how it came about.
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf } from '../api/client.js';
import type { Mandate, PortalMandate } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { LEVELS, LevelScale, type Level } from './level-scale.js';
import { LowerMandateDialog, RecordMandateDialog, type Scope } from './mandate.dialogs.js';

export function MandatesPage() {
  const { t } = useLanguage();
  const mandates = useQuery({
    queryKey: ['mandates'],
    queryFn: () => dataOf(api.GET('/api/v1/mandates')),
  });
  return (
    <Stack gap="md">
      <Title order={1}>{t('mandates.title')}</Title>
      <Text maw="44rem">{t('mandates.lead')}</Text>
      {mandates.isPending && <Loading />}
      {mandates.isError && <ProblemNote error={mandates.error} onRetry={() => void mandates.refetch()} />}
      {mandates.isSuccess && (
        <>
          <section className="panel" aria-labelledby="in-force-title">
            <Title order={2} id="in-force-title">
              {t('mandates.in-force')}
            </Title>
            <div className="scopes">
              <ScopeRow
                scope={{ name: t('mandates.all-portals'), level: mandates.data.byDefault.level }}
                keepHours={mandates.data.byDefault.keepHours}
                basis={basisOf(mandates.data.history, mandates.data.byDefault.mandateId)}
                note={
                  mandates.data.portals.some(({ isParticular }) => isParticular)
                    ? t('mandates.default-note')
                    : ''
                }
              />
              {mandates.data.portals.map((portal) => (
                <PortalRow key={portal.portalId} portal={portal} history={mandates.data.history} />
              ))}
            </div>
          </section>
          <Meanings />
          <History history={mandates.data.history} />
        </>
      )}
    </Stack>
  );
}

const basisOf = (history: readonly Mandate[], id: string | null) => history.find((one) => one.id === id);

function PortalRow({
  portal,
  history,
}: {
  readonly portal: PortalMandate;
  readonly history: readonly Mandate[];
}) {
  const { t, country } = useLanguage();
  const notes = [
    portal.isParticular ? '' : t('mandates.follows'),
    portal.isParticular && portal.mandateId === null ? t('mandates.own-expired') : '',
    portal.isShared ? t('mandates.shared') : '',
  ];
  return (
    <ScopeRow
      scope={{ portalId: portal.portalId, name: `/${portal.slug}`, level: portal.level }}
      detail={country(portal.country)}
      keepHours={portal.keepHours}
      basis={portal.isParticular ? basisOf(history, portal.mandateId) : undefined}
      note={notes.filter((one) => one !== '').join(' ')}
    />
  );
}

function ScopeRow({
  scope,
  detail,
  keepHours,
  basis,
  note,
}: {
  readonly scope: Scope;
  readonly detail?: string;
  readonly keepHours: number | null;
  readonly basis: Mandate | undefined;
  readonly note: string;
}) {
  const { t, date, duration } = useLanguage();
  const mayManage = useMay('mandate.manage');
  const [asking, setAsking] = useState<'record' | 'lower'>();
  const close = () => setAsking(undefined);
  return (
    <section className="scope" aria-label={scope.name}>
      <div className="scope-name">
        <Text fw={600}>
          <bdi>{scope.name}</bdi>
        </Text>
        {detail !== undefined && (
          <Text size="sm" className="soft">
            {detail}
          </Text>
        )}
      </div>
      <div className="scope-basis">
        <LevelScale level={scope.level} />
        {basis !== undefined && (
          <Text size="sm">
            <bdi>{basis.legalInstrument}</bdi>
            <Text span display="block" size="sm" className="soft">
              {t('mandates.approved', { name: basis.approvedBy, day: date(basis.approvedAt) })}{' '}
              {t('mandates.until', { day: date(basis.expiresAt) })}
              {keepHours !== null && ` ${t('mandates.keeps', { time: duration(keepHours * 3600) })}`}
            </Text>
          </Text>
        )}
        {note !== '' && (
          <Text size="sm" className="soft">
            {note}
          </Text>
        )}
        {basis === undefined && note === '' && (
          <Text size="sm" className="soft">
            {t('mandates.none-recorded')}
          </Text>
        )}
      </div>
      {mayManage && (
        <Group gap="xs" className="scope-acts">
          <Button
            size="xs"
            variant="default"
            aria-label={t('mandates.record-for', { name: scope.name })}
            onClick={() => setAsking('record')}
          >
            {t('mandates.record')}
          </Button>
          {scope.level !== 'none' && (
            <Button
              size="xs"
              variant="default"
              aria-label={t('mandates.lower-for', { name: scope.name })}
              onClick={() => setAsking('lower')}
            >
              {t('mandates.lower')}
            </Button>
          )}
        </Group>
      )}
      {asking === 'record' && <RecordMandateDialog scope={scope} onClose={close} />}
      {asking === 'lower' && <LowerMandateDialog scope={scope} onClose={close} />}
    </section>
  );
}

function Meanings() {
  const { t, word } = useLanguage();
  return (
    <section className="panel" aria-labelledby="levels-title">
      <Title order={2} id="levels-title">
        {t('mandates.levels')}
      </Title>
      <dl className="meanings">
        {LEVELS.map((level) => (
          <div key={level}>
            <dt>
              <LevelScale level={level} />
            </dt>
            <dd>{word('mandate', level)}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" className="soft" mt="md" maw="44rem">
        {t('mandates.strictest')}
      </Text>
    </section>
  );
}

function History({ history }: { readonly history: readonly Mandate[] }) {
  const { t, word, date } = useLanguage();
  return (
    <section className="panel" aria-labelledby="history-title">
      <Title order={2} id="history-title">
        {t('mandates.history')}
      </Title>
      {history.length === 0 ? (
        <Empty>{t('mandates.history-none')}</Empty>
      ) : (
        <table className="rows stacks">
          <thead>
            <tr>
              <th scope="col">{t('mandates.where')}</th>
              <th scope="col">{t('mandates.level')}</th>
              <th scope="col">{t('mandates.instrument')}</th>
              <th scope="col">{t('mandates.approved-by')}</th>
              <th scope="col">{t('mandates.from-until')}</th>
              <th scope="col">{t('mandates.state')}</th>
            </tr>
          </thead>
          <tbody>
            {history.map((one) => (
              <tr key={one.id}>
                <td className="keeps-line">
                  <bdi>{one.portal === null ? t('mandates.all-portals') : `/${one.portal}`}</bdi>
                </td>
                <td data-label={t('mandates.level')}>{word('level', one.level satisfies Level)}</td>
                <td data-label={t('mandates.instrument')}>
                  <bdi>{one.legalInstrument}</bdi>
                </td>
                <td data-label={t('mandates.approved-by')}>
                  <bdi>{one.approvedBy}</bdi>
                </td>
                <td data-label={t('mandates.from-until')}>
                  {t('mandates.from-to', { from: date(one.approvedAt), until: date(one.expiresAt) })}
                </td>
                <td data-label={t('mandates.state')}>{word('stop-state', one.state)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
