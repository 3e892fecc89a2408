// What a match may settle without a look: an exact digest on a list that several analysts have confirmed, nothing else.
// Perceptual hashes can be made to collide on purpose, so what is near is a suggestion for a person, however near.
import type { ListedVerdict } from './category-mapping.js';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import type { MatchAlgorithm, MatchKind } from './match.entity.js';

/** A match with what its entry and list say about it. */
export interface StoredMatch {
  readonly id: string;
  readonly kind: MatchKind;
  readonly algorithm: MatchAlgorithm;
  /** What the entry's category means by its list's mapping; null where it says nothing that settles. */
  readonly verdict: ListedVerdict | null;
  /** A negative list has the very same file: the two say the opposite. */
  readonly isContested: boolean;
  readonly trust: ListTrust;
  readonly effect: ListEffect;
  readonly isEnabled: boolean;
  readonly settlesByWeakDigest: boolean;
}

const STRENGTH: Readonly<Record<MatchAlgorithm, number>> = { sha256: 3, sha1: 2, md5: 1, pdq: 0 };

/** Whether a match may settle under its list's policy and mapping. */
export function maySettle(match: StoredMatch): boolean {
  if (!match.isEnabled || match.effect !== 'settle' || match.trust !== 'several-analysts') return false;
  if (match.kind !== 'exact' || match.verdict === null || match.isContested) return false;
  if (match.algorithm === 'sha256') return true;
  return (match.algorithm === 'sha1' || match.algorithm === 'md5') && match.settlesByWeakDigest;
}

/** What a match does: one of a list that settles, but that may not, only suggests. */
export function effectOfMatch(match: StoredMatch): ListEffect {
  if (match.effect === 'flag' || match.effect === 'suppress') return match.effect;
  return maySettle(match) ? 'settle' : 'suggest';
}

/** The match that settles an item, by the strongest digest; null when a person must look. */
export function settlingMatch<M extends StoredMatch>(matches: readonly M[]): M | null {
  return (
    matches
      .filter(maySettle)
      .sort((a, b) => STRENGTH[b.algorithm] - STRENGTH[a.algorithm] || (a.id < b.id ? -1 : 1))[0] ?? null
  );
}
