import type { ServerResponse } from 'node:http';
import { type Clock, createDataSource, Database, KeyRing, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { TEST_KEY } from '../../../../test/support/pipeline-parts.js';
import { importList } from '../import.service.js';
import { verifyLists } from '../lists.service.js';
import { md5Of, pdqOf, textAsStream } from '../testing/known-pictures.js';
import { addSource, listSources, type NewSource, removeSource } from './list-sources.js';
import { type PollResult, SourcePolls } from './poll.service.js';
import {
  type Fault,
  NCII_CREDENTIALS,
  NCMEC_CREDENTIALS,
  ncmecPage,
  type NcmecServer,
  type NciiServer,
  startNcii,
  startNcmec,
  type ToldEntry,
} from './testing/source.servers.js';

const OPERATOR = { kind: 'operator' } as const;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const HOUR_MS = 3_600_000;

describe('a source that is polled', () => {
  let test: TestDatabase;
  let triage: Database;
  let owner: Database;
  let ncmec: NcmecServer;
  let ncii: NciiServer;
  const organisation = newId();
  const ring = new KeyRing([TEST_KEY]);
  let now = NOW;
  const clock: Clock = { now: () => new Date(now) };
  let lists = 0;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    const dataSource = createDataSource({ url: test.ownerUrl, program: 'test-owner', poolSize: 1 });
    await dataSource.initialize();
    owner = new Database(dataSource);
    [ncmec, ncii] = await Promise.all([startNcmec(), startNcii()]);
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisation],
    );
  });
  afterAll(async () => {
    await Promise.all([ncmec.close(), ncii.close()]);
    await owner.dataSource.destroy();
    await test.drop();
  });
  beforeEach(() => {
    now = NOW;
    Object.assign(ncmec, { entries: [], pageSize: 1000, fault: () => false });
    Object.assign(ncii, { records: [], pageSize: 800, fault: () => false });
    ncmec.asked.length = 0;
    ncii.asked.length = 0;
  });

  const sourceOf = (more: Partial<NewSource> = {}): NewSource => {
    const isNcii = more.kind === 'stopncii';
    const server = isNcii ? ncii : ncmec;
    return {
      organisationId: organisation,
      listName: `list ${++lists}`,
      kind: 'ncmec',
      host: '127.0.0.1',
      port: server.port,
      isInternal: true,
      ca: server.certificate.cert,
      credentials: isNcii ? NCII_CREDENTIALS : NCMEC_CREDENTIALS,
      ...more,
    };
  };
  const add = async (more: Partial<NewSource> = {}) => {
    const source = sourceOf(more);
    const id = await owner.within(organisation, (manager) => addSource(manager, ring, source, OPERATOR));
    return { id, list: source.listName };
  };
  /** As when its time has come. */
  const makeDue = (id: string) =>
    test.asOwner(`UPDATE list_sources SET due_at = now() - interval '1 second' WHERE id = $1`, [id]);
  /** Polls until the reading has ended, or fails. */
  const poll = async ({ id }: { id: string }, sliceMs?: number): Promise<PollResult> => {
    const polls = new SourcePolls(triage, ring, { clock, ...(sliceMs !== undefined && { sliceMs }) });
    await makeDue(id);
    for (;;) {
      const result = await polls.poll(organisation, id);
      if (result.outcome !== 'goes-on') return result;
    }
  };
  const live = async ({ list }: { list: string }) =>
    (
      await test.asOwner<{ hash: string }>(
        `SELECT encode(coalesce(e.md5, e.pdq), 'hex') AS hash FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
         WHERE l.name = $1 AND e.first_version <= l.live_version
           AND (e.ended_version IS NULL OR e.ended_version > l.live_version)`,
        [list],
      )
    )
      .map(({ hash }) => hash)
      .sort();
  const md5s = (...names: string[]) => names.map(md5Of).sort();
  const rowOf = async ({ id }: { id: string }) =>
    (await test.asOwner(`SELECT * FROM list_sources WHERE id = $1`, [id]))[0]!;
  const told = (name: string, more: Partial<ToldEntry> = {}): ToldEntry => ({
    member: '7',
    id: name,
    at: '2026-05-01T12:00:00Z',
    md5: md5Of(name),
    ...more,
  });
  const many = (count: number, more: Partial<ToldEntry> = {}) =>
    Array.from({ length: count }, (_, index) => told(`m${index}`, more));

  describe('as NCMEC speaks', () => {
    it('fills its list with every entry, whatever the order of the pages', async () => {
      ncmec.pageSize = 3;
      ncmec.entries = [
        ...many(10),
        told('a', { at: '2020-01-01T00:00:00Z', classification: 'A1' }),
        told('gone', { kind: 'deletedImage', at: '2026-05-02T00:00:00Z' }),
      ];
      const source = await add();
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { version: 1, added: 11 } });
      expect(await live(source)).toEqual(md5s('a', ...many(10).map(({ id }) => id)));
      expect(await rowOf(source)).toMatchObject({
        checkpoint: '2026-05-31T23:59:55Z',
        progress: null,
        outcome: 'live',
        failures: 0,
      });
      expect(await triage.within(organisation, verifyLists)).toEqual([]);
    });

    it('asks the next time for what has changed since, and takes changes and withdrawals into the whole', async () => {
      ncmec.entries = [
        told('stays'),
        told('changes'),
        told('goes'),
        told('shared'),
        told('other', { member: '8', md5: md5Of('shared') }),
      ];
      const source = await add();
      await poll(source);
      now += HOUR_MS;
      ncmec.entries = [
        told('stays'),
        told('changes', { md5: md5Of('changed'), at: '2026-06-01T00:30:00Z' }),
        told('goes', { kind: 'deletedImage', at: '2026-06-01T00:31:00Z' }),
        // Another member says so too, and goes on saying so.
        told('shared', { kind: 'deletedImage', at: '2026-06-01T00:32:00Z' }),
        told('new', { at: '2026-06-01T00:33:00Z' }),
      ];
      expect(await poll(source)).toMatchObject({
        outcome: 'live',
        import: { version: 2, added: 2, ended: 2 },
      });
      expect(await live(source)).toEqual(md5s('stays', 'changed', 'shared', 'new'));
      expect(ncmec.asked.at(-1)).toContain('from=2026-05-31T23%3A58%3A55Z');
      now += HOUR_MS;
      expect(await poll(source)).toEqual({ sourceId: source.id, outcome: 'nothing-new' });
    });

    it('ends every entry when the source withdraws all, and an entry whose new state cannot be read', async () => {
      ncmec.entries = [told('a'), told('b')];
      const source = await add();
      await poll(source);
      now += HOUR_MS;
      ncmec.entries = [told('a', { md5: 'no hash', at: '2026-06-01T00:10:00Z' }), told('b')];
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { ended: 1, refused: 1 } });
      expect(await live(source)).toEqual(md5s('b'));
      now += HOUR_MS;
      ncmec.entries = [told('b', { kind: 'deletedVideo', at: '2026-06-01T01:10:00Z' })];
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { entries: 0 } });
      expect(await live(source)).toEqual([]);
    });

    it('moves nothing before all is read, and goes on where it was killed', async () => {
      ncmec.pageSize = 2;
      ncmec.entries = many(9);
      const source = await add();
      // A slice of no time reads one page; then the worker is killed, and its hold ends.
      await makeDue(source.id);
      for (const pages of [1, 2, 3]) {
        const polls = new SourcePolls(triage, ring, { clock: steps(), sliceMs: 1 });
        expect(await polls.poll(organisation, source.id)).toMatchObject({ outcome: 'goes-on' });
        await test.asOwner(
          `UPDATE list_sources SET held_by = $2, held_until = now() - interval '1 second' WHERE id = $1`,
          [source.id, newId()],
        );
        expect(await rowOf(source)).toMatchObject({ checkpoint: null, progress: { pages } });
        expect(await live(source)).toEqual([]);
      }
      const asked = ncmec.asked.length;
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(ncmec.asked.length - asked).toBe(2);
      expect(await live(source)).toHaveLength(9);
    });

    it('writes nothing any more once another has taken it over', async () => {
      ncmec.pageSize = 2;
      ncmec.entries = many(6);
      const source = await add();
      await makeDue(source.id);
      ncmec.fault = (_request, response, number) => {
        if (number !== 2) return false;
        void test
          .asOwner(`UPDATE list_sources SET held_by = $2 WHERE id = $1`, [source.id, newId()])
          .then(() => answeredXml(response, ncmecPage([told('late')])));
        return true;
      };
      const result = await new SourcePolls(triage, ring, { clock }).poll(organisation, source.id);
      expect(result).toEqual({ sourceId: source.id, outcome: 'held' });
      expect(await rowOf(source)).toMatchObject({ progress: { pages: 1 } });
      expect(
        await test.asOwner(
          `SELECT 1 FROM list_source_entries WHERE source_id = $1 AND source_key = '7-late'`,
          [source.id],
        ),
      ).toEqual([]);
    });

    it('is polled by one at a time', async () => {
      ncmec.entries = many(3);
      const source = await add();
      await makeDue(source.id);
      const results = await Promise.all(
        [1, 2, 3].map(() => new SourcePolls(triage, ring, { clock }).poll(organisation, source.id)),
      );
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['held', 'held', 'live']);
    });

    it('reads a second that holds more than any page, and cuts a span that holds too much', async () => {
      const source = await add();
      const huge = many(40, { at: '2026-03-03T03:03:03Z' });
      ncmec.pageSize = 7;
      ncmec.entries = [...huge, told('later', { at: '2026-05-05T05:05:05Z' })];
      // Says of any span longer than a second that it is too large.
      ncmec.fault = (request, response) => {
        const url = new URL(request.url!, 'https://127.0.0.1');
        const { from, to, start } = Object.fromEntries(url.searchParams) as Record<string, string>;
        const isLong = Date.parse(to!) - Date.parse(from!) > 4 * 365 * 24 * HOUR_MS;
        if (!isLong || start !== undefined) return false;
        const next = new URLSearchParams({
          from: from!,
          to: to!,
          start: '1001',
          size: '1000',
          max: '900000',
        });
        response
          .writeHead(200, { 'Content-Type': 'text/xml' })
          .end(ncmecPage([told('too early')], `/v2/entries?${next.toString()}`));
        return true;
      };
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(await live(source)).toEqual(md5s('later', ...huge.map(({ id }) => id)));
    });

    it('begins a span anew whose pages are too old to be asked for', async () => {
      ncmec.pageSize = 2;
      ncmec.entries = many(5);
      const source = await add();
      await makeDue(source.id);
      await new SourcePolls(triage, ring, { clock: steps(), sliceMs: 1 }).poll(organisation, source.id);
      now += 12 * HOUR_MS;
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(ncmec.asked.filter((path) => !path.includes('start='))).toHaveLength(2);
      expect(await live(source)).toHaveLength(5);
    });

    it.each<[string, string, Fault]>([
      ['an error of the server', 'http-500', (_, response) => answered(response.writeHead(500).end('why'))],
      ['a refusal of the credentials', 'http-401', (_, response) => answered(response.writeHead(401).end())],
      [
        'a page for people',
        'malformed-content-type',
        (_, response) =>
          answered(response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>')),
      ],
      [
        'a cut body',
        'protocol-error',
        (_, response) => {
          response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': '5000' });
          response.write('<queryResult>');
          response.socket!.destroySoon();
          return true;
        },
      ],
      ['XML that ends in its middle', 'list-unreadable', xml(ncmecPage([told('a')]).slice(0, -20))],
      [
        'entities of its own',
        'list-unreadable',
        xml(`<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><queryResult>&b;</queryResult>`),
      ],
      [
        'a redirect',
        'http-302',
        (_, response) => answered(response.writeHead(302, { Location: '/elsewhere' }).end()),
      ],
      [
        'the same page again and again',
        'malformed-paging',
        (request, response) => {
          const url = new URL(request.url!, 'https://127.0.0.1');
          url.searchParams.set('start', '1');
          return answered(
            response
              .writeHead(200, { 'Content-Type': 'application/xml' })
              .end(ncmecPage([told('a')], `/v2/entries${url.search}`)),
          );
        },
      ],
      [
        'a next page elsewhere',
        'malformed-paging',
        xml(ncmecPage([told('a')], 'https://192.0.2.1/v2/entries?start=2')),
      ],
      [
        'a next page of another question',
        'malformed-paging',
        xml(ncmecPage([told('a')], '/v2/entries?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z&start=2')),
      ],
      [
        'a next page below another path',
        'malformed-paging',
        xml(ncmecPage([told('a')], '/v2/../admin?start=2')),
      ],
    ])(
      'keeps what is live and its checkpoint in the face of %s, and comes again',
      async (_what, code, fault) => {
        ncmec.entries = [told('a')];
        const source = await add();
        await poll(source);
        const { checkpoint } = await rowOf(source);
        now += HOUR_MS;
        ncmec.entries = [told('a'), told('b', { at: '2026-06-01T00:10:00Z' })];
        ncmec.fault = fault;
        expect(await poll(source)).toEqual({ sourceId: source.id, outcome: 'failed', code });
        expect(await rowOf(source)).toMatchObject({ checkpoint, outcome: code, failures: 1, held_by: null });
        expect(await live(source)).toEqual(md5s('a'));
        const [wait] = await test.asOwner<{ seconds: number }>(
          `SELECT extract(epoch FROM due_at - now())::int AS seconds FROM list_sources WHERE id = $1`,
          [source.id],
        );
        expect(wait!.seconds).toBeGreaterThan(20);
        expect(
          await test.asOwner(
            `SELECT details->>'code' AS code FROM audit_events WHERE act = 'list-source.failed' AND details->>'source' = $1`,
            [source.id],
          ),
        ).toEqual([{ code }]);
        ncmec.fault = () => false;
        expect(await poll(source)).toMatchObject({ outcome: 'live' });
        expect(await live(source)).toEqual(md5s('a', 'b'));
      },
    );

    it('takes in at last what came before an answer that never made sense', async () => {
      ncmec.pageSize = 2;
      ncmec.entries = many(6);
      const source = await add();
      ncmec.fault = (request, response) =>
        request.url!.includes('start=5') ? answered(response.writeHead(404).end()) : false;
      for (let tries = 0; tries < 4; tries++) expect(await poll(source)).toMatchObject({ code: 'http-404' });
      expect(await rowOf(source)).toMatchObject({ progress: null });
      // All that was told is known already when it is told again.
      ncmec.fault = () => false;
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(await live(source)).toHaveLength(6);
    });

    it('waits for a person when a version would match too much, like any import', async () => {
      const media = Array.from({ length: 30 }, (_, index) => `held ${index}`);
      await test.asOwner(
        `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
         SELECT gen_random_uuid(), $1, sha256(m::bytea), decode(md5(m) || '00000000', 'hex'), decode(md5(m), 'hex'), 1
         FROM unnest($2::text[]) m`,
        [organisation, media],
      );
      ncmec.entries = media.map((name, index) => told(`held-${index}`, { md5: md5Of(name) }));
      const source = await add();
      expect(await poll(source)).toMatchObject({ outcome: 'waiting', import: { reason: 'share-too-large' } });
      expect(await live(source)).toEqual([]);
      expect(await rowOf(source)).toMatchObject({ outcome: 'waiting', outcome_version: 1 });
    });

    it('makes a list of its own source whole again when it is read from the beginning', async () => {
      ncmec.entries = [told('a'), told('b')];
      const source = await add();
      await poll(source);
      await importList(
        triage,
        organisation,
        { name: source.list },
        textAsStream(`md5\n${md5Of('file')}\n`),
        'csv',
        {
          actor: OPERATOR,
        },
      );
      // Without a word of its withdrawal.
      ncmec.entries = [told('a')];
      await test.asOwner(`UPDATE list_sources SET checkpoint = NULL, has_changed = true WHERE id = $1`, [
        source.id,
      ]);
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(await live(source)).toEqual(md5s('a'));
    });
  });

  describe('as StopNCII speaks', () => {
    const record = (name: string, hashStatus: unknown = 'Active', at = 1_770_000_000) => ({
      lastModtimestamp: at,
      signalType: 'ImagePDQ',
      hashValue: pdqOf(name).toUpperCase(),
      hashStatus,
    });
    const pdqs = (...names: string[]) => names.map(pdqOf).sort();

    it('takes what is active, and ends what is withdrawn or deleted', async () => {
      ncii.pageSize = 2;
      ncii.records = [
        record('a'),
        record('b'),
        record('c'),
        record('d', 'Received'),
        record('e', 'Withdrawn'),
      ];
      const source = await add({ kind: 'stopncii' });
      expect(await poll(source)).toMatchObject({ outcome: 'live' });
      expect(await live(source)).toEqual(pdqs('a', 'b', 'c'));
      ncii.records = [
        ...ncii.records,
        record('a', 'Withdrawn', 1_770_000_100),
        record('b', 'Deleted', 1_770_000_100),
      ];
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { ended: 2 } });
      expect(await live(source)).toEqual(pdqs('c'));
      expect((await rowOf(source))['checkpoint']).toBe('1770000100');
    });

    it('refuses malformed records one by one', async () => {
      ncii.records = [
        record('a'),
        { ...record('b'), hashValue: 'xyz' },
        { ...record('c'), signalType: 'VideoTMK' },
        { ...record('d'), lastModtimestamp: -1 },
        { ...record('e'), hashValue: null },
        { ...record('f'), signalType: 'VideoMD5', hashValue: md5Of('f') },
      ];
      const source = await add({ kind: 'stopncii' });
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { entries: 2 } });
      expect(await live(source)).toEqual([pdqOf('a'), md5Of('f')].sort());
    });

    it('reads everything anew after a month, and lets go of what is not told any more', async () => {
      ncii.records = [record('a'), record('b')];
      const source = await add({ kind: 'stopncii' });
      await poll(source);
      ncii.records = [record('a')];
      await poll(source);
      expect(await live(source)).toEqual(pdqs('a', 'b'));
      await test.asOwner(`UPDATE list_sources SET succeeded_at = $2 WHERE id = $1`, [
        source.id,
        new Date(NOW - 31 * 24 * HOUR_MS),
      ]);
      expect(await poll(source)).toMatchObject({ outcome: 'live', import: { ended: 1 } });
      expect(ncii.asked.at(-1)).toContain('startTimestamp=10&');
    });

    it.each([
      [
        'a checkpoint that is to come',
        { hasMoreRecords: false, nextSetTimestamp: 9_000_000_000 },
        'malformed-checkpoint',
      ],
      ['more to come and no word of where', { hasMoreRecords: true }, 'malformed-paging'],
      ['no word of whether that was all', {}, 'malformed-paging'],
      ['records that are none', { hasMoreRecords: false, hashRecords: 'all' }, 'malformed-records'],
      ['a list for an object', [], 'malformed-json'],
    ])('refuses %s', async (_what, page, code) => {
      const source = await add({ kind: 'stopncii' });
      ncii.fault = (_request, response) =>
        answered(response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(page)));
      expect(await poll(source)).toMatchObject({ outcome: 'failed', code });
    });

    it('never makes its list more than a hint, whatever is asked', async () => {
      ncii.records = [record('a')];
      const source = await add({ kind: 'stopncii' });
      await poll(source);
      const policy = () =>
        test.asOwner(`SELECT trust, effect FROM hash_lists WHERE name = $1`, [source.list]);
      for (const set of [`trust = 'several-analysts', effect = 'settle'`, `trust = 'one-analyst'`]) {
        await expect(
          test.asOwner(`UPDATE hash_lists SET ${set} WHERE name = $1`, [source.list]),
        ).rejects.toThrow(/never more than a hint/);
      }
      await test.asOwner(`UPDATE hash_lists SET effect = 'flag' WHERE name = $1`, [source.list]);
      ncii.records = [record('a'), record('b', 'Active', 1_770_000_200)];
      await poll(source);
      expect(await policy()).toEqual([{ trust: 'unreviewed', effect: 'flag' }]);
      const csv = textAsStream(`md5\n${md5Of('x')}\n`);
      await importList(
        triage,
        organisation,
        { name: 'settles', trust: 'several-analysts', effect: 'settle' },
        csv,
        'csv',
        {
          actor: OPERATOR,
        },
      );
      await expect(add({ kind: 'stopncii', listName: 'settles' })).rejects.toMatchObject({
        code: 'list-does-too-much',
      });
    });
  });

  describe('is set up', () => {
    it('with its credentials sealed for its host and port, and shown by nothing', async () => {
      const source = await add();
      const { sealed_credentials: sealed } = await rowOf(source);
      expect((sealed as Buffer).includes(NCMEC_CREDENTIALS.password)).toBe(false);
      await test.asOwner(`UPDATE list_sources SET port = 1 WHERE id = $1`, [source.id]);
      expect(await poll(source)).toMatchObject({ outcome: 'failed', code: 'no-credentials' });
      const [shown] = await triage
        .within(organisation, (manager) => listSources(manager, organisation))
        .then(
          (all) => all.filter(({ id }) => id === source.id),
          () => owner.within(organisation, (manager) => listSources(manager, organisation)),
        );
      expect(JSON.stringify(shown)).not.toContain(NCMEC_CREDENTIALS.password);
      expect(shown).toMatchObject({
        list: source.list,
        outcome: 'no-credentials',
        failures: 1,
        isLate: false,
      });
    });

    it('once a list, with everything it needs', async () => {
      const { list } = await add();
      await expect(add({ listName: list })).rejects.toMatchObject({ code: 'list-has-source' });
      for (const [wrong, field] of [
        [{ host: 'https://example.org' }, 'host'],
        [{ port: 0 }, 'port'],
        [{ path: '/a/../b' }, 'path'],
        [{ everyMinutes: 1 }, 'everyMinutes'],
        [{ ca: 'none' }, 'ca'],
        [{ credentials: { username: 'a:b', password: 'x' } }, 'username'],
        [{ credentials: { username: 'a', password: 'x\r\nHost: b' } }, 'password'],
      ] as const) {
        await expect(add(wrong)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
      }
    });

    it('and removed with what it told; its list is off, for nobody tells of withdrawals now', async () => {
      ncmec.entries = [told('a')];
      const source = await add();
      await poll(source);
      await owner.within(organisation, (manager) =>
        removeSource(manager, organisation, source.list, OPERATOR),
      );
      expect(
        await test.asOwner(`SELECT 1 FROM list_source_entries WHERE source_id = $1`, [source.id]),
      ).toEqual([]);
      expect(await test.asOwner(`SELECT is_enabled FROM hash_lists WHERE name = $1`, [source.list])).toEqual([
        { is_enabled: false },
      ]);
    });

    it('for its own organisation alone', async () => {
      const source = await add();
      await makeDue(source.id);
      const other = newId();
      expect(await new SourcePolls(triage, ring, { clock }).poll(other, source.id)).toMatchObject({
        outcome: 'held',
      });
      expect(await triage.within(other, (manager) => manager.query('SELECT 1 FROM list_sources'))).toEqual(
        [],
      );
    });
  });
});

/** A clock that goes on by a second each time it is looked at. */
function steps(): Clock {
  let at = NOW;
  return { now: () => new Date((at += 1000)) };
}

const answered = (_response: unknown): true => true;

function answeredXml(response: ServerResponse, body: string): true {
  return answered(response.writeHead(200, { 'Content-Type': 'application/xml' }).end(body));
}

function xml(body: string): Fault {
  return (_request, response) => answeredXml(response, body);
}
