// The step before sending: everything that was answered, once more in words. Only a chord or this button decides.
import { Alert, Button, Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { isIllegal } from '#libs/taxonomy';
import { api, dataOf, OWN_PAGE } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import type { CaseSummary, Lease } from '../api/types.js';
import { useLanguage } from '../catalogue/language.context.js';
import type { Language } from '../catalogue/language.js';
import { ProblemNote } from '../parts/notes.js';
import { useMe } from '../session/session.context.js';
import { useShortcuts } from '../shortcuts/use-shortcuts.js';
import {
  answersOf,
  isComplete,
  problemsOf,
  requestOf,
  type FilledCase,
  type ItemDraft,
} from './assessment-form.js';

interface ReviewDialogProps {
  readonly summary: CaseSummary;
  readonly filled: FilledCase;
  /** Subjects that an earlier assessment, which stands, says are illegal. */
  readonly illegalBefore: ReadonlySet<string>;
  readonly lease: Lease;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onGoTo: (key: string) => void;
  readonly onDecided: (routeAt: string) => void;
}

/** The answers of an item as a line of words. */
function inWords({ t, word }: Language, draft: ItemDraft): string {
  return Object.entries(answersOf(draft))
    .map(([question, answer]) =>
      typeof answer === 'boolean'
        ? `${word('question', question)}: ${t(answer ? 'form.yes' : 'form.no')}`
        : word(question, answer),
    )
    .join(' · ');
}

export function ReviewDialog(props: ReviewDialogProps) {
  const { t } = useLanguage();
  const { isOpen, onClose } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('review.title', { number: props.summary.number })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <ReviewStep {...props} />
    </Modal>
  );
}

function ReviewStep({
  summary,
  filled,
  illegalBefore,
  lease,
  onClose,
  onGoTo,
  onDecided,
}: ReviewDialogProps) {
  const language = useLanguage();
  const { t, word } = language;
  const me = useMe();
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
    if (isWhole && !decide.isPending) decide.mutate();
  };
  useShortcuts('review', { confirm });
  const illegalCount = filled.subjects.filter(({ key }) => {
    const verdict = filled.drafts[key]?.verdict;
    return verdict === undefined ? illegalBefore.has(key) : isIllegal(verdict);
  }).length;
  const open = filled.subjects.flatMap((subject, index) =>
    Object.keys(problemsOf(subject, filled.drafts[subject.key])).length > 0
      ? [{ key: subject.key, place: index + 1 }]
      : [],
  );
  const source = Object.entries(filled.source).flatMap(([question, answer]) =>
    [answer].flat().map((code) => word(question, code)),
  );
  return (
    <Stack gap="md">
      {open.length > 0 && (
        <Alert color="amber" variant="light" title={t('review.open', { count: open.length })}>
          <Group gap="xs">
            {open.slice(0, 12).map(({ key, place }) => (
              <Button key={key} size="compact-sm" variant="default" onClick={() => onGoTo(key)}>
                {t('items.name', { place })}
              </Button>
            ))}
          </Group>
        </Alert>
      )}
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
                    inWords(language, draft)
                  )}
                </td>
              </tr>
            );
          })}
          <tr>
            <td className="narrow">{t('review.source')}</td>
            <td>
              {source.length === 0 ? (
                <span className="soft">{t('form.unanswered')}</span>
              ) : (
                source.join(' · ')
              )}
            </td>
          </tr>
        </tbody>
      </table>
      {isWhole && (
        <Text size="sm">
          {illegalCount > 0 ? t('review.goes-on', { count: illegalCount }) : t('review.ends')}{' '}
          {summary.isUrgent || me.undoSeconds === 0
            ? t('review.at-once')
            : t('review.waits', { time: language.duration(me.undoSeconds) })}
        </Text>
      )}
      {decide.isError && <ProblemNote error={decide.error} />}
      {decide.error instanceof ApiProblem && decide.error.body.fields !== undefined && (
        <FieldProblems fields={decide.error.body.fields} filled={filled} onGoTo={onGoTo} />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('review.back')}
        </Button>
        <Button onClick={confirm} disabled={!isWhole} loading={decide.isPending}>
          <Group gap={6} wrap="nowrap" component="span">
            {t('review.confirm')}
            <Kbd size="xs">Ctrl ↵</Kbd>
          </Group>
        </Button>
      </Group>
    </Stack>
  );
}

/** What the server found that the page did not: by item, in the server's words. */
function FieldProblems({
  fields,
  filled,
  onGoTo,
}: {
  readonly fields: Readonly<Record<string, string>>;
  readonly filled: FilledCase;
  readonly onGoTo: (key: string) => void;
}) {
  const { t } = useLanguage();
  return (
    <Stack component="ul" gap={4} m={0} ps="lg">
      {Object.entries(fields).map(([path, text]) => {
        const place = filled.subjects.findIndex(({ itemIds }) => itemIds.some((id) => path.startsWith(id)));
        const subject = filled.subjects[place];
        return (
          <li key={path}>
            {subject !== undefined && (
              <Button size="compact-xs" variant="default" me="xs" onClick={() => onGoTo(subject.key)}>
                {t('items.name', { place: place + 1 })}
              </Button>
            )}
            <Text span size="sm" dir="ltr">
              {text}
            </Text>
          </li>
        );
      })}
    </Stack>
  );
}
