// What an import has read of its source, kept beyond the session that reads it: an import of the same source that was
// killed goes on behind the last batch. Nothing of it matches; it is only not sent to the database a second time.
import { createHash } from 'node:crypto';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Database } from '#libs/platform';
import { SourceChangedError } from './known-material.errors.js';
import { inTransaction } from './runner-transaction.js';

/** What a source is, to the byte: a file by its digest in hex and its length, or an upload, which nobody changes. */
export type SourceIdentity =
  { readonly sha256: string; readonly bytes: number } | { readonly upload: string };

/** 32 bytes that stand for a source and all that is said with it. */
export function sourceKeyOf(identity: SourceIdentity, saidWithIt: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([identity, saidWithIt]))
    .digest();
}

/** How long a batch is kept for an import that nobody runs again. */
const ABANDONED_AFTER = '2 days';

/** The batches of one list's import. */
export class StagedBatches {
  /** Entries that are kept already, and what the source had said up to then. */
  private kept: { readonly entries: number; readonly digest: Buffer } | undefined;
  private number = 0;
  private entries = 0;
  private readonly said = createHash('sha256');

  constructor(
    private readonly runner: QueryRunner,
    private readonly organisationId: string,
    private readonly hashListId: string,
    private readonly sourceKey: Buffer,
  ) {}

  /**
   * Takes up what an import of the same source has left, and takes away what one of another has.
   * @param copy is given the rows, in the order in which the source has them
   * @returns how many entries that were
   */
  async takeUp(copy: (rows: Buffer) => Promise<void>): Promise<number> {
    await this.within((manager) =>
      manager.query(
        `DELETE FROM list_staged_batches WHERE hash_list_id = $1 AND organisation_id = $2 AND source_key <> $3`,
        [this.hashListId, this.organisationId, this.sourceKey],
      ),
    );
    for (;;) {
      const [batch]: { rows: Buffer; entries: number; digest: Buffer }[] = await this.within((manager) =>
        manager.query(
          `SELECT rows, entries, digest FROM list_staged_batches
           WHERE hash_list_id = $1 AND organisation_id = $2 AND number = $3`,
          [this.hashListId, this.organisationId, this.number],
        ),
      );
      if (batch === undefined) return this.kept?.entries ?? 0;
      await copy(batch.rows);
      this.kept = { entries: batch.entries, digest: batch.digest };
      this.number += 1;
    }
  }

  /**
   * Hears the next entry of the source.
   * @param entry all that the source says of it, as a text
   * @returns whether it is kept already, and so staged
   * @throws SourceChangedError where the source does not say what it said before
   */
  hear(entry: string): boolean {
    this.entries += 1;
    this.said.update(`${entry}\n`);
    const { kept } = this;
    if (kept === undefined || this.entries > kept.entries) return false;
    if (this.entries === kept.entries && !this.said.copy().digest().equals(kept.digest))
      throw new SourceChangedError();
    return true;
  }

  /** Asks, at the source's end, whether all that was kept of it came again. @throws SourceChangedError */
  requireAllHeard(): void {
    if (this.kept !== undefined && this.entries < this.kept.entries) throw new SourceChangedError();
  }

  /** Keeps rows that are staged, up to the last entry that was heard. */
  async keep(rows: Buffer): Promise<void> {
    await this.within((manager) =>
      manager.query(
        `INSERT INTO list_staged_batches (hash_list_id, organisation_id, number, source_key, entries, digest, rows)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          this.hashListId,
          this.organisationId,
          this.number,
          this.sourceKey,
          this.entries,
          this.said.copy().digest(),
          rows,
        ],
      ),
    );
    this.number += 1;
  }

  private within<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return inTransaction(this.runner, this.organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      return work(manager);
    });
  }
}

/** Takes away what is kept of a list's source: its import has ended, or cannot go on with it. */
export async function dropBatches(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
): Promise<void> {
  await manager.query('DELETE FROM list_staged_batches WHERE hash_list_id = $1 AND organisation_id = $2', [
    hashListId,
    organisationId,
  ]);
}

/** Takes away what is kept for imports that nobody has run again. */
export async function dropAbandonedBatches(database: Database, organisationId: string): Promise<void> {
  await database.within(organisationId, (manager) =>
    manager.query(
      `DELETE FROM list_staged_batches WHERE organisation_id = $1 AND hash_list_id IN (
         SELECT hash_list_id FROM list_staged_batches WHERE organisation_id = $1
         GROUP BY hash_list_id HAVING max(staged_at) < now() - interval '${ABANDONED_AFTER}')`,
      [organisationId],
    ),
  );
}
