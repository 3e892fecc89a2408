// The step before sending: everything that was answered, once more in words. Only a chord or this button decides.
import { Alert, Button, Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { CaseSummary, Lease } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import { ProblemNote } from '../parts/notes.js';
import { useMe } from '../session/session.context.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';
import { answersInWords, sourceInWords } from './answers-in-words.js';
import {
  confirmedBy,
  isComplete,
  neededOfSource,
  problemsOf,
  requestOf,
  sourceProblemsOf,
  type FilledCase,
  type SourceQuestion,
} from './assessment-form.js';
import { FieldProblems } from './field-problems.js';

interface ReviewDialogProps {
  readonly summary: CaseSummary;
  readonly filled: FilledCase;
  readonly lease: Lease;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onGoTo: (key: string) => void;
  readonly onGoToSource: (question: SourceQuestion) => void;
  readonly onDecided: (routeAt: string) => void;
}

export function ReviewDialog(props: ReviewDialogProps) {
  const { t } = useLanguage();
  const { isOpen, onClose, filled } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={
        // Reading begins here, unless something is missing: then at the first of it.
        <span tabIndex={-1} className="lands" data-autofocus={isComplete(filled) || undefined}>
          {t('review.title', { number: props.summary.number })}
        </span>
      }
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <ReviewStep {...props} />
    </Modal>
  );
}

function ReviewStep(props: ReviewDialogProps) {
  const { summary, filled, lease, onClose, onDecided } = props;
  const language = useLanguage();
  const { t } = language;
  const me = useMe();
  const missing = useRef<HTMLDivElement>(null);
  const isWhole = isComplete(filled);
  const decide = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST('/api/v1/cases/{id}/assessments', {
          params: { path: { id: summary.id }, header: OWN_PAGE },
          body: requestOf(filled, lease),
        }),
      ),
    onSuccess: ({ routeAt }) => onDecided(routeAt),
  });
  const confirm = () => {
    if (!isWhole) missing.current?.querySelector('button')?.focus();
    else if (!decide.isPending) decide.mutate();
  };
  useShortcuts('review', { confirm });
  const confirmed = confirmedBy(filled).length;
  return (
    <Stack gap="md">
      {!isWhole && <Missing {...props} box={missing} />}
      <Answers filled={filled} />
      {isWhole && (
        <Text size="sm">
          {confirmed > 0 ? t('review.goes-on', { count: confirmed }) : t('review.ends')}{' '}
          {summary.isUrgent || me.undoSeconds === 0
            ? t('review.at-once')
            : t('review.waits', { time: language.duration(me.undoSeconds) })}
        </Text>
      )}
      {decide.isError && <ProblemNote error={decide.error} />}
      {decide.error instanceof ApiProblem && decide.error.body.fields !== undefined && (
        <FieldProblems
          fields={decide.error.body.fields}
          subjects={filled.subjects}
          onGoTo={props.onGoTo}
          onGoToSource={props.onGoToSource}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('review.back')}
        </Button>
        <Button onClick={confirm} variant={isWhole ? 'filled' : 'default'} loading={decide.isPending}>
          <Group gap={6} wrap="nowrap" component="span">
            {t('review.confirm')}
            <Kbd size="xs">Ctrl ↵</Kbd>
          </Group>
        </Button>
      </Group>
    </Stack>
  );
}

const MOST_NAMED = 12;

/** What has to be answered first, each with the way to it. */
function Missing({
  filled,
  box,
  onGoTo,
  onGoToSource,
}: ReviewDialogProps & { readonly box: React.RefObject<HTMLDivElement | null> }) {
  const { t, word } = useLanguage();
  const open = filled.subjects.flatMap((subject, index) =>
    Object.keys(problemsOf(subject, filled.drafts[subject.key])).length > 0
      ? [{ key: subject.key, place: index + 1 }]
      : [],
  );
  const ofSource = Object.keys(sourceProblemsOf(filled.source, neededOfSource(filled))) as SourceQuestion[];
  return (
    <Stack gap="sm" ref={box}>
      {open.length > 0 && (
        <Alert color="amber" variant="light" title={t('review.open', { count: open.length })}>
          <Group gap="xs">
            {open.slice(0, MOST_NAMED).map(({ key, place }, index) => (
              <Button
                key={key}
                size="compact-sm"
                variant="default"
                data-autofocus={index === 0 || undefined}
                onClick={() => onGoTo(key)}
              >
                {t('items.name', { place })}
              </Button>
            ))}
            {open.length > MOST_NAMED && (
              <Text size="sm">{t('review.open-more', { count: open.length - MOST_NAMED })}</Text>
            )}
          </Group>
        </Alert>
      )}
      {ofSource.length > 0 && (
        <Alert color="amber" variant="light" title={t('review.source-open')}>
          <Group gap="xs">
            {ofSource.map((question, index) => (
              <Button
                key={question}
                size="compact-sm"
                variant="default"
                data-autofocus={(open.length === 0 && index === 0) || undefined}
                onClick={() => onGoToSource(question)}
              >
                {word('question', question)}
              </Button>
            ))}
          </Group>
        </Alert>
      )}
    </Stack>
  );
}

function Answers({ filled }: { readonly filled: FilledCase }) {
  const language = useLanguage();
  const { t } = language;
  const source = sourceInWords(language, filled.source);
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col" className="narrow">
            {t('review.item')}
          </th>
          <th scope="col">{t('review.answers')}</th>
        </tr>
      </thead>
      <tbody>
        {filled.subjects.map(({ key, itemIds, needsAnswer }, index) => {
          const draft = filled.drafts[key];
          return (
            <tr key={key}>
              <td className="narrow">
                {t('items.name', { place: index + 1 })}
                {itemIds.length > 1 && ` ×${language.number(itemIds.length)}`}
              </td>
              <td>
                {draft?.verdict === undefined ? (
                  <span className="soft">{needsAnswer ? t('items.open') : t('review.left')}</span>
                ) : (
                  answersInWords(language, draft)
                )}
              </td>
            </tr>
          );
        })}
        <tr>
          <td className="narrow">{t('review.source')}</td>
          <td>{source === '' ? <span className="soft">{t('form.unanswered')}</span> : source}</td>
        </tr>
      </tbody>
    </table>
  );
}
