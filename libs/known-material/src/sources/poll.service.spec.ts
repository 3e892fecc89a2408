import type { ServerResponse } from 'node:http';
import { type Clock, newId, takeTurn } from '#libs/platform';
import { importList } from '../import.service.js';
import { openUpload } from '../administration/list-upload.service.js';
import { importTurn } from '../import-turn.js';
import { verifyLists } from '../lists.service.js';
import { md5Of, textAsStream } from '../testing/known-pictures.js';
import { listSources } from './list-sources.js';
import { SourcePolls } from './poll.service.js';
import { keepRefusals, sourceRefusals } from './source.refusals.js';
import { ncmecPage, type NcmecServer } from './testing/ncmec.server.js';
import {
  HOUR_MS,
  many,
  md5s,
  NOW,
  OPERATOR,
  type SourceWorld,
  told,
  useNcmec,
} from './testing/source.world.js';

describe('a source that speaks as NCMEC does', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  useNcmec((...both) => ([world, ncmec] = both));

  it('fills its list with every entry, whatever the order of the pages', async () => {
    ncmec.pageSize = 3;
    ncmec.entries = [
      ...many(10),
      told('a', { at: '2020-01-01T00:00:00Z', classification: 'A1' }),
      told('gone', { kind: 'deletedImage', at: '2026-05-02T00:00:00Z' }),
    ];
    const source = await world.add(ncmec);
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { version: 1, added: 11 } });
    expect(await world.live(source)).toEqual(md5s('a', ...many(10).map(({ id }) => id)));
    expect(await world.rowOf(source)).toMatchObject({
      checkpoint: '2026-05-31T23:59:55Z',
      progress: null,
      outcome: 'live',
      failures: 0,
    });
    expect(await world.triage.within(world.organisation, verifyLists)).toEqual([]);
  });

  it('asks the next time for what has changed since, and takes changes and withdrawals into the whole', async () => {
    ncmec.entries = [
      told('stays'),
      told('changes'),
      told('goes'),
      told('shared'),
      told('other', { member: '8', md5: md5Of('shared') }),
    ];
    const source = await world.add(ncmec);
    await world.poll(source);
    world.now += HOUR_MS;
    ncmec.entries = [
      told('stays'),
      told('changes', { md5: md5Of('changed'), at: '2026-06-01T00:30:00Z' }),
      told('goes', { kind: 'deletedImage', at: '2026-06-01T00:31:00Z' }),
      // Another member says so too, and goes on saying so.
      told('shared', { kind: 'deletedImage', at: '2026-06-01T00:32:00Z' }),
      told('new', { at: '2026-06-01T00:33:00Z' }),
    ];
    expect(await world.poll(source)).toMatchObject({
      outcome: 'live',
      import: { version: 2, added: 2, ended: 2 },
    });
    expect(await world.live(source)).toEqual(md5s('stays', 'changed', 'shared', 'new'));
    expect(ncmec.asked.at(-1)).toContain('from=2026-05-31T23%3A58%3A55Z');
    world.now += HOUR_MS;
    expect(await world.poll(source)).toEqual({ sourceId: source.id, outcome: 'nothing-new' });
  });

  it('ends every entry when the source withdraws all, and an entry whose new state cannot be read', async () => {
    ncmec.entries = [told('a'), told('b')];
    const source = await world.add(ncmec);
    await world.poll(source);
    world.now += HOUR_MS;
    ncmec.entries = [told('a', { md5: 'no hash', at: '2026-06-01T00:10:00Z' }), told('b')];
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { ended: 1, refused: 1 } });
    const [event] = await world.test.asOwner(
      `SELECT details -> 'reasons' AS reasons FROM audit_events WHERE organisation_id = $1 AND act = 'hash-list.polled'
         AND details ->> 'refused' = '1'`,
      [world.organisation],
    );
    expect(event).toEqual({ reasons: ['md5-malformed: 1'] });
    expect(await world.live(source)).toEqual(md5s('b'));
    world.now += HOUR_MS;
    ncmec.entries = [told('b', { kind: 'deletedVideo', at: '2026-06-01T01:10:00Z' })];
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { entries: 0 } });
    expect(await world.live(source)).toEqual([]);
  });

  it('keeps which entries it did not take and why, by their place in the reading, also where no version came of it', async () => {
    ncmec.pageSize = 2;
    const source = await world.add(ncmec);
    const refusalsOf = async (organisation: string) => {
      let text = '';
      for await (const some of sourceRefusals(world.triage, organisation, source.id)) text += some;
      return text;
    };
    const refused = async () =>
      (await refusalsOf(world.organisation))
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(1, 4).join(' '));
    const pages = [
      ncmecPage([told('a'), told('b', { md5: 'no hash' })], following(3)),
      ncmecPage([told('c', { at: '2099-01-01T00:00:00Z' }), told('=cmd|"x"', { md5: '' })], following(5)),
      ncmecPage([told('d', { md5: 'short' })]),
    ];
    ncmec.fault = (_request, response, number) => answeredXml(response, pages[number - 1]!);
    await world.poll(source);
    const first = [
      '2 7-b md5-malformed',
      '3 7-c time-to-come',
      '4 7-_cmd_x_ key-malformed',
      '5 7-d md5-malformed',
    ];
    expect(await refused()).toEqual(first);
    world.now += HOUR_MS;
    ncmec.fault = (_request, response) =>
      answeredXml(response, ncmecPage([told('a'), told('', { md5: 'x' })]));
    expect(await world.poll(source)).toMatchObject({ outcome: 'nothing-new' });
    expect(await refused()).toEqual(['2 7- key-malformed', ...first]);
    const [state] = (
      await world.owner.within(world.organisation, (manager) => listSources(manager, world.organisation))
    ).filter(({ id }) => id === source.id);
    expect(state).toMatchObject({ refused: 5 });
    // The latest pages stand, and nothing of it is another organisation's.
    const page = { begunAt: '2026-06-02T00:00:00Z', page: 1, behind: 0 };
    const entry = { place: 1, key: null, reason: 'no-hash' } as const;
    const key = { organisationId: world.organisation, sourceId: source.id };
    await world.triage.within(world.organisation, (manager) => keepRefusals(manager, key, page, [entry], 2));
    expect(await refused()).toEqual(['1  no-hash', '2 7- key-malformed']);
    expect(await refusalsOf(newId())).toBe('reading,entry,id,reason,explanation\n');
  });

  it('moves nothing before all is read, and goes on where it was killed', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = many(9);
    const source = await world.add(ncmec);
    // A slice of no time reads one page; then the worker is killed, and its hold ends.
    await world.makeDue(source);
    for (const pages of [1, 2, 3]) {
      const polls = new SourcePolls(world.triage, world.ring, { clock: steps(), sliceMs: 1 });
      expect(await polls.poll(world.organisation, source.id)).toMatchObject({ outcome: 'goes-on' });
      await world.test.asOwner(
        `UPDATE list_sources SET held_by = $2, held_until = now() - interval '1 second' WHERE id = $1`,
        [source.id, newId()],
      );
      expect(await world.rowOf(source)).toMatchObject({ checkpoint: null, progress: { pages } });
      expect(await world.live(source)).toEqual([]);
    }
    const asked = ncmec.asked.length;
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(ncmec.asked.length - asked).toBe(2);
    expect(await world.live(source)).toHaveLength(9);
  });

  it('writes nothing any more once another has taken it over', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = many(6);
    const source = await world.add(ncmec);
    await world.makeDue(source);
    ncmec.fault = (_request, response, number) => {
      if (number !== 2) return false;
      void world.test
        .asOwner(`UPDATE list_sources SET held_by = $2 WHERE id = $1`, [source.id, newId()])
        .then(() => answeredXml(response, ncmecPage([told('late')])));
      return true;
    };
    const result = await new SourcePolls(world.triage, world.ring, { clock: world.clock }).poll(
      world.organisation,
      source.id,
    );
    expect(result).toEqual({ sourceId: source.id, outcome: 'held' });
    expect(await world.rowOf(source)).toMatchObject({ progress: { pages: 1 } });
    expect(
      await world.test.asOwner(
        `SELECT 1 FROM list_source_entries WHERE source_id = $1 AND source_key = '7-late'`,
        [source.id],
      ),
    ).toEqual([]);
  });

  it('makes the version of what was read when it could not before, and reads nothing again for it', async () => {
    ncmec.entries = many(3);
    const source = await world.add(ncmec);
    await world.triage.within(world.organisation, async (manager) => {
      await takeTurn(manager, 'triage', importTurn(world.organisation, source.list));
      expect(await world.poll(source)).toMatchObject({ outcome: 'failed', code: 'import-running' });
    });
    expect(await world.rowOf(source)).toMatchObject({ checkpoint: null, has_changed: true });
    const asked = ncmec.asked.length;
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { added: 3 } });
    expect(ncmec.asked).toHaveLength(asked);
  });

  it('is polled by one at a time', async () => {
    ncmec.entries = many(3);
    const source = await world.add(ncmec);
    await world.makeDue(source);
    const results = await Promise.all(
      [1, 2, 3].map(() =>
        new SourcePolls(world.triage, world.ring, { clock: world.clock }).poll(world.organisation, source.id),
      ),
    );
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['held', 'held', 'live']);
  });

  it('reads a second that holds more than any page, and cuts a span that holds too much', async () => {
    const source = await world.add(ncmec);
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
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(await world.live(source)).toEqual(md5s('later', ...huge.map(({ id }) => id)));
  });

  it('begins a span anew whose pages are too old to be asked for', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = many(5);
    const source = await world.add(ncmec);
    await world.makeDue(source);
    await new SourcePolls(world.triage, world.ring, { clock: steps(), sliceMs: 1 }).poll(
      world.organisation,
      source.id,
    );
    world.now += 12 * HOUR_MS;
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(ncmec.asked.filter((path) => !path.includes('start='))).toHaveLength(2);
    expect(await world.live(source)).toHaveLength(5);
  });

  it('waits for a person when a version would match too much, like any import', async () => {
    const media = Array.from({ length: 30 }, (_, index) => `held ${index}`);
    await world.test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       SELECT gen_random_uuid(), $1, sha256(m::bytea), decode(md5(m) || '00000000', 'hex'), decode(md5(m), 'hex'), 1
       FROM unnest($2::text[]) m`,
      [world.organisation, media],
    );
    ncmec.entries = media.map((name, index) => told(`held-${index}`, { md5: md5Of(name) }));
    const source = await world.add(ncmec);
    expect(await world.poll(source)).toMatchObject({
      outcome: 'waiting',
      import: { reason: 'share-too-large' },
    });
    expect(await world.live(source)).toEqual([]);
    expect(await world.rowOf(source)).toMatchObject({ outcome: 'waiting', outcome_version: 1 });
  });

  it('lets what is taken back wait with nothing: it ends at once, and only what is new waits', async () => {
    const media = Array.from({ length: 30 }, (_, index) => `held too ${index}`);
    await world.test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       SELECT gen_random_uuid(), $1, sha256(m::bytea), decode(md5(m) || '00000000', 'hex'), decode(md5(m), 'hex'), 1
       FROM unnest($2::text[]) m`,
      [world.organisation, media],
    );
    ncmec.entries = [told('wrong'), told('right')];
    const source = await world.add(ncmec);
    await world.poll(source);
    world.now += HOUR_MS;
    ncmec.entries = [
      told('wrong', { kind: 'deletedImage', at: '2026-06-01T00:31:00Z' }),
      ...media.map((name, index) =>
        told(`held-too-${index}`, { md5: md5Of(name), at: '2026-06-01T00:32:00Z' }),
      ),
    ];
    expect(await world.poll(source)).toMatchObject({ outcome: 'waiting', import: { added: 30, ended: 0 } });
    expect(await world.live(source)).toEqual(md5s('right'));
  });

  it('ends at once however much a source takes back by name', async () => {
    ncmec.entries = many(30);
    const source = await world.add(ncmec);
    await world.poll(source);
    world.now += HOUR_MS;
    ncmec.entries = many(30, { kind: 'deletedImage', at: '2026-06-01T00:31:00Z' });
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { ended: 30 } });
  });

  it('believes a reading that tells less than half of what stood only when the next one says the same', async () => {
    ncmec.entries = many(30);
    const source = await world.add(ncmec);
    await world.poll(source);
    const anew = () =>
      world.test.asOwner(`UPDATE list_sources SET checkpoint = NULL WHERE id = $1`, [source.id]);
    ncmec.entries = many(30).slice(0, 3);
    await anew();
    expect(await world.poll(source)).toMatchObject({ outcome: 'failed', code: 'tells-too-little' });
    expect(await world.live(source)).toHaveLength(30);
    // The source was away for a moment, it turns out.
    ncmec.entries = many(30);
    expect(await world.poll(source)).toMatchObject({ outcome: 'nothing-new' });
    ncmec.entries = many(30).slice(0, 3);
    for (const outcome of ['failed', 'live']) {
      await anew();
      expect(await world.poll(source)).toMatchObject({ outcome });
    }
    expect(await world.live(source)).toHaveLength(3);
  });

  it('lets no file be imported into its list, nor uploaded for it, and says what to do', async () => {
    ncmec.entries = [told('a'), told('b')];
    const source = await world.add(ncmec);
    await world.poll(source);
    const file = textAsStream(`md5\n${md5Of('file')}\n`);
    const refused = {
      code: 'list-has-source',
      statusCode: 409,
      message: expect.stringMatching(/NCMEC Hash Sharing fills this list.*a list of its own/s),
    };
    await expect(
      importList(world.triage, world.organisation, { name: ` ${source.list} ` }, file, 'csv', {
        actor: OPERATOR,
      }),
    ).rejects.toMatchObject(refused);
    const upload = { listName: ` ${source.list} `, format: 'csv', settings: {}, bytes: 9 } as const;
    await expect(
      world.owner.within(world.organisation, (manager) =>
        openUpload(manager, world.organisation, upload, newId(), { maxBytes: 10 }),
      ),
    ).rejects.toMatchObject(refused);
    expect(await world.live(source)).toEqual(md5s('a', 'b'));
  });

  it('is whole again when it is read from the beginning', async () => {
    ncmec.entries = [told('a'), told('b')];
    const source = await world.add(ncmec);
    await world.poll(source);
    // Without a word of its withdrawal.
    ncmec.entries = [told('a')];
    await world.test.asOwner(`UPDATE list_sources SET checkpoint = NULL, has_changed = true WHERE id = $1`, [
      source.id,
    ]);
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(await world.live(source)).toEqual(md5s('a'));
  });
});

/** A clock that goes on by a second each time it is looked at. */
function steps(): Clock {
  let at = NOW;
  return { now: () => new Date((at += 1000)) };
}

/** Of the first span of a reading from the beginning. */
const following = (start: number): string =>
  `/v2/entries?${new URLSearchParams({ from: '1970-01-01T00:00:00Z', to: '2026-05-31T23:59:55Z', start: String(start), size: '2', max: '5' }).toString()}`;

const answered = (_response: unknown): true => true;

function answeredXml(response: ServerResponse, body: string): true {
  return answered(response.writeHead(200, { 'Content-Type': 'application/xml' }).end(body));
}
