// The interfaces that are spoken to, and what each of them needs to be told.
import type { ListEffect, ListTrust } from '../hash-list.entity.js';

export const SOURCE_KINDS = ['ncmec', 'stopncii', 'arachnid-shield'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceTraits {
  /** Who it is, for people. */
  readonly body: string;
  /** `polled`: tells a list; `asked`: answers whether a hash is known. */
  readonly way: 'polled' | 'asked';
  /** What it wants to see. */
  readonly credentials: readonly string[];
  readonly path: string;
  /** How often it is polled; of one that is asked, how often an answer is asked for again. */
  readonly everyMinutes: number;
  /** Where nobody has reviewed its entries: what its list can be at most, whatever is set. */
  readonly hintOnly?: true;
  /** Whether it takes what analysts say against an entry. */
  readonly takesFeedback?: true;
}

const HOUR = 60;
const WEEK = 7 * 24 * HOUR;

export const SOURCE_TRAITS: Readonly<Record<SourceKind, SourceTraits>> = {
  ncmec: {
    body: 'NCMEC Hash Sharing',
    way: 'polled',
    credentials: ['username', 'password'],
    path: '/hashsharing',
    everyMinutes: HOUR,
    takesFeedback: true,
  },
  stopncii: {
    body: 'StopNCII.org',
    way: 'polled',
    credentials: ['functionsKey', 'subscriptionKey'],
    path: '/v1',
    everyMinutes: HOUR,
    hintOnly: true,
  },
  'arachnid-shield': {
    body: 'Project Arachnid Shield',
    way: 'asked',
    credentials: ['username', 'password'],
    path: '',
    everyMinutes: WEEK,
  },
};

/** What a list may do whose entries nobody has reviewed. */
export const HINT_EFFECTS = ['suggest', 'flag'] as const satisfies readonly ListEffect[];

/** Who stands behind the entries of such a list. */
export const HINT_TRUST: ListTrust = 'unreviewed';
