// Runs the benchmarks asked for. Figures go to standard output, all else to standard error.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { type Benchmark, benchmarks } from './benchmarks.js';
import { record } from './record.js';
import { Report } from './report.js';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const usage = (): string =>
  [
    'npm run bench -- [NAME…] [--json] [--record FOLDER]',
    '',
    ...benchmarks.map(({ name, summary, onRequest }) => {
      return `  ${name.padEnd(12)}${summary}${onRequest ? ' (only when named)' : ''}`;
    }),
  ].join('\n');

/** The benchmarks of these names, or those that run unasked; undefined when a name is unknown. */
function chosen(names: readonly string[]): readonly Benchmark[] | undefined {
  if (names.length === 0) return benchmarks.filter(({ onRequest }) => !onRequest);
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length === 0) return benchmarks.filter(({ name }) => names.includes(name));
  say(`There is no benchmark called ${unknown.join(', ')}.\n\n${usage()}`);
  return undefined;
}

function readArguments(): { names: string[]; json: boolean; record?: string; help: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        record: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return { names: positionals, ...values };
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage()}`);
    return undefined;
  }
}

/** @returns exit status */
async function main(): Promise<number> {
  const options = readArguments();
  if (!options) return 2;
  if (options.help) {
    process.stdout.write(`${usage()}\n`);
    return 0;
  }
  const toRun = chosen(options.names);
  if (!toRun) return 2;
  const report = new Report(say);
  for (const benchmark of toRun) {
    say(`${benchmark.name}: ${benchmark.summary}`);
    await benchmark.run(report);
  }
  const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} cores, Node ${process.versions.node}`;
  const table = `${machine}\n\n${report.toTable()}`;
  if (options.record !== undefined) {
    const day = new Date().toISOString().slice(0, 10);
    const written = record(
      options.record,
      report.toRecord().map((figure) => ({ ...figure, machine, day })),
    );
    say(`\nWritten: ${written.join(', ')}`);
  }
  if (options.json) {
    say(`\n${table}`);
    process.stdout.write(`${JSON.stringify(report.toJson())}\n`);
  } else {
    process.stdout.write(`\n${table}\n`);
  }
  return 0;
}

process.exitCode = await main();
