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

/** A list, and the version that it should be at. */
interface KnownList extends LoadedList {
  readonly liveVersion: number;
}

export class KnownMaterialIndex {
  private readonly indexes = new Map<string, OrganisationIndex>();
  /** By organisation, then by list. */
  private lists = new Map<string, Map<string, KnownList>>();
  private listener: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;
  private loading: Promise<void> | undefined;
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
    await Promise.allSettled([this.nextReading, this.reading, this.loading]);
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

  /**
   * Whether everything that is live is loaded, as the given transaction sees it. Where it is not, `refresh` outside of
   * the transaction and ask again.
   */
  async isInStep(manager: EntityManager, organisationId: string): Promise<boolean> {
    const lists: { id: string; live: number }[] = await manager.query(
      `SELECT id, live_version AS live FROM hash_lists WHERE organisation_id = $1 AND is_enabled AND live_version > 0`,
      [organisationId],
    );
    const known = this.lists.get(organisationId);
    return lists.every(({ id, live }) => {
      const list = known?.get(id);
      return list !== undefined && list.isEnabled && list.loadedVersion >= live;
    });
  }

  /** What is loaded of an organisation. */
  describe(organisationId: string): { lists: LoadedList[]; sizes: OrganisationIndex['sizes'] } {
    const sizes = this.indexes.get(organisationId)?.sizes ?? { md5: 0, sha1: 0, sha256: 0, pdq: 0 };
    return { lists: [...(this.lists.get(organisationId)?.values() ?? [])], sizes };
  }

  /**
   * Brings the index in step now. What takes a list out of use holds at once, even while another list is being loaded.
   */
  async refresh(): Promise<void> {
    await this.readLists();
    if (this.loading !== undefined) {
      this.isAskedAgain = true;
      return this.loading;
    }
    this.loading = (async () => {
      do {
        this.isAskedAgain = false;
        await this.loadEntries();
      } while (this.isAskedAgain && !this.isStopped);
      this.isLoaded = true;
    })();
    try {
      await this.loading;
    } finally {
      this.loading = undefined;
    }
  }

  /** Reads the lists' policies, one reading after the other, so that no older answer takes the place of a newer one. */
  private readLists(): Promise<void> {
    this.nextReading ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.nextReading = undefined;
        this.reading = this.readListsNow();
        return this.reading;
      });
    return this.nextReading;
  }

  private async readListsNow(): Promise<void> {
    const organisations = (
      await this.database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
        'SELECT id FROM triage_api.organisations() AS id',
      )
    ).map((row) => row.id);
    const rows = await this.database.within(
      organisations,
      (manager): Promise<Omit<KnownList, 'loadedVersion'>[]> =>
        manager.query(
          `SELECT id, organisation_id AS "organisationId", name, is_enabled AS "isEnabled", max_distance AS "maxDistance",
             min_quality AS "minQuality", live_version AS "liveVersion" FROM hash_lists`,
        ),
    );
    const lists = new Map<string, Map<string, KnownList>>();
    for (const row of rows) {
      const loadedVersion = this.lists.get(row.organisationId)?.get(row.id)?.loadedVersion ?? 0;
      const own = lists.get(row.organisationId) ?? new Map<string, KnownList>();
      lists.set(row.organisationId, own.set(row.id, { ...row, loadedVersion }));
    }
    this.lists = lists;
  }

  private async loadEntries(): Promise<void> {
    for (const [organisationId, lists] of this.lists) {
      const behind = [...lists.values()].filter(
        (list) => list.isEnabled && list.liveVersion !== list.loadedVersion,
      );
      if (behind.length > 0) await this.catchUp(organisationId, [...lists.values()], behind);
    }
  }

  private async catchUp(
    organisationId: string,
    lists: readonly KnownList[],
    behind: readonly KnownList[],
  ): Promise<void> {
    await this.database.within(organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      const index = this.indexes.get(organisationId);
      // A list that was taken back to an earlier version is not a series of additions: load anew.
      const isForward = behind.every((list) => list.liveVersion > list.loadedVersion);
      if (index !== undefined && isForward) {
        const ranges = behind.flatMap(rangesOf);
        if (index.changes + (await countEntries(manager, ranges)) <= this.maxChanges) {
          const changes = await gatherChanges(await clientOf(manager), ranges);
          // At once: nobody matches against half of a version.
          for (const { range, entries } of changes) {
            for (const entry of entries) {
              if (range.which === 'ended') index.remove(entry);
              else index.add(range.hashListId, entry);
            }
          }
          for (const list of behind) this.noteLoaded(list, list.liveVersion);
          return;
        }
      }
      await this.loadAnew(organisationId, lists, await clientOf(manager));
    });
  }

  private noteLoaded({ organisationId, id }: KnownList, loadedVersion: number): void {
    // The policy may have been read anew while entries were loading: only the version is ours to say.
    const lists = this.lists.get(organisationId);
    const list = lists?.get(id);
    if (list !== undefined) lists!.set(id, { ...list, loadedVersion });
  }

  private get maxChanges(): number {
    return this.options.maxChanges ?? MAX_CHANGES;
  }

  private async loadAnew(
    organisationId: string,
    lists: readonly KnownList[],
    client: PoolClient,
  ): Promise<void> {
    const index = new OrganisationIndex();
    const loaded = lists.filter((list) => list.isEnabled && list.liveVersion > 0);
    for (const list of loaded) {
      const range: EntryRange = { hashListId: list.id, from: 0, to: list.liveVersion, which: 'added' };
      for await (const entry of streamEntries(client, range)) index.add(list.id, entry);
    }
    index.build();
    this.indexes.set(organisationId, index);
    // What was off is not in the new index, and is loaded when it is switched on.
    for (const list of lists) this.noteLoaded(list, loaded.includes(list) ? list.liveVersion : 0);
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

function rangesOf(list: KnownList): EntryRange[] {
  const range = { hashListId: list.id, from: list.loadedVersion, to: list.liveVersion };
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
