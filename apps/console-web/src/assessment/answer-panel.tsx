// The answers to the item that is open, and giving them to others.
import { Button, Group, Kbd, Stack, Text, TextInput, Title } from '@mantine/core';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote, Loading } from '../parts/notes.js';
import {
  problemsOf,
  questionsAfter,
  withAnswer,
  type ItemDraft,
  type Problems,
  type Subject,
} from './assessment-form.js';
import { FlagQuestion, ListQuestion, RadioQuestion } from './questions.js';
import { useScheme } from './use-scheme.js';

const DIGITS = ['1', '2', '3', '4'];

interface AnswerPanelProps {
  readonly subject: Subject;
  readonly place: number;
  readonly draft: ItemDraft;
  readonly isChecked: boolean;
  readonly selectedOthers: number;
  readonly onChange: (draft: ItemDraft) => void;
  readonly onCopy: () => void;
}

export function AnswerPanel({
  subject,
  place,
  draft,
  isChecked,
  selectedOthers,
  onChange,
  onCopy,
}: AnswerPanelProps) {
  const { t } = useLanguage();
  const scheme = useScheme();
  return (
    <section className="panel" aria-labelledby="answers-title" data-subject={subject.key}>
      <Title order={2} id="answers-title">
        {t('answers.title', { place })}
      </Title>
      {scheme.isPending && <Loading />}
      {scheme.isError && <ProblemNote error={scheme.error} onRetry={() => void scheme.refetch()} />}
      {scheme.data !== undefined && (
        <Stack gap="md">
          {!subject.needsAnswer && draft.verdict === undefined && (
            <Text size="sm" className="soft">
              {t('answers.not-needed')}
            </Text>
          )}
          <Questions
            scheme={scheme.data}
            draft={draft}
            problems={shownProblems(problemsOf(subject, draft), isChecked)}
            onChange={onChange}
          />
          {selectedOthers > 0 && (
            <Button variant="default" onClick={onCopy} rightSection={<Kbd size="xs">S</Kbd>} h="auto" py={6}>
              <span className="wraps">{t('answers.copy', { count: selectedOthers })}</span>
            </Button>
          )}
        </Stack>
      )}
    </section>
  );
}

/** What is missing is told when it is asked for; what contradicts itself, at once. */
export function shownProblems(problems: Problems, isChecked: boolean): Problems {
  if (isChecked) return problems;
  return Object.fromEntries(Object.entries(problems).filter(([, code]) => code !== 'required'));
}

type Scheme = NonNullable<ReturnType<typeof useScheme>['data']>;

function Questions({
  scheme,
  draft,
  problems,
  onChange,
}: {
  readonly scheme: Scheme;
  readonly draft: ItemDraft;
  readonly problems: Problems;
  readonly onChange: (draft: ItemDraft) => void;
}) {
  const { t } = useLanguage();
  const asked = questionsAfter(draft.verdict);
  const scale = (
    question: 'verdict' | 'ageBand' | 'sex' | 'severity' | 'reason',
    values: Scheme['verdicts'],
  ) => ({
    question,
    values,
    answer: draft[question],
    problem: problems[question],
    onAnswer: (answer: string | undefined) => onChange(withAnswer(draft, question, answer as never)),
  });
  const isAsked = (question: string) => asked.some((one) => one === question);
  return (
    <>
      <RadioQuestion {...scale('verdict', scheme.verdicts)} keys={DIGITS} />
      {isAsked('reason') && (
        <ListQuestion
          {...scale(
            'reason',
            draft.verdict === 'not-illegal' ? scheme.notIllegalReasons : scheme.notReachableReasons,
          )}
        />
      )}
      {isAsked('ageBand') && <RadioQuestion {...scale('ageBand', scheme.ageBands)} />}
      {isAsked('sex') && <RadioQuestion {...scale('sex', scheme.sexes)} />}
      {isAsked('severity') && <RadioQuestion {...scale('severity', scheme.severities)} />}
      {scheme.flags.map(({ code }) => {
        const flag = code as 'selfGenerated' | 'computerGenerated' | 'childModelling';
        return isAsked(flag) ? (
          <FlagQuestion
            key={flag}
            question={flag}
            answer={draft[flag]}
            problem={problems[flag]}
            onAnswer={(answer) => onChange(withAnswer(draft, flag, answer))}
          />
        ) : null;
      })}
      {isAsked('nationalCategory') && (
        <TextInput
          label={t('question.nationalCategory')}
          description={t('question.nationalCategory-hint')}
          maxLength={64}
          dir="ltr"
          error={problems.nationalCategory === undefined ? undefined : t('form-problem.category')}
          value={draft.nationalCategory ?? ''}
          onChange={(event) => onChange(withAnswer(draft, 'nationalCategory', event.currentTarget.value))}
        />
      )}
      <Group gap="xs">
        <Text size="xs" className="soft">
          {t('answers.unanswered-hint')}
        </Text>
      </Group>
    </>
  );
}
