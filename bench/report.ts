// Collects figures and shows them: the median of several runs, with spread and target beside it.

/** What a figure should reach. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** One measured figure. */
export interface Figure {
  /** Dotted name, stable from version to version. */
  readonly name: string;
  readonly unit: string;
  /** One value a run. */
  readonly samples: readonly number[];
  readonly target?: Target;
}

/** A figure as the documentation keeps it; numbers of four significant digits. */
export interface RecordedFigure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
  /** What to reach, and the same in words with whether it was met. */
  readonly bound?: number;
  readonly target?: string;
}

/** Runs of which a median means something. */
export const FEWEST_RUNS = 5;

/** The middle value; of an even number, the mean of the middle two. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Milliseconds that each of `runs` calls takes, after one that is not counted. */
export function timeRuns(runs: number, body: () => void): number[] {
  body();
  return Array.from({ length: runs }, () => timeOnce(body));
}

/** Milliseconds that one call takes. */
export function timeOnce(body: () => void): number {
  const start = performance.now();
  body();
  return performance.now() - start;
}

/** The figures of one run of the benchmarks. */
export class Report {
  private readonly figures: Figure[] = [];

  /** @param say where progress goes, a line at a time */
  constructor(readonly say: (line: string) => void) {}

  /** @throws Error when there are fewer than five samples or the name is taken. */
  add(figure: Figure): void {
    if (figure.samples.length < FEWEST_RUNS) {
      throw new Error(`${figure.name} has ${figure.samples.length} runs; a figure needs ${FEWEST_RUNS}.`);
    }
    if (this.figures.some(({ name }) => name === figure.name))
      throw new Error(`${figure.name} is measured twice.`);
    this.figures.push(figure);
  }

  /** Figure name → median, of four significant digits. */
  toJson(): Record<string, number> {
    return Object.fromEntries(this.figures.map(({ name, samples }) => [name, rounded(median(samples))]));
  }

  /** What the documentation keeps. */
  toRecord(): RecordedFigure[] {
    return this.figures.map(({ name, unit, samples, target }) => ({
      name,
      unit,
      median: rounded(median(samples)),
      least: rounded(Math.min(...samples)),
      most: rounded(Math.max(...samples)),
      runs: samples.length,
      ...(target && {
        bound: 'atMost' in target ? target.atMost : target.atLeast,
        target: describeTarget(median(samples), target),
      }),
    }));
  }

  /** One figure a row, columns aligned. */
  toTable(): string {
    const rows = [['figure', 'value', 'unit', 'spread', 'target'], ...this.figures.map(rowOf)];
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    return rows
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd(),
      )
      .join('\n');
  }
}

function rowOf({ name, unit, samples, target }: Figure): string[] {
  const value = median(samples);
  const spread = `${rounded(Math.min(...samples))} to ${rounded(Math.max(...samples))}, ${samples.length} runs`;
  return [name, String(rounded(value)), unit, spread, target ? describeTarget(value, target) : ''];
}

function describeTarget(value: number, target: Target): string {
  const [text, met] =
    'atMost' in target
      ? [`at most ${target.atMost}`, value <= target.atMost]
      : [`at least ${target.atLeast}`, value >= target.atLeast];
  return `${text}: ${met ? 'met' : 'missed'}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
