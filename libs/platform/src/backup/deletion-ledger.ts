// The ledger of deletions: what each kind of line names, and how a database that holds it again is made to follow.
import { Client } from 'pg';
import { DATA_KEYS_TABLE } from './backup.tables.js';

/**
 * How what a line names is erased again. An erasure that has happened has happened: neither an order of preservation
 * that stands in the older backup nor anything else is asked. Each statement finds nothing when it runs again.
 */
const ERASE_AGAIN = {
  // Its row follows below, with those of the objects whose key was left out.
  evidence: `DELETE FROM ${DATA_KEYS_TABLE} k USING deletion_ledger d
    WHERE d.object_kind = 'evidence' AND d.object_id = k.evidence_object_id`,
  'reporter-contact': `UPDATE reports r SET sealed_contact = NULL, contact_erased_at = d.deleted_at FROM deletion_ledger d
    WHERE d.object_kind = 'reporter-contact' AND d.object_id = r.id AND r.sealed_contact IS NOT NULL`,
  'reporter-text': `UPDATE reports r SET sealed_text = NULL, text_erased_at = d.deleted_at FROM deletion_ledger d
    WHERE d.object_kind = 'reporter-text' AND d.object_id = r.id AND r.sealed_text IS NOT NULL`,
  message: `DELETE FROM messages m USING deletion_ledger d WHERE d.object_kind = 'message' AND d.object_id = m.id`,
  'report-address': `DELETE FROM report_addresses a USING deletion_ledger d
    WHERE d.object_kind = 'report-address' AND d.object_id = a.id`,
  // Ended and not erased: the row says whose it was and when it ended.
  'api-key': `UPDATE api_keys k SET revoked_at = d.deleted_at FROM deletion_ledger d
    WHERE d.object_kind = 'api-key' AND d.object_id = k.id AND k.revoked_at IS NULL`,
  exposure: `DELETE FROM exposures e USING deletion_ledger d WHERE d.object_kind = 'exposure' AND d.object_id = e.id`,
} as const;

/** What a line can name: by the id of the report, message, reported address, view, partner's key or evidence object. */
export type DeletionKind = keyof typeof ERASE_AGAIN;
export const DELETION_KINDS = Object.keys(ERASE_AGAIN) as DeletionKind[];

/** Whether a look `o` at an address belongs to no case, and to no report of it, that is ordered to be preserved. */
export const LOOK_NOT_PRESERVED = `NOT EXISTS (
  SELECT 1 FROM content_items i LEFT JOIN case_reports cr ON cr.case_id = i.case_id
    JOIN preservations p ON p.released_at IS NULL AND p.expires_at > now()
      AND ((p.subject_kind = 'case' AND p.subject_id = i.case_id)
        OR (p.subject_kind = 'report' AND p.subject_id = cr.report_id))
  WHERE i.id = o.content_item_id AND p.organisation_id = o.organisation_id)`;

/** A deletion on record outside the database. */
export interface LaterDeletion {
  readonly objectKind: DeletionKind;
  readonly objectId: string;
  readonly organisationId: string;
  /** A code. */
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly deletedAt: string;
}

/** All lines that are on record, in any order; a line may come twice. */
export type LaterDeletions = Iterable<LaterDeletion> | AsyncIterable<LaterDeletion>;

export interface FollowedDeletions {
  /** What the database held again and holds no longer, by kind. */
  readonly erasedAgain: Readonly<Record<DeletionKind, number>>;
  /** Stored names of evidence without a row now: destroyed, or its key is not there. */
  readonly unreadable: ReadonlySet<string>;
}

const LINES_AT_ONCE = 5000;

/**
 * Erases again what the ledgers say was erased, the database's own and the one given. Can run twice.
 * @param client the owner's, in a transaction
 */
export async function followDeletions(
  client: Pick<Client, 'query'>,
  deletions: LaterDeletions,
): Promise<FollowedDeletions> {
  let lines: LaterDeletion[] = [];
  for await (const line of deletions) {
    if (lines.push(line) < LINES_AT_ONCE) continue;
    await writeDown(client, lines);
    lines = [];
  }
  await writeDown(client, lines);
  const erasedAgain = {} as Record<DeletionKind, number>;
  for (const kind of DELETION_KINDS)
    erasedAgain[kind] = (await client.query(ERASE_AGAIN[kind])).rowCount ?? 0;
  // Its end is written in the row itself, or follows from it: what has ended was erased, or would have been.
  await client.query(
    `WITH erased AS (DELETE FROM online_checks o WHERE o.checked_at < now() - make_interval(hours => (
         SELECT r.keep_hours FROM retention_rules r WHERE r.data_class = 'online-check'
           AND (r.organisation_id = o.organisation_id OR r.organisation_id IS NULL) ORDER BY r.organisation_id NULLS LAST LIMIT 1))
       AND ${LOOK_NOT_PRESERVED} RETURNING o.fetch_record_id)
     DELETE FROM fetch_records f USING erased WHERE f.id = erased.fetch_record_id AND f.purpose = 'check'`,
  );
  await client.query(`DELETE FROM submissions WHERE expires_at < now()`);
  const destroyed = await client.query<{ object_name: string }>(
    `DELETE FROM evidence_objects e USING deletion_ledger d WHERE d.object_kind = 'evidence' AND d.object_id = e.id
     RETURNING e.object_name`,
  );
  const keyless = await client.query<{ object_name: string }>(
    `DELETE FROM evidence_objects e
     WHERE NOT EXISTS (SELECT 1 FROM ${DATA_KEYS_TABLE} k WHERE k.evidence_object_id = e.id) RETURNING e.object_name`,
  );
  return {
    erasedAgain: { ...erasedAgain, evidence: destroyed.rows.length },
    unreadable: new Set([...destroyed.rows, ...keyless.rows].map((row) => row.object_name)),
  };
}

/**
 * Makes a database that was brought back by other means than `restore` follow the ledgers, in one transaction. Can run
 * twice, also beside programs.
 * @param ownerUrl the owner's address of it
 */
export async function replayDeletions(
  ownerUrl: string,
  deletions: LaterDeletions,
): Promise<FollowedDeletions> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'manara-ledger' });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    const followed = await followDeletions(client, deletions);
    await client.query('COMMIT');
    return followed;
  } finally {
    await client.end();
  }
}

/** Adds lines that the database does not have yet. Of an organisation that came later nothing can have come back. */
async function writeDown(client: Pick<Client, 'query'>, lines: readonly LaterDeletion[]): Promise<void> {
  if (lines.length === 0) return;
  await client.query(
    `INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, deleted_at, is_noted)
     SELECT gen_random_uuid(), o.id, l."objectKind", l."objectId", l.reason, l."deletedAt", true
     FROM jsonb_to_recordset($1::jsonb) AS l ("objectKind" text, "objectId" uuid, "organisationId" uuid, reason text,
       "deletedAt" timestamptz) JOIN organisations o ON o.id = l."organisationId"
     ON CONFLICT (object_kind, object_id) DO NOTHING`,
    [JSON.stringify(lines)],
  );
}

/** `2 reporter-contact, 1 message`: what came back and was erased again, for people. */
export function erasedInWords(erasedAgain: Readonly<Record<DeletionKind, number>>): string {
  const said = DELETION_KINDS.filter((kind) => erasedAgain[kind] > 0).map(
    (kind) => `${erasedAgain[kind]} ${kind}`,
  );
  return said.length === 0 ? 'nothing' : said.join(', ');
}
