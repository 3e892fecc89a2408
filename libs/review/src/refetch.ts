// Asking for pictures again whose copies were destroyed before anybody decided. Triage does it: it alone fetches, and it
// asks the mandate of that moment.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { COPY_IS_GONE, moveCase } from '#libs/cases';
import { ConflictError, enqueue, isId } from '#libs/platform';
import type { Person } from './exposure.service.js';
import { holdCase, type LeaseClaim } from './lease.service.js';

/** Why somebody asks; codes, since they stand in the audit log. */
export const REFETCH_REASONS = ['not-decided-in-time', 'decided-anew', 'second-opinion'] as const;
export type RefetchReason = (typeof REFETCH_REASONS)[number];

/** Why nothing can be fetched again; null: it can. */
export type RefetchObstacle = 'mandate' | 'nothing-gone' | 'running';

const OBSTACLES: Readonly<Record<RefetchObstacle, string>> = {
  mandate: 'The mandate of this case keeps nothing to look at, so there is nothing to fetch again.',
  'nothing-gone': 'No copy of this case is gone; all that could be seen can be seen.',
  running: 'The copies of this case are being fetched already.',
};

export class RefetchRefusedError extends ConflictError {
  constructor(obstacle: RefetchObstacle) {
    super(`refetch-${obstacle}`, OBSTACLES[obstacle]);
  }
}

/** Whether there is anything that a case could have fetched again, whoever holds it. */
export async function refetchObstacle(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<RefetchObstacle | null> {
  const [row] = await manager.query<{ mandate: string; is_running: boolean; is_gone: boolean }[]>(
    `SELECT c.mandate,
       c.refetch_asked_at IS NOT NULL OR EXISTS (SELECT 1 FROM content_items i WHERE i.case_id = c.id
         AND i.organisation_id = c.organisation_id AND i.is_refetch) AS is_running,
       EXISTS (SELECT 1 FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id
         AND ${COPY_IS_GONE}) AS is_gone
     FROM cases c WHERE c.id = $1 AND c.organisation_id = $2`,
    [caseId, organisationId],
  );
  if (row === undefined || (row.mandate !== 'view' && row.mandate !== 'retain')) return 'mandate';
  if (row.is_running) return 'running';
  return row.is_gone ? null : 'nothing-gone';
}

/**
 * Gives a case that the person holds back to triage, to have its copies fetched again; it comes back into the queue by
 * itself. Asked again with the same lease it changes nothing.
 * @throws NotFoundError, LeaseLostError, RefetchRefusedError
 */
export async function askRefetch(
  manager: EntityManager,
  person: Person,
  caseId: string,
  lease: LeaseClaim,
  reason: RefetchReason,
  now: Date,
): Promise<void> {
  if (await wasAsked(manager, person, caseId, lease)) return;
  await holdCase(manager, person, caseId, lease, now);
  const obstacle = await refetchObstacle(manager, person.organisationId, caseId);
  if (obstacle !== null) throw new RefetchRefusedError(obstacle);
  await moveCase(manager, person.organisationId, caseId, 'in-assessment', 'triage');
  // The lease is over. Whose it was stays, so that the same request is known again, and so that they may take the case
  // again by its name.
  await manager.query(
    `UPDATE cases SET refetch_asked_at = $3, refetch_refused = NULL, lease_expires_at = NULL
     WHERE id = $1 AND organisation_id = $2`,
    [caseId, person.organisationId, now],
  );
  await enqueue(manager, caseId, {
    queue: 'triage',
    name: 'refetch',
    payload: { organisationId: person.organisationId, caseId },
  });
  await recordEvent(manager, {
    organisationId: person.organisationId,
    actor: { kind: 'staff', id: person.accountId },
    act: 'case.refetch-asked',
    subjectKind: 'case',
    subjectId: caseId,
    details: { reason, leaseVersion: lease.version },
  });
}

/** Whether this very lease ended by asking, and nobody has taken the case since. */
async function wasAsked(
  manager: EntityManager,
  person: Person,
  caseId: string,
  lease: LeaseClaim,
): Promise<boolean> {
  if (!isId(lease.token)) return false;
  const [row] = await manager.query<unknown[]>(
    `SELECT 1 FROM cases WHERE id = $1 AND organisation_id = $2 AND lease_holder_id = $3 AND lease_token = $4
       AND lease_version = $5 AND lease_expires_at IS NULL AND state IN ('triage', 'ready') FOR UPDATE`,
    [caseId, person.organisationId, person.accountId, lease.token.toLowerCase(), lease.version],
  );
  return row !== undefined;
}
