// A recipient's address and account, and its secret, which goes in here and comes out nowhere.
import { Alert, Checkbox, Group, NumberInput, PasswordInput, Select, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { Recipient } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { FormDialog, useFieldProblems } from './form.dialog.js';
import { LineField } from './form.fields.js';
import { useChoices } from './portals/new-portal.dialog.js';
import { useChange } from './use-change.js';

type Authority = 'public' | 'same' | 'own';

export function RecipientDialog({
  recipient,
  onClose,
}: {
  readonly recipient?: Recipient;
  readonly onClose: () => void;
}) {
  const { t, word, country } = useLanguage();
  const [fields, setFields] = useState({
    name: recipient?.name ?? '',
    host: recipient?.host ?? '',
    port: recipient?.port ?? 443,
    path: recipient?.path ?? '',
    analystName: recipient?.analystName ?? '',
    isInternal: recipient?.isInternal ?? false,
    country: recipient?.country ?? null,
  });
  const choices = useChoices();
  const [authority, setAuthority] = useState<Authority>(
    recipient?.hasOwnAuthority === true ? 'same' : 'public',
  );
  const [ca, setCa] = useState('');
  const set = (some: Partial<typeof fields>) => setFields({ ...fields, ...some });
  const change = useChange(async () => {
    if (recipient === undefined) {
      const own = authority === 'own' ? { ca } : {};
      await api.POST('/api/v1/recipients', {
        params: { header: OWN_PAGE },
        body: { ...fields, ...own, way: 'iccam' },
      });
    } else {
      const chosen = authority === 'own' ? { ca } : authority === 'public' ? { ca: null } : {};
      await dataOf(
        api.PUT('/api/v1/recipients/{id}', {
          params: { path: { id: recipient.id }, header: OWN_PAGE },
          body: { ...fields, ...chosen },
        }),
      );
    }
  }, onClose);
  const problem = useFieldProblems(change.error);
  const losesSecret =
    recipient !== undefined &&
    (fields.host !== recipient.host ||
      fields.port !== recipient.port ||
      authority !== (recipient.hasOwnAuthority ? 'same' : 'public'));
  const authorities: Authority[] =
    recipient?.hasOwnAuthority === true ? ['same', 'public', 'own'] : ['public', 'own'];
  return (
    <>
      <FormDialog
        isOpen
        title={
          recipient === undefined
            ? t('recipients.add-title')
            : t('recipients.change-title', { name: recipient.name })
        }
        submit={t(recipient === undefined ? 'recipients.add' : 'recipients.change')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <LineField
          label={t('recipients.name')}
          error={problem('name')}
          data-autofocus
          maxLength={200}
          value={fields.name}
          onChange={(name) => set({ name })}
        />
        <Group align="flex-start" gap="sm">
          <LineField
            label={t('recipients.host')}
            description={t('recipients.host-hint')}
            error={problem('host')}
            maxLength={253}
            dir="ltr"
            style={{ flex: '1 1 14rem' }}
            value={fields.host}
            onChange={(host) => set({ host: host.trim().toLowerCase() })}
          />
          <NumberInput
            label={t('recipients.port')}
            description={t('recipients.port-hint')}
            error={problem('port')}
            required
            withAsterisk={false}
            min={1}
            max={65_535}
            allowDecimal={false}
            thousandSeparator=""
            hideControls
            dir="ltr"
            style={{ flex: '0 1 8rem' }}
            value={fields.port}
            onChange={(value) => set({ port: Number(value) })}
          />
        </Group>
        <LineField
          label={t('recipients.path')}
          description={t('recipients.path-hint')}
          error={problem('path')}
          required={false}
          maxLength={200}
          dir="ltr"
          value={fields.path}
          onChange={(path) => set({ path: path.trim() })}
        />
        <LineField
          label={t('recipients.analyst-name')}
          description={t('recipients.analyst-name-hint')}
          error={problem('analystName')}
          maxLength={200}
          value={fields.analystName}
          onChange={(analystName) => set({ analystName })}
        />
        <Select
          label={t('recipients.takes')}
          description={t('recipients.takes-hint')}
          placeholder={t('recipients.takes-all')}
          error={problem('country')}
          searchable
          clearable
          limit={300}
          comboboxProps={{ withinPortal: false }}
          clearButtonProps={{ 'aria-label': t('recipients.takes-all') }}
          value={fields.country}
          onChange={(code) => set({ country: code })}
          data={(choices.data?.countries ?? [])
            .map((value) => ({ value, label: country(value) }))
            .toSorted((one, other) => one.label.localeCompare(other.label))}
        />
        <Select
          label={t('recipients.authority')}
          description={t('recipients.authority-hint')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          value={authority}
          onChange={(value) => setAuthority(value as Authority)}
          data={authorities.map((one) => ({ value: one, label: word('authority', one) }))}
        />
        {authority === 'own' && (
          <PemField label={t('recipients.ca')} error={problem('ca')} value={ca} onChange={setCa} />
        )}
        <Checkbox
          label={t('recipients.is-internal')}
          description={t('recipients.is-internal-hint')}
          checked={fields.isInternal}
          onChange={(event) => set({ isInternal: event.currentTarget.checked })}
        />
        {losesSecret && (
          <Alert variant="light" color="amber" p="sm" role="status">
            {t('recipients.loses-secret')}
          </Alert>
        )}
      </FormDialog>
      {change.dialog}
    </>
  );
}

export function RecipientSecretDialog({
  recipient,
  onClose,
}: {
  readonly recipient: Recipient;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const [secret, setSecret] = useState({ username: '', password: '', clientCertificate: '', clientKey: '' });
  const set = (some: Partial<typeof secret>) => setSecret({ ...secret, ...some });
  const change = useChange(
    () =>
      api.PUT('/api/v1/recipients/{id}/secret', {
        params: { path: { id: recipient.id }, header: OWN_PAGE },
        body: secret,
      }),
    onClose,
  );
  const problem = useFieldProblems(change.error);
  return (
    <>
      <FormDialog
        isOpen
        title={t('recipients.secret-title', { name: recipient.name })}
        submit={t('recipients.seal')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('recipients.secret-lead')}</Text>
        <LineField
          label={t('recipients.username')}
          error={problem('username')}
          data-autofocus
          maxLength={200}
          dir="ltr"
          autoComplete="off"
          value={secret.username}
          onChange={(username) => set({ username })}
        />
        <PasswordInput
          label={t('sign-in.password')}
          error={problem('password')}
          required
          withAsterisk={false}
          maxLength={1000}
          dir="ltr"
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in.show-password') }}
          value={secret.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <PemField
          label={t('recipients.client-certificate')}
          error={problem('clientCertificate')}
          value={secret.clientCertificate}
          onChange={(clientCertificate) => set({ clientCertificate })}
        />
        <PemField
          label={t('recipients.client-key')}
          description={t('recipients.client-key-hint')}
          error={problem('clientKey')}
          value={secret.clientKey}
          onChange={(clientKey) => set({ clientKey })}
        />
      </FormDialog>
      {change.dialog}
    </>
  );
}

function PemField(props: {
  readonly label: string;
  readonly description?: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Textarea
      label={props.label}
      description={props.description}
      error={props.error}
      required
      withAsterisk={false}
      rows={4}
      maxLength={32_768}
      dir="ltr"
      spellCheck={false}
      autoComplete="off"
      placeholder="-----BEGIN …"
      classNames={{ input: 'pem' }}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
