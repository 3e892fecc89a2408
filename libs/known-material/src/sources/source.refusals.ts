// Which entries of a source were not taken, and why: the latest ones, also of readings that made no version.
import type { EntityManager } from 'typeorm';
import { type Database, firstRow, newId, NotFoundError } from '#libs/platform';
import { type Refusal, REFUSALS, type RefusedEntry } from '../new-entry.js';
import type { SourceKey } from './source.entries.js';

/** Of a source, about: the pages before those that hold so many are let go of. */
const MOST_KEPT = 100_000;
export const REFUSALS_KEPT_FOR = '90 days';

export interface PageOfReading {
  /** When the reading began. */
  readonly begunAt: string;
  /** From 1. */
  readonly page: number;
  /** Entries that the reading had told before, taken or not. */
  readonly behind: number;
}

/** Keeps what was refused of a page, in the transaction that stores it. */
export async function keepRefusals(
  manager: EntityManager,
  { organisationId, sourceId }: SourceKey,
  { begunAt, page, behind }: PageOfReading,
  refused: readonly RefusedEntry[],
  mostKept = MOST_KEPT,
): Promise<void> {
  if (refused.length === 0) return;
  const lines = refused
    .toSorted((a, b) => a.place - b.place)
    .map(({ place, reason, key }) => `${behind + place},${reason},${key ?? ''}\n`);
  await manager.query(
    `INSERT INTO list_source_refusals (id, source_id, organisation_id, begun_at, page, entries, lines)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), sourceId, organisationId, begunAt, page, lines.length, lines.join('')],
  );
  await manager.query(
    `DELETE FROM list_source_refusals r USING (
       SELECT id, sum(entries) OVER (ORDER BY begun_at DESC, page DESC, id DESC) - entries AS later
       FROM list_source_refusals WHERE source_id = $2 AND organisation_id = $1) kept
     WHERE r.id = kept.id AND r.organisation_id = $1 AND kept.later >= $3`,
    [organisationId, sourceId, mostKept],
  );
}

/** Lets go of what is old. */
export async function dropOldRefusals(manager: EntityManager, organisationId: string): Promise<void> {
  await manager.query(
    `DELETE FROM list_source_refusals WHERE organisation_id = $1 AND begun_at < now() - interval '${REFUSALS_KEPT_FOR}'`,
    [organisationId],
  );
}

/** A source is the organisation's. @throws NotFoundError */
export async function requireSource(
  manager: EntityManager,
  organisationId: string,
  sourceId: string,
): Promise<void> {
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM list_sources WHERE id = $2 AND organisation_id = $1`,
    [organisationId, sourceId],
  );
  if (known.length === 0) throw new NotFoundError('source');
}

interface KeptPage {
  readonly id: string;
  readonly begunAt: Date;
  readonly page: number;
  readonly lines: string;
}

/**
 * What of a source was not taken as CSV, the latest reading first and each in its order; a transaction for each page, so
 * that a slow reader holds none.
 */
export async function* sourceRefusals(
  database: Database,
  organisationId: string,
  sourceId: string,
): AsyncGenerator<string> {
  yield 'reading,entry,id,reason,explanation\n';
  let last: KeptPage | undefined;
  for (;;) {
    const after = last;
    const next = await database.within(organisationId, async (manager) =>
      firstRow<KeptPage>(
        await manager.query(
          `SELECT id, begun_at AS "begunAt", page, lines FROM list_source_refusals
           WHERE organisation_id = $1 AND source_id = $2 AND ($3::timestamptz IS NULL OR begun_at < $3
             OR (begun_at = $3 AND (page, id) > ($4::int, $5::uuid)))
           ORDER BY begun_at DESC, page, id LIMIT 1`,
          [organisationId, sourceId, after?.begunAt ?? null, after?.page ?? null, after?.id ?? null],
        ),
      ),
    );
    if (next === undefined) return;
    const { begunAt, lines } = next;
    yield lines.replaceAll(
      /^(\d+),([a-z0-9-]+),([A-Za-z0-9._:-]*)$/gm,
      (_all, place, reason: Refusal, key) =>
        `${begunAt.toISOString()},${place},${key},${reason},"${REFUSALS[reason]}"`,
    );
    last = next;
  }
}
