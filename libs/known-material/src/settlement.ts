// What a match may settle without a look: an exact digest on a list that several analysts have confirmed, nothing else.
// Perceptual hashes can be made to collide on purpose, so what is near is a suggestion for a person, however near.
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import type { MatchAlgorithm, MatchKind } from './match.entity.js';

/** The words of a list's category that say what we would say; any other goes to a person. */
export const SETTLING_CATEGORIES = ['baseline', 'national'] as const;

/** A match with what its entry and list say about it. */
export interface StoredMatch {
  readonly id: string;
  readonly kind: MatchKind;
  readonly algorithm: MatchAlgorithm;
  /** Of the entry, in the words of its list. */
  readonly category: string | null;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly isEnabled: boolean;
  readonly settlesByWeakDigest: boolean;
}

const STRENGTH: Readonly<Record<MatchAlgorithm, number>> = { sha256: 3, sha1: 2, md5: 1, pdq: 0 };

/** Whether a match may settle under its list's policy. */
export function maySettle(match: StoredMatch): boolean {
  if (!match.isEnabled || match.effect !== 'settle' || match.trust !== 'several-analysts') return false;
  if (match.kind !== 'exact') return false;
  if (match.algorithm === 'sha256') return true;
  return (match.algorithm === 'sha1' || match.algorithm === 'md5') && match.settlesByWeakDigest;
}

/** What a match does under its list's policy and its entry's category: one that does not settle only suggests. */
export function effectOfMatch(match: StoredMatch): ListEffect {
  if (match.effect === 'flag') return 'flag';
  const isClear = SETTLING_CATEGORIES.some((category) => category === match.category);
  return isClear && maySettle(match) ? 'settle' : 'suggest';
}

/** The match that settles an item, by the strongest digest; null when a person must look. */
export function settlingMatch<M extends StoredMatch>(matches: readonly M[]): M | null {
  return (
    matches
      .filter(maySettle)
      .sort((a, b) => STRENGTH[b.algorithm] - STRENGTH[a.algorithm] || (a.id < b.id ? -1 : 1))[0] ?? null
  );
}
