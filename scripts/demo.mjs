// `npm run demo`: the main job once, against a system of its own that is gone afterwards.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationSettings } from './lib/installation.mjs';
import { SetupError, printFailure, progress, root } from './lib/output.mjs';
import { findFreePorts, runAttached, watchParent } from './lib/processes.mjs';
import { ensureBuilt, ensureInstalled } from './lib/setup.mjs';
import { startSystem } from './lib/system.mjs';

const ports = [
  'PORTAL_PORT',
  'CONSOLE_PORT',
  'EXCHANGE_PORT',
  'ICCAM_SANDBOX_PORT',
  'SAMPLE_SITE_PORT',
  'METRICS_PORT',
];
/** Settings of a running installation stay out: the demonstration must not touch its data or its queue. */
const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP', 'LOG_LEVEL', 'NODE_OPTIONS'];

const cleanups = [];
let interrupted = false;
async function cleanUp() {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}
async function interrupt() {
  if (interrupted) return;
  interrupted = true;
  await cleanUp().catch(printFailure);
  process.exit(130);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void interrupt());
watchParent(() => void interrupt());

async function main() {
  await ensureInstalled();
  await ensureBuilt();
  const script = join(root, 'dist', 'test', 'demo', 'main.js');
  if (!existsSync(script))
    throw new SetupError(`the demonstration is missing (${script}); run npm run build`);
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'manara-demo-')));
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = await demonstrationSettings(dataDir);
  const system = await startSystem(env, { log: progress });
  cleanups.push(() => system.stop());
  if (interrupted) return 130;
  const addresses = [...system.urls].filter(([, url]) => url);
  const code = await runAttached(process.execPath, [script, ...process.argv.slice(2)], {
    cwd: root,
    env: {
      ...env,
      ...Object.fromEntries(
        addresses.map(([name, url]) => [`${name.toUpperCase().replaceAll('-', '_')}_URL`, url]),
      ),
      METRICS_URL: system.metricsUrl,
    },
  });
  return code;
}

async function demonstrationSettings(dataDir) {
  const free = await findFreePorts(ports.length);
  const own = Object.fromEntries(
    kept.filter((name) => process.env[name]).map((name) => [name, process.env[name]]),
  );
  return installationSettings({
    ...own,
    ...Object.fromEntries(ports.map((name, index) => [name, String(free[index])])),
    DATA_DIR: dataDir,
    MANARA_DEMO: '1',
    // The pause before a decision is sent is kept, but nobody waits a minute to see it.
    UNDO_SECONDS: process.env.UNDO_SECONDS || '2',
  });
}

let code = 1;
try {
  code = await main();
} catch (error) {
  printFailure(error);
}
await cleanUp().catch((error) => {
  printFailure(error);
  code = 1;
});
process.exit(code);
