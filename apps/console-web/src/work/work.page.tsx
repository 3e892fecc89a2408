// The neutral place between cases: the next one is asked for, never pushed.
import { Alert, Anchor, Button, Group, Kbd, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { ClaimRefusalReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useExposure } from '../exposure/use-exposure.js';
import { ProblemNote } from '../parts/notes.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';
import { BreakScreen } from './break.screen.js';
import { ConcernedPanel } from './concerned.panel.js';
import { useDesk } from './desk.context.js';

const REFUSALS: readonly ClaimRefusalReason[] = ['exposure-limit', 'break-due', 'outside-hours'];

/** Of all cases, or of those that were reported by those concerned. */
type Queue = 'all' | 'concerned';

function refusalOf(error: unknown): ClaimRefusalReason | undefined {
  return error instanceof ApiProblem ? REFUSALS.find((reason) => reason === error.body.reason) : undefined;
}

export function WorkPage() {
  const { t } = useLanguage();
  const desk = useDesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const exposure = useExposure();
  const [isOnBreak, setIsOnBreak] = useState(false);
  const claim = useMutation({
    mutationFn: async (queue: Queue) => {
      const path = queue === 'concerned' ? '/api/v1/concerned/claim' : '/api/v1/queue/claim';
      const { data, response } = await api.POST(path, { params: { header: OWN_PAGE } });
      return response.status === 204 ? null : (data ?? null);
    },
    onSuccess: async (claimed) => {
      await Promise.all(['queue', 'concerned'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      if (claimed === null) return;
      // A case that comes anew is not answered by what was typed the last time.
      desk.dropDraft(claimed.case.id);
      desk.keepLease(claimed.case.id, claimed.lease);
      await navigate({ to: '/cases/$caseId', params: { caseId: claimed.case.id } });
    },
    onError: (error) => setIsOnBreak(refusalOf(error) === 'break-due'),
  });
  const next = (queue: Queue) => {
    if (!claim.isPending) claim.mutate(queue);
  };
  useShortcuts('work', { 'next-case': () => next('all') }, !isOnBreak);

  if (isOnBreak) {
    return (
      <BreakScreen
        seconds={exposure.data?.breakSeconds}
        onBack={() => {
          setIsOnBreak(false);
          claim.reset();
          void queries.invalidateQueries({ queryKey: ['exposure'] });
        }}
      />
    );
  }
  const foundNone = claim.isSuccess && claim.data === null;
  const refusal = claim.isError ? refusalOf(claim.error) : undefined;
  return (
    <Stack gap="lg" maw="52rem">
      <Title order={1}>{t('work.title')}</Title>
      <section className="panel">
        <Group justify="space-between" gap="md">
          <div>
            <Text>{t('work.lead')}</Text>
            <Text size="sm" className="soft">
              {t('work.no-push')}
            </Text>
          </div>
          <Button
            size="md"
            onClick={() => next('all')}
            loading={claim.isPending && claim.variables === 'all'}
            rightSection={<Kbd size="xs">N</Kbd>}
          >
            {t('work.next')}
          </Button>
        </Group>
        <div aria-live="polite">
          {foundNone && claim.variables === 'all' && (
            <Alert mt="md" variant="light" color="harbour" title={t('work.none')}>
              {t('work.none-hint')}
            </Alert>
          )}
          {refusal !== undefined && (
            <Alert mt="md" variant="light" color="harbour" title={t(`refusal.${refusal}`)}>
              {t(`refusal.${refusal}-hint`)}
            </Alert>
          )}
          {claim.isError && refusal === undefined && <ProblemNote error={claim.error} />}
        </div>
      </section>
      <ConcernedPanel
        onNext={() => next('concerned')}
        isTaking={claim.isPending && claim.variables === 'concerned'}
        foundNone={foundNone && claim.variables === 'concerned'}
      />
      <Counts />
    </Stack>
  );
}

function Counts() {
  const { t, number, dateTime } = useLanguage();
  const queue = useQuery({
    queryKey: ['queue'],
    queryFn: () => dataOf(api.GET('/api/v1/queue')),
    // Figures of a queue that is worked on; those of a moment ago are shown until the new ones are there.
    refetchOnMount: 'always',
    refetchInterval: 15_000,
  });
  if (queue.isPending) return <Skeleton h="9rem" aria-hidden="true" />;
  if (queue.isError) return <ProblemNote error={queue.error} onRetry={() => void queue.refetch()} />;
  const counts = queue.data;
  return (
    <>
      {counts.mine.length > 0 && (
        <section className="panel" aria-labelledby="mine-title">
          <Title order={2} id="mine-title">
            {t('queue.mine')}
          </Title>
          <Stack gap="xs" align="start">
            {counts.mine.map(({ id, number: caseNumber }) => (
              <Button
                key={id}
                variant="default"
                renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: id }} {...props} />}
              >
                <span>
                  {t('queue.mine-open')} <bdi className="figure">{caseNumber}</bdi>
                </span>
              </Button>
            ))}
          </Stack>
        </section>
      )}
      <section className="panel" aria-labelledby="queue-title">
        <Title order={2} id="queue-title">
          {t('queue.title')}
        </Title>
        <dl className="figures">
          {(['ready', 'inAssessment', 'decided', 'triage', 'referred'] as const).map((name) => (
            <div key={name}>
              <dt>{t(`queue.${name}`)}</dt>
              <dd>{number(counts[name])}</dd>
            </div>
          ))}
        </dl>
        {counts.oldestReadyAt !== null && (
          <Text size="sm" className="soft" mt="sm">
            {t('queue.oldest', { time: dateTime(counts.oldestReadyAt) })}
          </Text>
        )}
        {counts.referralsWaiting + counts.referralsStopped > 0 && (
          <Text size="sm" mt="sm">
            <Anchor component={Link} to="/referrals" underline="always">
              {t('queue.referrals', {
                waiting: counts.referralsWaiting,
                stopped: counts.referralsStopped,
              })}
            </Anchor>
          </Text>
        )}
      </section>
    </>
  );
}
