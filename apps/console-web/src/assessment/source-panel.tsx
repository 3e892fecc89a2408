// Questions about the source as a whole. Each may be left unanswered, unless what is confirmed goes a way that asks.
import { Checkbox, Stack, Text, Title } from '@mantine/core';
import type { Commerciality, PaymentMethod, SiteType, SourceAnswers } from '#libs/taxonomy';
import { useLanguage } from '../catalogue/language.context.js';
import { shownProblems } from './answer-panel.js';
import { sourceProblemsOf, withSourceAnswer, type SourceQuestion } from './assessment-form.js';
import { ListQuestion, Question, RadioQuestion } from './questions.js';
import { useScheme } from './use-scheme.js';

interface SourcePanelProps {
  readonly source: SourceAnswers;
  /** What a way onward would ask for, if anything is confirmed. */
  readonly asked: readonly SourceQuestion[];
  /** What it does ask for, because something is. */
  readonly needed: readonly SourceQuestion[];
  readonly isChecked: boolean;
  readonly onChange: (source: SourceAnswers) => void;
}

/** These stand alone, so they stand first. */
const ALONE: readonly string[] = ['none', 'not-determined'];

/** Puts the focus to a question of this panel. */
export function focusSourceQuestion(question: SourceQuestion): void {
  const place = document.querySelector(`[data-source-question="${question}"]`);
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('select, input')?.focus({ preventScroll: true });
}

export function SourcePanel({ source, asked, needed, isChecked, onChange }: SourcePanelProps) {
  const { t, word } = useLanguage();
  const { data: scheme } = useScheme();
  if (scheme === undefined) return null;
  const problems = shownProblems(sourceProblemsOf(source, needed), isChecked);
  const methods: readonly string[] = source.paymentMethods ?? [];
  const choose = (code: string, isChosen: boolean) => {
    const next = isChosen ? [...methods, code] : methods.filter((one) => one !== code);
    onChange(withSourceAnswer(source, 'paymentMethods', next as PaymentMethod[]));
  };
  const lead =
    needed.length > 0 ? 'source.lead-needed' : asked.length > 0 ? 'source.lead-asked' : 'source.lead';
  return (
    <section className="panel" aria-labelledby="source-title">
      <Title order={2} id="source-title">
        {t('source.title')}
      </Title>
      <Stack gap="md">
        <Text size="sm" className="soft" role="status">
          {t(lead)}
        </Text>
        <div data-source-question="siteType">
          <ListQuestion
            question="siteType"
            values={scheme.siteTypes}
            answer={source.siteType}
            problem={problems.siteType}
            onAnswer={(answer) =>
              onChange(withSourceAnswer(source, 'siteType', answer as SiteType | undefined))
            }
          />
        </div>
        <div data-source-question="commerciality">
          <RadioQuestion
            question="commerciality"
            values={scheme.commercialities}
            answer={source.commerciality}
            problem={problems.commerciality}
            onAnswer={(answer) =>
              onChange(withSourceAnswer(source, 'commerciality', answer as Commerciality | undefined))
            }
          />
        </div>
        <div data-source-question="paymentMethods">
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
              {[...scheme.paymentMethods]
                .sort((a, b) => Number(ALONE.includes(b.code)) - Number(ALONE.includes(a.code)))
                .map(({ code }) => (
                  <Checkbox
                    key={code}
                    label={word('paymentMethods', code)}
                    checked={methods.includes(code)}
                    onChange={(event) => choose(code, event.currentTarget.checked)}
                  />
                ))}
            </div>
          </Question>
        </div>
      </Stack>
    </section>
  );
}
