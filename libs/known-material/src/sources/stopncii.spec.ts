import { importList } from '../import.service.js';
import { applyPolicy } from '../list-policy.js';
import { md5Of, pdqOf, textAsStream } from '../testing/known-pictures.js';
import { type NciiServer, startNcii } from './testing/ncii.server.js';
import { createSourceWorld, HOUR_MS, NOW, OPERATOR, type SourceWorld } from './testing/source.world.js';

describe('a source that speaks as StopNCII does', () => {
  let world: SourceWorld;
  let ncii: NciiServer;
  beforeAll(async () => {
    world = await createSourceWorld();
    ncii = await startNcii();
  });
  afterAll(async () => {
    await ncii.close();
    await world.stop();
  });
  beforeEach(() => {
    Object.assign(ncii, { records: [], pageSize: 800, fault: () => false });
    ncii.asked.length = 0;
  });

  const record = (name: string, hashStatus: unknown = 'Active', at = 1_770_000_000) => ({
    lastModtimestamp: at,
    signalType: 'ImagePDQ',
    hashValue: pdqOf(name).toUpperCase(),
    hashStatus,
  });
  const pdqs = (...names: string[]) => names.map(pdqOf).sort();

  it('takes what is active, and ends what is withdrawn or deleted', async () => {
    ncii.pageSize = 2;
    ncii.records = [record('a'), record('b'), record('c'), record('d', 'Received'), record('e', 'Withdrawn')];
    const source = await world.add(ncii, { kind: 'stopncii' });
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(await world.live(source)).toEqual(pdqs('a', 'b', 'c'));
    ncii.records = [
      ...ncii.records,
      record('a', 'Withdrawn', 1_770_000_100),
      record('b', 'Deleted', 1_770_000_100),
    ];
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { ended: 2 } });
    expect(await world.live(source)).toEqual(pdqs('c'));
    expect((await world.rowOf(source))['checkpoint']).toBe('1770000100');
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
    const source = await world.add(ncii, { kind: 'stopncii' });
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { entries: 2 } });
    expect(await world.live(source)).toEqual([pdqOf('a'), md5Of('f')].sort());
  });

  it('reads everything anew after a month, and lets go of what is not told any more', async () => {
    ncii.records = [record('a'), record('b')];
    const source = await world.add(ncii, { kind: 'stopncii' });
    await world.poll(source);
    ncii.records = [record('a')];
    await world.poll(source);
    expect(await world.live(source)).toEqual(pdqs('a', 'b'));
    await world.test.asOwner(`UPDATE list_sources SET succeeded_at = $2 WHERE id = $1`, [
      source.id,
      new Date(NOW - 31 * 24 * HOUR_MS),
    ]);
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { ended: 1 } });
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
    const source = await world.add(ncii, { kind: 'stopncii' });
    ncii.fault = (_request, response) =>
      answered(response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(page)));
    expect(await world.poll(source)).toMatchObject({ outcome: 'failed', code });
  });

  it('never makes its list more than a hint, whatever is asked', async () => {
    ncii.records = [record('a')];
    const source = await world.add(ncii, { kind: 'stopncii' });
    await world.poll(source);
    const policy = () =>
      world.test.asOwner(`SELECT trust, effect FROM hash_lists WHERE name = $1`, [source.list]);
    for (const set of [`trust = 'several-analysts', effect = 'settle'`, `trust = 'one-analyst'`]) {
      await expect(
        world.test.asOwner(`UPDATE hash_lists SET ${set} WHERE name = $1`, [source.list]),
      ).rejects.toThrow(/never more than a hint/);
    }
    const settles = { trust: 'several-analysts', effect: 'settle' } as const;
    const { hash_list_id: listId } = await world.rowOf(source);
    await expect(
      world.owner.within(world.organisation, (manager) =>
        applyPolicy(manager, world.organisation, listId as string, settles, OPERATOR),
      ),
    ).rejects.toMatchObject({ code: 'list-does-too-much' });
    await world.test.asOwner(`UPDATE hash_lists SET effect = 'flag' WHERE name = $1`, [source.list]);
    ncii.records = [record('a'), record('b', 'Active', 1_770_000_200)];
    await world.poll(source);
    expect(await policy()).toEqual([{ trust: 'unreviewed', effect: 'flag' }]);
    const csv = textAsStream(`md5\n${md5Of('x')}\n`);
    await importList(
      world.triage,
      world.organisation,
      { name: 'settles', trust: 'several-analysts', effect: 'settle' },
      csv,
      'csv',
      {
        actor: OPERATOR,
      },
    );
    await expect(world.add(ncii, { kind: 'stopncii', listName: 'settles' })).rejects.toMatchObject({
      code: 'list-does-too-much',
    });
  });
});

const answered = (_response: unknown): true => true;
