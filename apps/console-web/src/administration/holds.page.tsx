// Holds on what receipts show, and orders to preserve: what stands, who ordered it, and until when.
import { Anchor, Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api, dataOf } from '../api/client.js';
import type { Hold, Preservation } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { EndStopDialog, NewStopDialog, type StopKind } from './stop.dialogs.js';

export function HoldsPage() {
  const { t } = useLanguage();
  const [withEnded, setWithEnded] = useState(false);
  const stops = useQuery({ queryKey: ['stops'], queryFn: () => dataOf(api.GET('/api/v1/stops')) });
  const shown = <One extends { readonly state: string }>(all: readonly One[]) =>
    withEnded ? all : all.filter(({ state }) => state === 'in-force');
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('holds.title')}</Title>
        <Switch
          label={t('holds.with-ended')}
          checked={withEnded}
          onChange={(event) => setWithEnded(event.currentTarget.checked)}
        />
      </Group>
      {stops.isPending && <Loading />}
      {stops.isError && <ProblemNote error={stops.error} onRetry={() => void stops.refetch()} />}
      {stops.isSuccess && (
        <>
          <StopsPanel kind="hold">
            {shown(stops.data.holds).map((hold) => (
              <HoldRow key={hold.id} hold={hold} />
            ))}
          </StopsPanel>
          <StopsPanel kind="preservation">
            {shown(stops.data.preservations).map((order) => (
              <PreservationRow key={order.id} order={order} />
            ))}
          </StopsPanel>
        </>
      )}
    </Stack>
  );
}

function StopsPanel({ kind, children }: { readonly kind: StopKind; readonly children: ReactNode[] }) {
  const { t } = useLanguage();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section className="panel" aria-labelledby={`${kind}-title`}>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div>
          <Title order={2} id={`${kind}-title`}>
            {t(`${kind}.title`)}
          </Title>
          <Text size="sm" className="soft" maw="40rem">
            {t(`${kind}.lead`)}
          </Text>
        </div>
        <Button size="sm" variant="default" onClick={() => setIsAdding(true)}>
          {t(`${kind}.add`)}
        </Button>
      </Group>
      {children.length === 0 ? (
        <Empty>{t(`${kind}.none`)}</Empty>
      ) : (
        <table className="rows stacks">
          <thead>
            <tr>
              <th scope="col">{t('case.number')}</th>
              <th scope="col">{t('holds.ordered-by')}</th>
              <th scope="col">{t('holds.reason')}</th>
              {kind === 'hold' && <th scope="col">{t('holds.owner')}</th>}
              <th scope="col">{t('holds.from-until')}</th>
              <th scope="col">{t('admin.acts')}</th>
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      )}
      {isAdding && <NewStopDialog kind={kind} onClose={() => setIsAdding(false)} />}
    </section>
  );
}

function CaseNumber({ id, number }: { readonly id: string; readonly number: string }) {
  return (
    <Anchor
      size="sm"
      underline="always"
      className="figure keeps-line"
      renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: id }} {...props} />}
    >
      <bdi>{number}</bdi>
    </Anchor>
  );
}

function HoldRow({ hold }: { readonly hold: Hold }) {
  const { t } = useLanguage();
  return (
    <tr>
      <td>
        <CaseNumber id={hold.caseId} number={hold.caseNumber} />
      </td>
      <td data-label={t('holds.ordered-by')}>
        <bdi>{hold.orderedBy}</bdi>
      </td>
      <td data-label={t('holds.reason')}>{hold.reason === '' ? '–' : <bdi>{hold.reason}</bdi>}</td>
      <td data-label={t('holds.owner')}>
        <bdi>{hold.owner}</bdi>
      </td>
      <Times stop={hold} />
      <EndCell kind="hold" stop={hold} number={hold.caseNumber} />
    </tr>
  );
}

function PreservationRow({ order }: { readonly order: Preservation }) {
  const { t } = useLanguage();
  return (
    <tr>
      <td>
        {order.caseNumber === null ? (
          t('preservation.of-report')
        ) : (
          <CaseNumber id={order.subjectId} number={order.caseNumber} />
        )}
      </td>
      <td data-label={t('holds.ordered-by')}>
        <bdi>{order.orderedBy}</bdi>
      </td>
      <td data-label={t('holds.reason')}>
        <bdi>{order.legalInstrument}</bdi>
      </td>
      <Times stop={order} />
      <EndCell kind="preservation" stop={order} number={order.caseNumber ?? t('preservation.of-report')} />
    </tr>
  );
}

type Stop = Hold | Preservation;

function Times({ stop }: { readonly stop: Stop }) {
  const { t, date } = useLanguage();
  return (
    <td data-label={t('holds.from-until')}>
      {t('mandates.from-to', { from: date(stop.createdAt), until: date(stop.expiresAt) })}
    </td>
  );
}

function EndCell({
  kind,
  stop,
  number,
}: {
  readonly kind: StopKind;
  readonly stop: Stop;
  readonly number: string;
}) {
  const { t, word } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  if (stop.state !== 'in-force') {
    return (
      <td>
        <Badge variant="default" tt="none">
          {word('stop-state', stop.state)}
        </Badge>
      </td>
    );
  }
  return (
    <td>
      <Button
        size="xs"
        variant="default"
        aria-label={t(`${kind}.end-of`, { number })}
        onClick={() => setIsAsking(true)}
      >
        {t('holds.end')}
      </Button>
      {isAsking && (
        <EndStopDialog kind={kind} id={stop.id} number={number} onClose={() => setIsAsking(false)} />
      )}
    </td>
  );
}
