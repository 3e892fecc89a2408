import { createLogger } from '#libs/platform';
import {
  type NcmecServer,
  startNcmec,
} from '../../../libs/known-material/src/sources/testing/ncmec.server.js';
import {
  createSourceWorld,
  type SourceWorld,
  told,
} from '../../../libs/known-material/src/sources/testing/source.world.js';
import { createSourceWork, sourceRounds, type SourceWork } from './source-rounds.js';

describe('the rounds of sources', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  let work: SourceWork;

  beforeAll(async () => {
    world = await createSourceWorld();
    ncmec = await startNcmec();
    work = createSourceWork(world.triage, world.ring, createLogger('test', 'silent'), {
      addresses: [],
      hosts: [],
    });
  });
  afterAll(async () => {
    await ncmec.close();
    await world.stop();
  });

  const run = (name: string) => {
    // The first is none: what it fails by keeps nobody else waiting.
    const organisations = async () => ['no organisation', world.organisation];
    const rounds = sourceRounds(work, organisations, createLogger('test', 'silent'), 1000);
    return rounds.find((round) => round.name === name)!.run();
  };

  it('read a source that is due to its end, and none that is not', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = ['a', 'b', 'c', 'd', 'e'].map((name) => told(name));
    const source = await world.add(ncmec);
    await run('sources');
    expect(await world.live(source)).toHaveLength(5);
    const asked = ncmec.asked.length;
    await run('sources');
    expect(ncmec.asked).toHaveLength(asked);
  });

  it('have nothing to ask or to send where there is nothing', async () => {
    await run('look-ups');
    await run('feedback');
    expect(ncmec.votes).toEqual([]);
  });

  it('end with the program, and begin nothing any more', async () => {
    const source = await world.add(ncmec);
    for (const one of Object.values(work)) one.stop();
    await run('sources');
    expect(await world.rowOf(source)).toMatchObject({ tried_at: null, progress: null });
  });
});
