// Referrals, first those that go no further by themselves: without a way, or stopped.
import { Anchor, Button, Group, Modal, NativeSelect, Radio, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { CancelReason, Referral } from '../api/types.js';
import { Because, ReferralName } from '../cases/referral-timeline.js';
import { WaitingHandovers } from '../cases/handover.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';
import { ConfirmNumber } from './confirm-number.dialog.js';

type State = Referral['state'];
const REASONS: readonly CancelReason[] = ['forwarded-otherwise', 'withdrawn'];
const STATES: readonly State[] = ['waiting', 'stopped', 'queued', 'delivered', 'acknowledged', 'cancelled'];

export function ReferralsPage() {
  const { t, word } = useLanguage();
  const [state, setState] = useState<State | ''>('');
  const referrals = useQuery({
    queryKey: ['referrals', state],
    queryFn: () => dataOf(api.GET('/api/v1/referrals', { params: { query: state === '' ? {} : { state } } })),
  });
  return (
    <Stack gap="md">
      <Title order={1}>{t('referrals.title')}</Title>
      <WaitingHandovers />
      <Group className="panel" align="flex-end" justify="space-between">
        <Text maw="36rem">{t('referrals.lead')}</Text>
        <NativeSelect
          label={t('referrals.which')}
          value={state}
          onChange={(event) => setState(event.currentTarget.value as State | '')}
          data={[
            { value: '', label: t('referrals.need-a-person') },
            ...STATES.map((one) => ({ value: one, label: word('referral-state', one) })),
          ]}
        />
      </Group>
      {referrals.isPending && <Loading />}
      {referrals.isError && <ProblemNote error={referrals.error} onRetry={() => void referrals.refetch()} />}
      {referrals.isSuccess && (
        <section className="panel" aria-label={t('referrals.title')}>
          {referrals.data.length === 0 ? (
            <Empty>{t('referrals.none')}</Empty>
          ) : (
            <table className="rows stacks">
              <thead>
                <tr>
                  <th scope="col">{t('case.number')}</th>
                  <th scope="col">{t('referrals.to')}</th>
                  <th scope="col">{t('referrals.state')}</th>
                  <th scope="col">{t('referrals.acts')}</th>
                </tr>
              </thead>
              <tbody>
                {referrals.data.map((referral) => (
                  <ReferralRow key={referral.id} referral={referral} />
                ))}
              </tbody>
            </table>
          )}
        </section>
      )}
    </Stack>
  );
}

function ReferralRow({ referral }: { readonly referral: Referral }) {
  const { t, word, dateTime } = useLanguage();
  const mayManage = useMay('referral.manage');
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState<CancelReason>('forwarded-otherwise');
  const params = { path: { id: referral.id }, header: OWN_PAGE };
  const after = { onSuccess: () => queries.invalidateQueries() };
  const retry = useMutation({
    mutationFn: () => api.POST('/api/v1/referrals/{id}/retry', { params }),
    ...after,
  });
  const cancel = useMutation({
    mutationFn: () => api.POST('/api/v1/referrals/{id}/cancel', { params, body: { reason } }),
    onSuccess: async () => {
      setIsAsking(false);
      await queries.invalidateQueries();
    },
  });
  const mayCancel =
    referral.state === 'waiting' || referral.state === 'stopped' || referral.state === 'queued';
  return (
    <tr>
      <td>
        <Anchor
          underline="always"
          className="figure"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: referral.caseId }} {...props} />}
        >
          <bdi>{referral.caseNumber}</bdi>
        </Anchor>
        <Text size="xs" className="soft">
          {dateTime(referral.createdAt)} · {t('referral.items', { count: referral.items })}
        </Text>
      </td>
      <td data-label={t('referrals.to')}>
        <ReferralName referral={referral} />
        <Because referral={referral} />
        <Text size="xs" className="soft">
          <bdi className="inert">{referral.reference}</bdi>
        </Text>
      </td>
      <td data-label={t('referrals.state')}>
        {word('referral-state', referral.state)}
        {referral.stoppedReason !== null && (
          <Text size="sm" className="soft" dir="auto">
            {referral.stoppedReason}
          </Text>
        )}
        {referral.remoteNumber !== null && (
          <Text size="xs" className="soft">
            {t('referral.remote', { number: referral.remoteNumber })}
          </Text>
        )}
        <Text size="xs" className="soft">
          {referral.looked ? t('earlier.looked') : t('earlier.not-looked')}
        </Text>
      </td>
      <td>
        {mayManage ? (
          <Group gap="xs">
            {(referral.state === 'stopped' || referral.state === 'waiting') && (
              <Button size="xs" variant="default" onClick={() => retry.mutate()} loading={retry.isPending}>
                {t('referrals.retry')}
              </Button>
            )}
            {referral.state === 'stopped' && referral.way === 'iccam' && (
              <ConfirmNumber referral={referral} />
            )}
            {mayCancel && (
              <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
                {t('referrals.cancel')}
              </Button>
            )}
          </Group>
        ) : (
          mayCancel && (
            <Text size="xs" className="soft">
              {t('referrals.supervisor')}
            </Text>
          )
        )}
        {retry.isError && <ProblemNote error={retry.error} />}
        <Modal
          opened={isAsking}
          onClose={() => setIsAsking(false)}
          title={t('referrals.cancel-title', { number: referral.caseNumber })}
          closeButtonProps={{ 'aria-label': t('action.close') }}
        >
          <Stack>
            <Text size="sm">{t('referrals.cancel-lead')}</Text>
            {cancel.isError && <ProblemNote error={cancel.error} />}
            <Radio.Group
              label={t('referrals.cancel-why')}
              value={reason}
              onChange={(value) => setReason(value)}
            >
              <Stack gap="sm" mt="xs">
                {REASONS.map((one) => (
                  <Radio
                    key={one}
                    value={one}
                    label={t(`referrals.cancel-${one}`)}
                    description={t(`referrals.cancel-${one}-hint`)}
                    data-autofocus={one === reason || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setIsAsking(false)}>
                {t('action.cancel')}
              </Button>
              <Button onClick={() => cancel.mutate()} loading={cancel.isPending}>
                {t('referrals.cancel')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      </td>
    </tr>
  );
}
