// `npm start`: the whole system on embedded defaults, until a signal or the end of whoever started it.
import { installationSettings } from './lib/installation.mjs';
import { printFailure, progress } from './lib/output.mjs';
import { watchParent } from './lib/processes.mjs';
import { ensureBuilt, ensureInstalled } from './lib/setup.mjs';
import { startSystem } from './lib/system.mjs';

let askToStop;
const asked = new Promise((resolve) => (askToStop = resolve));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, askToStop);
watchParent(askToStop);
// Whoever read our output may be gone before us.
process.stdout.on('error', askToStop);

try {
  await ensureInstalled();
  await ensureBuilt();
  const starting = startSystem(installationSettings(process.env), { log: progress });
  const system = await starting;
  printAddresses(system);
  progress('Manara is ready');
  await asked;
  progress('Stopping …');
  await system.stop();
  process.exit(0);
} catch (error) {
  printFailure(error);
  process.exit(1);
}

function printAddresses({ urls, metricsUrl, accounts }) {
  progress('');
  for (const [name, url] of urls)
    if (url)
      progress(`  ${name.padEnd(14)} ${name === 'portal' && accounts.length > 0 ? `${url}/demo` : url}`);
  progress(`  ${'figures'.padEnd(14)} ${metricsUrl}`);
  if (accounts.length > 0) {
    progress('\nDemonstration accounts for the console:');
    for (const { email, password, role, totpSecret } of accounts) {
      progress(
        `  ${role.padEnd(14)} ${email}  ${password}${totpSecret ? `  TOTP secret ${totpSecret}` : ''}`,
      );
    }
    progress('\nThe programs share one operating-system user here; in production give each its own.');
  }
  progress('');
}
