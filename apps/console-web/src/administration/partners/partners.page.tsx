// The keys of partners and providers: what each is for, how long it lasts, how much it is used, and its end.
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import type { ApiKey } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../../parts/notes.js';
import { useNow } from '../../parts/use-now.js';
import { FormDialog } from '../form.dialog.js';
import { useChange } from '../use-change.js';
import { NewKeyDialog } from './new-key.dialog.js';

export function PartnersPage() {
  const { t } = useLanguage();
  const [isAdding, setIsAdding] = useState(false);
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => dataOf(api.GET('/api/v1/api-keys')) });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('partners.title')}</Title>
        <Button onClick={() => setIsAdding(true)} disabled={!keys.isSuccess}>
          {t('partners.add')}
        </Button>
      </Group>
      <Text maw="44rem">{t('partners.lead')}</Text>
      {keys.isPending && <Loading />}
      {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && (
        <section className="panel" aria-label={t('partners.title')}>
          {keys.data.keys.length === 0 ? (
            <Empty>{t('partners.none')}</Empty>
          ) : (
            <KeysTable keys={keys.data.keys} />
          )}
        </section>
      )}
      {isAdding && keys.isSuccess && <NewKeyDialog given={keys.data} onClose={() => setIsAdding(false)} />}
    </Stack>
  );
}

function KeysTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const { t, word, number, date } = useLanguage();
  const [ending, setEnding] = useState<ApiKey>();
  return (
    <>
      <table className="rows stacks">
        <thead>
          <tr>
            <th scope="col">{t('partners.name')}</th>
            <th scope="col">{t('partners.for')}</th>
            <th scope="col">{t('partners.state')}</th>
            <th scope="col">{t('partners.used')}</th>
            <th scope="col" aria-label={t('partners.revoke')} />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td>
                <bdi>{key.name}</bdi>
                <Text size="sm" className="soft">
                  <bdi className="inert">manara_{key.lookup}_…</bdi>
                </Text>
              </td>
              <td data-label={t('partners.for')}>
                {key.scopes.map((scope) => (
                  <div key={scope}>{word('scope', scope)}</div>
                ))}
                {[...(key.portal === null ? [] : [key.portal]), ...key.lists].map((name) => (
                  <Text size="sm" className="soft" key={name}>
                    <bdi>{name}</bdi>
                  </Text>
                ))}
                <Text size="sm" className="soft">
                  {t('partners.quota', { minute: number(key.perMinute), day: number(key.perDay) })}
                </Text>
              </td>
              <td data-label={t('partners.state')}>
                <Standing of={key} />
              </td>
              <td data-label={t('partners.used')}>
                {key.lastUsedAt === null ? (
                  t('partners.never-used')
                ) : (
                  <>
                    {t('partners.used-today', { count: key.usedToday })}
                    <Text size="sm" className="soft">
                      {t('partners.last-used', { day: date(key.lastUsedAt) })}
                    </Text>
                  </>
                )}
              </td>
              <td>
                {key.revokedAt === null && (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`${t('partners.revoke')}: ${key.name}`}
                    onClick={() => setEnding(key)}
                  >
                    {t('partners.revoke')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ending !== undefined && <RevokeDialog apiKey={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function Standing({ of: { revokedAt, expiresAt } }: { readonly of: ApiKey }) {
  const { t, date } = useLanguage();
  const isOver = Date.parse(expiresAt) <= useNow(60_000);
  const text =
    revokedAt !== null
      ? t('partners.state-revoked', { day: date(revokedAt) })
      : t(isOver ? 'partners.state-over' : 'partners.state-on', { day: date(expiresAt) });
  return (
    <Badge
      variant="default"
      tt="none"
      className="state"
      data-state={revokedAt === null && !isOver ? 'on' : ''}
    >
      {text}
    </Badge>
  );
}

function RevokeDialog({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const change = useChange(
    () => api.POST('/api/v1/api-keys/{id}/revoke', { params: { path: { id: apiKey.id }, header: OWN_PAGE } }),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t('partners.revoke-title', { name: apiKey.name })}
        submit={t('partners.revoke')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('partners.revoke-lead')}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}
