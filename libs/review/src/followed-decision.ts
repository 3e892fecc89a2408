// Which decision of a person a copy of the same bytes follows. Pure.
import type { Answers, Verdict } from '#libs/taxonomy';

/** What a person has decided about some bytes, having looked at them, and what has gone out since. */
export interface MadeDecision {
  readonly assessmentId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly mediaId: string;
  readonly personId: string;
  /** Of the portal under whose law it was judged. */
  readonly country: string;
  readonly portalId: string;
  readonly verdict: Verdict;
  readonly answers: Answers;
  readonly madeAt: Date;
}

/** Where a copy has turned up. */
export interface CopyPlace {
  readonly country: string;
  readonly portalId: string;
  /** Its decisions are exercises; they say nothing to a real portal, nor one of that to it. */
  readonly isDemonstration: boolean;
}

/** `disputed`: people have said different things under this law, and a further person has to look. */
export type FollowChoice =
  | { readonly kind: 'follow'; readonly decision: MadeDecision }
  | { readonly kind: 'disputed' }
  | { readonly kind: 'none' };

/**
 * The decision to follow. Each person's last word under a country's law counts once; what more people say than say
 * anything else is followed, by its newest decision. What was said under the law of the copy's own portal goes first.
 * From another country only `baseline` travels, which is illegal everywhere, and only if nobody has said otherwise.
 * @param decisions on the same bytes, in any order; those on addresses that could not be reached say nothing of bytes
 */
export function decisionToFollow(decisions: readonly MadeDecision[], place: CopyPlace): FollowChoice {
  const words = lastWords(decisions.filter(({ verdict }) => verdict !== 'not-reachable'));
  const own = words.filter(({ country }) => country === place.country);
  if (own.length > 0) return majority(own);
  const isAgreed = words.length > 0 && words.every(({ verdict }) => verdict === 'baseline');
  return isAgreed ? { kind: 'follow', decision: words.at(-1)! } : { kind: 'none' };
}

/** What a link says: the answers about the picture. A portal's own category is a word of that portal's law only. */
export function answersThatTravel({ answers, portalId }: MadeDecision, place: CopyPlace): Answers {
  if (portalId === place.portalId) return answers;
  const { nationalCategory: _ofThatPortal, ...others } = answers;
  return others;
}

/** The last decision of each person under each law, the oldest first. */
function lastWords(decisions: readonly MadeDecision[]): MadeDecision[] {
  const words = new Map<string, MadeDecision>();
  for (const decision of decisions.toSorted(byAge)) {
    const key = `${decision.personId} ${decision.country}`;
    words.delete(key);
    words.set(key, decision);
  }
  return [...words.values()];
}

function majority(words: readonly MadeDecision[]): FollowChoice {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of words) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const leading = [...counts].filter(([, count]) => count === most);
  if (leading.length > 1) return { kind: 'disputed' };
  const [verdict] = leading[0]!;
  return { kind: 'follow', decision: words.findLast((word) => word.verdict === verdict)! };
}

function byAge(a: MadeDecision, b: MadeDecision): number {
  return a.madeAt.getTime() - b.madeAt.getTime() || (a.assessmentId < b.assessmentId ? -1 : 1);
}
