// Kill -9 in the middle of each step. Every report ends as it does without the kill, and nothing is there twice.
//
// So that one kill meets several steps, each report is brought to the middle of another step and kept there: before the
// sample site, before the recipient, or before a table that the step writes.
import { lockRows, lockTables, type RowLock } from '../support/gates.js';
import type { EndState } from '../support/end-state.js';
import { describePreparedOnEachQueue, type QueueBackend } from '../support/queue-backends.js';
import { until } from '../support/waiting.js';
import { prepareWorld, type WorkerWorld } from '../support/worker-world.js';
import { lives } from '../support/worker-process.js';

/** Each step and the page whose report is in it when the worker is killed. */
const PAGES = {
  intake: '/s/in-intake/pages/new',
  retrieve: '/s/in-retrieve/pages/new',
  examine: '/s/in-examine/images/new.jpg',
  match: '/s/in-match/pages/known',
  settle: '/s/in-settle/pages/known',
  refetch: '/s/in-refetch/pages/new',
  route: '/s/in-route/pages/new',
  'deliver before it arrives': '/s/in-deliver-1/pages/new',
  'deliver after it arrived': '/s/in-deliver-2/pages/new',
  acknowledge: '/s/in-acknowledge/pages/new',
} as const;
type Step = keyof typeof PAGES;
const STEPS = Object.keys(PAGES) as Step[];

const SETTINGS = { WATCH_SECONDS: '1' };

async function endStates(world: WorkerWorld): Promise<Map<Step, EndState>> {
  const states = new Map<Step, EndState>();
  for (const step of STEPS) states.set(step, await world.endState(PAGES[step]));
  return states;
}

/** The same reports and decisions with a worker that nobody touches; the standard for both backends. */
async function runUndisturbed(): Promise<Map<Step, EndState>> {
  const run = await prepareWorld({ backend: 'postgresql', settings: SETTINGS }, async (world) => {
    await world.startWorker();
    for (const step of STEPS) await world.report(PAGES[step]);
    await world.fetchCopiesAgain(PAGES.refetch);
    for (const step of STEPS) await world.decide(PAGES[step]);
    for (const step of STEPS) await world.finished(PAGES[step]);
    return { states: await endStates(world) };
  });
  await run.end();
  return run.states;
}

let standard: Promise<Map<Step, EndState>> | undefined;

function runKilled(backend: QueueBackend) {
  const expected = (standard ??= runUndisturbed());
  // Said where it is waited for.
  expected.catch(() => undefined);
  return prepareWorld({ backend, settings: SETTINGS }, async (world) => {
    /** Decoding children of the killed workers. */
    const orphans = [...(await killOnward(world)), ...(await killInward(world))];
    await world.startWorker();
    for (const step of ['refetch', 'intake', 'retrieve', 'examine', 'match', 'settle'] as const)
      await world.decide(PAGES[step]);
    for (const step of STEPS) await world.finished(PAGES[step]);
    return { expected: await expected, found: await endStates(world), orphans };
  });
}

/** Kills in refetch, route, deliver after the arrival, acknowledge and check. */
async function killOnward(world: WorkerWorld): Promise<number[]> {
  const worker = await world.startWorker();
  const onward = ['acknowledge', 'deliver after it arrived', 'route', 'deliver before it arrives'] as const;
  for (const step of [...onward, 'refetch'] as const) await world.report(PAGES[step]);
  let item: RowLock | undefined;
  await world.fetchCopiesAgain(PAGES.refetch, async (caseId) => {
    item = await lockRows(world.test, `SELECT 1 FROM content_items WHERE case_id = $1`, [caseId]);
  });
  await until('copies are being asked for again', () => item!.waiting());

  const acknowledging = await lockTables(world.test, 'acknowledgements');
  await world.decide(PAGES.acknowledge);
  await world.reached(PAGES.acknowledge, 'closed');
  world.site.hold(PAGES.acknowledge);
  await until('an acknowledgement is being stored', () => acknowledging.waiting('acknowledgements'));
  await until('a look at the referred address is under way', () => world.site.waiting());

  world.recipient.hold();
  await world.decide(PAGES['deliver after it arrived']);
  await until('a delivery is on its way', () => world.recipient.waiting());
  const delivering = await lockTables(world.test, 'referral_items');
  const before = world.sandboxState().reports.length;
  world.recipient.release();
  await until('it has arrived', () => world.sandboxState().reports.length > before);
  await until('its number is being stored', () => delivering.waiting('referral_items'));
  await world.reached(PAGES.route, 'ready');
  await world.decide(PAGES.route);
  await until('a decision is being routed', async () => (await delivering.waiting('referral_items')) === 2);

  const orphans = worker.children();
  await worker.kill();
  world.site.release();
  await acknowledging.release();
  await item!.release();
  await delivering.release();
  return orphans;
}

/** Kills in intake, retrieve, examine, match, settle and in deliver before the arrival. */
async function killInward(world: WorkerWorld): Promise<number[]> {
  const worker = await world.startWorker();
  for (const step of ['acknowledge', 'deliver after it arrived', 'route'] as const)
    await world.finished(PAGES[step]);
  world.recipient.hold();
  await world.decide(PAGES['deliver before it arrives']);
  await until('a delivery is on its way', () => world.recipient.waiting());

  // The later steps first, or the report of a later step would be held in an earlier one.
  const lock = await lockTables(world.test, 'assessments');
  await world.report(PAGES.settle);
  await until('a case is being settled', () => lock.waiting('assessments'));
  await lock.add('matches');
  await world.report(PAGES.match);
  await until('a match is being stored', () => lock.waiting('matches'));
  await lock.add('media');
  await world.report(PAGES.examine);
  await until('a picture is decoded', () => lock.waiting('media'));
  world.site.hold(PAGES.retrieve);
  await world.report(PAGES.retrieve);
  await until('a page is being fetched', () => world.site.waiting());
  await lock.add('case_counters');
  await world.report(PAGES.intake);
  await until('a report is being taken in', () => lock.waiting('case_counters'));

  const orphans = worker.children();
  await worker.kill();
  world.recipient.release();
  world.site.release();
  await lock.release();
  return orphans;
}

describePreparedOnEachQueue('kill -9 of the worker in the middle of a step', runKilled, 120_000, (run) => {
  it.each(STEPS)('%s: the report ends as it does without the kill', (step) => {
    expect(run().found.get(step)).toEqual(run().expected.get(step));
  });

  it.each(STEPS)('%s: one case, one referral, one report at the recipient', (step) => {
    const state = run().found.get(step)!;
    expect(state).toMatchObject({ case: { state: 'closed', outcome: 'forwarded' }, reports: 1 });
    expect(state.referrals).toHaveLength(1);
    expect(state.received).toHaveLength(1);
    for (const act of ['case.opened', 'case.assessed', 'referral.delivered', 'case.closed'])
      expect([act, state.events[act]]).toEqual([act, 1]);
    // Whoever asks for copies again gives the case back, and finds it in the queue when they are there.
    expect(state.events['case.ready']).toBe(step === 'refetch' ? 2 : 1);
  });

  it('leaves no second case, and no report at the recipient that is nobody’s', async () => {
    const { world } = run();
    expect(await world.test.asOwner(`SELECT id FROM cases`)).toHaveLength(STEPS.length);
    expect(world.sandboxState().reports).toHaveLength(STEPS.length);
  });

  it('goes on looking at the referred address after a kill in the middle of a look', async () => {
    const { world } = run();
    const looks = await until('an address was looked at', async () => {
      const rows = await world.test.asOwner<{ state: string }>(
        `SELECT o.state FROM online_checks o JOIN content_items i ON i.id = o.content_item_id WHERE i.address = $1`,
        [`${world.site.url}${PAGES.acknowledge}`],
      );
      return rows.length > 0 ? rows : undefined;
    });
    expect(looks).toContainEqual({ state: 'online' });
  });

  it('leaves no decoding child behind', async () => {
    const { orphans } = run();
    expect(orphans.length).toBeGreaterThan(0);
    await until('the children have ended', () => !orphans.some(lives));
    expect(orphans.filter(lives)).toEqual([]);
  });

  it('keeps what is queued after a restart to identifiers, and tells no address', async () => {
    const { world } = run();
    expect(await world.told()).not.toContain('/pages/');
    expect(await world.queueDump()).not.toContain('/pages/');
  });
});
