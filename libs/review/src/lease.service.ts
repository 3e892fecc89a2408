// Who works on which case: a lease in the case's own row, taken in one statement.
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { moveCase } from '#libs/cases';
import { isId, NotFoundError, type Clock, type Database } from '#libs/platform';
import { exposureFigures, noteWork, refusalFor, type Person } from './exposure.service.js';
import { LAST_DECIDER } from './standing-assessment.js';
import { ClaimRefusedError, LeaseLostError, NotClaimableError } from './review.errors.js';

export const LEASE_SECONDS = 15 * 60;

/** What the holder shows with each act on the case. */
export interface LeaseClaim {
  readonly token: string;
  readonly version: number;
}

export interface Lease extends LeaseClaim {
  readonly caseId: string;
  readonly expiresAt: Date;
}

interface LeasedRow {
  id: string;
  state: string;
  lease_version: number;
}

/**
 * Locks a case that the person holds, for the rest of the transaction.
 * @throws NotFoundError when it is not the organisation's, LeaseLostError when the lease is not this one any more
 */
export async function holdCase(
  manager: EntityManager,
  person: Person,
  caseId: string,
  lease: LeaseClaim,
  now: Date,
): Promise<{ isUrgent: boolean; round: number }> {
  const [row] = await manager.query<
    {
      state: string;
      is_urgent: boolean;
      round: number;
      lease_holder_id: string | null;
      lease_token: string | null;
      lease_version: number;
      lease_expires_at: Date | null;
    }[]
  >(
    `SELECT state, is_urgent, round, lease_holder_id, lease_token, lease_version, lease_expires_at
     FROM cases WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [caseId, person.organisationId],
  );
  if (row === undefined) throw new NotFoundError('case');
  const isHeld =
    row.state === 'in-assessment' &&
    row.lease_holder_id === person.accountId &&
    isId(lease.token) &&
    row.lease_token === lease.token.toLowerCase() &&
    row.lease_version === lease.version &&
    row.lease_expires_at !== null &&
    row.lease_expires_at > now;
  if (!isHeld) throw new LeaseLostError();
  return { isUrgent: row.is_urgent, round: row.round };
}

/** Takes the lease off a case; its version stays, so that an old token can never fit again. */
export async function clearLease(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  await manager.query(
    `UPDATE cases SET lease_holder_id = NULL, lease_token = NULL, lease_expires_at = NULL
     WHERE id = $1 AND organisation_id = $2`,
    [caseId, organisationId],
  );
}

export class LeaseService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives the person the next case by priority: one that is ready, or whose lease ran out, and that they did not give
   * back before.
   * @param queue `concerned` for the queue of those concerned alone; without it, all
   * @returns undefined when none waits
   * @throws ClaimRefusedError when the exposure limits say no
   */
  async claim(person: Person, queue?: 'concerned'): Promise<Lease | undefined> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      await this.askLimits(manager, person, now);
      const token = randomUUID();
      const expiresAt = this.expiryFrom(now);
      const [[row]] = await manager.query<[LeasedRow[], number]>(
        `UPDATE cases SET lease_holder_id = $2, lease_token = $3, lease_version = lease_version + 1, lease_expires_at = $4
         WHERE id = (
           SELECT c.id FROM cases c
           WHERE c.organisation_id = $1
             AND (c.state = 'ready' OR (c.state = 'in-assessment' AND c.lease_expires_at <= $5))
             AND (NOT $6::boolean OR c.concern IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM case_exclusions e WHERE e.case_id = c.id AND e.staff_account_id = $2)
           ORDER BY c.priority DESC, c.opened_at
           LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING id, state, lease_version`,
        [person.organisationId, person.accountId, token, expiresAt, now, queue === 'concerned'],
      );
      if (row === undefined) return undefined;
      return this.taken(manager, person, row, { token, expiresAt }, 'next');
    });
  }

  /**
   * Gives the person a named case: their own again after a reload, one they decided and took back or had fetched again, or any that waits
   * when they may pick.
   * @throws NotFoundError, NotClaimableError, ClaimRefusedError
   */
  async claimNamed(person: Person, caseId: string, mayPick: boolean): Promise<Lease> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      const [row] = await manager.query<
        {
          state: string;
          lease_holder_id: string | null;
          lease_expires_at: Date | null;
          last_by: string | null;
        }[]
      >(
        `SELECT c.state, c.lease_holder_id, c.lease_expires_at,
           ${LAST_DECIDER} AS last_by
         FROM cases c WHERE c.id = $1 AND c.organisation_id = $2 FOR UPDATE OF c`,
        [caseId, person.organisationId],
      );
      if (row === undefined) throw new NotFoundError('case');
      const isLeased =
        row.state === 'in-assessment' && row.lease_expires_at !== null && row.lease_expires_at > now;
      const isOwn = isLeased && row.lease_holder_id === person.accountId;
      const waits = row.state === 'ready' || (row.state === 'in-assessment' && !isLeased);
      // Only who had copies fetched again leaves their name on a case that waits.
      const isAskers = row.state === 'ready' && row.lease_holder_id === person.accountId;
      if (!isOwn && !(waits && (mayPick || isAskers || row.last_by === person.accountId)))
        throw new NotClaimableError();
      // Going on with the open case is always allowed.
      if (!isOwn) await this.askLimits(manager, person, now);
      const token = randomUUID();
      const expiresAt = this.expiryFrom(now);
      const [[leased]] = await manager.query<[LeasedRow[], number]>(
        `UPDATE cases SET lease_holder_id = $2, lease_token = $3, lease_version = lease_version + 1, lease_expires_at = $4
         WHERE id = $1 AND organisation_id = $5 RETURNING id, state, lease_version`,
        [caseId, person.accountId, token, expiresAt, person.organisationId],
      );
      return this.taken(manager, person, leased!, { token, expiresAt }, isOwn ? 'again' : 'named');
    });
  }

  /** Keeps the lease while the person works. @throws NotFoundError, LeaseLostError */
  async heartbeat(person: Person, caseId: string, lease: LeaseClaim): Promise<Lease> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      await holdCase(manager, person, caseId, lease, now);
      const expiresAt = this.expiryFrom(now);
      await manager.query('UPDATE cases SET lease_expires_at = $3 WHERE id = $1 AND organisation_id = $2', [
        caseId,
        person.organisationId,
        expiresAt,
      ]);
      await noteWork(manager, person, now);
      return { caseId, token: lease.token, version: lease.version, expiresAt };
    });
  }

  /** Gives the case back; nobody asks why, and it does not come again to this person. @throws NotFoundError, LeaseLostError */
  async giveBack(person: Person, caseId: string, lease: LeaseClaim): Promise<void> {
    const now = this.clock.now();
    await this.database.within(person.organisationId, async (manager) => {
      await holdCase(manager, person, caseId, lease, now);
      await manager.query(
        `INSERT INTO case_exclusions (organisation_id, case_id, staff_account_id) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING`,
        [person.organisationId, caseId, person.accountId],
      );
      await clearLease(manager, person.organisationId, caseId);
      await moveCase(manager, person.organisationId, caseId, 'in-assessment', 'ready');
      await recordEvent(manager, {
        organisationId: person.organisationId,
        actor: { kind: 'staff', id: person.accountId },
        act: 'case.given-back',
        subjectKind: 'case',
        subjectId: caseId,
      });
    });
  }

  private async askLimits(manager: EntityManager, person: Person, now: Date): Promise<void> {
    const figures = await exposureFigures(manager, person, now);
    const refusal = refusalFor(figures, now);
    if (refusal !== undefined) throw new ClaimRefusedError(refusal);
  }

  private async taken(
    manager: EntityManager,
    person: Person,
    row: LeasedRow,
    lease: { token: string; expiresAt: Date },
    how: 'next' | 'named' | 'again',
  ): Promise<Lease> {
    if (row.state === 'ready') {
      await moveCase(manager, person.organisationId, row.id, 'ready', 'in-assessment');
    }
    await noteWork(manager, person, this.clock.now());
    await recordEvent(manager, {
      organisationId: person.organisationId,
      actor: { kind: 'staff', id: person.accountId },
      act: 'case.claimed',
      subjectKind: 'case',
      subjectId: row.id,
      details: { leaseVersion: row.lease_version, how },
    });
    return { caseId: row.id, version: row.lease_version, ...lease };
  }

  private expiryFrom(now: Date): Date {
    return new Date(now.getTime() + LEASE_SECONDS * 1000);
  }
}
