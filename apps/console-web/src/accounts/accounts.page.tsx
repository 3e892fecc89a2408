// Staff accounts: making them, changing a role, taking access away.
import { Badge, Button, Group, Menu, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { Account, Role } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { needsFreshSignIn, useFreshSignIn } from '../session/fresh-sign-in.js';
import { useMe } from '../session/session.context.js';
import { NewAccountDialog } from './new-account.dialog.js';
import { ResetDialog, type Reset } from './reset.dialog.js';
import { ROLES } from './roles.js';

export function AccountsPage() {
  const { t } = useLanguage();
  const [isAdding, setIsAdding] = useState(false);
  const accounts = useQuery({
    queryKey: ['accounts'],
    queryFn: () => dataOf(api.GET('/api/v1/accounts')),
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('accounts.title')}</Title>
        <Button onClick={() => setIsAdding(true)}>{t('accounts.add')}</Button>
      </Group>
      <Text maw="44rem">{t('accounts.lead')}</Text>
      {accounts.isPending && <Loading />}
      {accounts.isError && <ProblemNote error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.isSuccess && (
        <section className="panel" aria-label={t('accounts.title')}>
          <table className="rows stacks">
            <thead>
              <tr>
                <th scope="col">{t('accounts.person')}</th>
                <th scope="col">{t('accounts.role')}</th>
                <th scope="col">{t('accounts.since')}</th>
                <th scope="col">{t('accounts.access')}</th>
              </tr>
            </thead>
            <tbody>
              {accounts.data.map((account) => (
                <AccountRow key={account.id} account={account} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <NewAccountDialog isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </Stack>
  );
}

type Change = { readonly role?: Role; readonly isDisabled?: boolean };

function AccountRow({ account }: { readonly account: Account }) {
  const { t, word, date } = useLanguage();
  const me = useMe();
  const queries = useQueryClient();
  const fresh = useFreshSignIn();
  const [reset, setReset] = useState<Reset>();
  const change = useMutation({
    mutationFn: (body: Change) =>
      api.PATCH('/api/v1/accounts/{id}', { params: { path: { id: account.id }, header: OWN_PAGE }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
    onError: (error, body) => {
      if (needsFreshSignIn(error)) fresh.ask(() => change.mutate(body));
    },
  });
  const isOwn = account.id === me.id;
  const isDisabled = account.disabledAt !== null;
  return (
    <tr>
      <td>
        <Text fw={600} size="sm">
          <bdi>{account.displayName}</bdi>
        </Text>
        <Text size="xs" className="soft">
          <bdi>{account.email}</bdi>
        </Text>
      </td>
      <td data-label={t('accounts.role')}>
        {isOwn ? (
          word('role', account.role)
        ) : (
          <NativeSelect
            aria-label={t('accounts.role-of', { name: account.displayName })}
            size="xs"
            maw="12rem"
            value={account.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ role: event.currentTarget.value as Role })}
            data={ROLES.map((role) => ({ value: role, label: word('role', role) }))}
          />
        )}
      </td>
      <td data-label={t('accounts.since')}>{date(account.createdAt)}</td>
      <td data-label={t('accounts.access')}>
        <Group gap="xs">
          <Badge variant="default" tt="none">
            {isDisabled ? t('accounts.disabled') : t('accounts.active')}
          </Badge>
          {isOwn ? (
            <Text size="xs" className="soft">
              {t('accounts.own')}
            </Text>
          ) : (
            <>
              <Button
                size="xs"
                variant="default"
                loading={change.isPending}
                onClick={() => change.mutate({ isDisabled: !isDisabled })}
                aria-label={t(isDisabled ? 'accounts.enable-who' : 'accounts.disable-who', {
                  name: account.displayName,
                })}
              >
                {isDisabled ? t('accounts.enable') : t('accounts.disable')}
              </Button>
              <Menu position="bottom-end" shadow="md">
                <Menu.Target>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('accounts.acts-of', { name: account.displayName })}
                  >
                    {t('accounts.reset')}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setReset('password')}>{t('accounts.reset-password')}</Menu.Item>
                  <Menu.Item onClick={() => setReset('second-factor')}>
                    {t('accounts.reset-second-factor')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          )}
        </Group>
        {change.isError && !needsFreshSignIn(change.error) && <ProblemNote error={change.error} />}
        {fresh.dialog}
        {reset !== undefined && (
          <ResetDialog account={account} what={reset} onClose={() => setReset(undefined)} />
        )}
      </td>
    </tr>
  );
}
