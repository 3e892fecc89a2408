// What was saved, when and by whom, and what became of the cases.
import { Badge, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client.js';
import type { PortalDetail } from '../../api/types.js';
import { useLanguage } from '../../catalogue/language.context.js';
import { Empty, Loading, ProblemNote } from '../../parts/notes.js';
import { useFieldName } from './portal-state.js';

export function VersionsPanel({ portal }: { readonly portal: PortalDetail }) {
  const { t, dateTime } = useLanguage();
  const nameOf = useFieldName(portal.locales);
  const versions = useQuery({
    queryKey: ['portal-versions', portal.id],
    queryFn: () => dataOf(api.GET('/api/v1/portals/{id}/versions', { params: { path: { id: portal.id } } })),
  });
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <ProblemNote error={versions.error} />;
  if (versions.data.length === 0) return <Empty>{t('portals.versions-none')}</Empty>;
  return (
    <ol className="plain-list">
      {versions.data.map(({ number, changed, savedBy, savedAt }) => (
        <li key={number} className="entry">
          <Group gap="sm" mb={4}>
            <Text fw={600} size="sm">
              {t('portals.version', { number })}
            </Text>
            {portal.publishedVersion === number && (
              <Badge variant="default" tt="none">
                {t(portal.isLive ? 'portals.version-public' : 'portals.version-was-public')}
              </Badge>
            )}
            <Text size="sm" className="soft">
              {t('portals.saved-by', {
                name: savedBy ?? t('portals.operator-himself'),
                time: dateTime(savedAt),
              })}
            </Text>
          </Group>
          <Text size="sm">{changed.map(nameOf).join(' · ')}</Text>
        </li>
      ))}
    </ol>
  );
}

export function OutcomesPanel({ portal }: { readonly portal: PortalDetail }) {
  const { t, word, number, locale } = useLanguage();
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const outcomes = useQuery({
    queryKey: ['portal-outcomes', portal.id],
    queryFn: () => dataOf(api.GET('/api/v1/portals/{id}/outcomes', { params: { path: { id: portal.id } } })),
  });
  if (outcomes.isPending) return <Loading />;
  if (outcomes.isError) return <ProblemNote error={outcomes.error} />;
  const months = [...new Set(outcomes.data.map((one) => one.month))];
  const kinds = ['forwarded', 'not-illegal', 'not-reachable'] as const;
  return (
    <>
      <Text size="sm" className="soft" maw="44rem">
        {t('portals.outcomes-lead')}
      </Text>
      {months.length === 0 ? (
        <Empty>{t('portals.outcomes-none')}</Empty>
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('portals.month')}</Table.Th>
                {kinds.map((kind) => (
                  <Table.Th key={kind}>{word('outcome', kind)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {months.map((one) => (
                <Table.Tr key={one}>
                  <Table.Th scope="row">{monthName.format(new Date(one))}</Table.Th>
                  {kinds.map((kind) => {
                    const found = outcomes.data.find((row) => row.month === one && row.outcome === kind);
                    return (
                      <Table.Td key={kind}>
                        {found === undefined
                          ? '–'
                          : found.cases === null
                            ? t('portals.fewer')
                            : number(found.cases)}
                      </Table.Td>
                    );
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}
