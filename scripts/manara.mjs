// `npm run manara -- COMMAND`: the operator's command line, on the running system's database, the embedded one or
// the one of DATABASE_URL.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  installationSettings,
  makeDataDir,
  prepareDatabase,
  provideKeys,
  provideServer,
  useKnownRoles,
} from './lib/installation.mjs';
import { printFailure, progress, progressToStandardError } from './lib/output.mjs';
import { runAttached, watchParent } from './lib/processes.mjs';
import { mainFile } from './lib/programs.mjs';
import { ensureBuilt, ensureInstalled } from './lib/setup.mjs';

/** Commands that work on files alone. */
const withoutDatabase = ['hash', 'help', 'completion'];

progressToStandardError();
const args = process.argv.slice(2);
const command = args.find((arg) => !arg.startsWith('-'));
const needsDatabase =
  command !== undefined &&
  !withoutDatabase.includes(command) &&
  !args.some((arg) => ['--help', '-h'].includes(arg));

let server;
let code = 1;
try {
  await ensureInstalled();
  await ensureBuilt();
  const env = installationSettings(process.env);
  if (needsDatabase) await connect(env);
  watchParent(() => process.kill(process.pid, 'SIGTERM'));
  code = await runAttached(process.execPath, [mainFile('manara'), ...args], { env });
} catch (error) {
  printFailure(error);
}
try {
  await server?.stop();
} catch (error) {
  printFailure(error);
  code = 1;
}
process.exit(code);

async function connect(env) {
  makeDataDir(env);
  if (env.MANARA_DEMO === '1') provideKeys(env);
  const isNew = !env.DATABASE_URL && !existsSync(join(env.DATA_DIR, 'roles.json'));
  server = await provideServer(env, progress);
  // A database that nothing was started on yet has no tables for the command to work on.
  if (server.embedded && isNew && command !== 'db') await prepareDatabase(env, server);
  else useKnownRoles(env);
}
