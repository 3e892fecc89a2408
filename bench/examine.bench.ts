// The whole examine step through confined children, beside what its parts would give if nothing came between them.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { MediaPool } from '#libs/media';
import type { Benchmark } from './benchmarks.js';
import { drawCorpus } from './corpus.js';
import { median, type Report } from './report.js';

const RUNS = 5;
const PARTS = ['decode', 'digests', 'pdq'] as const;
export type Part = (typeof PARTS)[number];

/** What a worker is given: one part of the work, to be done on the files that no other worker has taken. */
export interface PartTask {
  readonly part: Part;
  readonly files: readonly string[];
  /** One number of 32 bits, shared by all workers: which file comes next. */
  readonly nextFile: SharedArrayBuffer;
}

/** When a worker began and ended, in milliseconds of one clock. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Reading, digests, decoding and hashing with all orientations, on all cores. */
export const examineBenchmark: Benchmark = {
  name: 'examine',
  summary: 'examine step on all cores: read, three digests, decode, PDQ with its orientations, confined',
  async run(report: Report) {
    const cores = os.availableParallelism();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'manara-bench-'));
    const pool = new MediaPool({ size: cores, maxPixels: 16_000_000 });
    try {
      report.say('  drawing the corpus');
      const files = await drawCorpus(folder);
      await pool.start();
      await examineAll(pool, files, cores);
      const rates: Record<'whole' | Part, number[]> = { whole: [], decode: [], digests: [], pdq: [] };
      for (let run = 0; run < RUNS; run++) {
        report.say(`  run ${run + 1} of ${RUNS}`);
        rates.whole.push(files.length / (await examineAll(pool, files, cores)));
        for (const part of PARTS) rates[part].push(files.length / (await timePart(part, files, cores)));
      }
      addFigures(report, rates);
    } finally {
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function addFigures(report: Report, rates: Record<'whole' | Part, number[]>): void {
  const together = rates.whole.map(
    (_, run) => 1 / PARTS.map((part) => 1 / rates[part][run]!).reduce((sum, seconds) => sum + seconds),
  );
  report.add({ name: 'examine.images_per_s', unit: 'pictures/s', samples: rates.whole });
  report.add({ name: 'examine.parts_images_per_s', unit: 'pictures/s', samples: together });
  report.add({
    name: 'examine.share_of_parts',
    unit: 'of the parts',
    samples: rates.whole.map((rate, run) => rate / together[run]!),
    target: { atLeast: 0.85 },
  });
  for (const part of PARTS) {
    report.add({ name: `examine.${part}_images_per_s`, unit: 'pictures/s', samples: rates[part] });
  }
  const seconds = PARTS.map((part) => ({ part, share: 1 / median(rates[part]) }));
  const all = seconds.reduce((sum, { share }) => sum + share, 0);
  report.say(
    `  of the time of the parts: ${seconds.map(({ part, share }) => `${part} ${Math.round((100 * share) / all)} %`).join(', ')}`,
  );
}

/** Seconds for the whole corpus. Two more pictures than children are under way, as in triage, so that none waits for its next. */
async function examineAll(pool: MediaPool, files: readonly string[], cores: number): Promise<number> {
  const start = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      const examination = await pool.examine(await readFile(file));
      if (examination.kind !== 'image') throw new Error(`${file} was refused: ${examination.kind}`);
    }
  };
  await Promise.all(Array.from({ length: cores + 2 }, lane));
  return (performance.now() - start) / 1000;
}

/** Seconds for one part of the work on the whole corpus, on a thread a core. */
async function timePart(part: Part, files: readonly string[], cores: number): Promise<number> {
  const task: PartTask = { part, files, nextFile: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
  const workers = Array.from(
    { length: cores },
    () => new Worker(new URL('./examine-part.worker.js', import.meta.url), { workerData: task }),
  );
  try {
    await Promise.all(workers.map(answerOf));
    const spans = workers.map((worker) => answerOf(worker) as Promise<Span>);
    for (const worker of workers) worker.postMessage('begin');
    const ended = await Promise.all(spans);
    const start = Math.min(...ended.map((span) => span.start));
    return (Math.max(...ended.map(({ end }) => end)) - start) / 1000;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
