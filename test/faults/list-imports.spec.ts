// Kill -9 in the middle of bringing a list in, by each way that there is: a file on the command line, an upload in the
// console that triage imports, and a source that is polled. Each ends whole; the command goes on where it was.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListImportRunner,
  listStatus,
  openUpload,
  SourcePolls,
  takePart,
  verifyLists,
} from '#libs/known-material';
import { type NcmecServer, startNcmec } from '../../libs/known-material/src/sources/testing/ncmec.server.js';
import {
  type AddedSource,
  createSourceWorld,
  type SourceWorld,
  told,
} from '../../libs/known-material/src/sources/testing/source.world.js';
import { compiledSources } from '../support/compiled-sources.js';
import { makeAccount, testRing } from '../support/review-world.js';
import { until } from '../support/waiting.js';

const md5Of = (text: string) => createHash('md5').update(text).digest('hex');
const POINTS = 4;

describe('kill -9 while a list is brought in', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  let folder: string;
  let compiled: string;
  let person: string;

  beforeAll(async () => {
    world = await createSourceWorld();
    ncmec = await startNcmec();
    person = await makeAccount(world.test, { organisationId: world.organisation } as never, 'administrator');
    compiled = await compiledSources();
    folder = await mkdtemp(join(tmpdir(), 'kill-'));
    // Counts statements, and kills its process before one of them.
    await writeFile(
      join(folder, 'kill.mjs'),
      `import { createRequire } from 'node:module';
       const pg = createRequire('${compiled}/package.json')('pg');
       const { query } = pg.Client.prototype;
       let statements = 0;
       pg.Client.prototype.query = function (...args) {
         statements++;
         if (statements === Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL');
         return query.apply(this, args);
       };
       process.on('exit', () => process.stderr.write('statements: ' + statements + '\\n'));`,
    );
  });
  afterAll(async () => {
    await ncmec?.close();
    await world?.stop();
    await rm(folder, { recursive: true });
  });

  interface Ended {
    readonly isKilled: boolean;
    readonly out: string;
    readonly errors: string;
    readonly statements: number;
  }

  /** Runs a program, which is killed before that statement; never with 0. */
  async function run(program: readonly string[], statement: number): Promise<Ended> {
    const child = spawn(process.execPath, ['--import', join(folder, 'kill.mjs'), ...program], {
      cwd: compiled,
      env: {
        PATH: process.env.PATH,
        TRIAGE_DATABASE_URL: world.test.urls.triage,
        KILL_AT: String(statement),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the program failed: ${errors}`);
    const statements = Number(/^statements: (\d+)$/m.exec(errors)?.[1] ?? 0);
    return { isKilled: signal === 'SIGKILL', out, errors, statements };
  }

  /** A program of the libraries, with a database under the role of triage. */
  const inProgram = (text: string) => [
    '--input-type=module',
    '--eval',
    `const lists = await import('${compiled}/libs/known-material/src/index.js');
     const { createDataSource, Database, KeyRing } = await import('${compiled}/libs/platform/src/index.js');
     const dataSource = createDataSource({ url: process.env.TRIAGE_DATABASE_URL, program: 'killed', poolSize: 3 });
     await dataSource.initialize();
     const database = new Database(dataSource);
     const ring = new KeyRing([Buffer.alloc(32, 7)]);
     const organisationId = '${world.organisation}';
     ${text}
     await dataSource.destroy();`,
  ];

  /** Points spread over a run that nobody kills. */
  async function pointsOf(program: readonly string[], count: number): Promise<number[]> {
    const { statements } = await run(program, 0);
    expect(statements).toBeGreaterThan(2 * count);
    return Array.from({ length: count }, (_, at) => Math.ceil(((at + 1) * statements) / count));
  }

  /** Two at a time: there are two cores. */
  async function inPairs<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
    const done: R[] = [];
    for (let at = 0; at < all.length; at += 2)
      done.push(...(await Promise.all(all.slice(at, at + 2).map(work))));
    return done;
  }

  async function sessionsEnded(): Promise<void> {
    await until('its sessions have ended', async () => {
      const sessions = await world.test.asOwner(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
           AND (application_name LIKE '%killed%' OR application_name LIKE '%lists%')`,
      );
      return sessions.length === 0;
    });
  }

  const statusOf = async (name: string) =>
    (await world.triage.within(world.organisation, listStatus)).find((list) => list.name === name)!;
  const live = (list: string) => world.live({ id: '', list });

  /** Each list is as it was before or as it is after, and nothing between. */
  async function expectWhole(names: readonly string[], before: number, after: number): Promise<void> {
    for (const name of names) {
      const { liveVersion, entries } = await statusOf(name);
      expect([
        [1, before],
        [2, after],
      ]).toContainEqual([liveVersion, entries]);
    }
    const problems = await world.triage.within(world.organisation, verifyLists);
    expect(problems.filter(({ problem }) => problem !== 'import-left-unfinished')).toEqual([]);
  }

  describe('of a file on the command line', () => {
    const LINES = 25_000;
    const importing = (file: string, list: string) => [
      'apps/manara/src/main.js',
      'lists',
      'import',
      join(folder, file),
      '--list',
      list,
      '--json',
    ];
    /** What a list holds, in one word. */
    const digestOf = async (list: string) => {
      const [row] = await world.test.asOwner<{ digest: string }>(
        `SELECT md5(string_agg(encode(e.fingerprint, 'hex'), ',' ORDER BY e.fingerprint)) AS digest
         FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id AND e.first_version <= l.live_version
         WHERE l.name = $1 AND (e.ended_version IS NULL OR e.ended_version > l.live_version)`,
        [list],
      );
      return row!.digest;
    };
    const batchesOf = (list: string) =>
      world.test.asOwner<{ entries: number }>(
        `SELECT b.entries FROM list_staged_batches b JOIN hash_lists l ON l.id = b.hash_list_id WHERE l.name = $1
         ORDER BY 1`,
        [list],
      );

    beforeAll(async () => {
      const lines = Array.from({ length: LINES }, (_, at) => md5Of(`line ${at}`));
      // A line that is refused is reported by the run that ends, wherever the ones before were killed.
      lines[10] = 'nonsense';
      await writeFile(join(folder, 'whole.csv'), `md5\n${lines.join('\n')}\n`);
      await writeFile(
        join(folder, 'changed.csv'),
        `md5\n${md5Of('another')}\n${lines.slice(1).join('\n')}\n`,
      );
    });

    it('goes on behind what was staged, and ends as an import that nobody disturbed', async () => {
      const points = await pointsOf(importing('whole.csv', 'undisturbed'), 4);
      const expected = await digestOf('undisturbed');
      const ends = await inPairs(points.slice(0, 3), async (point) => {
        const list = `command killed at ${point}`;
        const killed = await run(importing('whole.csv', list), point);
        const kept = await batchesOf(list);
        const again = await run(importing('whole.csv', list), 0);
        const { resumedAfter, refusedLines, ...result } = JSON.parse(again.out) as Record<string, unknown>;
        expect([killed.isKilled, result]).toEqual([
          true,
          expect.objectContaining({ state: 'live', entries: LINES - 1, added: LINES - 1, refused: 1 }),
        ]);
        expect(refusedLines).toEqual([{ line: 12, reason: 'md5-malformed' }]);
        const said = /resumed at entry (\d+)/.exec(again.errors)?.[1];
        expect([resumedAfter, Number(said ?? 1) - 1]).toEqual([kept.at(-1)?.entries ?? 0, resumedAfter]);
        expect([await digestOf(list), await batchesOf(list)]).toEqual([expected, []]);
        return resumedAfter as number;
      });
      // The later it was killed, the less is staged again.
      expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      expect([ends[0], ends[2]]).toEqual([0, expect.closeTo(20_000, -4)]);

      // Another file under the name of the one before begins anew, and keeps nothing of it.
      await run(importing('whole.csv', 'changes'), points[2]!);
      expect(await batchesOf('changes')).toHaveLength(1);
      const changed = JSON.parse((await run(importing('changed.csv', 'changes'), 0)).out) as object;
      expect(changed).toMatchObject({ state: 'live', resumedAfter: 0, entries: LINES - 1 });
      expect([await live('changes')].flat()).toContain(md5Of('another'));
      expect(await batchesOf('changes')).toEqual([]);
      expect(await world.triage.within(world.organisation, verifyLists)).toEqual([]);
    });
  });

  it('of an upload that triage imports leaves the list whole at each of four points, and another worker ends it', async () => {
    const content = (...names: string[]) => `md5\n${names.map(md5Of).join('\n')}\n`;
    async function upload(list: string, text: string): Promise<string> {
      const { id } = await world.owner.within(world.organisation, (manager) =>
        openUpload(
          manager,
          world.organisation,
          { listName: list, format: 'csv', settings: {}, bytes: text.length },
          person,
          { maxBytes: 1000, partBytes: 50 },
        ),
      );
      for (let number = 0; number * 50 < text.length; number++) {
        const bytes = Buffer.from(text).subarray(number * 50, (number + 1) * 50);
        await world.owner.within(world.organisation, (manager) =>
          takePart(manager, testRing, world.organisation, { id, number, bytes }, person, 50),
        );
      }
      return id;
    }
    const runner = new ListImportRunner({ database: world.triage, ring: testRing });
    const importing = (id: string) =>
      inProgram(`await new lists.ListImportRunner({ database, ring }).run(organisationId, '${id}');`);
    /** Imports of an organisation that are open are few; this one brings its list to its second version. */
    async function prepared(list: string): Promise<string> {
      await runner.run(world.organisation, await upload(list, content('ends', 'stays')));
      return upload(list, content('stays', 'comes', 'comes too'));
    }
    const points = await pointsOf(importing(await prepared('upload counted')), POINTS);
    const names: string[] = [];
    for (let at = 0; at < points.length; at += 2) {
      const begun: { list: string; id: string; point: number }[] = [];
      for (const point of points.slice(at, at + 2)) {
        const list = `upload killed at ${point}`;
        begun.push({ list, id: await prepared(list), point });
      }
      const pair = await Promise.all(
        begun.map(async (one) => ({ ...one, ...(await run(importing(one.id), one.point)) })),
      );
      await sessionsEnded();
      await expectWhole(
        pair.map(({ list }) => list),
        2,
        3,
      );
      // The sign of life of the one that was killed has run out.
      await world.test.asOwner(`UPDATE list_imports SET due_at = now() WHERE ended_at IS NULL`);
      for (const { list, id, isKilled } of pair) {
        expect([list, isKilled]).toEqual([list, true]);
        await runner.run(world.organisation, id);
        expect(await live(list)).toEqual(['comes', 'comes too', 'stays'].map(md5Of).sort());
        names.push(list);
      }
    }
    expect(
      await world.test.asOwner(
        `SELECT list_name, outcome->>'entries' AS entries FROM list_imports
         WHERE list_name LIKE 'upload killed%' AND state = 'done' AND (outcome->>'version')::int > 1 ORDER BY asked_at`,
      ),
    ).toEqual(names.map((list_name) => ({ list_name, entries: '3' })));
    expect(await world.triage.within(world.organisation, verifyLists)).toEqual([]);
  });

  it('of a source that is read leaves its list whole at each of four points, and the next poll ends it', async () => {
    ncmec.pageSize = 2;
    const before = [told('ends'), told('stays'), told('stays-too')];
    const after = [
      told('ends', { kind: 'deletedImage', at: '2026-06-01T00:10:00Z' }),
      ...before.slice(1),
      ...['a', 'b', 'c'].map((name) => told(name, { at: '2026-06-01T00:20:00Z' })),
    ];
    const polling = ({ id }: AddedSource) =>
      inProgram(
        `const polls = new lists.SourcePolls(database, ring, { clock: { now: () => new Date('2026-06-01T02:00:00Z') } });
         while ((await polls.poll(organisationId, '${id}')).outcome === 'goes-on');`,
      );
    ncmec.entries = before;
    const sources: AddedSource[] = [];
    for (let count = 0; count <= POINTS; count++) {
      const source = await world.add(ncmec);
      await world.poll(source);
      await world.makeDue(source);
      sources.push(source);
    }
    ncmec.entries = after;
    const counted = sources.pop()!;
    const points = await pointsOf(polling(counted), POINTS);
    const killed = await inPairs(
      sources.map((source, at) => ({ source, point: points[at]! })),
      async ({ source, point }) => (await run(polling(source), point)).isKilled,
    );
    expect(killed).toEqual(sources.map(() => true));
    await sessionsEnded();
    await expectWhole(
      sources.map(({ list }) => list),
      3,
      5,
    );
    for (const source of sources) {
      await world.test.asOwner(
        `UPDATE list_sources SET held_until = now() - interval '1 second', due_at = now() WHERE id = $1`,
        [source.id],
      );
      const polls = new SourcePolls(world.triage, world.ring, {
        clock: { now: () => new Date('2026-06-01T03:00:00Z') },
      });
      while ((await polls.poll(world.organisation, source.id)).outcome === 'goes-on');
      expect(await live(source.list)).toEqual(['stays', 'stays-too', 'a', 'b', 'c'].map(md5Of).sort());
    }
    expect(await world.triage.within(world.organisation, verifyLists)).toEqual([]);
  });
});
