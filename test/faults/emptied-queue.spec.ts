// The queue loses everything while work is open. The rows say what is due, and the sweep brings it back.
import type { EndState } from '../support/end-state.js';
import { describePreparedOnEachQueue, type QueueBackend } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { prepareWorld, type WorkerWorld } from '../support/worker-world.js';

const NAMES = ['one', 'two', 'three', 'four', 'five'];
const pageOf = (round: string, name: string) => `/s/${round}-${name}/pages/new`;
const DECIDED = NAMES.slice(0, 2).map((name) => pageOf('emptied', name));

/** Reports pages while the worker is busy with another, and waits until nothing but the queue knows of the jobs. */
async function fillQueue(world: WorkerWorld, round: string): Promise<string[]> {
  const busy = `/s/${round}-busy/pages/new`;
  world.site.hold(busy);
  await world.report(busy);
  await until('the worker is busy', () => world.site.waiting());
  const pages = NAMES.map((name) => pageOf(round, name));
  for (const page of pages) await world.report(page);
  await until('the jobs are in the queue, and nowhere else', async () => {
    const outbox = await world.test.asOwner(`SELECT id FROM outbox`);
    return outbox.length === 0 && (await world.queues.counts()).triage > NAMES.length;
  });
  return [busy, ...pages];
}

/** Reports of which a step is missing or was taken twice. */
async function disturbed(world: WorkerWorld, pages: string[]): Promise<EndState[]> {
  for (const page of pages) await world.reached(page, 'ready');
  const states: EndState[] = [];
  for (const page of pages) states.push(await world.endState(page));
  return states.filter(
    ({ reports, events, items, fetches }) =>
      reports !== 1 ||
      items.map(({ result }) => result).join() !== 'picture,page' ||
      fetches.map(({ outcome }) => outcome).join() !== 'answered,answered' ||
      ['report.attached', 'case.opened', 'case.ready'].some((act) => events[act] !== 1),
  );
}

function runThroughLosses(backend: QueueBackend) {
  // One job at a time, so that the rest waits in the queue.
  return prepareWorld({ backend, settings: { TRIAGE_CONCURRENCY: '1' } }, async (world) => {
    await world.startWorker();
    const emptied = await fillQueue(world, 'emptied');
    await world.queues.empty();
    world.site.release();
    const afterEmptied = await disturbed(world, emptied);

    const forgotten = await fillQueue(world, 'forgotten');
    if (world.redis !== undefined) await world.redis.flush();
    else await world.emptyQueueTables();
    world.site.release();
    const afterForgotten = await disturbed(world, forgotten);

    world.recipient.hold();
    for (const page of DECIDED) await world.decide(page);
    await until('a delivery is on its way', () => world.recipient.waiting());
    await world.queues.empty();
    if (world.redis !== undefined) await world.redis.flush();
    world.recipient.release();
    for (const page of DECIDED) await world.finished(page);
    const decided: EndState[] = [];
    for (const page of DECIDED) decided.push(await world.endState(page));
    return { afterEmptied, afterForgotten, decided };
  });
}

describePreparedOnEachQueue('an emptied queue', runThroughLosses, 90_000, (run) => {
  it('loses no report: the sweep finishes all of them', () => {
    expect(run().afterEmptied).toEqual([]);
  });

  it('loses no report when even what runs is forgotten', () => {
    expect(run().afterForgotten).toEqual([]);
  });

  it('loses no decision: it is routed, delivered and acknowledged', () => {
    expect(run().decided).toHaveLength(DECIDED.length);
    for (const { received, referrals, events } of run().decided) {
      expect(received).toHaveLength(1);
      expect(referrals).toMatchObject([{ state: 'acknowledged' }]);
      expect(events).toMatchObject({
        'referral.queued': 1,
        'referral.delivered': 1,
        'referral.acknowledged': 1,
      });
    }
  });
});
