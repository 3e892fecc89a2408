// Another password or another second factor for somebody who lost theirs. What is made is shown once, here.
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { FormDialog } from '../administration/form.dialog.js';
import { useChange } from '../administration/use-change.js';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import type { Account } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { SecondFactor } from './second-factor.js';

export type Reset = 'password' | 'second-factor';
interface Made {
  readonly password?: string;
  readonly totpSecret?: string;
  readonly totpAddress?: string;
}

export function ResetDialog({
  account,
  what,
  onClose,
}: {
  readonly account: Account;
  readonly what: Reset;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const params = { path: { id: account.id }, header: OWN_PAGE };
  const change = useChange<undefined, Made>(() =>
    what === 'password'
      ? dataOf(api.POST('/api/v1/accounts/{id}/password', { params }))
      : dataOf(api.POST('/api/v1/accounts/{id}/second-factor', { params })),
  );
  const made = change.answer;
  const title = t(`accounts.reset-${what}-of`, { name: account.displayName });
  if (made !== undefined) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={title}
        size="lg"
        closeOnClickOutside={false}
        closeOnEscape={false}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack gap="md">
          <Alert variant="light" color="amber" p="sm">
            {t('accounts.once')}
          </Alert>
          {made.password !== undefined && (
            <dl className="facts">
              <dt>{t('sign-in.password')}</dt>
              <dd>
                <bdi className="inert">{made.password}</bdi>
              </dd>
            </dl>
          )}
          {made.totpSecret !== undefined && made.totpAddress !== undefined && (
            <SecondFactor secret={made.totpSecret} address={made.totpAddress} />
          )}
          <Text size="sm" className="soft">
            {t(`accounts.reset-${what}-hint`)}
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('accounts.noted')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <>
      <FormDialog
        isOpen
        title={title}
        submit={t(`accounts.reset-${what}`)}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t(`accounts.reset-${what}-lead`)}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}
