// What a polled interface is to the one who polls it: pages, each of which says how to go on.
import { ManaraError } from '#libs/platform';
import type { EntryOrigin, NewEntry, Refusal, RefusedEntry } from '../new-entry.js';
import type { SourceClient } from './source.client.js';

/** How far a reading has come; kept as JSON, so that it goes on where it was broken off. */
export interface PollProgress {
  /** From the beginning: what it does not tell is no longer there. */
  readonly isFull: boolean;
  /** Where the protocol stands; `null` when all is read and only the version is missing. */
  readonly cursor: Readonly<Record<string, string | number | null>> | null;
  /** Up to where everything is known once all is read. */
  readonly checkpoint: string | null;
  readonly pages: number;
  readonly received: number;
  readonly refused: number;
  /** Why, and how often each; absent where nothing was refused, or a reading began before this was kept. */
  readonly reasons?: RefusalCounts;
  /** Entries that were told, taken or not: the place of the next is behind them. Absent as `reasons` may be. */
  readonly records?: number;
  /** When the reading began; absent as `reasons` may be. */
  readonly begunAt?: string;
}
/** Reason → entries that were refused for it. */
export type RefusalCounts = Readonly<Partial<Record<Refusal, number>>>;
export type Cursor = NonNullable<PollProgress['cursor']>;

export interface SourcePage {
  /** Each says which state of which entry it is. */
  readonly entries: readonly NewEntry[];
  /** Of each entry: where it stood. */
  readonly origins: readonly EntryOrigin[];
  /** Which were not taken, and why. */
  readonly refused: readonly RefusedEntry[];
  /** Entries of the page, taken or not. */
  readonly records: number;
  /** Where to go on; null when all is read. */
  readonly next: Cursor | null;
  /** With the last page: up to where everything is known. */
  readonly checkpoint?: string;
}

export interface PollState {
  readonly checkpoint: string | null;
  /** When the source was last read up to its end. */
  readonly succeededAt: Date | null;
}

export interface SourceProtocol {
  /** Where a reading begins. */
  begin(state: PollState, now: Date): { readonly cursor: Cursor; readonly isFull: boolean };
  /**
   * Reads one page.
   * @throws SourceFailedError, ListUnreadableError; DeliveryError from the client
   */
  read(client: SourceClient, cursor: Cursor, now: Date): Promise<SourcePage>;
}

/** The source answered what it never should, or not at all. */
export class SourceFailedError extends ManaraError {
  /** @param retryable whether the same question may be asked again; otherwise the reading begins anew */
  constructor(
    code: string,
    readonly retryable: boolean,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(code, `A source of a list could not be read: ${code}.`, 502);
  }
}

/** The answer is not what the protocol says; nothing of it is taken. */
export const malformed = (what: string): SourceFailedError =>
  new SourceFailedError(`malformed-${what}`, false);
