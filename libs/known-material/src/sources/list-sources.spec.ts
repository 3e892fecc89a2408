import { newId } from '#libs/platform';
import { listSources, pollNow, removeSource } from './list-sources.js';
import { SourcePolls } from './poll.service.js';
import { NCMEC_CREDENTIALS, type NcmecServer, startNcmec } from './testing/ncmec.server.js';
import { createSourceWorld, OPERATOR, type SourceWorld, told } from './testing/source.world.js';

describe('a source is set up', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  beforeAll(async () => {
    world = await createSourceWorld();
    ncmec = await startNcmec();
  });
  afterAll(async () => {
    await ncmec.close();
    await world.stop();
  });

  it('with its credentials sealed for its host and port, and shown by nothing', async () => {
    const source = await world.add(ncmec);
    const { sealed_credentials: sealed } = await world.rowOf(source);
    expect((sealed as Buffer).includes(NCMEC_CREDENTIALS.password)).toBe(false);
    await world.test.asOwner(`UPDATE list_sources SET port = 1 WHERE id = $1`, [source.id]);
    expect(await world.poll(source)).toMatchObject({ outcome: 'failed', code: 'no-credentials' });
    const all = await world.triage.within(world.organisation, (manager) =>
      listSources(manager, world.organisation),
    );
    const shown = all.find(({ id }) => id === source.id);
    expect(JSON.stringify(shown)).not.toContain(NCMEC_CREDENTIALS.password);
    expect(shown).toMatchObject({
      list: source.list,
      outcome: 'no-credentials',
      failures: 1,
      isLate: false,
    });
  });

  it('once a list, with everything it needs', async () => {
    const { list } = await world.add(ncmec);
    await expect(world.add(ncmec, { listName: list })).rejects.toMatchObject({ code: 'list-has-source' });
    for (const [wrong, field] of [
      [{ host: 'https://example.org' }, 'host'],
      [{ port: 0 }, 'port'],
      [{ path: '/a/../b' }, 'path'],
      [{ everyMinutes: 1 }, 'everyMinutes'],
      [{ ca: 'none' }, 'ca'],
      [{ credentials: { username: 'a:b', password: 'x' } }, 'username'],
      [{ credentials: { username: 'a', password: 'x\r\nHost: b' } }, 'password'],
    ] as const) {
      await expect(world.add(ncmec, wrong)).rejects.toMatchObject({
        fields: { [field]: expect.any(String) },
      });
    }
  });

  it('and removed with what it told; its list is off, for nobody tells of withdrawals now', async () => {
    ncmec.entries = [told('a')];
    const source = await world.add(ncmec);
    await world.poll(source);
    await world.owner.within(world.organisation, (manager) =>
      removeSource(manager, world.organisation, source.list, OPERATOR),
    );
    expect(
      await world.test.asOwner(`SELECT 1 FROM list_source_entries WHERE source_id = $1`, [source.id]),
    ).toEqual([]);
    expect(
      await world.test.asOwner(`SELECT is_enabled FROM hash_lists WHERE name = $1`, [source.list]),
    ).toEqual([{ is_enabled: false }]);
  });

  it('and read from the beginning when the operator says so, but not while a version is made', async () => {
    const source = await world.add(ncmec);
    await world.poll(source);
    const full = () =>
      world.owner.within(world.organisation, (manager) =>
        pollNow(manager, world.organisation, source.list, true),
      );
    const holds = `UPDATE list_sources SET held_by = $2, held_until = now() + interval '1 minute', progress = $3 WHERE id = $1`;
    await world.test.asOwner(holds, [source.id, newId(), { cursor: null }]);
    await expect(full()).rejects.toMatchObject({ code: 'source-busy' });
    await world.test.asOwner(holds, [source.id, newId(), { cursor: {} }]);
    await full();
    expect(await world.rowOf(source)).toMatchObject({ checkpoint: null, progress: null, held_by: null });
  });

  it('for its own organisation alone', async () => {
    const source = await world.add(ncmec);
    await world.makeDue(source);
    const other = newId();
    expect(
      await new SourcePolls(world.triage, world.ring, { clock: world.clock }).poll(other, source.id),
    ).toMatchObject({
      outcome: 'held',
    });
    expect(
      await world.triage.within(other, (manager) => manager.query('SELECT 1 FROM list_sources')),
    ).toEqual([]);
  });
});
