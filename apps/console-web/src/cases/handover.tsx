// Fingerprints from a reporter's device: somebody brings them to whom the portal named, and says so here.
import { Anchor, Badge, Box, Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormDialog, useFieldProblems } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { Handover, HandoverReason } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useMay } from '../session/session.context.js';

const REASONS: readonly HandoverReason[] = [
  'no-child',
  'not-genuine',
  'recipient-refuses',
  'known-there',
  'reporter-wish',
];
const MOST_REFERENCE = 200;

/** Whom the portal named, in the page's language or the next best. */
function nameIn(recipient: Readonly<Record<string, string>>, locale: string): string {
  return recipient[locale] ?? recipient.en ?? Object.values(recipient)[0] ?? '';
}

/** All that wait, each with the way to its case; nothing where none does. */
export function WaitingHandovers() {
  const { t, dateTime, locale } = useLanguage();
  const waiting = useQuery({
    queryKey: ['handovers'],
    queryFn: () => dataOf(api.GET('/api/v1/handovers')),
  });
  if (waiting.isError) return <ProblemNote error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (!waiting.isSuccess || waiting.data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="handovers-title">
      <Title order={2} id="handovers-title">
        {t('handover.list')}
      </Title>
      <Text size="sm" className="soft" mb="sm" maw="44rem">
        {t('handover.list-lead')}
      </Text>
      <table className="rows stacks">
        <thead>
          <tr>
            <th scope="col">{t('case.number')}</th>
            <th scope="col">{t('referrals.to')}</th>
          </tr>
        </thead>
        <tbody>
          {waiting.data.map(({ reportId, caseId, caseNumber, hashes, recipient, arrivedAt }) => (
            <tr key={reportId}>
              <td>
                <Anchor
                  underline="always"
                  className="figure"
                  renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId }} {...props} />}
                >
                  <bdi>{caseNumber}</bdi>
                </Anchor>
                <Text size="xs" className="soft">
                  {dateTime(arrivedAt)}
                </Text>
              </td>
              <td data-label={t('referrals.to')}>
                <bdi>{nameIn(recipient, locale)}</bdi>
                <Text size="xs" className="soft">
                  {t('handover.title', { count: hashes })}
                </Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function HandoverPanel({
  reportId,
  handover,
}: {
  readonly reportId: string;
  readonly handover: Handover;
}) {
  const { t, word, locale, dateTime } = useLanguage();
  const mayAct = useMay('report-text.open');
  const [asking, setAsking] = useState<'handed-over' | 'left'>();
  const { recipient, hashes, state, isErased } = handover;
  const name = nameIn(recipient, locale);
  const isOpen = state !== 'handed-over' && !isErased;
  return (
    <Box className="entry" mt="sm">
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {t('handover.title', { count: hashes })}
        </Text>
        <Badge variant={state === 'waiting' ? 'light' : 'default'} color="amber" tt="none">
          {word('handover-state', isErased && state === 'waiting' ? 'erased' : state)}
        </Badge>
      </Group>
      <Text size="sm">
        {t('handover.to')} <bdi>{name}</bdi>
      </Text>
      {state === 'waiting' && (
        <Text size="sm" className="soft">
          {t(isErased ? 'handover.erased' : 'handover.waits')}
        </Text>
      )}
      {handover.settledAt !== null && (
        <Text size="sm" className="soft">
          {handover.reason !== null && `${word('handover-reason', handover.reason)} `}
          {handover.reference !== null && (
            <>
              {t('handover.reference')} <bdi className="inert">{handover.reference}</bdi>{' '}
            </>
          )}
          {t('portals.saved-by', { name: handover.settledBy ?? '–', time: dateTime(handover.settledAt) })}
        </Text>
      )}
      {mayAct && isOpen && (
        <Group gap="xs" mt="xs">
          <Button size="xs" variant="default" onClick={() => setAsking('handed-over')}>
            {t('handover.done')}
          </Button>
          {state === 'waiting' && (
            <Button size="xs" variant="default" onClick={() => setAsking('left')}>
              {t('handover.leave')}
            </Button>
          )}
        </Group>
      )}
      {asking !== undefined && (
        <SettleDialog reportId={reportId} to={asking} name={name} onClose={() => setAsking(undefined)} />
      )}
    </Box>
  );
}

function SettleDialog({
  reportId,
  to,
  name,
  onClose,
}: {
  readonly reportId: string;
  readonly to: 'handed-over' | 'left';
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { t, word } = useLanguage();
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState<HandoverReason>('no-child');
  const settle = useChange(
    () =>
      api.POST('/api/v1/reports/{id}/handover', {
        params: { path: { id: reportId }, header: OWN_PAGE },
        body:
          to === 'left'
            ? { state: to, reason }
            : { state: to, ...(reference.trim() === '' ? {} : { reference: reference.trim() }) },
      }),
    onClose,
  );
  const problem = useFieldProblems(settle.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t(to === 'left' ? 'handover.leave' : 'handover.done')}
        submit={t(to === 'left' ? 'handover.leave' : 'handover.done')}
        isPending={settle.isPending}
        error={settle.error}
        onClose={onClose}
        onSubmit={() => settle.run(undefined)}
      >
        {to === 'handed-over' ? (
          <>
            <Text size="sm">{t('handover.done-lead', { name })}</Text>
            <TextInput
              label={t('handover.reference-label')}
              description={t('handover.reference-hint')}
              maxLength={MOST_REFERENCE}
              autoComplete="off"
              value={reference}
              error={problem('reference')}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
          </>
        ) : (
          <Radio.Group label={t('handover.leave-why')} value={reason} onChange={setReason}>
            <Stack gap="xs" mt="xs">
              {REASONS.map((one) => (
                <Radio key={one} value={one} label={word('handover-reason', one)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
      </FormDialog>
      {settle.dialog}
    </>
  );
}
