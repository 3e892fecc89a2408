import { HashIndex, type HashMatch } from '#libs/hash-index';
import type { Benchmark } from './benchmarks.js';
import { plainSearch } from './plain-search.js';
import { randomWords } from './random.js';
import { FEWEST_RUNS, type Report, timeOnce, timeRuns } from './report.js';

const MAX_DISTANCE = 31;
const QUERIES = 1000;
/** Planted queries lie at 0 to 40 bits from an entry. */
const PLANTED_DISTANCES = 41;

interface Size {
  /** First part of the figures' names. */
  readonly prefix: string;
  readonly entries: number;
  readonly targets: readonly [buildSeconds: number, bytesPerHash: number, queryMs: number];
}

interface Query {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** The entry it must find. */
  readonly planted?: { readonly id: number; readonly distance: number };
}

const SIZES: readonly Size[] = [
  { prefix: 'index.1m', entries: 1_000_000, targets: [1.1, 215, 0.27] },
  { prefix: 'index.10m', entries: 10_000_000, targets: [10, 95, 1.9] },
];

/** Building and searching an index of random hashes on one thread, beside a plain scan. */
export const hashIndexBenchmark: Benchmark = {
  name: 'index',
  summary: `Hamming search to distance ${MAX_DISTANCE} among a million and ten million random hashes, one thread`,
  run(report) {
    for (const size of SIZES) measure(size, report);
  },
};

function measure(
  { prefix, entries, targets: [buildSeconds, bytesPerHash, queryMs] }: Size,
  report: Report,
): void {
  const words = randomWords(8 * entries, 11);
  const hashes = new Uint8Array(words.buffer);
  const ids = Uint32Array.from({ length: entries }, (_, id) => id);
  const queries = drawQueries(words, entries);

  report.say(`  building of ${entries.toLocaleString('en')}, ${FEWEST_RUNS} runs`);
  const builds: number[] = [];
  const sizes: number[] = [];
  let index = HashIndex.build({ hashes, ids });
  for (let run = 0; run < FEWEST_RUNS; run++) {
    builds.push(timeOnce(() => (index = HashIndex.build({ hashes, ids }))) / 1000);
    sizes.push(index.byteLength / entries);
  }
  report.say(`  searching, ${QUERIES} queries a run`);
  requireComplete(index, queries);
  const searches = timeRuns(FEWEST_RUNS, () => {
    for (const { bytes } of queries) index.search(bytes, MAX_DISTANCE);
  }).map((ms) => ms / QUERIES);

  report.say('  scanning plainly');
  const scanned = queries.slice(0, 10);
  const speedups: number[] = [];
  for (let run = 0; run < FEWEST_RUNS; run++) {
    let expected: HashMatch[][] = [];
    const plainMs = timeOnce(() => {
      expected = scanned.map((query) => plainSearch(words, query.words, MAX_DISTANCE));
    });
    requireSame(index, scanned, expected);
    const ms = timeOnce(() => {
      for (const { bytes } of queries) index.search(bytes, MAX_DISTANCE);
    });
    speedups.push(plainMs / scanned.length / (ms / QUERIES));
  }
  report.add({ name: `${prefix}.build_s`, unit: 's', samples: builds, target: { atMost: buildSeconds } });
  report.add({
    name: `${prefix}.bytes_per_hash`,
    unit: 'B',
    samples: sizes,
    target: { atMost: bytesPerHash },
  });
  report.add({ name: `${prefix}.query_ms`, unit: 'ms', samples: searches, target: { atMost: queryMs } });
  report.add({ name: `${prefix}.speedup`, unit: 'times a scan', samples: speedups, target: { atLeast: 40 } });
}

/** One half near an entry, the other half anywhere. */
function drawQueries(words: Uint32Array, entries: number): Query[] {
  const strangers = randomWords(8 * QUERIES, 12);
  return Array.from({ length: QUERIES }, (_, i) => {
    const stranger = strangers.slice(8 * i, 8 * i + 8);
    if (i % 2 === 1) return { words: stranger, bytes: new Uint8Array(stranger.buffer) };
    const id = stranger[0]! % entries;
    const near = words.slice(8 * id, 8 * id + 8);
    const bytes = new Uint8Array(near.buffer);
    const distance = (i / 2) % PLANTED_DISTANCES;
    // An odd step visits each of the 256 bits once.
    for (let flip = 0; flip < distance; flip++) {
      const bit = (stranger[1]! + flip * (stranger[2]! | 1)) & 255;
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    return { words: near, bytes, planted: { id, distance } };
  });
}

/** @throws Error when a planted entry within reach is missed. */
function requireComplete(index: HashIndex, queries: readonly Query[]): void {
  for (const { bytes, planted } of queries) {
    if (!planted || planted.distance > MAX_DISTANCE) continue;
    const found = index.search(bytes, MAX_DISTANCE).some(({ id }) => id === planted.id);
    if (!found) throw new Error(`Entry ${planted.id} at distance ${planted.distance} was not found.`);
  }
}

/** @throws Error when the index and the scan disagree. */
function requireSame(index: HashIndex, queries: readonly Query[], expected: readonly HashMatch[][]): void {
  for (const [i, query] of queries.entries()) {
    const found = JSON.stringify(index.search(query.bytes, MAX_DISTANCE));
    const scanned = JSON.stringify(expected[i]);
    if (found !== scanned) throw new Error(`The index found ${found}, the scan ${scanned}.`);
  }
}
