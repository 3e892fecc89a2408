// What was said of the source as a whole, where nobody answers it just now.
import { Stack, Text, Title } from '@mantine/core';
import type { SourceAssessment } from '../api/types.js';
import { sourceInWords } from '../assessment/answers-in-words.js';
import { useLanguage } from '../catalogue/language.context.js';

export function SourceAnswersPanel({ assessments }: { readonly assessments: readonly SourceAssessment[] }) {
  const language = useLanguage();
  const { t, dateTime } = language;
  const said = assessments.filter(({ answers }) => Object.keys(answers).length > 0);
  if (said.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="source-answers-title">
      <Title order={2} id="source-answers-title">
        {t('source.title')}
      </Title>
      <Stack component="ol" gap="xs" m={0} ps="lg">
        {said.map(({ version, answers, isWithdrawn, person, madeAt }) => (
          <li key={version} value={version}>
            <Text size="sm" className={isWithdrawn ? 'soft' : undefined}>
              {sourceInWords(language, answers)}
            </Text>
            <Text size="xs" className="soft">
              {isWithdrawn && `${t('earlier.withdrawn')} · `}
              <bdi>{person ?? t('earlier.somebody')}</bdi> · {dateTime(madeAt)}
            </Text>
          </li>
        ))}
      </Stack>
    </section>
  );
}
