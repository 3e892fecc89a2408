// On the page of a case: what stops its usual course now, and who answers for it. Says nothing when nothing does.
import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';

export function HoldNotice({ caseId }: { readonly caseId: string }) {
  const { t, date } = useLanguage();
  const stops = useQuery({
    queryKey: ['stops', caseId],
    queryFn: () => dataOf(api.GET('/api/v1/cases/{id}/stops', { params: { path: { id: caseId } } })),
  });
  // Somebody who is not told of a hold could write to a reporter what the police want unsaid.
  if (stops.isError) return <ProblemNote error={stops.error} onRetry={() => void stops.refetch()} />;
  if (!stops.isSuccess) return null;
  const { holds, preservations } = stops.data;
  if (holds.length + preservations.length === 0) return null;
  return (
    <Alert variant="light" color="harbour" p="sm" title={t('hold-notice.title')} role="note">
      <Stack gap="xs">
        {holds.map((hold) => (
          <div key={hold.id}>
            <Text size="sm">
              {t('hold-notice.hold', { by: hold.orderedBy, day: date(hold.expiresAt) })}{' '}
              {t('hold-notice.hold-means')}
            </Text>
            <Text size="sm" className="soft">
              {hold.reason !== '' && <bdi>{hold.reason} · </bdi>}
              {t('hold-notice.owner', { owner: hold.owner })}
            </Text>
          </div>
        ))}
        {preservations.map((order) => (
          <div key={order.id}>
            <Text size="sm">
              {t('hold-notice.preservation', { by: order.orderedBy, day: date(order.expiresAt) })}
            </Text>
            <Text size="sm" className="soft">
              <bdi>{order.legalInstrument}</bdi>
            </Text>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
