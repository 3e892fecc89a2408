// A new account. Its password and the secret of its second factor are shown once, here, and nowhere again.
import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { NewAccount, Role } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { needsFreshSignIn, useFreshSignIn } from '../session/fresh-sign-in.js';
import { ROLES } from './roles.js';
import { SecondFactor } from './second-factor.js';

interface Fields {
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
}

const EMPTY: Fields = { email: '', displayName: '', role: 'analyst' };

export function NewAccountDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const { t, word, locale } = useLanguage();
  const queries = useQueryClient();
  const fresh = useFreshSignIn();
  const [fields, setFields] = useState(EMPTY);
  const [created, setCreated] = useState<NewAccount>();
  const create = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/api/v1/accounts', { params: { header: OWN_PAGE }, body: { ...fields, locale } })),
    gcTime: 0,
    onSuccess: async (account) => {
      setCreated(account);
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    },
    onError: (error) => {
      if (needsFreshSignIn(error)) fresh.ask(() => create.mutate());
    },
  });
  const close = () => {
    setCreated(undefined);
    setFields(EMPTY);
    create.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('accounts.add-title')}
        size="lg"
        closeOnClickOutside={created === undefined}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {created !== undefined ? (
          <Created account={created} email={fields.email} onClose={close} />
        ) : (
          <form onSubmit={submit}>
            <Stack gap="md">
              {create.isError && !needsFreshSignIn(create.error) && <ProblemNote error={create.error} />}
              <TextInput
                label={t('accounts.name')}
                data-autofocus
                required
                withAsterisk={false}
                maxLength={100}
                value={fields.displayName}
                onChange={(event) => setFields({ ...fields, displayName: event.currentTarget.value })}
              />
              <TextInput
                label={t('sign-in.email')}
                type="email"
                dir="ltr"
                required
                withAsterisk={false}
                maxLength={254}
                value={fields.email}
                onChange={(event) => setFields({ ...fields, email: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('accounts.role')}
                description={word('role-hint', fields.role)}
                value={fields.role}
                onChange={(event) => setFields({ ...fields, role: event.currentTarget.value as Role })}
                data={ROLES.map((role) => ({ value: role, label: word('role', role) }))}
              />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  {t('action.cancel')}
                </Button>
                <Button type="submit" loading={create.isPending}>
                  {t('accounts.add')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </Modal>
      {fresh.dialog}
    </>
  );
}

function Created({
  account,
  email,
  onClose,
}: {
  readonly account: NewAccount;
  readonly email: string;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  return (
    <Stack gap="md">
      <Alert variant="light" color="amber">
        {t('accounts.once')}
      </Alert>
      <dl className="facts">
        <dt>{t('sign-in.email')}</dt>
        <dd>
          <bdi className="inert">{email}</bdi>
        </dd>
        <dt>{t('sign-in.password')}</dt>
        <dd>
          <bdi className="inert">{account.password}</bdi>
        </dd>
      </dl>
      <SecondFactor secret={account.totpSecret} address={account.totpAddress} />
      <Text size="sm" className="soft">
        {t('accounts.once-hint')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('accounts.noted')}</Button>
      </Group>
    </Stack>
  );
}
