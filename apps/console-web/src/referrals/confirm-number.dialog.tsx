// Asks under which number the recipient holds a referral that was refused here as one that it has already.
import { Button, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../administration/form.dialog.js';
import { api, OWN_PAGE } from '../api/client.js';
import type { ConfirmReason, Referral } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ReasonChoice } from '../parts/reason-choice.js';

const REASONS: readonly ConfirmReason[] = ['found-there', 'told-by-recipient', 'entered-by-hand'];
const NUMBER = /^[1-9]\d{0,14}$/;

export function ConfirmNumber({ referral }: { readonly referral: Referral }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState<ConfirmReason>('found-there');
  const [isRefused, setIsRefused] = useState(false);
  const confirm = useMutation({
    mutationFn: () =>
      api.POST('/api/v1/referrals/{id}/confirm', {
        params: { path: { id: referral.id }, header: OWN_PAGE },
        body: { number: number.trim(), reason },
      }),
    onSuccess: async () => {
      setIsAsking(false);
      await queries.invalidateQueries();
    },
  });
  const send = () => {
    const isNumber = NUMBER.test(number.trim());
    setIsRefused(!isNumber);
    if (isNumber) confirm.mutate();
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
        {t('referrals.confirm')}
      </Button>
      <FormDialog
        isOpen={isAsking}
        title={t('referrals.confirm-title', { number: referral.caseNumber })}
        submit={t('referrals.confirm')}
        isPending={confirm.isPending}
        error={confirm.error}
        onClose={() => setIsAsking(false)}
        onSubmit={send}
      >
        <Text size="sm">{t('referrals.confirm-lead', { reference: referral.reference })}</Text>
        {referral.stoppedReason !== null && (
          <Text size="sm" className="soft" dir="auto">
            {referral.stoppedReason}
          </Text>
        )}
        <TextInput
          label={t('referrals.confirm-number')}
          description={t('referrals.confirm-digits')}
          error={isRefused ? t('referrals.confirm-digits') : undefined}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          maxLength={20}
          data-autofocus
        />
        <ReasonChoice
          label={t('referrals.confirm-why')}
          reasons={REASONS}
          nameOf={(one) => t(`referrals.confirm-${one}`)}
          value={reason}
          onChange={setReason}
        />
      </FormDialog>
    </>
  );
}
