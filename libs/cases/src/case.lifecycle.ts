// The life of a case as data. Nothing sets a state but `moveCase`.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';

export const CASE_STATES = ['triage', 'ready', 'in-assessment', 'decided', 'referred', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** From each state, where a case may go and what takes it there. */
export const CASE_TRANSITIONS: Readonly<Record<CaseState, Readonly<Partial<Record<CaseState, string>>>>> = {
  triage: { ready: 'ranked for a person' },
  ready: { 'in-assessment': 'claimed', triage: 'a new report brought something to examine' },
  'in-assessment': {
    ready: 'given back, or the lease ran out',
    decided: 'assessed',
    triage: 'a new report brought something to examine, or copies that are gone are fetched again',
  },
  decided: {
    ready: 'undone',
    referred: 'sent on its way',
    closed: 'nothing to send',
    triage: 'reported again',
  },
  referred: {
    closed: 'every referral has arrived',
    ready: 'nothing was sent, and it is to be decided anew',
    triage: 'reported again',
  },
  closed: { triage: 'reported again' },
};

export class CaseMovedError extends ConflictError {
  constructor() {
    super('case-moved', 'The case has changed in the meantime. Load it again.');
  }
}

/** The states from which a case may go to `to`. */
export function statesBefore(to: CaseState): CaseState[] {
  return CASE_STATES.filter((from) => CASE_TRANSITIONS[from][to] !== undefined);
}

/**
 * Moves a case if it stands in a state from which it may.
 * @throws CaseMovedError when it does not, or is not the organisation's
 */
export async function moveCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  from: CaseState | readonly CaseState[],
  to: CaseState,
): Promise<void> {
  const allowed = (typeof from === 'string' ? [from] : from).filter(
    (state) => CASE_TRANSITIONS[state][to] !== undefined,
  );
  const [, moved] = await manager.query(
    `UPDATE cases SET state = $4,
       looked_at = CASE WHEN $4 = 'in-assessment' THEN coalesce(looked_at, now()) ELSE looked_at END
     WHERE id = $1 AND organisation_id = $2 AND state = ANY ($3)`,
    [caseId, organisationId, allowed, to],
  );
  if (moved !== 1) throw new CaseMovedError();
}
