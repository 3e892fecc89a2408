import { Group, Progress, Text } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { useNow } from '../parts/use-now.js';
import { useExposure } from './use-exposure.js';

/** How much of the day's exposure is used up, and when the next break is due. */
export function ExposureMeter() {
  const { t, duration } = useLanguage();
  const now = useNow(30_000);
  const { data } = useExposure();
  if (data === undefined) return null;
  const untilBreak = data.breakDueAt === undefined ? undefined : Date.parse(data.breakDueAt) - now;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t('exposure.of-today', {
            used: duration(data.exposedSeconds),
            limit: duration(data.dailySeconds),
          })}
        </Text>
        {untilBreak !== undefined && (
          <Text size="sm" className="soft">
            {untilBreak <= 0
              ? t('exposure.break-now')
              : t('exposure.break-in', { time: duration(Math.ceil(untilBreak / 60_000) * 60) })}
          </Text>
        )}
      </Group>
      <Progress
        mt={4}
        size="sm"
        aria-label={t('exposure.meter')}
        value={data.dailySeconds === 0 ? 100 : Math.min(100, (100 * data.exposedSeconds) / data.dailySeconds)}
      />
    </div>
  );
}
