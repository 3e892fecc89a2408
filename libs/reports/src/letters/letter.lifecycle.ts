// The life of a letter as data. Nothing sets a state but `moveLetter`.
import type { EntityManager } from 'typeorm';

/** What it tells of: a message of the analysts, or that the receipt shows the report as closed. */
export type LetterCause = 'message' | 'closing';

export const LETTER_STATES = ['queued', 'sent', 'dropped', 'failed'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export const LETTER_TRANSITIONS: Readonly<
  Record<LetterState, Readonly<Partial<Record<LetterState, string>>>>
> = {
  queued: {
    sent: 'the mail server took it',
    dropped: 'there is nothing to tell any more, or nobody to tell it',
    failed: 'it cannot arrive',
  },
  sent: {},
  dropped: {},
  failed: {},
};

/**
 * Ends a letter if it stands in a state from which it may.
 * @param code why, for people
 * @returns whether it did
 */
export async function moveLetter(
  manager: EntityManager,
  organisationId: string,
  letterId: string,
  to: LetterState,
  code: string | null,
): Promise<boolean> {
  const from = LETTER_STATES.filter((state) => LETTER_TRANSITIONS[state][to] !== undefined);
  const [, moved] = await manager.query(
    `UPDATE letters SET state = $4, last_code = $5, ended_at = date_trunc('minute', now())
     WHERE id = $1 AND organisation_id = $2 AND state = ANY ($3)`,
    [letterId, organisationId, from, to, code],
  );
  return moved === 1;
}
