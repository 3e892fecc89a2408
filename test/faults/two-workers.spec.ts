// Two workers on one installation share the work: each step is taken once, whoever takes it.
import { describePreparedOnEachQueue, type QueueBackend } from '../support/queue-backends.js';
import { prepareWorld } from '../support/worker-world.js';
import type { RunningWorker } from '../support/worker-process.js';

const PAGES = Array.from({ length: 16 }, (_, index) => `/s/shared-${index}/pages/new`);
const SAME = '/s/same/pages/known';

/** How often a worker ended each step, from its figures. */
async function stepsOf(worker: RunningWorker): Promise<Record<string, number>> {
  const steps: Record<string, number> = {};
  const line = /^manara_step_seconds_count\{step="(\w+)",result="done"\} (\d+)$/gm;
  for (const [, step, count] of (await worker.metrics()).matchAll(line)) steps[step!] = Number(count);
  return steps;
}

function runBoth(backend: QueueBackend) {
  // Long locks: nobody is killed here, and a machine under load must not look like it.
  return prepareWorld(
    {
      backend,
      settings: { JOB_LOCK_SECONDS: '30', ATTEMPT_SECONDS: '60', TRIAGE_CONCURRENCY: '4' },
    },
    async (world) => {
      const workers = await Promise.all([world.startWorker(), world.startWorker()]);
      for (const page of [SAME, SAME, SAME, SAME, ...PAGES]) await world.report(page);
      for (const page of [...PAGES, SAME]) await world.reached(page, 'ready', 30_000);
      for (const page of PAGES.slice(0, 4)) await world.decide(page);
      for (const page of PAGES.slice(0, 4)) await world.finished(page);
      return { workers };
    },
  );
}

describePreparedOnEachQueue('two workers at once', runBoth, 90_000, (run) => {
  it('both take part', async () => {
    for (const worker of run().workers) expect((await stepsOf(worker)).retrieve).toBeGreaterThan(0);
  });

  it('fetch each address once', () => {
    const asked = run().world.site.asked();
    expect(Object.keys(asked)).toHaveLength(2 * PAGES.length + 2);
    expect(Object.entries(asked).filter(([, times]) => times !== 1)).toEqual([]);
  });

  it('take each step of a report once', async () => {
    for (const page of PAGES) {
      const { reports, events, fetches } = await run().world.endState(page);
      expect(reports).toBe(1);
      expect(fetches).toHaveLength(2);
      expect(events).toMatchObject({ 'report.attached': 1, 'case.opened': 1, 'case.ready': 1 });
    }
  });

  it('open one case for four reports of the same address that come at once', async () => {
    const { reports, events } = await run().world.endState(SAME);
    expect(reports).toBe(4);
    expect(events).toMatchObject({
      'report.attached': 4,
      'case.opened': 1,
      'case.ready': 1,
      'item.settled': 1,
    });
  });

  it('give every case a number of its own, without a gap', async () => {
    const rows = await run().world.test.asOwner<{ number: string }>(
      `SELECT number FROM cases ORDER BY number`,
    );
    expect(rows.map(({ number }) => Number(number.split('-').at(-1)))).toEqual(
      Array.from({ length: PAGES.length + 1 }, (_, index) => index + 1),
    );
  });

  it('deliver each referral once', async () => {
    for (const page of PAGES.slice(0, 4)) {
      const { received, events } = await run().world.endState(page);
      expect(received).toHaveLength(1);
      expect(events).toMatchObject({
        'referral.queued': 1,
        'referral.delivered': 1,
        'referral.acknowledged': 1,
      });
    }
    expect(run().world.sandboxState().reports).toHaveLength(4);
  });
});
