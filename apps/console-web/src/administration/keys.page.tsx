// The key pairs that reports are sealed to: the one in use, those kept for reading, and making another.
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { Loading, ProblemNote } from '../parts/notes.js';
import { FormDialog } from './form.dialog.js';
import { useChange } from './use-change.js';

const inGroups = (fingerprint: string) => fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ');

export function KeysPage() {
  const { t, date, number } = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const keys = useQuery({
    queryKey: ['organisation-keys'],
    queryFn: () => dataOf(api.GET('/api/v1/organisation-keys')),
  });
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t('keys.title')}</Title>
        <Button onClick={() => setIsAsking(true)}>{t('keys.renew')}</Button>
      </Group>
      <Text maw="44rem">{t('keys.lead')}</Text>
      {keys.isPending && <Loading />}
      {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && (
        <section className="panel" aria-label={t('keys.title')}>
          <table className="rows stacks">
            <thead>
              <tr>
                <th scope="col">{t('keys.fingerprint')}</th>
                <th scope="col">{t('keys.state')}</th>
                <th scope="col">{t('keys.made')}</th>
                <th scope="col">{t('keys.sealed')}</th>
              </tr>
            </thead>
            <tbody>
              {keys.data.map((key) => (
                <tr key={key.id}>
                  <td>
                    <bdi className="inert">{inGroups(key.fingerprint)}</bdi>
                  </td>
                  <td data-label={t('keys.state')}>
                    <Badge
                      variant="default"
                      tt="none"
                      className="state"
                      data-state={key.retiredAt === null ? 'on' : ''}
                    >
                      {key.retiredAt === null
                        ? t('keys.in-use')
                        : t('keys.reading', { day: date(key.retiredAt) })}
                    </Badge>
                  </td>
                  <td data-label={t('keys.made')}>{date(key.createdAt)}</td>
                  <td data-label={t('keys.sealed')} className="figure">
                    {number(key.sealedTexts)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Text size="sm" className="soft" maw="44rem">
        {t('keys.note')}
      </Text>
      {isAsking && <RenewDialog onClose={() => setIsAsking(false)} />}
    </Stack>
  );
}

function RenewDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const change = useChange(
    () => dataOf(api.POST('/api/v1/organisation-keys', { params: { header: OWN_PAGE } })),
    onClose,
  );
  return (
    <>
      <FormDialog
        isOpen
        title={t('keys.renew')}
        submit={t('keys.renew')}
        isPending={change.isPending}
        error={change.error}
        onClose={onClose}
        onSubmit={() => change.run(undefined)}
      >
        <Text size="sm">{t('keys.renew-lead')}</Text>
      </FormDialog>
      {change.dialog}
    </>
  );
}
