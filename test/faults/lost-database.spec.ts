// The database goes away under the worker and comes back. The worker goes on by itself.
import { createHash } from 'node:crypto';
import { describePreparedOnEachQueue, type QueueBackend } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { prepareWorld } from '../support/worker-world.js';

const UNDER_WAY = '/s/under-way/pages/new';
const MEANWHILE = '/s/meanwhile/pages/known';
const AFTERWARDS = '/s/afterwards/pages/new';

function runThroughLoss(backend: QueueBackend) {
  return prepareWorld({ backend }, async (world) => {
    const worker = await world.startWorker();
    world.site.hold(UNDER_WAY);
    await world.report(UNDER_WAY);
    await until('a page is being fetched', () => world.site.waiting());
    await world.databaseGate.cut();
    // What is fetched now cannot be stored.
    world.site.release();
    await until('the worker has noticed', () => /cannot be relayed now|a round failed/.test(worker.output()));
    await until('the step has failed', () => worker.output().includes('"a step failed"'));
    await world.report(MEANWHILE);
    await world.databaseGate.mend();
    for (const page of [UNDER_WAY, MEANWHILE]) await world.reached(page, 'ready', 30_000);
    return { worker };
  });
}

describePreparedOnEachQueue('a database that goes away and comes back', runThroughLoss, 90_000, (run) => {
  it.each([
    ['what was under way', UNDER_WAY],
    ['what came in meanwhile', MEANWHILE],
  ])('finishes %s', async (_what, page) => {
    expect(await run().world.endState(page)).toMatchObject({
      reports: 1,
      items: [{ result: 'picture' }, { result: 'page' }],
      fetches: [{ outcome: 'answered' }, { outcome: 'answered' }],
      events: { 'report.attached': 1, 'case.opened': 1, 'case.ready': 1 },
    });
  });

  it('takes new work as soon as it comes, and sends it on', async () => {
    const { world } = run();
    await world.report(AFTERWARDS);
    await world.decide(AFTERWARDS);
    await world.finished(AFTERWARDS, 10_000);
    expect((await world.endState(AFTERWARDS)).received).toHaveLength(1);
  });

  it('has not been started again', () => {
    const { worker } = run();
    expect(worker.isRunning()).toBe(true);
    expect(worker.output().match(/"msg":"ready"/g)).toHaveLength(1);
  });

  it('says in its log that the database was away, without an address or a password', () => {
    const { worker } = run();
    expect(worker.output()).toMatch(/"code":"(ECONNREFUSED|ECONNRESET|57P01|Error)"/);
    expect(worker.output()).not.toContain('postgres://');
    expect(worker.output()).not.toContain('/pages/');
  });

  it('follows the lists again: an entry that is added afterwards is matched', async () => {
    const { world, worker } = run();
    const picture = await fetch(`${world.site.url}/s/listed/images/new.jpg`);
    const sha256 = createHash('sha256')
      .update(Buffer.from(await picture.arrayBuffer()))
      .digest('hex');
    await world.importList('Added afterwards', `sha256,category\n${sha256},baseline\n`);
    let looks = 0;
    await until('the list is followed', async () => {
      const page = `/s/listed/images/new.jpg?again=${(looks += 1)}`;
      await world.report(page);
      await world.reached(page, 'ready');
      const found = await world.test.asOwner<{ kind: string }>(
        `SELECT kind FROM matches m JOIN hash_lists l ON l.id = m.hash_list_id WHERE l.name = 'Added afterwards'`,
      );
      return found.some(({ kind }) => kind === 'exact');
    });
    expect(worker.isRunning()).toBe(true);
  });
});
