// Decisions that have not gone out yet, each with the time that is left to take it back.
import { Button, CloseButton, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { clockFace } from '../lease/lease-clock.js';
import { ProblemNote } from '../parts/notes.js';
import { useNow } from '../parts/use-now.js';
import { useMe } from '../session/session.context.js';
import { useDesk, type PendingDecision } from './desk.context.js';

export function PendingDecisions() {
  const { pending } = useDesk();
  if (pending.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {pending.map((decision) => (
        <PendingNote key={decision.caseId} decision={decision} />
      ))}
    </Stack>
  );
}

function PendingNote({ decision: { caseId, number, routeAt } }: { readonly decision: PendingDecision }) {
  const { t } = useLanguage();
  const me = useMe();
  const desk = useDesk();
  const undo = useUndo(caseId);
  const left = routeAt - useNow(1000);
  const canUndo = left > 0;
  const queries = useQueryClient();
  useEffect(() => {
    // From now on the case and the queue say something else.
    if (!canUndo) void queries.invalidateQueries();
  }, [canUndo, queries]);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm" role="status">
          {canUndo ? t('pending.waits', { number }) : t('pending.sent', { number })}
        </Text>
        {canUndo ? (
          <Group gap="sm">
            <Text size="sm" className="figure" aria-hidden="true">
              {clockFace(left)}
            </Text>
            <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
              {t('pending.undo')}
            </Button>
          </Group>
        ) : (
          <CloseButton aria-label={t('action.close')} onClick={() => desk.dropPending(caseId)} />
        )}
      </Group>
      {canUndo && (
        <Progress
          mt="xs"
          size="xs"
          aria-label={t('pending.left')}
          value={Math.min(100, (100 * left) / (Math.max(1, me.undoSeconds) * 1000))}
          transitionDuration={0}
        />
      )}
      {undo.isError && <ProblemNote error={undo.error} />}
    </Paper>
  );
}

/** Takes a decision back and goes to its case, which then waits for its analyst again. */
export function useUndo(caseId: string) {
  const queries = useQueryClient();
  const desk = useDesk();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () =>
      api.POST('/api/v1/cases/{id}/undo', { params: { path: { id: caseId }, header: OWN_PAGE } }),
    onSuccess: async () => {
      await navigate({ to: '/cases/$caseId', params: { caseId } });
      desk.dropPending(caseId);
      await queries.invalidateQueries();
    },
  });
}
