// Opening a case for another decision while nothing of the last one was sent.
import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../administration/form.dialog.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { CorrectionReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ReasonChoice } from '../parts/reason-choice.js';
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
  const submit = () => {
    setIsMissing(reason === undefined);
    if (reason !== undefined && !reopen.isPending) reopen.mutate(reason);
  };
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setIsAsking(true)}>
        {t('reopen.open')}
      </Button>
      <FormDialog
        isOpen={isAsking}
        title={t('reopen.title', { number })}
        submit={t('reopen.open')}
        isPending={reopen.isPending}
        error={reopen.error}
        onClose={() => setIsAsking(false)}
        onSubmit={submit}
      >
        <Text size="sm">{t('reopen.lead')}</Text>
        <ReasonChoice
          label={t('reason.label')}
          description={t('reopen.recorded')}
          error={isMissing && reason === undefined ? t('reopen.choose') : undefined}
          reasons={REASONS}
          nameOf={(one) => t(`reopen.${one}`)}
          value={reason}
          onChange={setReason}
          isFirst
        />
      </FormDialog>
    </>
  );
}
