// Keeps all lists in memory and in step with the database: told by a notification, and by asking every two seconds.
// Small changes apply at once. Where there are many, an organisation's index is loaded or read from its file and built
// beside, brought up to date, and put in the place of the one that answered until then.
import type { EntityManager } from 'typeorm';
import { type Database, type KeyRing } from '#libs/platform';
import { ListFollower } from './index.service.follower.js';
import {
  applyChanges,
  countChanges,
  describeVersions,
  gatherChanges,
  gatherVersions,
  type ListStep,
} from './index.service.loading.js';
import { IndexFileUnusableError, IndexNotReadyError } from './known-material.errors.js';
import { buildBeside } from './organisation.index.builder.js';
import { OrganisationEntries } from './organisation.index.entries.js';
import { IndexFiles, type KeptIndex } from './organisation.index.file.js';
import { type FoundMatch, type LoadedList, OrganisationIndex, type Probe } from './organisation.index.js';

export type { FoundMatch, LoadedList, Probe } from './organisation.index.js';

/** Above this many changes an organisation's entries are loaded anew: additions are scanned. */
const MAX_CHANGES = 50_000;
/** SQL: whether a list is in use now; one that expires is out of use when it is asked next. */
const IN_USE = `(is_enabled AND (expires_at IS NULL OR expires_at > now()))`;
/** SQL: what is followed of a list. */
const KNOWN_LIST = `id, organisation_id AS "organisationId", name, ${IN_USE} AS "isEnabled",
  effect = 'suppress' AS "isNegative", max_distance AS "maxDistance", min_quality AS "minQuality",
  live_version AS "liveVersion"`;

export interface IndexOptions {
  /** For the connection that listens; without it the index asks only. */
  readonly listenUrl?: string;
  readonly pollMs?: number;
  readonly maxChanges?: number;
  /** Entries from which on a thread of its own builds an index. */
  readonly buildBesideFrom?: number;
  /** Where built indexes are kept, encrypted under keys of the ring; without it every start loads from the database. */
  readonly files?: { readonly folder: string; readonly ring: KeyRing };
  /** Told when the database cannot be asked; the index goes on with what it has and asks again. */
  readonly onError?: (error: unknown) => void;
  /** Told when a kept index is of no use, or cannot be written; the database serves instead. */
  readonly onFileError?: (error: unknown) => void;
}

/** A list, and the version that it should be at. */
interface KnownList extends LoadedList {
  readonly liveVersion: number;
}

/** An index that is to answer, and which version of each list it holds. */
interface LoadedIndex {
  readonly index: OrganisationIndex;
  readonly versions: ReadonlyMap<string, number>;
  /** What to keep of it; undefined where that is kept already. */
  readonly kept?: KeptIndex;
}

export class KnownMaterialIndex {
  private readonly indexes = new Map<string, OrganisationIndex>();
  /** By organisation, then by list. */
  private lists = new Map<string, Map<string, KnownList>>();
  private readonly files: IndexFiles | undefined;
  private follower: ListFollower | undefined;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;
  /** Changes are applied one after the other; building is not among them. */
  private turn: Promise<unknown> = Promise.resolve();
  /** Organisations whose index is being built anew. One is at a time: it takes memory. */
  private readonly loads = new Map<string, Promise<void>>();
  private lastLoad: Promise<unknown> = Promise.resolve();
  private isLoaded = false;
  private isStopped = false;

  /** @param database under a role that sees the lists of all organisations, as triage's does */
  constructor(
    private readonly database: Database,
    private readonly options: IndexOptions = {},
  ) {
    const { files } = options;
    this.files = files && new IndexFiles(files.folder, files.ring);
  }

  /** Loads all lists and begins to follow them. */
  async start(): Promise<void> {
    await this.refresh();
    const { listenUrl, pollMs, onError } = this.options;
    this.follower = new ListFollower(() => this.follow(), { listenUrl, pollMs, onError });
    await this.follower.start();
  }

  /** Ends following; what is loaded stays usable. */
  async stop(): Promise<void> {
    this.isStopped = true;
    const stopped = this.follower?.stop();
    await Promise.allSettled([this.nextReading, this.reading, this.turn, ...this.loads.values()]);
    await stopped;
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
    const lists: Omit<KnownList, 'loadedVersion'>[] = await manager.query(
      `SELECT ${KNOWN_LIST} FROM hash_lists WHERE organisation_id = $1 AND ${IN_USE} AND live_version > 0`,
      [organisationId],
    );
    const known = this.lists.get(organisationId);
    return lists.every(({ id, liveVersion, isNegative, maxDistance, minQuality }) => {
      const list = known?.get(id);
      return (
        list !== undefined &&
        list.isEnabled &&
        list.loadedVersion >= liveVersion &&
        // A person may change these without a new version.
        list.isNegative === isNegative &&
        list.maxDistance === maxDistance &&
        list.minQuality === minQuality
      );
    });
  }

  /** What is loaded of an organisation. */
  describe(organisationId: string): { lists: LoadedList[]; sizes: OrganisationIndex['sizes'] } {
    const sizes = this.indexes.get(organisationId)?.sizes ?? { md5: 0, sha1: 0, sha256: 0, pdq: 0 };
    return { lists: [...(this.lists.get(organisationId)?.values() ?? [])], sizes };
  }

  /**
   * Brings the index in step now. What takes a list out of use, and small changes, hold at once, even while a large one is
   * being loaded.
   */
  async refresh(): Promise<void> {
    await this.follow();
    while (this.loads.size > 0 && !this.isStopped) {
      await Promise.all(this.loads.values());
      await this.inTurn(() => this.applySteps());
    }
    this.isLoaded = true;
  }

  /** Reads the lists' policies, applies small changes, and has large ones loaded, without waiting for those. */
  private async follow(): Promise<void> {
    await this.readLists();
    await this.inTurn(() => this.applySteps());
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
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
        manager.query(`SELECT ${KNOWN_LIST} FROM hash_lists`),
    );
    const lists = new Map<string, Map<string, KnownList>>();
    for (const row of rows) {
      const loadedVersion = this.lists.get(row.organisationId)?.get(row.id)?.loadedVersion ?? 0;
      const own = lists.get(row.organisationId) ?? new Map<string, KnownList>();
      lists.set(row.organisationId, own.set(row.id, { ...row, loadedVersion }));
    }
    this.lists = lists;
  }

  private async applySteps(): Promise<void> {
    for (const [organisationId, lists] of this.lists) {
      if (this.isStopped) return;
      const index = this.indexes.get(organisationId);
      const steps = stepsOf(lists, (list) => list.loadedVersion);
      if (index === undefined || hasForeign(index, lists)) {
        if (steps.length > 0 || index !== undefined) this.load(organisationId);
      } else if (steps.length > 0 && !(await this.applySmall(organisationId, index, steps))) {
        this.load(organisationId);
      }
    }
    const gone = [...this.indexes.keys()].filter((id) => !this.lists.has(id));
    for (const organisationId of gone) this.indexes.delete(organisationId);
    if (gone.length > 0 || !this.isLoaded) await this.sweepFiles();
  }

  /** @returns false where more is to change than is applied one by one; what is little has been applied then too */
  private async applySmall(
    organisationId: string,
    index: OrganisationIndex,
    steps: readonly ListStep[],
  ): Promise<boolean> {
    return this.database.within(organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      let room = this.maxChanges - index.changes;
      const small: ListStep[] = [];
      for (const step of steps) {
        // A list that was taken back to an earlier version is not a series of additions.
        const changes = step.to < step.from ? Infinity : await countChanges(manager, step);
        if (changes > room) continue;
        room -= changes;
        small.push(step);
      }
      applyChanges(index, await gatherChanges(manager, small));
      for (const { hashListId, to } of small) this.noteLoaded(organisationId, hashListId, to);
      return small.length === steps.length && (await this.isWhole(manager, index, small));
    });
  }

  /** Whether the index has as many entries of the lists as their versions say. */
  private async isWhole(
    manager: EntityManager,
    index: OrganisationIndex,
    steps: readonly ListStep[],
  ): Promise<boolean> {
    const versions = steps.map(({ hashListId, to }) => ({ hashListId, number: to }));
    const known = await describeVersions(manager, versions);
    return versions.every(
      ({ hashListId }) => known.get(hashListId)?.entries === (index.entriesOfLists.get(hashListId) ?? 0),
    );
  }

  private noteLoaded(organisationId: string, hashListId: string, loadedVersion: number): void {
    // The policy may have been read anew while entries were loading: only the version is ours to say.
    const lists = this.lists.get(organisationId);
    const list = lists?.get(hashListId);
    if (list !== undefined) lists!.set(hashListId, { ...list, loadedVersion });
  }

  private get maxChanges(): number {
    return this.options.maxChanges ?? MAX_CHANGES;
  }

  /** Begins to build an organisation's index anew, unless that is under way. */
  private load(organisationId: string): void {
    if (this.loads.has(organisationId)) return;
    const loading = this.lastLoad.then(async () => {
      try {
        await this.loadNow(organisationId);
      } finally {
        this.loads.delete(organisationId);
      }
    });
    this.lastLoad = loading.catch((error: unknown) => this.options.onError?.(error));
    this.loads.set(organisationId, loading);
  }

  private async loadNow(organisationId: string): Promise<void> {
    let loaded = this.indexes.has(organisationId) ? undefined : await this.openKept(organisationId);
    for (;;) {
      if (this.isStopped) return;
      const isFromFile = loaded !== undefined;
      loaded ??= await this.loadAnew(organisationId);
      const ready = loaded;
      if (await this.inTurn(() => this.takeOver(organisationId, ready, isFromFile))) break;
      // Versions went live meanwhile that are too large to catch up with.
      loaded = undefined;
    }
    if (loaded.kept !== undefined) await this.keep(organisationId, loaded.kept);
  }

  /**
   * Brings a new index up to what is live by now, and only then puts it in the place of the old one.
   * @returns false where it is too far behind
   */
  private async takeOver(
    organisationId: string,
    { index, versions }: LoadedIndex,
    isFromFile: boolean,
  ): Promise<boolean> {
    const lists = this.lists.get(organisationId);
    if (lists === undefined) return true;
    if (hasForeign(index, lists)) return false;
    const steps = stepsOf(lists, ({ id }) => versions.get(id) ?? 0);
    const isInStep = await this.database.within(organisationId, async (manager) => {
      await manager.query('SET LOCAL statement_timeout = 0');
      let changes = index.changes;
      for (const step of steps) changes += step.to < step.from ? Infinity : await countChanges(manager, step);
      if (steps.length > 0 && changes > this.maxChanges) return false;
      applyChanges(index, await gatherChanges(manager, steps));
      const all = stepsOf(lists, () => 0);
      return !isFromFile || this.isWhole(manager, index, all);
    });
    if (!isInStep) return false;
    this.indexes.set(organisationId, index);
    for (const { id, liveVersion, isEnabled } of lists.values()) {
      // What is off is loaded when it is switched on.
      this.noteLoaded(organisationId, id, isEnabled ? liveVersion : (versions.get(id) ?? 0));
    }
    return true;
  }

  private async loadAnew(organisationId: string): Promise<LoadedIndex> {
    const lists = this.lists.get(organisationId) ?? new Map<string, KnownList>();
    const versions = stepsOf(lists, () => 0).map(({ hashListId, to }) => ({ hashListId, number: to }));
    const gathered = await gatherVersions(this.database, organisationId, versions);
    const { entries } = gathered;
    const columns = entries.columns();
    const from = { columns: gathered.columns() };
    const task = { from, encodes: this.files !== undefined, room: this.room };
    const { tables, encoded } = await buildBeside(task, entries.length, this.options.buildBesideFrom);
    const index = new OrganisationIndex(entries, tables);
    const numbers = new Map(versions.map(({ hashListId, number }) => [hashListId, number]));
    if (encoded === undefined) return { index, versions: numbers };
    const known = await this.database.within(organisationId, (manager) =>
      describeVersions(manager, versions),
    );
    const keptVersions = versions.flatMap((version) => {
      const id = known.get(version.hashListId)?.id;
      return id === undefined ? [] : [{ ...version, id }];
    });
    return { index, versions: numbers, kept: { versions: keptVersions, columns, encoded } };
  }

  /** The index as it was kept, if the database has the versions that it was made of. */
  private async openKept(organisationId: string): Promise<LoadedIndex | undefined> {
    try {
      const kept = await this.files?.read(organisationId);
      if (kept === undefined) return undefined;
      const known = await this.database.within(organisationId, (manager) =>
        describeVersions(manager, kept.versions),
      );
      if (kept.versions.some(({ hashListId, id }) => known.get(hashListId)?.id !== id)) {
        throw new IndexFileUnusableError('other-versions');
      }
      const task = { from: { encoded: kept.encoded }, encodes: false, room: this.room };
      const entries = new OrganisationEntries(kept.columns);
      const { tables } = await buildBeside(task, entries.length, this.options.buildBesideFrom);
      const versions = new Map(kept.versions.map(({ hashListId, number }) => [hashListId, number]));
      return { index: new OrganisationIndex(entries, tables), versions };
    } catch (error) {
      this.options.onFileError?.(error);
      return undefined;
    }
  }

  private async keep(organisationId: string, kept: KeptIndex): Promise<void> {
    await this.files
      ?.write(organisationId, kept)
      .catch((error: unknown) => this.options.onFileError?.(error));
  }

  /** Removes what is kept of organisations that have no list any more. */
  private async sweepFiles(): Promise<void> {
    await this.files?.sweep(this.lists.keys()).catch((error: unknown) => this.options.onFileError?.(error));
  }

  /** More than will be added before it is built anew. */
  private get room(): number {
    return this.maxChanges + 1;
  }
}

/** What it takes to bring the lists that are in use from the versions that are held to those that are live. */
function stepsOf(
  lists: ReadonlyMap<string, KnownList>,
  heldVersion: (list: KnownList) => number,
): ListStep[] {
  return [...lists.values()]
    .filter((list) => list.isEnabled && list.liveVersion !== heldVersion(list))
    .map((list) => ({ hashListId: list.id, from: heldVersion(list), to: list.liveVersion }));
}

/** Whether an index has entries of lists that are no more. */
function hasForeign(index: OrganisationIndex, lists: ReadonlyMap<string, KnownList>): boolean {
  return [...index.entriesOfLists.keys()].some((id) => !lists.has(id));
}
