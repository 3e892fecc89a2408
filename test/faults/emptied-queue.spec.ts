// The queue loses everything while work is open. The rows say what is due, and the sweep brings it back.
import type { EndState } from '../support/end-state.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { createWorkerWorld, type WorkerWorld } from '../support/worker-world.js';

const NAMES = ['one', 'two', 'three', 'four', 'five'];
const pageOf = (round: string, name: string) => `/s/${round}-${name}/pages/new`;

describeOnEachQueue('an emptied queue', (backend) => {
  let world: WorkerWorld;

  beforeAll(async () => {
    // One job at a time, so that the rest waits in the queue.
    world = await createWorkerWorld({ backend, settings: { TRIAGE_CONCURRENCY: '1' } });
    await world.startWorker();
  }, 60_000);
  afterAll(() => world?.stop());

  /** Reports pages while the worker is busy with another, and waits until nothing but the queue knows of the jobs. */
  async function fillQueue(round: string): Promise<string[]> {
    const busy = `/s/${round}-busy/pages/new`;
    world.site.hold(busy);
    await world.report(busy);
    await until('the worker is busy', () => world.site.waiting());
    const pages = NAMES.map((name) => pageOf(round, name));
    for (const page of pages) await world.report(page);
    await until('the jobs are in the queue', async () => (await world.queues.counts()).triage > NAMES.length);
    expect(await world.test.asOwner(`SELECT id FROM outbox`)).toEqual([]);
    return [busy, ...pages];
  }

  /** Reports of which a step is missing or was taken twice. */
  async function disturbed(pages: string[]): Promise<unknown[]> {
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

  it('loses no report: the sweep finishes all of them', async () => {
    const pages = await fillQueue('emptied');
    await world.queues.empty();
    world.site.release();
    expect(await disturbed(pages)).toEqual([]);
  });

  it('loses no report when even what runs is forgotten', async () => {
    const pages = await fillQueue('forgotten');
    if (world.redis !== undefined) await world.redis.flush();
    else await world.emptyQueueTables();
    world.site.release();
    expect(await disturbed(pages)).toEqual([]);
  });

  it('loses no decision: it is routed, delivered and acknowledged', async () => {
    const pages = NAMES.slice(0, 2).map((name) => pageOf('emptied', name));
    world.recipient.hold();
    for (const page of pages) await world.decide(page);
    await until('a delivery is on its way', () => world.recipient.waiting());
    await world.queues.empty();
    if (world.redis !== undefined) await world.redis.flush();
    world.recipient.release();
    for (const page of pages) await world.finished(page);
    for (const page of pages) {
      const { received, referrals, events } = await world.endState(page);
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
