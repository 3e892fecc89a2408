// What keeps imports of the console from being forgotten or from staying: due ones are offered again, uploads that
// nobody goes on with end, and files are taken away when their import has ended.
import type { Database } from '#libs/platform';
import { dropOldRefusals } from '../sources/source.refusals.js';
import { dropAbandonedBatches } from '../staged-batches.js';
import { moveListImport } from './list-import.lifecycle.js';
import { enqueueImport } from './list-upload.service.js';

const ABANDONED_AFTER = '1 hour';
const KEPT_FOR = '90 days';
/** Parts that one statement takes away. */
const PARTS_AT_ONCE = 64;

/** @returns how many imports were offered to the queue again */
export async function tendListImports(database: Database, organisationId: string): Promise<number> {
  const due = await database.within(organisationId, async (manager) => {
    const abandoned: { id: string }[] = await manager.query(
      `SELECT id FROM list_imports WHERE organisation_id = $1 AND state = 'uploading'
         AND seen_at < now() - interval '${ABANDONED_AFTER}' FOR UPDATE SKIP LOCKED`,
      [organisationId],
    );
    for (const { id } of abandoned)
      await moveListImport(manager, organisationId, id, 'failed', { failure: 'upload-abandoned' });
    const ready: { id: string }[] = await manager.query(
      `SELECT id FROM list_imports WHERE organisation_id = $1 AND ended_at IS NULL AND due_at <= now()`,
      [organisationId],
    );
    for (const { id } of ready) await enqueueImport(manager, organisationId, id);
    return ready.length;
  });
  for (;;) {
    const [, removed] = (await database.within(organisationId, (manager) =>
      manager.query(
        `DELETE FROM list_import_parts p USING (
           SELECT q.list_import_id, q.number FROM list_import_parts q JOIN list_imports i ON i.id = q.list_import_id
           WHERE q.organisation_id = $1 AND i.organisation_id = $1 AND i.ended_at IS NOT NULL LIMIT ${PARTS_AT_ONCE}) gone
         WHERE p.list_import_id = gone.list_import_id AND p.number = gone.number AND p.organisation_id = $1`,
        [organisationId],
      ),
    )) as [unknown, number];
    if (removed < PARTS_AT_ONCE) break;
  }
  await dropAbandonedBatches(database, organisationId);
  await database.within(organisationId, async (manager) => {
    const old = `list_import_id IN (SELECT id FROM list_imports WHERE organisation_id = $1
      AND ended_at < now() - interval '${KEPT_FOR}')`;
    await manager.query(`DELETE FROM list_import_refusals WHERE organisation_id = $1 AND ${old}`, [
      organisationId,
    ]);
    await manager.query(
      `DELETE FROM list_imports WHERE organisation_id = $1 AND ended_at < now() - interval '${KEPT_FOR}'`,
      [organisationId],
    );
    await dropOldRefusals(manager, organisationId);
  });
  return due;
}
