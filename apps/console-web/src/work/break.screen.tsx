// Nothing to look at, nothing to do.
import { Button, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useLanguage } from '../catalogue/language.context.js';
import { clockFace } from '../lease/lease-clock.js';
import { useNow } from '../parts/use-now.js';

export function BreakScreen({
  seconds,
  onBack,
}: {
  readonly seconds: number | undefined;
  readonly onBack: () => void;
}) {
  const { t, duration } = useLanguage();
  const [startedAt] = useState(() => Date.now());
  const now = useNow();
  const left = seconds === undefined ? undefined : startedAt + seconds * 1000 - now;
  const isOver = left !== undefined && left <= 0;
  return (
    <section className="calm" aria-labelledby="break-title">
      <div>
        <Title order={1} id="break-title" mb="md" fw={500}>
          {isOver ? t('break.over') : t('break.title')}
        </Title>
        <Text className="soft" mb="xl">
          {isOver ? t('break.over-hint') : t('break.hint', { time: duration(seconds ?? 600) })}
        </Text>
        {left !== undefined && !isOver && (
          <Text className="figure soft" size="xl" mb="xl" role="timer" dir="ltr">
            {clockFace(left)}
          </Text>
        )}
        <Button variant="default" onClick={onBack}>
          {isOver ? t('break.back') : t('break.leave')}
        </Button>
      </div>
    </section>
  );
}
