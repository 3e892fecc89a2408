// Values that match too much: a blank picture or a logo on a list fits many cases and means nothing. Found by their
// count, they wait for a person. Their matches stay on record, marked. Anybody can make cases, so what one person can
// make many of counts little, and what a confirmed list has exactly goes on counting until somebody decides.
import type { EntityManager } from 'typeorm';
import { type Actor, MACHINE, recordEvent } from '#libs/audit';
import { InvalidInputError, NotFoundError } from '#libs/platform';
import { registrableDomain } from '#libs/reports';
import type { QuarantineState } from './entry-quarantine.entity.js';
import { rematchLive } from './list-policy.js';

/** Of what a list allows, the part that cases of one domain can make up. */
const SHARE_OF_A_DOMAIN = 0.2;
/** Cases of an entry that are looked at, the latest first. */
const MOST_CASES = 5000;

/** Cases whose pages are of one host and were opened within one hour. */
export interface ArrivedCases {
  /** Null of a case without an address. */
  readonly host: string | null;
  readonly hour: Date;
}

/**
 * How many arrivals are independent of one another: those of one registered domain within an hour are one, and no domain
 * makes up more than a fifth of what the list allows.
 * @param allowed by the list
 */
export function independentArrivals(
  arrived: readonly ArrivedCases[],
  allowed: number,
): { readonly arrivals: number; readonly domains: number } {
  const hours = new Map<string, Set<number>>();
  for (const { host, hour } of arrived) {
    const domain = host === null ? '' : (registrableDomain(host) ?? host);
    const known = hours.get(domain) ?? new Set();
    hours.set(domain, known.add(hour.getTime()));
  }
  const most = Math.max(1, Math.floor(allowed * SHARE_OF_A_DOMAIN));
  const arrivals = [...hours.values()].reduce((sum, { size }) => sum + Math.min(size, most), 0);
  return { arrivals, domains: hours.size };
}

interface AskedEntry {
  readonly id: string;
  readonly hashListId: string;
  readonly allowed: number;
  readonly cases: number;
}

/**
 * Puts entries before a person that fit as many independent cases as their list allows; one that a person has released
 * already is left alone. Entries of negative lists are meant to fit much.
 */
export async function quarantineBusy(
  manager: EntityManager,
  organisationId: string,
  entryIds: readonly string[],
): Promise<void> {
  if (entryIds.length === 0) return;
  const asked: AskedEntry[] = await manager.query(
    // Who is not to be asked about is left out first: a value that spreads widely is counted no more.
    `WITH asked AS MATERIALIZED (
       SELECT e.id, e.hash_list_id, l.quarantine_after
       FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $2
       WHERE e.id = ANY ($1::uuid[]) AND e.organisation_id = $2 AND l.effect <> 'suppress'
         AND l.quarantine_after IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM entry_quarantines q WHERE q.hash_list_id = e.hash_list_id
           AND q.fingerprint = e.fingerprint AND q.organisation_id = $2))
     SELECT a.id, a.hash_list_id AS "hashListId", a.quarantine_after AS allowed, c.cases
     FROM asked a CROSS JOIN LATERAL (
       SELECT count(DISTINCT i.case_id)::int AS cases
       FROM matches m JOIN content_items i ON i.media_id = m.media_id AND i.organisation_id = $2
       WHERE m.hash_entry_id = a.id AND m.organisation_id = $2) c
     WHERE c.cases >= a.quarantine_after
     -- In one order, so that two who find the same never wait for each other.
     ORDER BY a.hash_list_id, a.id`,
    [entryIds, organisationId],
  );
  for (const entry of asked) {
    const arrived = await arrivedCases(manager, organisationId, entry.id);
    const { arrivals, domains } = independentArrivals(arrived, entry.allowed);
    if (arrivals >= entry.allowed) await quarantine(manager, organisationId, entry, domains);
  }
}

/** Where the cases come from that an entry fits; what nothing but a flood has reported says nothing. */
async function arrivedCases(
  manager: EntityManager,
  organisationId: string,
  entryId: string,
): Promise<ArrivedCases[]> {
  return manager.query(
    `WITH fitting AS MATERIALIZED (
       SELECT DISTINCT i.case_id AS id
       FROM matches m JOIN content_items i ON i.media_id = m.media_id AND i.organisation_id = $2
       WHERE m.hash_entry_id = $1 AND m.organisation_id = $2 ORDER BY i.case_id DESC LIMIT ${MOST_CASES})
     SELECT DISTINCT substring(lower(s.address) from '^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)') AS host,
       date_trunc('hour', c.opened_at) AS hour
     FROM fitting f JOIN cases c ON c.id = f.id AND c.organisation_id = $2
       LEFT JOIN content_items s ON s.case_id = c.id AND s.organisation_id = $2 AND s.role = 'source'
         AND s.parent_id IS NULL
     WHERE NOT EXISTS (SELECT FROM case_reports r WHERE r.case_id = c.id AND r.organisation_id = $2)
       OR EXISTS (SELECT FROM case_reports cr JOIN reports r ON r.id = cr.report_id AND r.organisation_id = $2
         WHERE cr.case_id = c.id AND cr.organisation_id = $2 AND NOT r.arrived_in_flood)`,
    [entryId, organisationId],
  );
}

async function quarantine(
  manager: EntityManager,
  organisationId: string,
  { id: entry, hashListId, cases }: AskedEntry,
  hosts: number,
): Promise<void> {
  const found: { id: string }[] = await manager.query(
    `INSERT INTO entry_quarantines (id, organisation_id, hash_list_id, hash_entry_id, fingerprint, cases, hosts)
     SELECT gen_random_uuid(), $2, hash_list_id, id, fingerprint, $3, $4 FROM hash_entries
     WHERE id = $1 AND organisation_id = $2
     ON CONFLICT (hash_list_id, fingerprint) DO NOTHING RETURNING id`,
    [entry, organisationId, cases, hosts],
  );
  for (const { id } of found) {
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'hash-entry.quarantined',
      subjectKind: 'hash-list',
      subjectId: hashListId,
      details: { quarantine: id, entry, cases, hosts },
    });
    // Open cases that it settled or ranked are looked at without it.
    await rematchLive(manager, organisationId, hashListId);
  }
}

/** A quarantined entry as a person sees it. */
export interface QuarantinedEntry {
  readonly id: string;
  readonly hashListId: string;
  readonly list: string;
  readonly hashEntryId: string;
  readonly category: string | null;
  readonly state: QuarantineState;
  /** As it was found. */
  readonly cases: number;
  readonly hosts: number;
  readonly foundAt: Date;
  readonly decidedAt: Date | null;
  /** The account; null where the operator decided, or nobody has. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

/** What is or was in quarantine, what waits for a person first. */
export async function listQuarantines(
  manager: EntityManager,
  organisationId: string,
  hashListId?: string,
): Promise<QuarantinedEntry[]> {
  return manager.query(
    `SELECT q.id, q.hash_list_id AS "hashListId", l.name AS list, q.hash_entry_id AS "hashEntryId", e.category, q.state,
       q.cases, q.hosts, q.found_at AS "foundAt", q.decided_at AS "decidedAt", q.decided_by AS "decidedBy", q.reason
     FROM entry_quarantines q JOIN hash_lists l ON l.id = q.hash_list_id AND l.organisation_id = $1
       JOIN hash_entries e ON e.id = q.hash_entry_id AND e.organisation_id = $1
     WHERE q.organisation_id = $1 AND ($2::uuid IS NULL OR q.hash_list_id = $2)
     ORDER BY q.state <> 'waiting', q.found_at DESC, q.id LIMIT 500`,
    [organisationId, hashListId ?? null],
  );
}

export interface QuarantineDecision {
  readonly decision: 'release' | 'keep';
  readonly reason: string;
}

/**
 * A person's word: a released entry matches again and is not asked about any more, a kept one matches nothing. Either can
 * be said again otherwise.
 * @throws NotFoundError; InvalidInputError without a reason
 */
export async function decideQuarantine(
  manager: EntityManager,
  organisationId: string,
  quarantineId: string,
  { decision, reason }: QuarantineDecision,
  actor: Actor,
): Promise<void> {
  const said = reason.trim();
  if (said === '' || said.length > 500)
    throw new InvalidInputError('A decision has a reason of 1 to 500 characters.', { reason: 'required' });
  const state = decision === 'release' ? 'released' : 'kept';
  const [rows] = (await manager.query(
    `UPDATE entry_quarantines SET state = $3, decided_at = now(), decided_by = $4, reason = $5
     WHERE id = $1 AND organisation_id = $2 RETURNING hash_list_id AS "hashListId", hash_entry_id AS "hashEntryId"`,
    [quarantineId, organisationId, state, actor.kind === 'staff' ? (actor.id ?? null) : null, said],
  )) as [{ hashListId: string; hashEntryId: string }[], number];
  const [decided] = rows;
  if (decided === undefined) throw new NotFoundError('quarantined entry');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: decision === 'release' ? 'hash-entry.released' : 'hash-entry.kept-in-quarantine',
    subjectKind: 'hash-list',
    subjectId: decided.hashListId,
    details: { quarantine: quarantineId, entry: decided.hashEntryId },
  });
  await rematchLive(manager, organisationId, decided.hashListId);
}
