// Keeps the figures of a run for the documentation: as data, as charts, and as the table of the page that shows them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawChart } from './chart.js';
import { chartsOf } from './charts.js';
import type { RecordedFigure } from './report.js';

const FIGURES = 'benchmarks.json';
const PAGE = 'benchmarks.md';
const MARKS = [
  '<!-- figures: written by npm run bench -- --record docs -->',
  '<!-- end of figures -->',
] as const;

/** Figure and the machine and day that it was measured on. */
export interface Kept extends RecordedFigure {
  readonly machine: string;
  /** YYYY-MM-DD */
  readonly day: string;
}

/** The table of the page, in Markdown. */
export function tableOf(kept: readonly Kept[]): string {
  const rows = kept.map(({ name, median, unit, least, most, runs, target }) => [
    `\`${name}\``,
    `${median} ${unit}`,
    `${least} to ${most}, ${runs} runs`,
    target ?? '',
  ]);
  const cells = [['Figure', 'Median', 'Spread', 'Target'], ...rows];
  const widths = cells[0]!.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const machines = [...new Set(kept.map(({ machine, day }) => `${machine}, ${day}`))];
  return [
    `Measured on: ${machines.join('; ')}.`,
    '',
    line(cells[0]!),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.slice(1).map(line),
  ].join('\n');
}

/** @throws Error when the page has no place for the table */
export function pageWith(page: string, table: string): string {
  const [from, to] = [page.indexOf(MARKS[0]), page.indexOf(MARKS[1])];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the figures: ${MARKS.join(' … ')}`);
  return `${page.slice(0, from + MARKS[0].length)}\n\n${table}\n\n${page.slice(to)}`;
}

/**
 * Adds the figures to those kept in the folder and draws the charts anew.
 * @returns the files written
 */
export function record(folder: string, kept: readonly Kept[]): string[] {
  const file = path.join(folder, FIGURES);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept[]) : [];
  const names = new Set(kept.map(({ name }) => name));
  const all = [...before.filter(({ name }) => !names.has(name)), ...kept].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const page = path.join(folder, PAGE);
  const contents = new Map([
    [file, `${JSON.stringify(all, undefined, 2)}\n`],
    [page, pageWith(readFileSync(page, 'utf8'), tableOf(all))],
    ...[...chartsOf(all)].map(
      ([name, chart]) => [path.join(folder, 'images', name), drawChart(chart)] as const,
    ),
  ]);
  for (const [name, content] of contents) writeFileSync(name, content);
  return [...contents.keys()];
}
