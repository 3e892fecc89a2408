// `npm run check [-- --fix]`: types, lint, dependency rules, dead code, formatting, length of files.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './lib/files.mjs';
import { printFailure, progress, root } from './lib/output.mjs';
import { run } from './lib/processes.mjs';
import { ensureInstalled, ensureKernels } from './lib/setup.mjs';

const longestFile = 400;
const sourceFolders = ['apps', 'libs', 'test', 'bench', 'scripts'];
const present = (paths) => paths.filter((path) => existsSync(join(root, path)));

const tool = (path, ...args) =>
  run(process.execPath, [join(root, 'node_modules', path), ...args], { cwd: root });

/** Each gives an exit status and what to show when it is not 0. */
const checks = {
  'types of the programs': () => tool('typescript/bin/tsc', '-p', 'tsconfig.json', ...typesOnly('server')),
  'types of the scripts': () =>
    tool('typescript/bin/tsc', '-p', 'scripts/tsconfig.json', ...typesOnly('scripts')),
  'types of the console page': existsSync(join(root, 'apps/console-web/tsconfig.json'))
    ? () => tool('typescript/bin/tsc', '-p', 'apps/console-web/tsconfig.json', ...typesOnly('console-web'))
    : undefined,
  'types of the portal’s script': () => tool('typescript/bin/tsc', '-p', 'apps/portal/browser/tsconfig.json'),
  lint: () => tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', ...present(sourceFolders)),
  'dependency rules': () =>
    tool(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
      ...present(['apps', 'libs', 'test', 'bench']),
    ),
  'dead code': () => tool('knip/bin/knip.js', '--no-config-hints', '--no-progress'),
  formatting: () =>
    tool(
      'prettier/bin/prettier.cjs',
      process.argv.includes('--fix') ? '--write' : '--check',
      '--log-level',
      'warn',
      '--cache',
      '.',
    ),
  'length of files': async () => lengthOfFiles(),
};

function typesOnly(name) {
  return [
    '--noEmit',
    '--pretty',
    'false',
    '--incremental',
    '--tsBuildInfoFile',
    `dist/.check-${name}.tsbuildinfo`,
  ];
}

function lengthOfFiles() {
  const tooLong = sourceFolders
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.(spec|e2e|generated|migration)\.tsx?$/.test(path))
    .map((path) => ({ path, lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n') }))
    .filter(
      ({ lines }) =>
        lines.length > longestFile && !lines.slice(0, 6).some((line) => line.startsWith('// Long because ')),
    );
  return {
    code: tooLong.length === 0 ? 0 : 1,
    stdout: tooLong
      .map(
        ({ path, lines }) =>
          `${path}: ${lines.length} lines; split it, or say why at its top (// Long because …)`,
      )
      .join('\n'),
    stderr: '',
  };
}

/** Runs the checks two at a time, the slow ones first; a line each, and only failures in full. */
async function runChecks() {
  const waiting = Object.entries(checks).filter(([, check]) => check);
  const failed = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next;
      const startedAt = Date.now();
      const { code, stdout, stderr } = await check();
      progress(
        `${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
      );
      if (code !== 0) failed.push({ name, output: `${stdout}${stderr}`.trimEnd() });
    }
  };
  await Promise.all([worker(), worker()]);
  return failed;
}

try {
  await ensureInstalled();
  await ensureKernels();
  const failed = await runChecks();
  for (const { name, output } of failed) process.stderr.write(`\n── ${name}\n${output}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
