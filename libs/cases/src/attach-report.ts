// Intake: groups a report with what is known of the same source, opens a case where there is none, opens it again where
// it was closed. Rows that it writes tell the minute and no more: they stand beside the report.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { mandateOfPortal, type EffectiveMandate } from '#libs/organisations';
import { enqueue, newIdOfMinute } from '#libs/platform';
import { addressKey, concernOfKind } from '#libs/reports';
import { holdCaseNumbers, nextCaseNumber } from './case-number.js';
import { moveCase } from './case.lifecycle.js';
import { gatheringTip, nextFloodPlace } from './flood.js';
import { addItem, FETCHED_ANEW, queueStep } from './item-steps.js';
import { prioritise } from './prioritise.js';

interface ReportRow {
  id: string;
  organisation_id: string;
  owning_organisation_id: string;
  portal_id: string;
  kind: string;
  is_self_report: boolean;
  child_in_danger: boolean;
  arrived_in_flood: boolean;
  state: string;
}

/** In which a case stands in the analysts' queue, or may come back into it. */
const WAITING_STATES = ['ready', 'in-assessment'];

interface KnownCase {
  id: string;
  state: string;
  round: number;
}

/**
 * Attaches a report to its cases, once: a second call finds it attached.
 * @returns the cases, none when the report was attached before or is not there
 */
export async function attachReport(
  manager: EntityManager,
  organisationId: string,
  reportId: string,
): Promise<string[]> {
  const [report]: ReportRow[] = await manager.query(
    `SELECT id, organisation_id, owning_organisation_id, portal_id, kind, is_self_report, child_in_danger, arrived_in_flood,
       state
     FROM reports WHERE id = $1 AND organisation_id = $2 FOR NO KEY UPDATE`,
    [reportId, organisationId],
  );
  if (report === undefined || report.state !== 'received') return [];
  const addresses: { kind: string; as_typed: string; normalised: string | null }[] = await manager.query(
    `SELECT kind, as_typed, normalised FROM report_addresses WHERE report_id = $1 AND organisation_id = $2 ORDER BY position`,
    [reportId, organisationId],
  );
  const mandate = await mandateOfPortal(manager, report.portal_id);
  const sources = new Map<string, string>();
  for (const { normalised } of addresses) {
    if (normalised === null) continue;
    const key = addressKey(normalised);
    // In a fixed order, so that two reports of the same addresses never wait for each other.
    if (!sources.has(key)) sources.set(key, normalised);
  }
  const now = new Date();
  if (await opensCase(manager, report, [...sources.keys()]))
    await holdCaseNumbers(manager, organisationId, now);
  const caseIds: string[] = [];
  for (const [key, address] of [...sources].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    caseIds.push(await attachToSource(manager, report, mandate, now, key, address));
  }
  if (caseIds.length === 0) caseIds.push(await attachTip(manager, report, mandate, now));
  const hashes = addresses.filter(({ kind }) => kind === 'hash').map(({ as_typed: typed }) => typed);
  for (const caseId of caseIds) await addReportedHashes(manager, organisationId, caseId, hashes, now);
  for (const caseId of caseIds) {
    await manager.query(
      `INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [organisationId, caseId, reportId],
    );
  }
  await manager.query(`UPDATE reports SET state = 'attached' WHERE id = $1 AND organisation_id = $2`, [
    reportId,
    organisationId,
  ]);
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'report.attached',
    isOfArrival: true,
    subjectKind: 'report',
    subjectId: reportId,
    details: { cases: caseIds },
  });
  return caseIds;
}

/** Whether a report is of a source that has no case, or of none. A case that is there stays there. */
async function opensCase(
  manager: EntityManager,
  report: ReportRow,
  keys: readonly string[],
): Promise<boolean> {
  if (keys.length === 0) return true;
  const [{ known }] = await manager.query<[{ known: number }]>(
    `SELECT count(*)::int AS known FROM cases WHERE organisation_id = $1 AND portal_id = $2 AND source_key = ANY ($3)`,
    [report.organisation_id, report.portal_id, keys],
  );
  return known < keys.length;
}

async function attachToSource(
  manager: EntityManager,
  report: ReportRow,
  mandate: EffectiveMandate,
  now: Date,
  key: string,
  address: string,
): Promise<string> {
  const organisationId = report.organisation_id;
  const [known]: KnownCase[] = await manager.query(
    `SELECT id, state, round FROM cases WHERE organisation_id = $1 AND portal_id = $2 AND source_key = $3 FOR NO KEY UPDATE`,
    [organisationId, report.portal_id, key],
  );
  if (known !== undefined) {
    await strengthen(manager, report, known.id);
    if (known.state === 'closed') await reopen(manager, organisationId, known, mandate);
    // Its rank was set when it came into the queue; a case that is still in triage gets one at its end.
    else if (WAITING_STATES.includes(known.state)) await prioritise(manager, organisationId, known.id);
    return known.id;
  }
  const caseId = await openCase(manager, report, mandate, now, { kind: 'address', sourceKey: key, address });
  await addItem(manager, {
    id: newIdOfMinute(now),
    organisationId,
    caseId,
    role: 'source',
    address,
    addressKey: key,
    round: 1,
  });
  return caseId;
}

/**
 * A tip without an address goes straight to a person. What a flood says is gathered, unless it is of a child: one genuine
 * word among a thousand must not be lost among them.
 */
async function attachTip(
  manager: EntityManager,
  report: ReportRow,
  mandate: EffectiveMandate,
  now: Date,
): Promise<string> {
  const isOfChild = report.child_in_danger || concernOfKind(report.kind) !== undefined;
  const gathering = report.arrived_in_flood && !isOfChild ? await gatheringTip(manager, report) : undefined;
  return gathering ?? openTip(manager, report, mandate, now);
}

async function openTip(
  manager: EntityManager,
  report: ReportRow,
  mandate: EffectiveMandate,
  now: Date,
): Promise<string> {
  const caseId = await openCase(manager, report, mandate, now, { kind: 'tip', sourceKey: null });
  // An item of its own, so that a tip is decided as everything else is.
  await manager.query(
    `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, result)
     VALUES ($1, $2, $3, 'source', $4, $4, 'done', 'tip')`,
    [newIdOfMinute(now), report.organisation_id, caseId, `tip:${report.id}`],
  );
  await enqueue(manager, caseId, {
    queue: 'triage',
    name: 'settle',
    payload: { organisationId: report.organisation_id, caseId },
  });
  return caseId;
}

async function openCase(
  manager: EntityManager,
  report: ReportRow,
  mandate: EffectiveMandate,
  now: Date,
  source: { kind: 'address' | 'tip'; sourceKey: string | null; address?: string },
): Promise<string> {
  const id = newIdOfMinute(now);
  const flood = report.arrived_in_flood ? await nextFloodPlace(manager, report, source.address) : undefined;
  const organisationId = report.organisation_id;
  const number = await nextCaseNumber(manager, organisationId, now);
  await manager.query(
    `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, source_key, state,
       mandate, mandate_id, mandate_keep_hours, is_self_report, child_in_danger, is_urgent, concern,
       flood_cluster, flood_place)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'triage', $8, $9, $10, $11, $12, $12, $13, $14, $15)`,
    [
      id,
      organisationId,
      report.owning_organisation_id,
      report.portal_id,
      number,
      source.kind,
      source.sourceKey,
      mandate.level,
      mandate.mandateId,
      mandate.keepHours,
      report.is_self_report,
      report.child_in_danger,
      concernOfKind(report.kind) ?? null,
      flood?.cluster ?? null,
      flood?.place ?? null,
    ],
  );
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'case.opened',
    isOfArrival: true,
    subjectKind: 'case',
    subjectId: id,
    details: { number, mandate: mandate.level, report: report.id },
  });
  return id;
}

/** What a further report adds to a case that is there; one that is of no flood takes it out of the flood. */
async function strengthen(manager: EntityManager, report: ReportRow, caseId: string): Promise<void> {
  await manager.query(
    `UPDATE cases SET is_self_report = is_self_report OR $3, child_in_danger = child_in_danger OR $4,
       is_urgent = is_urgent OR $4, concern = coalesce(concern, $5), flood_cluster = CASE WHEN $6 THEN flood_cluster END,
       flood_place = CASE WHEN $6 THEN flood_place END WHERE id = $1 AND organisation_id = $2`,
    [
      caseId,
      report.organisation_id,
      report.is_self_report,
      report.child_in_danger,
      concernOfKind(report.kind) ?? null,
      report.arrived_in_flood,
    ],
  );
}

/** Shows hashes of a trusted reporter as items of a case that this transaction holds. They have no step to take. */
async function addReportedHashes(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  hashes: readonly string[],
  now: Date,
): Promise<void> {
  if (hashes.length === 0) return;
  await manager.query(
    `INSERT INTO content_items (id, organisation_id, case_id, role, found_via, depth, address, address_key, round, step,
       result)
     SELECT h.id, c.organisation_id, c.id, 'embedded', 'reported', 1, h.hash, h.hash, c.round, 'done', 'reported-hash'
     FROM cases c, unnest($3::uuid[], $4::text[]) AS h (id, hash)
     WHERE c.id = $1 AND c.organisation_id = $2
     ON CONFLICT (case_id, address_key) DO NOTHING`,
    [caseId, organisationId, hashes.map(() => newIdOfMinute(now)), hashes],
  );
}

/** Looks at a closed source again, under the mandate of today. */
async function reopen(
  manager: EntityManager,
  organisationId: string,
  known: KnownCase,
  mandate: EffectiveMandate,
): Promise<void> {
  await moveCase(manager, organisationId, known.id, 'closed', 'triage');
  await manager.query(
    `UPDATE cases SET round = round + 1, outcome = NULL, closed_at = NULL, decided_at = NULL, route_at = NULL,
       looked_at = NULL, opened_at = date_trunc('minute', now()), mandate = $3, mandate_id = $4, mandate_keep_hours = $5
     WHERE id = $1 AND organisation_id = $2`,
    [known.id, organisationId, mandate.level, mandate.mandateId, mandate.keepHours],
  );
  const items: { id: string }[] = await manager
    .query(
      `UPDATE content_items SET ${FETCHED_ANEW}, round = $3
     WHERE case_id = $1 AND organisation_id = $2 AND role = 'source' RETURNING id`,
      [known.id, organisationId, known.round + 1],
    )
    .then(([rows]: [{ id: string }[]]) => rows);
  for (const { id } of items) await queueStep(manager, organisationId, id, 'retrieve');
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'case.reopened',
    isOfArrival: true,
    subjectKind: 'case',
    subjectId: known.id,
    details: { round: known.round + 1 },
  });
}
