// Keeps all lists in memory and in step with the database: told by a notification, and by asking every two seconds.
import { Client, type PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { type Database, firstRow } from '#libs/platform';
import { conditionOf, type EntryRange, streamEntries } from './entry.stream.js';
import { IndexNotReadyError } from './known-material.errors.js';
import { type FoundMatch, type LoadedList, OrganisationIndex, type Probe } from './organisation.index.js';

export type { FoundMatch, LoadedList, Probe } from './organisation.index.js';

const CHANNEL = 'manara_lists';
const POLL_MS = 2000;
/** Above this many changes an organisation's entries are loaded anew: overlays are scanned. */
const MAX_CHANGES = 50_000;

export interface IndexOptions {
  /** For the connection that listens; without it the index asks only. */
  readonly listenUrl?: string;
  readonly pollMs?: number;
  readonly maxChanges?: number;
  /** Told when the database cannot be asked; the index goes on with what it has and asks again. */
  readonly onError?: (error: unknown) => void;
}

interface ListRow {
  id: string;
  organisation_id: string;
  name: string;
  is_enabled: boolean;
  max_distance: number;
  min_quality: number;
  live_version: number;
}

export class KnownMaterialIndex {
  private readonly indexes = new Map<string, OrganisationIndex>();
  /** By organisation, then by list. */
  private lists = new Map<string, Map<string, LoadedList>>();
  private listener: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isAskedAgain = false;
  private isLoaded = false;
  private isStopped = false;

  /** @param database under a role that sees the lists of all organisations, as triage's does */
  constructor(
    private readonly database: Database,
    private readonly options: IndexOptions = {},
  ) {}

  /** Loads all lists and begins to follow them. */
  async start(): Promise<void> {
    await this.refresh();
    await this.listen();
    this.poll();
  }

  /** Ends following; what is loaded stays usable. */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    const { listener } = this;
    this.listener = undefined;
    await this.running?.catch(() => undefined);
    await listener?.end().catch(() => undefined);
  }

  /**
   * Every entry of the organisation's lists that fits: by digest, and by perceptual hash in any orientation.
   * @throws IndexNotReadyError before the lists are loaded
   */
  match(organisationId: string, probe: Probe): FoundMatch[] {
    if (!this.isLoaded) throw new IndexNotReadyError();
    const index = this.indexes.get(organisationId);
    const lists = this.lists.get(organisationId);
    return index === undefined || lists === undefined ? [] : index.match(probe, lists);
  }

  /** What is loaded of an organisation. */
  describe(organisationId: string): { lists: LoadedList[]; sizes: OrganisationIndex['sizes'] } {
    const sizes = this.indexes.get(organisationId)?.sizes ?? { md5: 0, sha1: 0, sha256: 0, pdq: 0 };
    return { lists: [...(this.lists.get(organisationId)?.values() ?? [])], sizes };
  }

  /** Brings the index in step now. Asked while it is at it, it goes through once more. */
  async refresh(): Promise<void> {
    if (this.running !== undefined) {
      this.isAskedAgain = true;
      return this.running;
    }
    this.running = (async () => {
      do {
        this.isAskedAgain = false;
        await this.catchUp();
      } while (this.isAskedAgain && !this.isStopped);
    })();
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }

  private async catchUp(): Promise<void> {
    const organisations = (
      await this.database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
        'SELECT id FROM triage_api.organisations() AS id',
      )
    ).map((row) => row.id);
    const rows = await this.database.within(organisations, (manager): Promise<ListRow[]> =>
      manager.query(
        `SELECT id, organisation_id, name, is_enabled, max_distance, min_quality, live_version FROM hash_lists`,
      ),
    );
    // First what takes a list out of use: it must not wait for what is still to be loaded.
    const behind: { row: ListRow; from: number }[] = [];
    const known = new Map<string, Map<string, LoadedList>>();
    for (const row of rows) {
      const loadedVersion = this.lists.get(row.organisation_id)?.get(row.id)?.loadedVersion ?? 0;
      this.note(known, row, loadedVersion);
      if (row.is_enabled && row.live_version !== loadedVersion) behind.push({ row, from: loadedVersion });
    }
    this.lists = known;
    for (const organisationId of new Set(behind.map(({ row }) => row.organisation_id))) {
      await this.catchUpOrganisation(
        organisationId,
        rows.filter((row) => row.organisation_id === organisationId),
        behind.filter(({ row }) => row.organisation_id === organisationId),
      );
    }
    this.isLoaded = true;
  }

  private note(into: Map<string, Map<string, LoadedList>>, row: ListRow, loadedVersion: number): void {
    const lists = into.get(row.organisation_id) ?? new Map<string, LoadedList>();
    into.set(row.organisation_id, lists);
    lists.set(row.id, {
      id: row.id,
      organisationId: row.organisation_id,
      name: row.name,
      isEnabled: row.is_enabled,
      maxDistance: row.max_distance,
      minQuality: row.min_quality,
      loadedVersion,
    });
  }

  private async catchUpOrganisation(
    organisationId: string,
    rows: readonly ListRow[],
    behind: readonly { row: ListRow; from: number }[],
  ): Promise<void> {
    await this.database.within(organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      const index = this.indexes.get(organisationId);
      // A list that was taken back to an earlier version is not a series of additions: load anew.
      const isForward = behind.every(({ row, from }) => row.live_version > from);
      if (index !== undefined && isForward) {
        const ranges = behind.flatMap(({ row, from }) => rangesOf(row, from));
        if (index.changes + (await countEntries(manager, ranges)) <= this.maxChanges) {
          const changes = await gatherChanges(await clientOf(manager), ranges);
          // At once: nobody matches against half of a version.
          for (const { range, entries } of changes) {
            for (const entry of entries) {
              if (range.which === 'ended') index.remove(entry);
              else index.add(range.hashListId, entry);
            }
          }
          for (const { row } of behind) this.note(this.lists, row, row.live_version);
          return;
        }
      }
      await this.loadAnew(organisationId, rows, await clientOf(manager));
    });
  }

  private get maxChanges(): number {
    return this.options.maxChanges ?? MAX_CHANGES;
  }

  private async loadAnew(
    organisationId: string,
    rows: readonly ListRow[],
    client: PoolClient,
  ): Promise<void> {
    const index = new OrganisationIndex();
    const loaded = rows.filter((row) => row.is_enabled && row.live_version > 0);
    for (const row of loaded) {
      const range: EntryRange = { hashListId: row.id, from: 0, to: row.live_version, which: 'added' };
      for await (const entry of streamEntries(client, range)) index.add(row.id, entry);
    }
    index.build();
    this.indexes.set(organisationId, index);
    for (const row of rows) {
      // What was off is not in the new index, and is loaded when it is switched on.
      this.note(this.lists, row, loaded.includes(row) ? row.live_version : 0);
    }
  }

  private async listen(): Promise<void> {
    if (this.options.listenUrl === undefined || this.isStopped) return;
    const client = new Client({ connectionString: this.options.listenUrl, connectionTimeoutMillis: 5000 });
    const forget = () => {
      if (this.listener === client) this.listener = undefined;
    };
    client.on('error', forget).on('end', forget);
    client.on(
      'notification',
      () => void this.refresh().catch((error: unknown) => this.options.onError?.(error)),
    );
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.isStopped) await client.end();
      else this.listener = client;
    } catch (error) {
      this.options.onError?.(error);
      await client.end().catch(() => undefined);
    }
  }

  private poll(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      void (async () => {
        try {
          if (this.listener === undefined) await this.listen();
          await this.refresh();
        } catch (error) {
          this.options.onError?.(error);
        }
        this.poll();
      })();
    }, this.options.pollMs ?? POLL_MS);
    this.timer.unref();
  }
}

function rangesOf(row: ListRow, from: number): EntryRange[] {
  const range = { hashListId: row.id, from, to: row.live_version };
  return [
    { ...range, which: 'ended' },
    { ...range, which: 'added' },
  ];
}

async function countEntries(manager: EntityManager, ranges: readonly EntryRange[]): Promise<number> {
  let total = 0;
  for (const range of ranges) {
    const rows: { entries: number }[] = await manager.query(
      `SELECT count(*)::int AS entries FROM hash_entries WHERE ${conditionOf(range)}`,
    );
    total += firstRow(rows)!.entries;
  }
  return total;
}

async function gatherChanges(client: PoolClient, ranges: readonly EntryRange[]) {
  const changes = [];
  for (const range of ranges) {
    const entries = [];
    for await (const entry of streamEntries(client, range)) entries.push(entry);
    changes.push({ range, entries });
  }
  return changes;
}

/** The connection of a transaction, for COPY. */
async function clientOf(manager: EntityManager): Promise<PoolClient> {
  return (await manager.queryRunner!.connect()) as PoolClient;
}
