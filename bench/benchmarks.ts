// The register of benchmarks. Each measures one subject and names its figures after it.
import { examineBenchmark } from './examine.bench.js';
import { hashIndexBenchmark } from './hash-index.bench.js';
import { importBenchmark } from './import.bench.js';
import { intakeBenchmark } from './intake.bench.js';
import { nearCopiesBenchmark } from './near-copies.bench.js';
import { pagesBenchmark } from './pages.bench.js';
import { pdqBenchmark } from './pdq.bench.js';
import type { Report } from './report.js';

/** One subject to measure. */
export interface Benchmark {
  /** What to ask for on the command line. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Too long or too large to run unless asked for by name. */
  readonly onRequest?: true;
  run(report: Report): void | Promise<void>;
}

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  pdqBenchmark,
  hashIndexBenchmark,
  examineBenchmark,
  importBenchmark,
  nearCopiesBenchmark,
  intakeBenchmark,
  pagesBenchmark,
];
