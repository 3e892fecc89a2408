import type { EntityManager } from 'typeorm';
import { newId, type FetchRecord } from '#libs/platform';

/** Stores what a fetch saw. @returns the row's id */
export async function storeFetchRecord(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  purpose: 'retrieve' | 'check',
  record: FetchRecord,
): Promise<string> {
  const id = newId();
  await manager.query(
    `INSERT INTO fetch_records (id, organisation_id, content_item_id, purpose, started_at, ended_at, outcome, status,
       body_sha256, body_bytes, record)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'hex'), $10, $11)`,
    [
      id,
      organisationId,
      itemId,
      purpose,
      record.startedAt,
      record.endedAt,
      record.errorCode ?? 'answered',
      record.status,
      record.bodySha256,
      record.bodyBytes,
      JSON.stringify(record),
    ],
  );
  return id;
}

/** The address that the answer came from; null through an onion service or where nothing answered. */
export function answeringAddress(record: FetchRecord): string | null {
  return record.hops.at(-1)?.connectedAddress ?? null;
}
