// From what an analyst has filled in to what is sent. Nothing is filled in for them: a question that was not answered is
// left out, and one that does not go with the verdict is neither asked nor sent.
import {
  isIllegal,
  validateAssessment,
  validateSourceAnswers,
  type Answers,
  type AssessmentProblem,
  type SourceAnswers,
  type Verdict,
} from '#libs/taxonomy';

/** Answers to one subject so far. */
export type ItemDraft = Partial<Answers>;
export type Question = keyof Answers;
/** Field → which rule it breaks. */
export type Problems = Readonly<Record<string, AssessmentProblem['code']>>;

/** What is answered together: every item of a case that shows the same bytes, or a single item without any. */
export interface Subject {
  readonly key: string;
  readonly mediaId?: string;
  readonly itemIds: readonly string[];
  readonly needsAnswer: boolean;
}

interface ItemLike {
  readonly id: string;
  readonly role: 'source' | 'embedded';
  readonly media: { readonly id: string } | null;
  readonly needsAnswer: boolean;
}

/** Groups items so that nobody looks at the same picture twice; in the order of their first items. */
export function subjectsOf(items: readonly ItemLike[]): Subject[] {
  const subjects = new Map<string, Subject>();
  for (const { id, media, needsAnswer } of items) {
    const key = media?.id ?? id;
    const known = subjects.get(key);
    subjects.set(key, {
      key,
      ...(media ? { mediaId: media.id } : {}),
      itemIds: [...(known?.itemIds ?? []), id],
      needsAnswer: needsAnswer || known?.needsAnswer === true,
    });
  }
  return [...subjects.values()];
}

const ASKED_OF_ILLEGAL: readonly Question[] = [
  'ageBand',
  'sex',
  'severity',
  'selfGenerated',
  'computerGenerated',
  'childModelling',
  'nationalCategory',
];
const ASKED_OF_LEGAL: readonly Question[] = [
  'reason',
  'ageBand',
  'sex',
  'selfGenerated',
  'computerGenerated',
  'childModelling',
];

/** The questions that follow from a verdict, in the order in which they are asked. */
export function questionsAfter(verdict: Verdict | undefined): readonly Question[] {
  if (verdict === undefined) return [];
  if (isIllegal(verdict)) return ASKED_OF_ILLEGAL;
  return verdict === 'not-illegal' ? ASKED_OF_LEGAL : ['reason'];
}

/** Sets one answer; `undefined` takes it back. A reason belongs to its verdict and goes with it. */
export function withAnswer<Q extends Question>(
  draft: ItemDraft,
  question: Q,
  answer: Answers[Q] | undefined,
): ItemDraft {
  const next: ItemDraft = { ...draft };
  if (answer === undefined || answer === '') delete next[question];
  else next[question] = answer;
  if (question === 'verdict' && answer !== draft.verdict) delete next.reason;
  return next;
}

/** What of a draft is sent: the verdict and the questions that it asks, as far as they were answered. */
export function answersOf(draft: ItemDraft): ItemDraft {
  const asked: readonly Question[] = ['verdict', ...questionsAfter(draft.verdict)];
  return Object.fromEntries(
    asked.flatMap((question) => (draft[question] === undefined ? [] : [[question, draft[question]]])),
  );
}

/** A question about the source as a whole. */
export type SourceQuestion = keyof SourceAnswers;

const byField = (problems: readonly AssessmentProblem[]): Problems =>
  Object.fromEntries(problems.map(({ field, code }) => [field, code]));

/** What is wrong with the answers to a subject. One that needs none and has none is right. */
export function problemsOf(subject: Subject, draft: ItemDraft | undefined): Problems {
  const answers = answersOf(draft ?? {});
  if (Object.keys(answers).length === 0 && !subject.needsAnswer) return {};
  return byField(validateAssessment(answers));
}

/**
 * What is wrong with the answers about the source.
 * @param needed questions that may not stay unanswered
 */
export function sourceProblemsOf(source: SourceAnswers, needed: readonly SourceQuestion[] = []): Problems {
  const missing = needed.filter((question) => (source[question] ?? '').length === 0);
  return {
    ...byField(validateSourceAnswers(source)),
    ...Object.fromEntries(missing.map((question) => [question, 'required' as const])),
  };
}

/** Sets one answer about the source; none and an empty choice take it back. */
export function withSourceAnswer<Q extends keyof SourceAnswers>(
  source: SourceAnswers,
  question: Q,
  answer: SourceAnswers[Q] | undefined,
): SourceAnswers {
  const next: SourceAnswers = { ...source };
  if (answer === undefined || answer.length === 0) delete next[question];
  else next[question] = answer;
  return next;
}

export interface FilledCase {
  readonly subjects: readonly Subject[];
  readonly drafts: Readonly<Record<string, ItemDraft>>;
  /** Subject → the picture that it looks like whose answers were taken over; the server sees whether they still are. */
  readonly takenFrom?: Readonly<Record<string, string>>;
  readonly source: SourceAnswers;
  /** Subjects that an earlier assessment, which stands, says are illegal. */
  readonly illegalBefore: ReadonlySet<string>;
  /** What a way onward asks about the source once anything is confirmed. */
  readonly sourceQuestions: readonly SourceQuestion[];
}

/** The subjects that the decision would confirm: by the answers given now, else by an assessment that stands. */
export function confirmedBy({ subjects, drafts, illegalBefore }: FilledCase): Subject[] {
  return subjects.filter(({ key }) => {
    const verdict = drafts[key]?.verdict;
    return verdict === undefined ? illegalBefore.has(key) : isIllegal(verdict);
  });
}

/** The questions about the source that have to be answered, because something is confirmed and goes onward. */
export function neededOfSource(filled: FilledCase): readonly SourceQuestion[] {
  return confirmedBy(filled).length > 0 ? filled.sourceQuestions : [];
}

/** Whether everything that a decision needs is answered and nothing contradicts itself. */
export function isComplete(filled: FilledCase): boolean {
  const { subjects, drafts, source } = filled;
  return (
    subjects.every((subject) => Object.keys(problemsOf(subject, drafts[subject.key])).length === 0) &&
    Object.keys(sourceProblemsOf(source, neededOfSource(filled))).length === 0
  );
}

export interface ItemAnswers {
  readonly contentItemId?: string;
  readonly mediaId?: string;
  readonly answers: Answers;
  readonly takenFrom?: string;
}

export interface AssessmentRequest {
  readonly lease: { readonly token: string; readonly version: number };
  readonly items: ItemAnswers[];
  /** Always there: nothing of a decision that was taken back should hold for this one. */
  readonly source: SourceAnswers;
}

/**
 * The request of a decision.
 * @throws RangeError when the answers are not complete: the page offers no such decision
 */
export function requestOf(filled: FilledCase, lease: AssessmentRequest['lease']): AssessmentRequest {
  if (!isComplete(filled)) throw new RangeError('the assessment is not complete');
  const items = filled.subjects.flatMap(({ key, mediaId, itemIds }): ItemAnswers[] => {
    const answers = answersOf(filled.drafts[key] ?? {}) as Answers;
    if (answers.verdict === undefined) return [];
    const from = filled.takenFrom?.[key];
    if (mediaId !== undefined) return [{ mediaId, answers, ...(from !== undefined && { takenFrom: from }) }];
    return itemIds.map((contentItemId) => ({ contentItemId, answers }));
  });
  return {
    lease: { token: lease.token, version: lease.version },
    items,
    source: filled.source,
  };
}

/** Gives the answers of one subject to others as well. */
export function copyAnswers(
  drafts: Readonly<Record<string, ItemDraft>>,
  from: string,
  to: Iterable<string>,
): Record<string, ItemDraft> {
  const given = answersOf(drafts[from] ?? {});
  const next = { ...drafts };
  for (const key of to) next[key] = { ...given };
  return next;
}
