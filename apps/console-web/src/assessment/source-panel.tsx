// Questions about the source as a whole. Each may be left unanswered.
import { Checkbox, Stack, Text, Title } from '@mantine/core';
import type { Commerciality, PaymentMethod, SiteType, SourceAnswers } from '#libs/taxonomy';
import { useLanguage } from '../catalogue/language.context.js';
import { sourceProblemsOf, withSourceAnswer } from './assessment-form.js';
import { ListQuestion, Question, RadioQuestion } from './questions.js';
import { useScheme } from './use-scheme.js';

export function SourcePanel({
  source,
  onChange,
}: {
  readonly source: SourceAnswers;
  readonly onChange: (source: SourceAnswers) => void;
}) {
  const { t, word } = useLanguage();
  const { data: scheme } = useScheme();
  if (scheme === undefined) return null;
  const problems = sourceProblemsOf(source);
  const methods: readonly string[] = source.paymentMethods ?? [];
  const choose = (code: string, isChosen: boolean) => {
    const next = isChosen ? [...methods, code] : methods.filter((one) => one !== code);
    onChange(withSourceAnswer(source, 'paymentMethods', next as PaymentMethod[]));
  };
  return (
    <section className="panel" aria-labelledby="source-title">
      <Title order={2} id="source-title">
        {t('source.title')}
      </Title>
      <Stack gap="md">
        <Text size="sm" className="soft">
          {t('source.lead')}
        </Text>
        <ListQuestion
          question="siteType"
          values={scheme.siteTypes}
          answer={source.siteType}
          problem={problems.siteType}
          onAnswer={(answer) =>
            onChange(withSourceAnswer(source, 'siteType', answer as SiteType | undefined))
          }
        />
        <RadioQuestion
          question="commerciality"
          values={scheme.commercialities}
          answer={source.commerciality}
          problem={problems.commerciality}
          onAnswer={(answer) =>
            onChange(withSourceAnswer(source, 'commerciality', answer as Commerciality | undefined))
          }
        />
        <Question
          label={t('question.paymentMethods')}
          problem={problems.paymentMethods}
          onClear={
            methods.length === 0
              ? undefined
              : () => onChange(withSourceAnswer(source, 'paymentMethods', undefined))
          }
        >
          <div className="choices">
            {scheme.paymentMethods.map(({ code }) => (
              <Checkbox
                key={code}
                label={word('paymentMethods', code)}
                checked={methods.includes(code)}
                onChange={(event) => choose(code, event.currentTarget.checked)}
              />
            ))}
          </div>
        </Question>
      </Stack>
    </section>
  );
}
