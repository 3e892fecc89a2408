// How much of what an organisation holds a version may match before a person has to say that it is right. A poisoned or
// broken list shows by matching what nobody would expect of it.
import { INDEXED_DISTANCE } from '#libs/hash-index';

export const IMPORT_LIMITS = {
  /** Below this many media a share says nothing. */
  fewestHeld: 20,
  /**
   * Media newly matched at most, by a version and those that went live unasked in the days before it: a share of what is
   * held; of less than five hundred this number, of less than a hundred a larger share.
   */
  matched: { number: 10, share: 0.02, shareOfFew: 0.1, days: 30 },
  /** Media that one entry fits at most. */
  ofOneEntry: { number: 10, share: 0.005 },
  /** Of what is live, if it is that many entries, the part that a file may end. */
  ended: { fewestLive: 20, share: 0.5 },
} as const;

/** Media that a version is compared with at most, the latest first. */
const MOST_MEDIA = 10_000;
/** The same for a version of many entries, so that a million take seconds. */
const MEDIA_FOR_MANY = 2_000;
const MANY_ENTRIES = 200_000;
/** Beyond the distance that tables serve every hash is compared with every other: comparisons at most. */
const MOST_COMPARISONS = 1_000_000_000;
const HASHES_OF_A_PICTURE = 8;
const FEWEST_MEDIA = 64;

/** With how many media to compare a version, by how many entries are new and how far its list looks. */
export function mediaToCompare(newEntries: number, maxDistance: number): number {
  const media = newEntries > MANY_ENTRIES ? MEDIA_FOR_MANY : MOST_MEDIA;
  if (maxDistance <= INDEXED_DISTANCE) return media;
  const affordable = Math.floor(MOST_COMPARISONS / HASHES_OF_A_PICTURE / Math.max(1, newEntries));
  return Math.min(media, Math.max(FEWEST_MEDIA, affordable));
}

/** What a version would match of what the organisation holds and this list does not match yet. */
export interface ImportImpact {
  /** Media that it was compared with. */
  readonly held: number;
  /** Of these, how many an entry fits. */
  readonly matched: number;
  /** Of the matched, how many by a digest; the rest is near. */
  readonly exact: number;
  /** The entry that fits the most media; null when none fits any. */
  readonly busiestEntry: { readonly id: string; readonly media: number } | null;
  /** What versions matched newly in the days before that nobody was asked about; absent where there is nothing. */
  readonly earlier?: number;
  /** Live entries whose hashes it has no more, where these are more than a file may end. */
  readonly withdrawn?: number;
}

export const WAITING_REASONS = ['share-too-large', 'entry-fits-too-many', 'withdraws-too-much'] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];

const { matched: OF_ALL, ofOneEntry: OF_ONE, ended: ENDED } = IMPORT_LIMITS;

/** Media of so many held that may be matched newly without asking. */
const mostMatched = (held: number): number =>
  Math.max(OF_ALL.share * held, Math.min(OF_ALL.number, OF_ALL.shareOfFew * held));

/** Whether a file that ends so many of the entries that are live ends most of them. */
export const endsTooMuch = (live: number, ended: number): boolean =>
  live >= ENDED.fewestLive && ended > ENDED.share * live;

/** Why a version must wait for a person; null when it may go live. */
export function reasonToWait(impact: ImportImpact): WaitingReason | null {
  const { held, matched, busiestEntry, earlier = 0, withdrawn = 0 } = impact;
  if (held >= IMPORT_LIMITS.fewestHeld && matched > 0) {
    if (matched + earlier > mostMatched(held)) return 'share-too-large';
    const fits = busiestEntry?.media ?? 0;
    if (fits > Math.max(OF_ONE.number, OF_ONE.share * held)) return 'entry-fits-too-many';
  }
  return withdrawn > 0 ? 'withdraws-too-much' : null;
}

/** The figures as an audit event holds them. */
export function impactDetails(impact: ImportImpact): Readonly<Record<string, string | number>> {
  const { busiestEntry, ...counts } = impact;
  return {
    ...counts,
    ...(busiestEntry && { busiestEntry: busiestEntry.id, busiestEntryMedia: busiestEntry.media }),
  };
}
