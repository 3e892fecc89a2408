// What a partner who triages copied to the organisation at once: a child in danger, a report by the child concerned.
import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf, OWN_PAGE } from '../../api/client.js';
import type { SafeguardingEntry } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { InertAddress } from '../../parts/inert-address.js';
import { Empty, Loading, ProblemNote } from '../../parts/notes.js';
import { useChange } from '../use-change.js';

const REFRESH_MS = 30_000;

export function SafeguardingPage() {
  const { t } = useLanguage();
  const copies = useQuery({
    queryKey: ['safeguarding'],
    queryFn: () => dataOf(api.GET('/api/v1/safeguarding')),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Stack gap="md">
      <Title order={1}>{t('safeguarding.title')}</Title>
      <Text maw="44rem">{t('safeguarding.lead')}</Text>
      {copies.isPending && <Loading />}
      {copies.isError && <ProblemNote error={copies.error} onRetry={() => void copies.refetch()} />}
      {copies.isSuccess && copies.data.length === 0 && (
        <section className="panel">
          <Empty>{t('safeguarding.none')}</Empty>
        </section>
      )}
      {copies.data?.map((entry) => (
        <EntryPanel key={entry.id} entry={entry} />
      ))}
    </Stack>
  );
}

function EntryPanel({ entry }: { readonly entry: SafeguardingEntry }) {
  const { t, word, dateTime } = useLanguage();
  const take = useChange(() =>
    api.POST('/api/v1/safeguarding/{id}/take', {
      params: { path: { id: entry.id }, header: OWN_PAGE },
    }),
  );
  return (
    <section className="panel" aria-labelledby={`copy-${entry.id}`}>
      <Group gap="sm" mb="xs">
        <Title order={2} id={`copy-${entry.id}`}>
          {word('safeguarding-reason', entry.reason)}
        </Title>
        <Badge
          variant="default"
          tt="none"
          className="state"
          data-state={entry.seenAt === null ? 'open' : 'on'}
        >
          {t(entry.seenAt === null ? 'safeguarding.open' : 'safeguarding.taken')}
        </Badge>
      </Group>
      <dl className="facts">
        <dt>{t('safeguarding.case')}</dt>
        <dd>
          <bdi className="inert">{entry.caseNumber}</bdi> ·{' '}
          {t('portals.triage-by', { name: entry.triagedBy })}
        </dd>
        <dt>{t('safeguarding.portal')}</dt>
        <dd>
          <bdi className="inert" dir="ltr">
            /{entry.portal}
          </bdi>
        </dd>
        <dt>{t('safeguarding.arrived')}</dt>
        <dd>{dateTime(entry.copiedAt)}</dd>
        <dt>{t('safeguarding.addresses')}</dt>
        <dd>
          {entry.addresses.length === 0
            ? t('safeguarding.no-address')
            : entry.addresses.map((address, at) => (
                <div key={at}>
                  <InertAddress>{address}</InertAddress>
                </div>
              ))}
        </dd>
        {entry.seenBy !== null && entry.seenAt !== null && (
          <>
            <dt>{t('safeguarding.taken')}</dt>
            <dd>{t('portals.saved-by', { name: entry.seenBy, time: dateTime(entry.seenAt) })}</dd>
          </>
        )}
      </dl>
      {take.error !== null && <ProblemNote error={take.error} />}
      {entry.seenAt === null && (
        <Button size="xs" mt="md" loading={take.isPending} onClick={() => take.run(undefined)}>
          {t('safeguarding.take')}
        </Button>
      )}
      {take.dialog}
    </section>
  );
}
