// Reports through the form in one step, at several numbers of parallel reporters; afterwards every receipt that was shown
// is looked for.
import type { Benchmark } from './benchmarks.js';
import { type Answer, makeFormPost, makeRequest, percentile, rush, withConnections } from './load-client.js';
import { type PortalBench, SLUG, startPortalBench } from './portal-bench.js';
import { median, type Report } from './report.js';

const RUNS = 5;
const FORMS_A_RUN = 1_500;
const ALONE_A_RUN = 200;
const WARM_UP = 400;
const FORM = `/${SLUG}/en/report`;
/** With the target that each has. */
const PARALLEL = [8, 32, 128] as const;
const LEAST_A_SECOND = 500;

/** What was sent and what came back, over all runs. */
interface Tally {
  sent: number;
  refused: number;
  readonly receipts: string[];
}

export const intakeBenchmark: Benchmark = {
  name: 'intake',
  summary:
    'reports through the portal’s form at 1, 8, 32 and 128 reporters at once, none lost and none doubled',
  async run(report: Report) {
    const bench = await startPortalBench(report.say);
    try {
      const tally: Tally = { sent: 0, refused: 0, receipts: [] };
      await send(bench, tally, 8, WARM_UP);
      const single: number[] = [];
      const rates = new Map<number, number[]>(PARALLEL.map((parallel) => [parallel, []]));
      const p95: number[] = [];
      const lost: number[] = [];
      const doubled: number[] = [];
      for (let run = 1; run <= RUNS; run++) {
        report.say(`  run ${run} of ${RUNS}`);
        single.push(median((await send(bench, tally, 1, ALONE_A_RUN)).milliseconds));
        for (const parallel of PARALLEL) {
          const { seconds, milliseconds } = await send(bench, tally, parallel, FORMS_A_RUN);
          rates.get(parallel)!.push(milliseconds.length / seconds);
          if (parallel === 32) p95.push(percentile(milliseconds, 0.95));
        }
        const count = await countRows(bench, tally);
        lost.push(count.lost);
        doubled.push(count.doubled);
      }
      report.add({ name: 'intake.single_ms', unit: 'ms', samples: single, target: { atMost: 5 } });
      for (const [parallel, samples] of rates) {
        report.add({
          name: `intake.forms_per_s.c${parallel}`,
          unit: 'reports/s',
          samples,
          target: { atLeast: LEAST_A_SECOND },
        });
      }
      report.add({ name: 'intake.p95_ms.c32', unit: 'ms', samples: p95, target: { atMost: 150 } });
      report.add({ name: 'intake.lost', unit: 'reports', samples: lost, target: { atMost: 0 } });
      report.add({ name: 'intake.doubled', unit: 'reports', samples: doubled, target: { atMost: 0 } });
    } finally {
      await bench.stop();
    }
  },
};

/** Fetches marks, then sends as many reports; only the sending is timed. */
async function send(
  bench: PortalBench,
  tally: Tally,
  parallel: number,
  count: number,
): Promise<{ seconds: number; milliseconds: number[] }> {
  const marks = await fetchMarks(bench, count);
  const forms = marks.map((mark, at) => makeFormPost(FORM, fieldsOf(mark, tally.sent + at)));
  const { answers, seconds } = await withConnections(bench.port, parallel, (all) => rush(all, forms));
  tally.sent += forms.length;
  for (const answer of answers) {
    const receipt = receiptIn(answer);
    if (receipt === undefined) tally.refused += 1;
    else tally.receipts.push(receipt);
  }
  return { seconds, milliseconds: answers.map((answer) => answer.milliseconds) };
}

async function fetchMarks(bench: PortalBench, count: number): Promise<string[]> {
  const form = makeRequest('GET', FORM);
  const { answers } = await withConnections(bench.port, 8, (all) =>
    rush(
      all,
      Array.from({ length: count }, () => form),
    ),
  );
  return answers.map(({ body }) => {
    const mark = /name="mark" value="([^"]+)"/.exec(body.toString())?.[1];
    if (mark === undefined) throw new Error('The form has no mark.');
    return mark;
  });
}

/** As most reports are: one address and a line; every tenth with more. */
function fieldsOf(mark: string, number: number): Record<string, string> {
  const address = `https://reported-${number % 997}.example/gallery/${number}`;
  const more: Record<string, string> =
    number % 10 === 0
      ? { contactEmail: 'someone@example.org', seenAt: '2026-01-15', kind: 'sexual-abuse-material' }
      : {};
  return { mark, urls: address, comment: 'Seen in an advert beside a game.', website: '', ...more };
}

/** The receipt that a page shows, without dashes. */
function receiptIn({ status, body }: Answer): string | undefined {
  if (status !== 200) return undefined;
  const text = body.toString().replace(/<[^>]*>/g, '');
  return /[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}/.exec(text)?.[0].replaceAll('-', '');
}

/** Every receipt that was shown must lead to one report, and there must be no report beside. */
async function countRows(bench: PortalBench, tally: Tally): Promise<{ lost: number; doubled: number }> {
  const rows = await bench.query<{ lookup: string }>(
    `SELECT c.lookup FROM receipts c JOIN reports r ON r.id = c.report_id
     JOIN outbox o ON o.job_key = 'intake-' || r.id`,
  );
  const [{ reports } = { reports: 0 }] = await bench.query<{ reports: number }>(
    'SELECT count(*)::int AS reports FROM reports',
  );
  const stored = new Set(rows.map(({ lookup }) => lookup));
  const shown = tally.receipts.map((receipt) => receipt.slice(0, 8));
  const lost = shown.filter((lookup) => !stored.has(lookup)).length + tally.refused;
  return { lost, doubled: reports - new Set(shown).size };
}
