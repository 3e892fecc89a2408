// Set-up that every command does for itself: install what the lock file names, build what is stale.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hashFiles, listFiles, readJson } from './files.mjs';
import { buildKernel, staleKernels } from './kernels.mjs';
import { withLock } from './lock.mjs';
import { SetupError, progress, root } from './output.mjs';
import { forwardSignals, run } from './processes.mjs';

const dist = join(root, 'dist');
const setupLock = join(dist, '.setup.lock');
const lockFile = join(root, 'package-lock.json');
const installedMark = join(root, 'node_modules', '.manara-lock');
const builtMark = join(dist, '.manara-build.json');
const waiting = { onWait: () => progress('Waiting for another command that is setting up …') };

/** Installs the packages when they are missing or not those of the lock file; otherwise touches nothing. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock(setupLock, () => isInstalled() || install(), waiting);
}

/**
 * Builds what is stale, and nothing else.
 * @param {{ strict?: boolean }} options `strict` fails on type errors; otherwise they are shown and what the compiler
 *   wrote is run, as long as somebody is in the middle of a change
 * @throws {SetupError} with the tool's output
 */
export async function ensureBuilt({ strict = false } = {}) {
  await ensureKernels();
  if (staleParts().length === 0) return;
  await withLock(setupLock, () => buildStale(strict), waiting);
}

/** Compiles the kernels that are stale, without which the sources cannot be run, checked or built. */
export async function ensureKernels() {
  if (staleKernels().length === 0) return;
  const build = async () => {
    const startedAt = Date.now();
    await Promise.all(staleKernels().map(buildKernel));
    progress(`Compiled kernels in ${seconds(startedAt)}`);
  };
  await withLock(setupLock, build, waiting);
}

function lockDigest() {
  const digest = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return `${digest} ${process.platform}-${process.arch}`;
}

function isInstalled() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  const digest = lockDigest();
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8').trim() === digest) return true;
  if (!matchesLock(installed)) return false;
  writeMark(installedMark, digest);
  return true;
}

/** Packages installed by hand are fine when npm's own record holds every required package of the lock file. */
function matchesLock(installed) {
  const wanted = Object.entries(readJson(lockFile)?.packages ?? {});
  return wanted.every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.peer) return true;
    const found = installed.packages?.[path];
    return found?.version === entry.version && found?.integrity === entry.integrity;
  });
}

/** A mark saves time only; where the tree belongs to another user it stays away. */
function writeMark(path, text) {
  try {
    writeFileSync(path, `${text}\n`);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
  }
}

async function install() {
  progress('Installing packages, which takes about a minute …');
  const startedAt = Date.now();
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? { command: process.execPath, first: [process.env.npm_execpath] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] };
  const args = [
    ...npm.first,
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const result = await runChild(npm.command, args, { shell: npm.command.endsWith('.cmd') });
  if (result.code !== 0) {
    throw new SetupError(
      'npm ci failed; check the network and run the command again',
      result.stderr || result.stdout,
    );
  }
  writeMark(installedMark, lockDigest());
  progress(`Installed in ${seconds(startedAt)}`);
}

/** Parts of the build: what each is made of and how. */
const parts = {
  server: { label: 'programs', sources: serverSources, outputs: serverOutputs, build: buildServer },
  assets: { label: 'assets', sources: assetSources, outputs: (sources) => sources, build: copyAssets },
  web: {
    label: 'console page',
    sources: () => bundleSources('apps/console-web'),
    outputs: () => ['apps/console-web/index.html'],
    build: () => bundle('apps/console-web', join(dist, 'apps', 'console-web')),
  },
  browser: {
    label: 'portal’s script',
    // Of the one page of the portal that has any.
    sources: () => bundleSources('apps/portal/browser'),
    outputs: () => ['portal-browser/fingerprint.js'],
    build: () => bundle('apps/portal/browser', join(dist, 'portal-browser')),
  },
};

const rootFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/tsconfig.build.json'];
const isTypeScript = (path) => /\.[cm]?tsx?$/.test(path);
const isTest = (path) => /\.(spec\.tsx?|e2e\.ts)$/.test(path);
/** Libraries without a framework also run in the console's page. */
const pureLibraries = ['pdq', 'hash-index', 'taxonomy'];

function serverTree() {
  const below = (folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && entry.name !== 'console-web')
          .flatMap((entry) => listFiles(root, `${folder}/${entry.name}/src`))
      : [];
  return [...below('apps'), ...below('libs'), ...listFiles(root, 'test'), ...listFiles(root, 'bench')];
}

function serverSources() {
  const sources = serverTree().filter((path) => isTypeScript(path) && !isTest(path));
  return sources.length > 0 ? [...rootFiles, ...sources] : [];
}

function serverOutputs(sources) {
  return sources
    .filter((path) => isTypeScript(path) && !path.endsWith('.d.ts'))
    .map((path) => path.replace(/\.tsx?$/, '.js'));
}

function assetSources() {
  return serverTree().filter((path) => !isTypeScript(path));
}

function bundleSources(folder) {
  if (!existsSync(join(root, folder, 'vite.config.ts'))) return [];
  const shared = pureLibraries.flatMap((name) => listFiles(root, `libs/${name}/src`));
  return [...rootFiles, ...listFiles(root, folder), ...shared.filter((path) => !isTest(path))];
}

/** Names of the parts whose sources are not those of the last build, with the digest to record. */
function staleParts() {
  const built = readJson(builtMark) ?? {};
  return Object.entries(parts)
    .map(([name, part]) => ({ name, part, sources: part.sources() }))
    .filter(({ sources }) => sources.length > 0)
    .map((entry) => ({ ...entry, digest: hashFiles(root, entry.sources) }))
    .filter(({ name, digest, part, sources }) => built[name] !== digest || lacksOutput(part, sources));
}

function lacksOutput(part, sources) {
  return part.outputs(sources).some((path) => !existsSync(join(dist, path)));
}

async function buildStale(strict) {
  const stale = staleParts();
  if (stale.length === 0) return;
  const startedAt = Date.now();
  progress(`Building ${stale.map(({ part }) => part.label).join(', ')} …`);
  const outcomes = await Promise.allSettled(stale.map(({ part, sources }) => part.build(sources, strict)));
  const built = readJson(builtMark) ?? {};
  for (const [index, { name, digest }] of stale.entries()) {
    if (outcomes[index].value === 'whole') built[name] = digest;
    else delete built[name];
  }
  mkdirSync(dist, { recursive: true });
  writeFileSync(builtMark, `${JSON.stringify(built)}\n`);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  progress(`Built in ${seconds(startedAt)}`);
}

/** @returns {Promise<'whole' | 'with errors'>} */
async function buildServer(sources, strict) {
  const known = new Set(sources);
  removeStrays((path) => known.has(path));
  // The compiler's memory of the last build does not notice that its output was deleted.
  if (lacksOutput(parts.server, sources)) rmSync(join(dist, '.tsbuildinfo'), { force: true });
  const args = ['-p', join(root, 'scripts/tsconfig.build.json'), '--pretty', 'false'];
  const result = await runTool('typescript/bin/tsc', args);
  if (result.code === 0) return 'whole';
  if (strict || lacksOutput(parts.server, sources)) throw buildFailure('typescript', result);
  process.stderr.write(`${result.stdout}Running in spite of these type errors\n`);
  return 'with errors';
}

/** Output without a source would still be found by those who look for files, such as tests of an older tree. */
function removeStrays(isSource) {
  for (const folder of ['apps', 'libs', 'test', 'bench']) {
    for (const path of listFiles(dist, folder)) {
      if (path.startsWith('apps/console-web/')) continue;
      const stem = /^(.*)\.js(\.map)?$/.exec(path)?.[1];
      if (stem && !isSource(`${stem}.ts`) && !isSource(`${stem}.tsx`))
        rmSync(join(dist, path), { force: true });
    }
  }
}

async function copyAssets(sources) {
  for (const path of sources) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    copyFileSync(join(root, path), join(dist, path));
  }
  return 'whole';
}

async function bundle(folder, output) {
  const args = ['build', join(root, folder), '--outDir', output, '--emptyOutDir', '--logLevel', 'warn'];
  const result = await runTool('vite/bin/vite.js', args);
  if (result.code !== 0) throw buildFailure('vite', result);
  return 'whole';
}

function runTool(tool, args) {
  return runChild(process.execPath, [join(root, 'node_modules', tool), ...args]);
}

function buildFailure(tool, { stdout, stderr }) {
  return new SetupError(`the build failed (${tool})`, `${stdout}${stderr}`);
}

/** Runs a child of the set-up in the project's folder; a signal to us reaches it as well. */
async function runChild(command, args, options = {}) {
  let forward;
  const onSpawn = (child) => (forward = forwardSignals(child));
  try {
    return await run(command, args, { ...options, cwd: root, onSpawn });
  } finally {
    forward?.end();
  }
}

function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
