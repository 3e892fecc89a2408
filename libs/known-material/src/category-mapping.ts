// From a source's word for a category to our verdict. Without a word of its own a list says nothing that settles.
import type { Verdict } from '#libs/taxonomy';

/** What a list may say of material by itself; that something is no such material, a list never settles. */
export const LISTED_VERDICTS = ['baseline', 'national'] as const satisfies readonly Verdict[];
export type ListedVerdict = (typeof LISTED_VERDICTS)[number];

/** The source's word → a verdict, or null where a person has to say. Words that are not there are as null. */
export type CategoryMapping = Readonly<Record<string, ListedVerdict | null>>;

/** Of a new list: our own words. */
export const OWN_WORDS: CategoryMapping = { baseline: 'baseline', national: 'national' };

export const MOST_CATEGORIES = 200;

/** What a category says, by the mapping of its list. */
export function verdictOf(mapping: CategoryMapping, category: string | null): ListedVerdict | null {
  return category !== null && Object.hasOwn(mapping, category) ? mapping[category]! : null;
}
