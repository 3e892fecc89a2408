// One question each: what is asked, the answers that the scheme has, and what is wrong with the one given.
import { Button, Group, Kbd, NativeSelect, Radio, SegmentedControl } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { AssessmentProblem } from '#libs/taxonomy';
import { useLanguage } from '../catalogue/language.context.js';

type ProblemCode = AssessmentProblem['code'];

interface Asked {
  /** Group of the catalogue and name of the field. */
  readonly question: string;
  readonly problem: ProblemCode | undefined;
  readonly isDisabled?: boolean;
}

interface Choice extends Asked {
  readonly values: readonly { readonly code: string }[];
  readonly answer: string | undefined;
  readonly onAnswer: (answer: string | undefined) => void;
}

/** A group of controls with its question, and its problem in words. */
export function Question({
  label,
  problem,
  onClear,
  children,
}: {
  readonly label: string;
  readonly problem: ProblemCode | undefined;
  readonly onClear?: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const { t, word } = useLanguage();
  const id = useId();
  return (
    <fieldset className="question" aria-describedby={problem === undefined ? undefined : id}>
      <legend>
        {label}
        {onClear !== undefined && (
          <Button
            size="compact-xs"
            variant="subtle"
            ms="xs"
            onClick={onClear}
            aria-label={t('form.clear-of', { label })}
          >
            {t('form.clear')}
          </Button>
        )}
      </legend>
      {children}
      {problem !== undefined && (
        <div className="wrong" id={id}>
          {word('form-problem', problem)}
        </div>
      )}
    </fieldset>
  );
}

/** Few values, all in sight; `keys` are written beside them. */
export function RadioQuestion({
  question,
  values,
  answer,
  problem,
  isDisabled,
  keys,
  onAnswer,
}: Choice & { readonly keys?: readonly string[] }) {
  const { word } = useLanguage();
  const name = useId();
  return (
    <Question
      label={word('question', question)}
      problem={problem}
      onClear={answer === undefined || isDisabled === true ? undefined : () => onAnswer(undefined)}
    >
      <div className="choices">
        {values.map(({ code }, index) => (
          <Radio
            key={code}
            name={name}
            value={code}
            disabled={isDisabled ?? false}
            checked={answer === code}
            onChange={() => onAnswer(code)}
            error={problem !== undefined}
            label={
              <Group gap={6} wrap="nowrap" component="span">
                {word(question, code)}
                {keys?.[index] !== undefined && <Kbd size="xs">{keys[index]}</Kbd>}
              </Group>
            }
          />
        ))}
      </div>
    </Question>
  );
}

/** Many values in one list, where the first line means that nothing was answered. */
export function ListQuestion({ question, values, answer, problem, isDisabled, onAnswer }: Choice) {
  const { t, word } = useLanguage();
  return (
    <NativeSelect
      label={word('question', question)}
      disabled={isDisabled ?? false}
      error={problem === undefined ? undefined : word('form-problem', problem)}
      value={answer ?? ''}
      onChange={(event) => onAnswer(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      data={[
        { value: '', label: t('form.unanswered') },
        ...values.map(({ code }) => ({ value: code, label: word(question, code) })),
      ]}
    />
  );
}

const THREE = ['unanswered', 'no', 'yes'] as const;

/** Yes, no, or not answered: three states that never stand for each other. */
export function FlagQuestion({
  question,
  answer,
  problem,
  isDisabled,
  onAnswer,
}: Asked & {
  readonly answer: boolean | undefined;
  readonly onAnswer: (answer: boolean | undefined) => void;
}) {
  const { t, word } = useLanguage();
  const value = answer === undefined ? 'unanswered' : answer ? 'yes' : 'no';
  return (
    <Question label={word('question', question)} problem={problem}>
      <SegmentedControl
        aria-label={word('question', question)}
        fullWidth
        size="xs"
        disabled={isDisabled ?? false}
        value={value}
        onChange={(next) => onAnswer(next === 'unanswered' ? undefined : next === 'yes')}
        data={THREE.map((one) => ({ value: one, label: t(`form.${one}`) }))}
      />
    </Question>
  );
}
