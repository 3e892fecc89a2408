// What became of a portal's reports, for its owner: numbers by month, none that could tell of one case.
import type { EntityManager } from 'typeorm';
import { readPortal } from './portal-rows.js';

export interface PortalOutcome {
  /** First day of the month, as `2026-10-01`. */
  readonly month: string;
  readonly outcome: 'forwarded' | 'not-illegal' | 'not-reachable';
  /** Null: one to four. */
  readonly cases: number | null;
}

/**
 * Cases of a portal closed in the months that have ended, by outcome. The database counts, and tells no number below five.
 * @param months how many to look back, at most 36
 * @throws NotFoundError when the organisation neither owns nor triages the portal
 */
export async function portalOutcomes(
  manager: EntityManager,
  organisationId: string,
  portalId: string,
  months: number,
): Promise<PortalOutcome[]> {
  await readPortal(manager, [organisationId], { id: portalId });
  return manager.query(
    `SELECT to_char(month, 'YYYY-MM-DD') AS month, outcome, cases FROM console_api.portal_outcomes($1, $2)`,
    [portalId, months],
  );
}
