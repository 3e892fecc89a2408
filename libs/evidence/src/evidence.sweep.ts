// What keeps the store no fuller than it may be: objects past their time, files of destroyed objects, files without a row.
import { DELETION_KINDS, isId, newId, type Database, type LaterDeletion } from '#libs/platform';
import { EvidenceStoreMismatchError, LedgerUnreadableError } from './evidence.errors.js';
import { destroyObjects, everyOrganisation } from './evidence.store.js';
import type { ObjectStorage } from './object.storage.js';

const NAMES_AT_ONCE = 500;
/** An object is written before its row commits; no transaction lasts this long. */
const ORPHAN_AFTER_MS = 60 * 60 * 1000;

/** More orphans than either is no accident of ours. */
const PLAUSIBLE_ORPHANS = 20;
const PLAUSIBLE_SHARE = 0.05;

export class EvidenceSweep {
  /** @param database under triage's role */
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * Destroys objects past their time. A preservation order on the case, or on a report of it, stops that; but not for
   * a spool, which no mandate lets be kept.
   * @returns how many were destroyed
   */
  async sweepExpired(limit: number): Promise<number> {
    const organisations = await everyOrganisation(this.database);
    const destroyed = await this.database.within(organisations, (manager) =>
      destroyObjects(
        manager,
        organisations,
        `SELECT e.id FROM evidence_objects e
         WHERE e.organisation_id = ANY ($1) AND e.delete_after <= now() AND (e.purpose = 'spool' OR NOT EXISTS (
           SELECT 1 FROM content_items i LEFT JOIN case_reports r ON r.case_id = i.case_id
             JOIN preservations p ON p.released_at IS NULL AND p.expires_at > now()
               AND ((p.subject_kind = 'case' AND p.subject_id = i.case_id)
                 OR (p.subject_kind = 'report' AND p.subject_id = r.report_id))
           WHERE i.organisation_id = e.organisation_id AND p.organisation_id = e.organisation_id
             -- What an item was assessed by stays with its case, though it shows something else in a later round.
             AND i.id IN (SELECT j.id FROM content_items j WHERE j.id = e.content_item_id OR j.media_id = e.media_id
               UNION ALL SELECT a.content_item_id FROM assessments a WHERE a.media_id = e.media_id)))
         ORDER BY e.delete_after LIMIT $2 FOR UPDATE OF e SKIP LOCKED`,
        [limit],
        'expired',
      ),
    );
    await this.noteDeletions();
    return destroyed;
  }

  /**
   * Notes in the store what the ledger of deletions has new, of every kind, so that a backup from before it is made to
   * follow, and removes the files of evidence whose destruction has committed. Can run twice, and can be stopped at any
   * point: a line that is noted twice says the same.
   * @returns how many lines
   */
  async noteDeletions(): Promise<number> {
    const organisations = await everyOrganisation(this.database);
    let noted = 0;
    for (let more = true; more;) {
      const batch = await this.database.within(organisations, async (manager) => {
        const rows: {
          id: string;
          object_name: string | null;
          object_kind: LaterDeletion['objectKind'];
          object_id: string;
          organisation_id: string;
          reason: string;
          deleted_at: Date;
        }[] = await manager.query(
          `SELECT id, object_name, object_kind, object_id, organisation_id, reason, deleted_at FROM deletion_ledger
           WHERE NOT is_noted AND organisation_id = ANY ($2) ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
          [NAMES_AT_ONCE, organisations],
        );
        if (rows.length === 0) return 0;
        const lines = rows.map((row) =>
          JSON.stringify({
            objectKind: row.object_kind,
            objectId: row.object_id,
            organisationId: row.organisation_id,
            reason: row.reason,
            deletedAt: row.deleted_at.toISOString(),
          } satisfies LaterDeletion),
        );
        await this.storage.write(`ledger/${newId()}`, textAsStream(`${lines.join('\n')}\n`));
        for (const { object_name } of rows) if (object_name !== null) await this.storage.delete(object_name);
        await manager.query(
          `UPDATE deletion_ledger SET object_name = NULL, is_noted = true
           WHERE id = ANY ($1) AND organisation_id = ANY ($2)`,
          [rows.map((row) => row.id), organisations],
        );
        return rows.length;
      });
      noted += batch;
      more = batch === NAMES_AT_ONCE;
    }
    return noted;
  }

  /**
   * Removes files that no row names: what a killed program wrote before its transaction was to commit.
   * @param options.olderThanMs younger files may be of a transaction that is still running
   * @param options.evenIfMany remove however many there are, because a person says that the store is this database's
   * alone; called with how many, before any is removed
   * @returns how many
   * @throws EvidenceStoreMismatchError when there are more than kills explain; nothing is removed then
   */
  async sweepOrphans(
    options: { olderThanMs?: number; evenIfMany?: (files: number) => Promise<void> } = {},
  ): Promise<number> {
    const before = Date.now() - (options.olderThanMs ?? ORPHAN_AFTER_MS);
    const orphans: string[] = [];
    let names: string[] = [];
    let seen = 0;
    for await (const { name, modifiedAt } of this.storage.list('objects/')) {
      seen++;
      if (modifiedAt.getTime() > before) continue;
      names.push(name);
      if (names.length < NAMES_AT_ONCE) continue;
      orphans.push(...(await this.unnamed(names)));
      names = [];
    }
    orphans.push(...(await this.unnamed(names)));
    // A store that another installation writes to as well, or a database restored beside the one that it is a copy of:
    // removing what this database does not know would destroy what the other one does.
    // Not even a mark in the store could tell the two apart: the copy of a database bears the same one.
    if (orphans.length > Math.max(PLAUSIBLE_ORPHANS, seen * PLAUSIBLE_SHARE)) {
      if (options.evenIfMany === undefined) throw new EvidenceStoreMismatchError();
      await options.evenIfMany(orphans.length);
    }
    for (const name of orphans) await this.storage.delete(name);
    return orphans.length;
  }

  private async unnamed(names: string[]): Promise<string[]> {
    if (names.length === 0) return [];
    // Asked anew each time: a row of an organisation made since the last batch must not be overlooked.
    const organisations = await everyOrganisation(this.database);
    const rows = await this.database.within(organisations, (manager): Promise<{ object_name: string }[]> =>
      manager.query(
        `SELECT object_name FROM evidence_objects WHERE object_name = ANY ($1) AND organisation_id = ANY ($2)
           UNION ALL SELECT object_name FROM deletion_ledger
             WHERE NOT is_noted AND object_name = ANY ($1) AND organisation_id = ANY ($2)`,
        [names, organisations],
      ),
    );
    const known = new Set(rows.map((row) => row.object_name));
    return names.filter((name) => !known.has(name));
  }
}

/**
 * All deletions that the store remembers, one after another.
 * @throws LedgerUnreadableError when a line is not one: nothing may then be taken for restored
 */
export async function* rememberedDeletions(storage: ObjectStorage): AsyncGenerator<LaterDeletion> {
  for await (const { name } of storage.list('ledger/')) {
    const parts: Uint8Array[] = [];
    for await (const part of storage.read(name)) parts.push(part);
    for (const line of Buffer.concat(parts).toString('utf8').split('\n')) {
      if (line !== '') yield readLine(name, line);
    }
  }
}

const REASON = /^[a-z-]{1,64}$/;

function readLine(name: string, text: string): LaterDeletion {
  let line: Partial<LaterDeletion> | null;
  try {
    line = JSON.parse(text) as Partial<LaterDeletion> | null;
  } catch {
    throw new LedgerUnreadableError(name);
  }
  const isWhole =
    DELETION_KINDS.some((kind) => kind === line?.objectKind) &&
    isId(line?.objectId) &&
    isId(line?.organisationId) &&
    typeof line?.reason === 'string' &&
    REASON.test(line.reason) &&
    typeof line.deletedAt === 'string' &&
    !Number.isNaN(Date.parse(line.deletedAt));
  if (!isWhole) throw new LedgerUnreadableError(name);
  return line as LaterDeletion;
}

async function* textAsStream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
