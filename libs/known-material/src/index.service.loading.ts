// What the index asks of the database: entries of versions, whole or as changes, and what a version should hold.
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Database } from '#libs/platform';
import { conditionOf, type EntryRange, type EntryRow, streamEntries } from './entry.stream.js';
import { GatheredEntries } from './organisation.index.entries.js';
import type { OrganisationIndex } from './organisation.index.js';

/** A list's version that is or shall be in memory. */
export interface ListVersion {
  readonly hashListId: string;
  readonly number: number;
}

/** A list, the version in memory, 0 for none, and the one that shall be. */
export interface ListStep {
  readonly hashListId: string;
  readonly from: number;
  readonly to: number;
}

export interface GatheredChanges {
  readonly range: EntryRange;
  readonly entries: readonly EntryRow[];
}

/** What ended and what came between two versions of a list. */
export function rangesOf({ hashListId, from, to }: ListStep): EntryRange[] {
  return [
    { hashListId, from, to, which: 'ended' },
    { hashListId, from, to, which: 'added' },
  ];
}

/** How many entries a step changes. */
export async function countChanges(manager: EntityManager, step: ListStep): Promise<number> {
  let total = 0;
  for (const range of rangesOf(step)) {
    const rows: { entries: number }[] = await manager.query(
      `SELECT count(*)::int AS entries FROM hash_entries WHERE ${conditionOf(range)}`,
    );
    total += rows[0]!.entries;
  }
  return total;
}

/** The entries that steps change. */
export async function gatherChanges(
  manager: EntityManager,
  steps: readonly ListStep[],
): Promise<GatheredChanges[]> {
  const client = await clientOf(manager);
  const changes: GatheredChanges[] = [];
  for (const range of steps.flatMap(rangesOf)) {
    const entries: EntryRow[] = [];
    for await (const entry of streamEntries(client, range)) entries.push(entry);
    changes.push({ range, entries });
  }
  return changes;
}

/** Applies changes at once: nobody matches against half of a version. */
export function applyChanges(index: OrganisationIndex, changes: readonly GatheredChanges[]): void {
  for (const { range, entries } of changes) {
    for (const entry of entries) {
      if (range.which === 'ended') index.remove(entry);
      else index.add(range.hashListId, entry);
    }
  }
}

/** Loads whole versions. */
export async function gatherVersions(
  database: Database,
  organisationId: string,
  versions: readonly ListVersion[],
): Promise<GatheredEntries> {
  const gathered = new GatheredEntries();
  await database.within(organisationId, async (manager) => {
    await manager.query('SET LOCAL statement_timeout = 0');
    const client = await clientOf(manager);
    for (const { hashListId, number } of versions) {
      const range: EntryRange = { hashListId, from: 0, to: number, which: 'added' };
      for await (const entry of streamEntries(client, range)) gathered.push(hashListId, entry);
    }
  });
  return gathered;
}

/** Each version's own id and number of entries, by list; none for a version that the database does not have. */
export async function describeVersions(
  manager: EntityManager,
  versions: readonly ListVersion[],
): Promise<Map<string, { id: string; entries: number }>> {
  const rows: { list: string; id: string; entries: number }[] = await manager.query(
    `SELECT v.hash_list_id AS list, v.id, v.entries FROM hash_list_versions v
     JOIN unnest($1::uuid[], $2::int[]) AS asked (list, number)
       ON asked.list = v.hash_list_id AND asked.number = v.number`,
    [versions.map((version) => version.hashListId), versions.map((version) => version.number)],
  );
  return new Map(rows.map(({ list, id, entries }) => [list, { id, entries }]));
}

/** The connection of a transaction, for COPY. */
async function clientOf(manager: EntityManager): Promise<PoolClient> {
  return (await manager.queryRunner!.connect()) as PoolClient;
}
