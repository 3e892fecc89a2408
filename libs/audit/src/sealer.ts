// Links the events of each organisation into a chain, a moment after they were committed: below the oldest running
// transaction no further event can appear, so the order is final. Several sealers may run; one works at a time.
import type { EntityManager } from 'typeorm';
import { chainStart, linkOf, type ChainedEvent } from './chain.js';

const BATCH = 1000;

export interface StoredEvent {
  id: string;
  organisation_id: string;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  act: string;
  subject_kind: string;
  subject_id: string | null;
  details: unknown;
}

export const EVENT_COLUMNS =
  'id, organisation_id, at, actor_kind, actor_id, act, subject_kind, subject_id, details';

/** The form of a stored event that the chain covers. */
export function chained(row: StoredEvent): ChainedEvent {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    act: row.act,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    details: row.details,
  };
}

/** Links what can be linked of one organisation, in the running transaction. @returns how many events */
export async function sealEvents(manager: EntityManager, organisationId: string): Promise<number> {
  const head = () =>
    manager.query(`SELECT 1 FROM audit_heads WHERE organisation_id = $1 FOR UPDATE SKIP LOCKED`, [
      organisationId,
    ]);
  if ((await head()).length === 0) {
    await manager.query(`INSERT INTO audit_heads (organisation_id) VALUES ($1) ON CONFLICT DO NOTHING`, [
      organisationId,
    ]);
    if ((await head()).length === 0) return 0;
  }
  const rows: StoredEvent[] = await manager.query(
    `SELECT ${EVENT_COLUMNS} FROM audit_events
     WHERE organisation_id = $1 AND number IS NULL AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     ORDER BY transaction_id, id LIMIT $2`,
    [organisationId, BATCH],
  );
  if (rows.length === 0) return 0;
  const [last] = await manager.query(
    `SELECT number, link FROM audit_events WHERE organisation_id = $1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1`,
    [organisationId],
  );
  let number = BigInt(last?.number ?? 0);
  let previous: Buffer = last?.link ?? chainStart(organisationId);
  const sealed: { id: string; number: string; previous: string; link: string }[] = [];
  for (const row of rows) {
    number += 1n;
    const link = linkOf(previous, number, chained(row));
    sealed.push({
      id: row.id,
      number: number.toString(),
      previous: previous.toString('hex'),
      link: link.toString('hex'),
    });
    previous = link;
  }
  await manager.query(
    `UPDATE audit_events e SET number = s.number, previous = decode(s.previous, 'hex'), link = decode(s.link, 'hex')
     FROM jsonb_to_recordset($2::jsonb) AS s (id uuid, number bigint, previous text, link text)
     WHERE e.id = s.id AND e.organisation_id = $1`,
    [organisationId, JSON.stringify(sealed)],
  );
  await manager.query(`UPDATE audit_heads SET sealed_at = now() WHERE organisation_id = $1`, [
    organisationId,
  ]);
  return sealed.length;
}

/** How long the oldest event waits to be linked, in seconds, over the organisations of the transaction; 0 when none does. */
export async function sealingLagSeconds(manager: EntityManager): Promise<number> {
  const [{ seconds }] = await manager.query(
    `SELECT coalesce(greatest(0, extract(epoch FROM clock_timestamp() - min(at))), 0)::float8 AS seconds
     FROM audit_events WHERE number IS NULL`,
  );
  return seconds;
}
