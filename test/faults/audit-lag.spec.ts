// Events that nobody links into the chain are no secret: the worker says so once, and once more when it is over.
import { Client } from 'pg';
import { newId } from '#libs/platform';
import { until } from '../support/waiting.js';
import { createWorkerWorld, type WorkerWorld } from '../support/worker-world.js';

describe('a worker that finds old events not linked', () => {
  let world: WorkerWorld;
  let holding: Client;
  beforeAll(async () => {
    world = await createWorkerWorld({ backend: 'postgresql' });
    // A transaction older than the event: until it ends, the sealer links nothing.
    holding = new Client({ connectionString: world.test.ownerUrl });
    await holding.connect();
    await holding.query('BEGIN');
    await holding.query('SELECT pg_current_xact_id()');
    await world.test.asOwner(
      `INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind)
       VALUES ($1, $2, now() - interval '1 hour', 'machine', 'case.opened', 'case')`,
      [newId(), world.hotline.organisationId],
    );
  });
  afterAll(async () => {
    await holding?.end();
    await world?.stop();
  });

  it('logs one error with a code, one when it is over, and leaves its signs of life for the console', async () => {
    const worker = await world.startWorker();
    const lines = () =>
      worker
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { level: number; code?: string })
        .filter(({ code }) => code?.startsWith('audit-lag'));
    await until('the lag is seen', () => lines().some(({ code }) => code === 'audit-lag'));
    await holding.query('COMMIT');
    // A long transaction of another suite holds the sealer of every database of the server up: not waited for here.
    await world.test.asOwner('DELETE FROM audit_events');
    await until('the lag is over', () => lines().some(({ code }) => code === 'audit-lag-over'));
    expect(lines().map(({ level, code }) => [level, code])).toEqual([
      [50, 'audit-lag'],
      [50, 'audit-lag-over'],
    ]);
    await until('the worker has left the signs of its outbox and its sweep', async () => {
      const rows = await world.test.asOwner<{ name: string }>('SELECT name FROM worker_signs');
      return ['outbox', 'sweep'].every((sign) => rows.some(({ name }) => name === sign));
    });
  });
});
