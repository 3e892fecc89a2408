// Asks under which number the recipient holds a referral that was refused here as one that it has already.
import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, OWN_PAGE } from '../api/client.js';
import type { ConfirmReason, Referral } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

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
  const send = (event: FormEvent) => {
    event.preventDefault();
    const isNumber = NUMBER.test(number.trim());
    setIsRefused(!isNumber);
    if (isNumber) confirm.mutate();
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
        {t('referrals.confirm')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('referrals.confirm-title', { number: referral.caseNumber })}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <form onSubmit={send} noValidate>
          <Stack>
            <Text size="sm">{t('referrals.confirm-lead', { reference: referral.reference })}</Text>
            {referral.stoppedReason !== null && (
              <Text size="sm" className="soft" dir="auto">
                {referral.stoppedReason}
              </Text>
            )}
            {confirm.isError && <ProblemNote error={confirm.error} />}
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
            <Radio.Group
              label={t('referrals.confirm-why')}
              value={reason}
              onChange={(value) => setReason(value)}
            >
              <Stack gap="sm" mt="xs">
                {REASONS.map((one) => (
                  <Radio key={one} value={one} label={t(`referrals.confirm-${one}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                {t('action.cancel')}
              </Button>
              <Button type="submit" loading={confirm.isPending}>
                {t('referrals.confirm')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
