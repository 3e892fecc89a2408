// Imports of the console as a page shows them.
import type { EntityManager } from 'typeorm';
import { firstRow } from '#libs/platform';
import type { ListFormat } from '../list.formats.js';
import type { ListImportKind, ListImportOutcome } from './list-import.entity.js';
import type { ListImportState } from './list-import.lifecycle.js';

/** An import as a page shows it. */
export interface ListImportStatus {
  readonly id: string;
  readonly kind: ListImportKind;
  readonly list: string;
  readonly hashListId: string | null;
  readonly askedBy: string;
  readonly askedByName: string;
  readonly state: ListImportState;
  readonly format: ListFormat | null;
  readonly toVersion: number | null;
  readonly bytes: number;
  readonly receivedBytes: number;
  readonly receivedParts: number;
  readonly readBytes: number;
  readonly readEntries: number;
  readonly refused: number;
  readonly outcome: ListImportOutcome | null;
  readonly failure: string | null;
  readonly failureText: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
}

/** The organisation's imports, the latest first. @param id to read one alone */
export async function readListImports(
  manager: EntityManager,
  organisationId: string,
  most: number,
  id?: string,
): Promise<ListImportStatus[]> {
  return manager.query(
    `SELECT i.id, i.kind, i.list_name AS list, coalesce(i.hash_list_id, l.id) AS "hashListId", i.asked_by AS "askedBy",
       s.display_name AS "askedByName", i.state, i.format, i.to_version AS "toVersion", i.bytes::float8 AS bytes,
       i.received_bytes::float8 AS "receivedBytes", i.received_parts AS "receivedParts",
       i.read_bytes::float8 AS "readBytes", i.read_entries AS "readEntries", i.refused, i.outcome, i.failure,
       i.failure_text AS "failureText", i.asked_at AS "askedAt", i.ended_at AS "endedAt"
     FROM list_imports i JOIN staff_accounts s ON s.id = i.asked_by AND s.organisation_id = i.organisation_id
       LEFT JOIN hash_lists l ON l.organisation_id = i.organisation_id AND l.name = i.list_name
     WHERE i.organisation_id = $1 AND ($2::uuid IS NULL OR i.id = $2) ORDER BY i.asked_at DESC, i.id DESC LIMIT $3`,
    [organisationId, id ?? null, most],
  );
}

/**
 * Some of an import's refused lines, as `line,reason` a line; nothing beyond the last.
 * @param number from 0
 */
export async function readRefusals(
  manager: EntityManager,
  organisationId: string,
  listImportId: string,
  number: number,
): Promise<string | undefined> {
  const row = firstRow<{ lines: string }>(
    await manager.query(
      `SELECT lines FROM list_import_refusals WHERE list_import_id = $1 AND organisation_id = $2 AND number = $3`,
      [listImportId, organisationId, number],
    ),
  );
  return row?.lines;
}
