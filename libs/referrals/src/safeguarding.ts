// Where a partner triages, the country's own people learn at once of a child in danger and of what those concerned report: a copy of the case's number and addresses in the log of the portal's owner, before anybody has assessed it.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent, type Actor } from '#libs/audit';
import { NotFoundError } from '#libs/platform';
import { CONCERNS, KIND_OF_CONCERN } from '#libs/reports';
import type { SafeguardingReason } from './safeguarding-copy.entity.js';

const KINDS_OF_CONCERN: readonly string[] = CONCERNS.map((concern) => KIND_OF_CONCERN[concern]);
/** The reason that a case's concern is. */
const REASON_OF_CASE = `CASE c.concern ${CONCERNS.map((concern) => `WHEN '${concern}' THEN '${KIND_OF_CONCERN[concern]}'`).join(' ')} END`;

/**
 * Copies a report's cases to the owner of its portal, where that is another organisation: a case once for a reason, again
 * when a report says so after it was opened anew, however often this is called. What the case is known for already counts
 * as well, so that a copy that was missed is made up for. The transaction must see both organisations.
 * @returns how many copies were made now
 */
export async function copyForSafeguarding(
  manager: EntityManager,
  organisationId: string,
  reportId: string,
): Promise<number> {
  const copies: { id: string; owner: string; reason: SafeguardingReason }[] = await manager.query(
    `WITH touched AS (
       SELECT r.id AS report_id, r.portal_id, r.owning_organisation_id AS owner, r.kind, r.child_in_danger, c.id AS case_id,
         c.number, c.round, ${REASON_OF_CASE} AS case_reason, c.child_in_danger AS case_in_danger
       FROM reports r JOIN case_reports cr ON cr.report_id = r.id AND cr.organisation_id = $2
         JOIN cases c ON c.id = cr.case_id AND c.organisation_id = $2
       WHERE r.id = $1 AND r.organisation_id = $2 AND r.owning_organisation_id <> $2
         -- A portal that has changed hands since has another owner, whom this is no business of.
         AND r.owning_organisation_id = ANY (caller_organisations())),
     reasons AS (
       SELECT t.*, 'danger' AS reason FROM touched t WHERE t.child_in_danger
       UNION SELECT t.*, t.kind FROM touched t WHERE t.kind = ANY ($3)
       UNION SELECT t.*, known.reason FROM touched t,
         unnest(ARRAY[t.case_reason, CASE WHEN t.case_in_danger THEN 'danger' END]) AS known (reason)
       WHERE known.reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM safeguarding_copies s
         WHERE s.portal_id = t.portal_id AND s.case_id = t.case_id AND s.reason = known.reason))
     INSERT INTO safeguarding_copies (id, organisation_id, portal_id, case_id, case_number, report_id, reason, round)
     SELECT gen_random_uuid(), owner, portal_id, case_id, number, report_id, reason, round FROM reasons
     ON CONFLICT (portal_id, case_id, reason, round) DO NOTHING
     RETURNING id, organisation_id AS owner, reason`,
    [reportId, organisationId, KINDS_OF_CONCERN],
  );
  for (const copy of copies) {
    for (const log of [copy.owner, organisationId]) {
      await recordEvent(manager, {
        organisationId: log,
        actor: MACHINE,
        act: 'safeguarding.copied',
        isOfArrival: true,
        subjectKind: 'safeguarding-copy',
        subjectId: copy.id,
        details: { reason: copy.reason },
      });
    }
  }
  return copies.length;
}

export interface SafeguardingEntry {
  readonly id: string;
  readonly portal: string;
  readonly caseNumber: string;
  readonly reason: SafeguardingReason;
  readonly addresses: readonly string[];
  readonly copiedAt: Date;
  readonly seenAt: Date | null;
  /** Who of the organisation has taken it on. */
  readonly seenBy: string | null;
  /** Who triages the case and can be asked about it. */
  readonly triagedBy: string;
}

/** The copies that an organisation has, those that nobody has taken on first, the latest first. */
export async function listSafeguardingCopies(
  manager: EntityManager,
  organisationId: string,
): Promise<SafeguardingEntry[]> {
  return manager.query(
    `SELECT s.id, p.slug AS portal, s.case_number AS "caseNumber", s.reason,
       console_api.safeguarding_addresses(s.id) AS addresses, s.copied_at AS "copiedAt",
       s.seen_at AS "seenAt", a.display_name AS "seenBy",
       console_api.portal_readiness(p.id) ->> 'triagedByName' AS "triagedBy"
     FROM safeguarding_copies s JOIN portals p ON p.id = s.portal_id
       LEFT JOIN staff_accounts a ON a.id = s.seen_by AND a.organisation_id = s.organisation_id
     WHERE s.organisation_id = $1 ORDER BY s.seen_at IS NOT NULL, s.copied_at DESC LIMIT 200`,
    [organisationId],
  );
}

/** Takes a copy on, so that others know that somebody has it; the first keeps it. @throws NotFoundError */
export async function takeSafeguardingCopy(
  manager: EntityManager,
  organisationId: string,
  id: string,
  actor: Actor & { readonly id: string },
): Promise<void> {
  const [known]: { seen_at: Date | null }[] = await manager.query(
    `SELECT seen_at FROM safeguarding_copies WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [id, organisationId],
  );
  if (known === undefined) throw new NotFoundError('copy');
  if (known.seen_at !== null) return;
  await manager.query(
    `UPDATE safeguarding_copies SET seen_at = now(), seen_by = $3 WHERE id = $1 AND organisation_id = $2`,
    [id, organisationId, actor.id],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'safeguarding.taken',
    subjectKind: 'safeguarding-copy',
    subjectId: id,
  });
}
