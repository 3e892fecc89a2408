// Marked addresses go through every failure; then logs, figures and the queue are searched for the mark.
import { describePreparedOnEachQueue, type QueueBackend } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { prepareWorld, type WorkerWorld } from '../support/worker-world.js';

const MARK = 'marked4711';
const page = (name: string) => `/s/${MARK}-${name}/pages/${name === 'bomb' ? 'bomb' : 'new'}`;

/** Tables that refuse every row, one after another: PostgreSQL's own error then quotes the row. */
const REFUSING = {
  fetch_records: 'retrieve',
  media: 'examine',
  referrals: 'route',
} as const;

const failedSteps = (world: WorkerWorld) =>
  new Set(
    world
      .workers()
      .flatMap((worker) => [...worker.output().matchAll(/"step":"(\w+)".*"msg":"a step failed"/g)])
      .map(([, step]) => step),
  );

function runThroughFailures(backend: QueueBackend) {
  return prepareWorld({ backend }, async (world) => {
    const dumps: string[] = [];
    await world.recipient.cut();
    await world.startWorker();
    await world.report(page('bomb'));
    for (const [table, step] of Object.entries(REFUSING)) {
      const name = `refused-${step}`;
      await world.test.asOwner(`ALTER TABLE ${table} ADD CONSTRAINT refuses CHECK (false) NOT VALID`);
      await world.report(page(name));
      if (step === 'route') await world.decide(page(name));
      await until(`${step} fails`, () => failedSteps(world).has(step));
      dumps.push(await world.queueDump());
      await world.test.asOwner(`ALTER TABLE ${table} DROP CONSTRAINT refuses`);
    }
    // A job that runs, and a recipient that does not answer.
    await world.reached(page('refused-route'), 'referred');
    world.site.hold(page('held'));
    await world.report(page('held'));
    await until('a page is being fetched', () => world.site.waiting());
    await until('a delivery has failed', async () => {
      const [row] = await world.test.asOwner(`SELECT 1 FROM referrals WHERE stopped_code IS NOT NULL`);
      return row;
    });
    dumps.push(await world.queueDump());
    world.site.release();
    for (const name of ['bomb', 'refused-retrieve', 'refused-examine', 'held'])
      await world.reached(page(name), 'ready', 30_000);
    return { dumps };
  });
}

describePreparedOnEachQueue('what the worker tells', runThroughFailures, 120_000, (run) => {
  it('has gone through every failure', () => {
    expect([...failedSteps(run().world)]).toEqual(expect.arrayContaining(Object.values(REFUSING)));
  });

  it('holds no reported address in the log and the figures', async () => {
    const told = await run().world.told();
    expect(told).toContain('manara_step_seconds');
    expect(told).toContain('"msg":"a step failed"');
    expect(told).not.toContain(MARK);
  });

  it('holds no reported address in the queue, while jobs wait, run and fail', () => {
    expect(run().dumps.at(-1)).toContain('retrieve');
    for (const dump of run().dumps) {
      expect(dump).not.toContain(MARK);
      expect(dump).not.toContain('/pages/');
    }
  });

  it('tells failures by code', () => {
    const codes = run()
      .world.workers()
      .flatMap((worker) => [...worker.output().matchAll(/"code":"(\w+)".*"msg":"a step failed"/g)])
      .map(([, code]) => code);
    expect(codes).toContain('23514');
  });

  it('has lost no report by it', async () => {
    for (const name of ['bomb', 'refused-retrieve', 'refused-examine', 'held']) {
      const { case: standing, items } = await run().world.endState(page(name));
      expect(standing).toMatchObject({ state: 'ready' });
      expect(items.filter(({ result }) => result === 'failed')).toEqual([]);
    }
  });
});
