// What the portal's pages weigh on the wire, headers included, and how many first pages it gives a second.
import type { Benchmark } from './benchmarks.js';
import {
  type Answer,
  type Connection,
  makeFormPost,
  makeRequest,
  rush,
  withConnections,
} from './load-client.js';
import { SLUG, startPortalBench } from './portal-bench.js';
import type { Report } from './report.js';

const RUNS = 5;
const REQUESTS_A_RUN = 15_000;
const PARALLEL = 32;
const LOCALES = ['en', 'fr', 'ar'] as const;
const TAKES_COMPRESSED = { 'accept-encoding': 'gzip, deflate, br' };

export const pagesBenchmark: Benchmark = {
  name: 'pages',
  summary: 'weight of the portal’s pages on the wire, and first pages a second',
  async run(report: Report) {
    const bench = await startPortalBench(report.say);
    try {
      const weights = await withConnections(bench.port, 1, async ([connection]) => {
        const all = [];
        for (const locale of LOCALES) all.push(await weigh(connection!, locale));
        return all;
      });
      // The heaviest of the languages; a weight does not vary from run to run.
      addWeight(report, 'pages.first_kb', Math.max(...weights.map(({ first }) => first)), 14);
      addWeight(report, 'pages.journey_kb', Math.max(...weights.map(({ journey }) => journey)), 50);
      const rates: number[] = [];
      const requests = Array.from({ length: REQUESTS_A_RUN }, () =>
        makeRequest('GET', `/${SLUG}/en`, TAKES_COMPRESSED),
      );
      await withConnections(bench.port, PARALLEL, async (connections) => {
        await rush(connections, requests);
        for (let run = 1; run <= RUNS; run++) {
          report.say(`  run ${run} of ${RUNS}`);
          const { answers, seconds } = await rush(connections, requests);
          if (answers.some(({ status }) => status !== 200)) throw new Error('A first page was refused.');
          rates.push(answers.length / seconds);
        }
      });
      report.add({
        name: 'pages.first_per_s',
        unit: 'requests/s',
        samples: rates,
        target: { atLeast: 5_000 },
      });
    } finally {
      await bench.stop();
    }
  },
};

function addWeight(report: Report, name: string, bytes: number, atMost: number): void {
  report.add({
    name,
    unit: 'kB',
    samples: Array.from({ length: RUNS }, () => bytes / 1000),
    target: { atMost },
  });
}

/** Bytes of the first page with its style sheet, and of the whole way to the receipt, all files and four steps. */
async function weigh(connection: Connection, locale: string): Promise<{ first: number; journey: number }> {
  const get = (path: string) => connection.send(makeRequest('GET', path, TAKES_COMPRESSED));
  const page = await get(`/${SLUG}/${locale}`);
  const html = decoded(page, await connection.send(makeRequest('GET', `/${SLUG}/${locale}`)));
  const style = await get(found(html, /href="(\/assets\/[^"]+\.css)"/));
  const icon = await get(found(html, /href="(\/assets\/[^"]+\.svg)"/));
  const path = `/${SLUG}/${locale}/report`;
  const form = await get(path);
  let shown = decoded(form, await connection.send(makeRequest('GET', path)));
  let bytes = page.wireBytes + style.wireBytes + icon.wireBytes + form.wireBytes;
  const typed: Record<string, string>[] = [
    { urls: 'https://reported.example/gallery' },
    { kind: 'other', seenAt: '2026-01-15', stillThere: 'yes' },
    { comment: 'Seen in an advert beside a game.' },
    { contactEmail: '' },
  ];
  for (const [at, fields] of typed.entries()) {
    const go = `${at === typed.length - 1 ? 'send' : 'next'}-${at + 1}`;
    const state = /name="state" value="([^"]+)"/.exec(shown)?.[1];
    const mark = found(shown, /name="mark" value="([^"]+)"/);
    const answer = await connection.send(
      makeFormPost(path, { mark, ...(state === undefined ? {} : { state }), ...fields, website: '', go }),
    );
    if (answer.status !== 200) throw new Error(`Step ${at + 1} was answered with ${answer.status}.`);
    shown = answer.body.toString();
    bytes += answer.wireBytes;
  }
  if (!shown.includes('class="code"')) throw new Error('The last page shows no receipt.');
  return { first: page.wireBytes + style.wireBytes, journey: bytes };
}

/** What a page says: of its plain form, once the other is seen to be compressed. */
function decoded(compressed: Answer, plain: Answer): string {
  if (!/\r\ncontent-encoding: /i.test(compressed.headers)) throw new Error('A page was not compressed.');
  return plain.body.toString();
}

function found(html: string, pattern: RegExp): string {
  const value = pattern.exec(html)?.[1];
  if (value === undefined) throw new Error(`A page does not hold ${pattern.source}.`);
  return value;
}
