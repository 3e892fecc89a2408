// The queue of those concerned: what waits, who answers for it, and its next case.
import { Alert, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf } from '../api/client.js';
import { useLanguage } from '../catalogue/language.context.js';
import { useMay } from '../session/session.context.js';
import { ConcernedDialog } from './concerned.dialog.js';

interface ConcernedPanelProps {
  readonly onNext: () => void;
  readonly isTaking: boolean;
  /** Whether the last asking found none. */
  readonly foundNone: boolean;
}

export function ConcernedPanel({ onNext, isTaking, foundNone }: ConcernedPanelProps) {
  const { t, number, dateTime, duration } = useLanguage();
  const mayManage = useMay('concern.manage');
  const [isChanging, setIsChanging] = useState(false);
  const concerned = useQuery({
    queryKey: ['concerned'],
    queryFn: () => dataOf(api.GET('/api/v1/concerned')),
    refetchOnMount: 'always',
    refetchInterval: 15_000,
  });
  // Where it cannot be loaded, the figures of the whole queue below cannot either and say so.
  if (!concerned.isSuccess) return null;
  const queue = concerned.data;
  const time = duration(queue.targetMinutes * 60);
  return (
    <section className="panel" aria-labelledby="concerned-title">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} style={{ flex: '1 1 16rem' }}>
          <Title order={2} id="concerned-title">
            {t('concerned.title')}
          </Title>
          <Text size="sm" className="soft">
            {t('concerned.lead')}
          </Text>
        </Stack>
        {queue.waiting > 0 && (
          <Button onClick={onNext} loading={isTaking}>
            {t('concerned.next')}
          </Button>
        )}
      </Group>
      <Box component="dl" className="figures" mt="md">
        {(['waiting', 'overdue'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`concerned.${name}`)}</dt>
            <dd>{number(queue[name])}</dd>
          </div>
        ))}
      </Box>
      {queue.overdue > 0 && (
        <Alert variant="light" color="amber" p="sm" mt="sm" role="status">
          {t('alarm.concern-overdue')}{' '}
          {queue.oldestAt !== null && t('concerned.oldest', { time: dateTime(queue.oldestAt) })}
        </Alert>
      )}
      <div aria-live="polite">
        {foundNone && (
          <Text size="sm" mt="sm">
            {t('concerned.none')}
          </Text>
        )}
      </div>
      <Group gap="sm" mt="sm" align="baseline">
        <Text size="sm" className="soft">
          {queue.owner === null
            ? t('concerned.facts-nobody', { time })
            : t('concerned.facts', { time, owner: queue.owner })}
        </Text>
        {mayManage && (
          <Button size="xs" variant="default" onClick={() => setIsChanging(true)}>
            {t('concerned.change')}
          </Button>
        )}
      </Group>
      {isChanging && <ConcernedDialog queue={queue} onClose={() => setIsChanging(false)} />}
    </section>
  );
}
