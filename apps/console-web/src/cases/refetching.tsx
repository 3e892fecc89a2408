// Where the copies of a case were destroyed before it was decided: having them fetched again, for a reason.
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { Lease, Refetch, RefetchReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useDesk } from '../work/desk.context.js';

const REASONS: readonly RefetchReason[] = ['not-decided-in-time', 'decided-anew', 'second-opinion'];

interface RefetchingProps {
  readonly caseId: string;
  readonly refetch: Refetch;
  readonly lease: Lease | undefined;
}

export function Refetching({ caseId, refetch, lease }: RefetchingProps) {
  const { t } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  if (refetch.obstacle === 'running') return <Text size="sm">{t('refetch.running')}</Text>;
  return (
    <>
      {refetch.lastRefused !== null && <Text size="sm">{t('refetch.refused')}</Text>}
      {refetch.canRefetch && lease !== undefined && (
        <>
          <Button variant="default" size="xs" mt="sm" onClick={() => setIsAsking(true)}>
            {t('refetch.ask')}
          </Button>
          <RefetchDialog caseId={caseId} lease={lease} isOpen={isAsking} onClose={() => setIsAsking(false)} />
        </>
      )}
    </>
  );
}

function RefetchDialog({
  caseId,
  lease,
  isOpen,
  onClose,
}: {
  readonly caseId: string;
  readonly lease: Lease;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const desk = useDesk();
  const [reason, setReason] = useState<RefetchReason>();
  const [isMissing, setIsMissing] = useState(false);
  const ask = useMutation({
    mutationFn: (given: RefetchReason) =>
      api.POST('/api/v1/cases/{id}/refetch', {
        params: { path: { id: caseId }, header: OWN_PAGE },
        body: { lease: { token: lease.token, version: lease.version }, reason: given },
      }),
    onSuccess: async () => {
      // The machine has the case now; it comes back into the queue with its copies.
      desk.dropLease(caseId);
      await navigate({ to: '/' });
      await queries.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(reason === undefined);
    if (reason !== undefined && !ask.isPending) ask.mutate(reason);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('refetch.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('refetch.lead')}</Text>
          {ask.isError && <ProblemNote error={ask.error} />}
          <Radio.Group
            label={t('reason.label')}
            description={t('reopen.recorded')}
            error={isMissing && reason === undefined ? t('reopen.choose') : undefined}
            value={reason ?? ''}
            onChange={(value) => setReason(value as RefetchReason)}
          >
            <Stack gap="xs" mt="xs">
              {REASONS.map((one, index) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(`refetch.${one}`)}
                  data-autofocus={index === 0 || undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={ask.isPending}>
              {t('refetch.ask')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
