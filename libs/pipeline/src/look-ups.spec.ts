import { addSource, type LookUps } from '#libs/known-material';
import { createDataSource, Database } from '#libs/platform';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import {
  SHIELD_CREDENTIALS,
  type ShieldServer,
  startShield,
} from '../../known-material/src/sources/testing/shield.server.js';
import { createLookUps } from './look-ups.js';

describe('a question to a source', () => {
  let world: PipelineWorld;
  let shield: ShieldServer;
  let lookUps: LookUps;

  beforeAll(async () => {
    world = await createPipelineWorld({ iccam: false });
    shield = await startShield();
    const { organisationId, ring } = world;
    // As the operator does; triage may not.
    await world.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, max_distance)
       VALUES (gen_random_uuid(), $1, 'Shield', 'C3P', 'unreviewed', 'suggest', 0)`,
      [organisationId],
    );
    const dataSource = createDataSource({ url: world.test.ownerUrl, program: 'test-owner', poolSize: 1 });
    await dataSource.initialize();
    const owner = new Database(dataSource);
    await owner.within(organisationId, (manager) =>
      addSource(
        manager,
        ring,
        {
          organisationId,
          listName: 'Shield',
          kind: 'arachnid-shield',
          host: '127.0.0.1',
          port: shield.port,
          isInternal: true,
          ca: shield.certificate.cert,
          credentials: SHIELD_CREDENTIALS,
        },
        { kind: 'operator' },
      ),
    );
    await dataSource.destroy();
    lookUps = createLookUps(world.database, ring);
  });
  afterAll(async () => {
    await shield.close();
    await world.stop();
  });

  it('holds no case up, and an answer that comes later ranks it anew', async () => {
    const address = `${world.site}/s/look-up/pages/new`;
    await world.report([address]);
    await world.runDue();
    const { id: caseId, state } = await world.caseOf(address);
    expect(state).toBe('ready');
    expect(shield.asked).toEqual([]);

    shield.fault = (_request, response) => Boolean(response.writeHead(503).end());
    expect(await lookUps.askDue(world.organisationId)).toBe(0);
    expect((await world.caseOf(address)).state).toBe('ready');

    shield.fault = () => false;
    const unmatched = await world.test.asOwner<{ id: string; pdq: string }>(
      `SELECT DISTINCT m.id, encode(m.pdq, 'hex') AS pdq FROM media m JOIN content_items i ON i.media_id = m.id
       WHERE i.case_id = $1 AND m.pdq_quality >= 50 AND NOT EXISTS (SELECT 1 FROM matches t WHERE t.media_id = m.id)`,
      [caseId],
    );
    expect(unmatched.length).toBeGreaterThan(0);
    shield.known.set(unmatched[0]!.pdq, 'csam');
    const before = (await world.caseOf(address))['priority'] as number;
    await world.test.asOwner(`UPDATE list_sources SET due_at = now()`);
    await world.test.asOwner(`UPDATE list_lookups SET due_at = now()`);
    expect(await lookUps.askDue(world.organisationId)).toBeGreaterThan(0);
    expect(await world.runDue()).toEqual([`rematch-case ${caseId}`]);
    const after = await world.caseOf(address);
    expect(after['state']).toBe('ready');
    expect(after['rematch_due_at']).toBeNull();
    // What is known may wait a little for what is not.
    expect(after['priority']).toBeLessThan(before);
    const items = await world.itemsOf(caseId);
    const matched = items.filter(({ media_id }) => media_id === unmatched[0]!.id);
    expect(matched.map(({ matches }) => matches)).toEqual(
      matched.map(() => [expect.objectContaining({ kind: 'near', algorithm: 'pdq', distance: 0 })]),
    );
    // A near match settles nothing.
    expect(matched.map(({ made_by }) => made_by)).toEqual(matched.map(() => null));
  });
});
