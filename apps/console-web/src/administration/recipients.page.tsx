// Who referrals go to: where they are, whether a person has approved, and how long their certificate lasts.
import { Alert, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { Recipient } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../parts/notes.js';
import { useNow } from '../parts/use-now.js';
import { useMay } from '../session/session.context.js';
import { FormDialog } from './form.dialog.js';
import { RecipientDialog, RecipientSecretDialog } from './recipient.dialogs.js';
import { useChange } from './use-change.js';

const WARN_BEFORE_MS = 30 * 86_400_000;

export function RecipientsPage() {
  const { t } = useLanguage();
  const mayManage = useMay('recipient.manage');
  const [isAdding, setIsAdding] = useState(false);
  const recipients = useQuery({
    queryKey: ['recipients'],
    queryFn: () => dataOf(api.GET('/api/v1/recipients')),
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('recipients.title')}</Title>
        {mayManage && <Button onClick={() => setIsAdding(true)}>{t('recipients.add')}</Button>}
      </Group>
      <Text maw="44rem">{t('recipients.lead')}</Text>
      {recipients.isPending && <Loading />}
      {recipients.isError && (
        <ProblemNote error={recipients.error} onRetry={() => void recipients.refetch()} />
      )}
      {recipients.isSuccess && recipients.data.length === 0 && (
        <section className="panel">
          <Empty>{t('recipients.none')}</Empty>
        </section>
      )}
      {recipients.data?.map((recipient) => (
        <RecipientPanel key={recipient.id} recipient={recipient} mayManage={mayManage} />
      ))}
      {isAdding && <RecipientDialog onClose={() => setIsAdding(false)} />}
    </Stack>
  );
}

type Standing = 'on' | 'no-secret' | 'not-approved';

function standingOf({ isActive, secretSetAt }: Recipient): Standing {
  if (secretSetAt === null) return 'no-secret';
  return isActive ? 'on' : 'not-approved';
}

function RecipientPanel({
  recipient,
  mayManage,
}: {
  readonly recipient: Recipient;
  readonly mayManage: boolean;
}) {
  const { t, word, date, country } = useLanguage();
  const [asking, setAsking] = useState<'change' | 'secret' | 'switch'>();
  const close = () => setAsking(undefined);
  const standing = standingOf(recipient);
  const label = (what: string) => `${what}: ${recipient.name}`;
  return (
    <section className="panel" aria-labelledby={`recipient-${recipient.id}`}>
      <Group gap="sm" mb="xs">
        <Title order={2} id={`recipient-${recipient.id}`}>
          <bdi>{recipient.name}</bdi>
        </Title>
        <Badge variant="default" tt="none" className="state" data-state={standing}>
          {word('recipient-state', standing)}
        </Badge>
        {recipient.isSandbox && (
          <Badge variant="default" tt="none">
            {t('referral.sandbox')}
          </Badge>
        )}
      </Group>
      <Text size="sm" className="soft" mb="sm" maw="44rem">
        {word('recipient-hint', standing)}
      </Text>
      <dl className="facts">
        <dt>{t('recipients.way')}</dt>
        <dd>{word('way', recipient.way)}</dd>
        <dt>{t('recipients.address')}</dt>
        <dd>
          <bdi className="inert">
            {recipient.host}:{recipient.port}
            {recipient.path}
          </bdi>
          {recipient.isInternal && (
            <Text span size="sm" className="soft" display="block">
              {t('recipients.internal')}
            </Text>
          )}
          {recipient.hasOwnAuthority && (
            <Text span size="sm" className="soft" display="block">
              {t('recipients.own-authority')}
            </Text>
          )}
        </dd>
        {recipient.country !== null && (
          <>
            <dt>{t('recipients.takes')}</dt>
            <dd>{t('recipients.hosted-in', { country: country(recipient.country) })}</dd>
          </>
        )}
        <dt>{t('recipients.analyst-name')}</dt>
        <dd>
          <bdi>{recipient.analystName}</bdi>
        </dd>
        <dt>{t('recipients.secret')}</dt>
        <dd>
          {recipient.secretSetAt === null
            ? t('recipients.secret-none')
            : t('recipients.secret-of', { day: date(recipient.secretSetAt) })}
        </dd>
        <dt>{t('recipients.certificate')}</dt>
        <dd>
          {recipient.certificateExpiresAt === null
            ? t('recipients.certificate-none')
            : t('recipients.certificate-until', { day: date(recipient.certificateExpiresAt) })}
        </dd>
      </dl>
      {recipient.certificateExpiresAt !== null && <CertificateNote end={recipient.certificateExpiresAt} />}
      {mayManage && (
        <Group gap="xs" mt="md">
          {recipient.secretSetAt !== null && (
            <Button
              size="xs"
              variant={recipient.isActive ? 'default' : 'filled'}
              aria-label={label(t(recipient.isActive ? 'recipients.off' : 'recipients.approve'))}
              onClick={() => setAsking('switch')}
            >
              {t(recipient.isActive ? 'recipients.off' : 'recipients.approve')}
            </Button>
          )}
          <Button
            size="xs"
            variant={recipient.secretSetAt === null ? 'filled' : 'default'}
            aria-label={label(t('recipients.enter-secret'))}
            onClick={() => setAsking('secret')}
          >
            {t('recipients.enter-secret')}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={label(t('recipients.change'))}
            onClick={() => setAsking('change')}
          >
            {t('recipients.change')}
          </Button>
        </Group>
      )}
      {asking === 'change' && <RecipientDialog recipient={recipient} onClose={close} />}
      {asking === 'secret' && <RecipientSecretDialog recipient={recipient} onClose={close} />}
      {asking === 'switch' && <SwitchDialog recipient={recipient} onClose={close} />}
    </section>
  );
}

function CertificateNote({ end }: { readonly end: string }) {
  const { t, duration } = useLanguage();
  const leftMs = Date.parse(end) - useNow(60_000);
  if (leftMs > WARN_BEFORE_MS) return null;
  return (
    <Alert variant="light" color="amber" mt="sm" p="sm">
      {leftMs <= 0
        ? t('recipients.certificate-over')
        : t('recipients.certificate-soon', { time: duration(leftMs / 1000) })}
    </Alert>
  );
}

function SwitchDialog({
  recipient,
  onClose,
}: {
  readonly recipient: Recipient;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const isActive = !recipient.isActive;
  const change = useChange(
    () =>
      api.PUT('/api/v1/recipients/{id}/state', {
        params: { path: { id: recipient.id }, header: OWN_PAGE },
        body: { isActive },
      }),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t(isActive ? 'recipients.approve-title' : 'recipients.off-title', { name: recipient.name })}
        submit={t(isActive ? 'recipients.approve' : 'recipients.off')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(isActive ? 'recipients.approve-lead' : 'recipients.off-lead')}</Text>
        {isActive && (
          <Text className="inert approved-address" ta="start">
            {recipient.host}:{recipient.port}
            {recipient.path}
          </Text>
        )}
      </FormDialog>
      {change.dialog}
    </>
  );
}
