// The whole system under one roof, for `npm start` and the demonstration: database, keys, programs.
import { join } from 'node:path';
import {
  demonstrationAccounts,
  makeDataDir,
  prepareDatabase,
  provideKeys,
  provideServer,
  setUpDemonstration,
} from './installation.mjs';
import { tryLock, holderOf } from './lock.mjs';
import { SetupError } from './output.mjs';
import { requireFreePort } from './processes.mjs';
import { mainFile, programs } from './programs.mjs';
import { Supervisor } from './supervisor.mjs';

/**
 * Starts everything in `env.DATA_DIR`. What was started is stopped again when a later step fails.
 * @param {Record<string, string>} env settings from `installationSettings`; completed with addresses and key files
 * @param {{ log: (line: string) => void }} options
 * @returns {Promise<{ urls: Map<string, string>, metricsUrl: string, accounts: object[], stop(): Promise<void> }>}
 */
export async function startSystem(env, { log }) {
  const demo = env.MANARA_DEMO === '1';
  const chosen = programs.filter((program) => demo || !program.demo);
  for (const program of chosen) mainFile(program.name);
  makeDataDir(env);

  const stops = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    const held = holdFolder(env.DATA_DIR);
    stops.push(() => held.release());
    await requirePorts(chosen, env);
    provideKeys(env);
    log('Starting the database …');
    const server = await provideServer(env, log);
    stops.push(() => server.stop());
    await prepareDatabase(env, server);
    log('Starting the programs …');
    const supervisor = new Supervisor({ logDir: join(env.DATA_DIR, 'logs'), log });
    stops.push(() => supervisor.stop());
    const metricsUrl = await supervisor.serveMetrics(Number(env.METRICS_PORT ?? 3009));
    if (demo) {
      // The sandbox makes the credentials, and the sample site the list, that the demonstration is set up with.
      await supervisor.start(
        chosen.filter((program) => program.demo),
        env,
      );
      await setUpDemonstration(env);
    }
    const urls = await supervisor.start(
      chosen.filter((program) => !program.demo),
      env,
    );
    return { urls, metricsUrl, accounts: demo ? demonstrationAccounts(env) : [], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One supervisor a folder: two would run two sets of programs on the same data and ports. */
function holdFolder(dataDir) {
  const path = join(dataDir, 'supervisor.lock');
  const held = tryLock(path);
  if (held) return held;
  throw new SetupError(
    `Manara runs already in ${dataDir} (process ${holderOf(path)}); stop it or set DATA_DIR`,
  );
}

async function requirePorts(chosen, env) {
  const host = env.LISTEN_HOST ?? '127.0.0.1';
  for (const { port } of chosen) {
    if (!port) continue;
    const [variable, standard] = port;
    const number = Number(env[variable] ?? standard);
    if (!Number.isInteger(number) || number < 0 || number > 65535) {
      throw new SetupError(`${variable} must be a whole number from 0 to 65535`);
    }
    if (number !== 0) await requireFreePort(number, host, variable);
  }
}
