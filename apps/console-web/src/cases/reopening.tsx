// Opening a case for another decision while nothing of the last one was sent.
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { CorrectionReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useDesk } from '../work/desk.context.js';

const REASONS: readonly CorrectionReason[] = ['wrong-answer', 'missing-answer', 'new-knowledge', 'other'];

export function Reopening({ caseId, number }: { readonly caseId: string; readonly number: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const desk = useDesk();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState<CorrectionReason>();
  const [isMissing, setIsMissing] = useState(false);
  const reopen = useMutation({
    mutationFn: (given: CorrectionReason) =>
      api.POST('/api/v1/cases/{id}/reopen', {
        params: { path: { id: caseId }, header: OWN_PAGE },
        body: { reason: given },
      }),
    onSuccess: async () => {
      setIsAsking(false);
      desk.dropPending(caseId);
      await queries.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(reason === undefined);
    if (reason !== undefined && !reopen.isPending) reopen.mutate(reason);
  };
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setIsAsking(true)}>
        {t('reopen.open')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('reopen.title', { number })}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text size="sm">{t('reopen.lead')}</Text>
            {reopen.isError && <ProblemNote error={reopen.error} />}
            <Radio.Group
              label={t('reason.label')}
              description={t('reopen.recorded')}
              error={isMissing && reason === undefined ? t('reopen.choose') : undefined}
              value={reason ?? ''}
              onChange={(value) => setReason(value as CorrectionReason)}
            >
              <Stack gap="xs" mt="xs">
                {REASONS.map((one, index) => (
                  <Radio
                    key={one}
                    value={one}
                    label={t(`reopen.${one}`)}
                    data-autofocus={index === 0 || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={reopen.isPending}>
                {t('reopen.open')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
