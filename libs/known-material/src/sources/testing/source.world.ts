// A hotline whose lists are filled by servers of ours, for the tests of sources.
import { type Clock, createDataSource, Database, type KeyRing, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { testRing } from '../../../../../test/support/review-world.js';
import { md5Of } from '../../testing/known-pictures.js';
import { addSource, type NewSource } from '../list-sources.js';
import { type PollResult, SourcePolls } from '../poll.service.js';
import { NCII_CREDENTIALS } from './ncii.server.js';
import { NCMEC_CREDENTIALS, type NcmecServer, startNcmec, type ToldEntry } from './ncmec.server.js';
import { SHIELD_CREDENTIALS } from './shield.server.js';
import type { SourceServer } from './source.server.js';

export const OPERATOR = { kind: 'operator' } as const;
export const NOW = Date.parse('2026-06-01T00:00:00Z');
export const HOUR_MS = 3_600_000;

const CREDENTIALS = {
  ncmec: NCMEC_CREDENTIALS,
  stopncii: NCII_CREDENTIALS,
  'arachnid-shield': SHIELD_CREDENTIALS,
} as const;

export interface AddedSource {
  readonly id: string;
  readonly list: string;
}

export interface SourceWorld {
  readonly test: TestDatabase;
  readonly triage: Database;
  readonly owner: Database;
  readonly organisation: string;
  readonly ring: KeyRing;
  readonly clock: Clock;
  /** The time of `clock`; tests move it. */
  now: number;
  /** Sets a source up at a server of ours, for a list of its own. */
  add(server: SourceServer, more?: Partial<NewSource>): Promise<AddedSource>;
  /** As when its time has come. */
  makeDue(source: AddedSource): Promise<unknown>;
  /** Polls until the reading has ended, or fails. */
  poll(source: AddedSource): Promise<PollResult>;
  /** Hashes in the live version. */
  live(source: AddedSource): Promise<string[]>;
  rowOf(source: AddedSource): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function createSourceWorld(): Promise<SourceWorld> {
  const test = await createTestDatabase();
  const triage = await test.open('triage');
  const dataSource = createDataSource({ url: test.ownerUrl, program: 'test-owner', poolSize: 1 });
  await dataSource.initialize();
  const owner = new Database(dataSource);
  const organisation = newId();
  const ring = testRing;
  let lists = 0;
  await test.asOwner(
    `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
    [organisation],
  );
  const world: SourceWorld = {
    test,
    triage,
    owner,
    organisation,
    ring,
    now: NOW,
    clock: { now: () => new Date(world.now) },
    async add(server, more = {}) {
      const source: NewSource = {
        organisationId: organisation,
        listName: `list ${++lists}`,
        kind: 'ncmec',
        host: '127.0.0.1',
        port: server.port,
        isInternal: true,
        ca: server.certificate.cert,
        credentials: CREDENTIALS[more.kind ?? 'ncmec'],
        ...more,
      };
      const id = await owner.within(organisation, (manager) => addSource(manager, ring, source, OPERATOR));
      return { id, list: source.listName };
    },
    makeDue: ({ id }) =>
      test.asOwner(`UPDATE list_sources SET due_at = now() - interval '1 second' WHERE id = $1`, [id]),
    async poll(source) {
      const polls = new SourcePolls(triage, ring, { clock: world.clock });
      await world.makeDue(source);
      for (;;) {
        const result = await polls.poll(organisation, source.id);
        if (result.outcome !== 'goes-on') return result;
      }
    },
    async live({ list }) {
      const rows = await test.asOwner<{ hash: string }>(
        `SELECT encode(coalesce(e.md5, e.pdq), 'hex') AS hash FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
         WHERE l.name = $1 AND e.first_version <= l.live_version
           AND (e.ended_version IS NULL OR e.ended_version > l.live_version)`,
        [list],
      );
      return rows.map(({ hash }) => hash).sort();
    },
    rowOf: async ({ id }) => (await test.asOwner(`SELECT * FROM list_sources WHERE id = $1`, [id]))[0]!,
    async stop() {
      await dataSource.destroy();
      await test.drop();
    },
  };
  return world;
}

/** An entry as NCMEC tells it, its MD5 that of its name. */
export const told = (name: string, more: Partial<ToldEntry> = {}): ToldEntry => ({
  member: '7',
  id: name,
  at: '2026-05-01T12:00:00Z',
  md5: md5Of(name),
  ...more,
});

/** So many entries, each of a name of its own. */
export const many = (count: number, more: Partial<ToldEntry> = {}): ToldEntry[] =>
  Array.from({ length: count }, (_, index) => told(`m${index}`, more));

/** The MD5 of these names as `live` gives them. */
export const md5s = (...names: string[]): string[] => names.map(md5Of).sort();

/** A world and a server of NCMEC's kind for all tests of a suite, before each of which the server knows nothing. */
export function useNcmec(take: (world: SourceWorld, ncmec: NcmecServer) => void): void {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  beforeAll(async () => {
    world = await createSourceWorld();
    ncmec = await startNcmec();
    take(world, ncmec);
  });
  afterAll(async () => {
    await ncmec.close();
    await world.stop();
  });
  beforeEach(() => {
    world.now = NOW;
    Object.assign(ncmec, { entries: [], pageSize: 1000, fault: () => false });
    ncmec.asked.length = 0;
  });
}
