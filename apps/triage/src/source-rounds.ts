// Sources of lists: polled in slices, asked about hashes, and sent what analysts say against their entries.
import { FeedbackSender, type LookUps, SourcePolls } from '#libs/known-material';
import { createLookUps } from '#libs/pipeline';
import {
  type Database,
  type KeyRing,
  type ManaraLogger,
  type OwnAddresses,
  systemClock,
} from '#libs/platform';
import type { Round } from './rounds.js';

/** How often it is looked for questions: a case goes on meanwhile, and its analyst wants to see the answer. */
const QUESTIONS_EVERY_MS = 2_000;

export interface SourceWork {
  readonly polls: SourcePolls;
  readonly lookUps: LookUps;
  readonly feedback: FeedbackSender;
}

export function createSourceWork(
  database: Database,
  ring: KeyRing,
  logger: ManaraLogger,
  own: OwnAddresses,
): SourceWork {
  const onFailure = (source: string, code: string) =>
    logger.warn('a source of a list cannot be used now', { source, code });
  return {
    polls: new SourcePolls(database, ring, { clock: systemClock, onFailure, own }),
    lookUps: createLookUps(database, ring, onFailure, own),
    feedback: new FeedbackSender(database, ring, onFailure, own),
  };
}

/**
 * The rounds of sources. One organisation's trouble keeps no other waiting.
 * @param everyMs how often it is looked for sources that are due
 */
export function sourceRounds(
  { polls, lookUps, feedback }: SourceWork,
  organisations: () => Promise<readonly string[]>,
  logger: ManaraLogger,
  everyMs: number,
): Round[] {
  const forEach = async (name: string, work: (organisationId: string) => Promise<unknown>) => {
    for (const id of await organisations())
      await work(id).catch((error: unknown) => logger.unexpected('a round failed', error, { job: name }));
  };
  return [
    {
      name: 'sources',
      everyMs,
      run: async () => {
        // Slices in turn, until nothing is left: a long first reading does not wait for the next round.
        for (let goesOn = true; goesOn;) {
          goesOn = false;
          await forEach('sources', async (id) => {
            const results = await polls.pollDue(id);
            goesOn ||= results.some(({ outcome }) => outcome === 'goes-on');
          });
        }
      },
    },
    {
      name: 'look-ups',
      everyMs: QUESTIONS_EVERY_MS,
      run: () => forEach('look-ups', (id) => lookUps.askDue(id)),
    },
    {
      name: 'feedback',
      everyMs,
      run: () => forEach('feedback', (id) => feedback.sendDue(id)),
    },
  ];
}
