// What stays in sight while a case is worked on: which it is, how it stands, how long it is ours.
import { Badge, Button, Group, Kbd, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { CasePage } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { clockFace } from '../lease/lease-clock.js';
import type { HeldLease } from '../lease/use-lease.js';
import { ProblemNote } from '../parts/notes.js';
import { useMay, useMe } from '../session/session.context.js';
import { useDesk } from '../work/desk.context.js';
import { useUndo } from '../work/pending-decisions.js';
import { Reopening } from './reopening.js';

interface CaseBarProps {
  readonly page: CasePage;
  readonly held: HeldLease | undefined;
  readonly onReview: () => void;
}

export function CaseBar({ page, held, onReview }: CaseBarProps) {
  const { t, word } = useLanguage();
  const { case: summary } = page;
  return (
    <div className="case-bar">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} dir="ltr" className="figure keeps">
            {summary.number}
          </Title>
          <Badge variant="default" size="lg" tt="none">
            {word('state', summary.state)}
          </Badge>
          {summary.isUrgent && (
            <Badge color="red" size="lg" tt="none">
              {t('case.urgent')}
            </Badge>
          )}
          {summary.childInDanger && (
            <Badge color="red" variant="light" size="lg" tt="none">
              {t('case.child-in-danger')}
            </Badge>
          )}
          {summary.concern !== null && (
            <Badge color="amber" variant="light" size="lg" tt="none">
              {word('concern', summary.concern)}
            </Badge>
          )}
        </Group>
        {held === undefined ? (
          <WithoutLease page={page} />
        ) : (
          <WithLease caseId={summary.id} held={held} onReview={onReview} />
        )}
      </Group>
    </div>
  );
}

function WithLease({
  caseId,
  held,
  onReview,
}: {
  readonly caseId: string;
  readonly held: HeldLease;
  readonly onReview: () => void;
}) {
  const { t } = useLanguage();
  const desk = useDesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const giveBack = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/cases/{id}/return', {
        params: { path: { id: caseId }, header: OWN_PAGE },
        body: { token: held.lease.token, version: held.lease.version },
      }),
    onSuccess: async () => {
      desk.dropLease(caseId);
      desk.dropDraft(caseId);
      await navigate({ to: '/' });
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Group gap="sm">
        <Text size="sm" className="figure soft" title={t('lease.hint')}>
          {t('lease.left', { time: clockFace(held.leftMs) })}
        </Text>
        <Button variant="default" size="sm" onClick={() => giveBack.mutate()} loading={giveBack.isPending}>
          {t('case.not-now')}
        </Button>
        <Button size="sm" onClick={onReview} rightSection={<Kbd size="xs">R</Kbd>}>
          {t('case.review')}
        </Button>
      </Group>
      {giveBack.isError && <ProblemNote error={giveBack.error} />}
    </>
  );
}

function WithoutLease({ page }: { readonly page: CasePage }) {
  const { t, dateTime } = useLanguage();
  const me = useMe();
  const mayPick = useMay('queue.pick');
  const mayWork = useMay('queue.work');
  const desk = useDesk();
  const queries = useQueryClient();
  const { id, state } = page.case;
  const undo = useUndo(id);
  const claim = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/api/v1/cases/{id}/claim', { params: { path: { id }, header: OWN_PAGE } })),
    onSuccess: async (lease) => {
      desk.keepLease(id, lease);
      await queries.invalidateQueries({ queryKey: ['case', id] });
    },
  });
  const last = page.items
    .flatMap(({ assessments }) => assessments)
    .sort((a, b) => (a.madeAt < b.madeAt ? 1 : -1))[0];
  const isMine = page.lease?.isMine === true;
  const isFree = (state === 'ready' || state === 'in-assessment') && page.lease === null;
  const mayTake = mayWork && (isMine || (isFree && (mayPick || last?.person === me.displayName)));
  return (
    <Group gap="sm">
      {page.lease !== null && !isMine && (
        <Text size="sm" className="soft">
          {t('lease.held-by', { name: page.lease.holder, time: dateTime(page.lease.expiresAt) })}
        </Text>
      )}
      {page.mayUndo === true && (
        <Button variant="default" size="sm" onClick={() => undo.mutate()} loading={undo.isPending}>
          {t('pending.undo')}
        </Button>
      )}
      {page.mayReopen === true && <Reopening caseId={id} number={page.case.number} />}
      {mayTake && (
        <Button size="sm" onClick={() => claim.mutate()} loading={claim.isPending}>
          {isMine ? t('case.go-on') : t('case.take')}
        </Button>
      )}
      {claim.isError && <ProblemNote error={claim.error} />}
      {undo.isError && <ProblemNote error={undo.error} />}
    </Group>
  );
}
