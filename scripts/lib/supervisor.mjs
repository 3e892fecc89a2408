// Starts the programs of an installation, restarts those that crash, and stops them in order.
import { fork } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { mergeFigures } from './metrics.mjs';
import { SetupError, root } from './output.mjs';
import { stopChild } from './processes.mjs';
import { environmentOf, mainFile } from './programs.mjs';

const readyWithinMs = 60_000;
const figuresWithinMs = 2000;
/** A program gives its work ten seconds to finish before it ends by itself. */
const stopGraceMs = 12_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** After this long without a crash the next one counts as the first. */
const steadyAfterMs = 60_000;

export class Supervisor {
  #running = new Map();
  #stopping = false;
  #metrics;

  /**
   * @param {{ logDir: string, log: (line: string) => void, mainOf?: (name: string) => string }} options where the
   *   programs' output goes and ours, and how a program's main file is found
   */
  constructor({ logDir, log, mainOf = mainFile }) {
    this.logDir = logDir;
    this.mainOf = mainOf;
    this.log = log;
    mkdirSync(logDir, { recursive: true, mode: 0o700 });
  }

  /**
   * Starts programs and waits until all say that they are ready.
   * @returns {Promise<Map<string, string>>} program → its address
   * @throws {SetupError} with the end of its log when one does not become ready
   */
  async start(programs, env) {
    for (const program of programs) this.mainOf(program.name);
    await Promise.all(
      programs.map((program) => {
        const entry = { program, env, restarts: 0, pauseMs: firstPauseMs, url: undefined };
        this.#running.set(program.name, entry);
        return this.#launch(entry);
      }),
    );
    return new Map([...this.#running].map(([name, { url }]) => [name, url]));
  }

  #launch(entry) {
    const { program, env } = entry;
    const logPath = join(this.logDir, `${program.name}.log`);
    keepPreviousLog(logPath);
    const output = createWriteStream(logPath, { mode: 0o600 });
    const child = fork(this.mainOf(program.name), [], {
      cwd: root,
      env: environmentOf(program, env),
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // The terminal's Ctrl-C reaches the supervisor alone, which stops the programs in order.
      detached: process.platform !== 'win32',
    });
    entry.child = child;
    entry.launchedAt = Date.now();
    for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
    child.once('close', () => output.end());
    const written = new Promise((resolve) => output.once('close', resolve));

    return new Promise((resolve, reject) => {
      const fail = (what) =>
        reject(new SetupError(`${program.name} ${what}; its log is ${logPath}`, tail(logPath)));
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`was not ready within ${readyWithinMs / 1000} s`);
      }, readyWithinMs);
      child.on('message', (message) => {
        if (message?.type !== 'ready') return;
        clearTimeout(late);
        entry.ready = true;
        entry.url = message.url;
        resolve(undefined);
      });
      child.once('error', (error) => fail(`could not be started (${error.code})`));
      child.once('close', (code, signal) => {
        clearTimeout(late);
        const wasReady = entry.ready;
        entry.ready = false;
        if (this.#stopping) return resolve(undefined);
        // At the first start the user is told; later ones are tried again.
        if (!wasReady && entry.restarts === 0) {
          // What it said last stands in the log a moment later.
          return void written.then(() => fail(`ended before it was ready (${signal ?? code})`));
        }
        reject(new Error(`${program.name} ended`));
        this.#restartLater(entry, signal ?? code);
      });
    });
  }

  #restartLater(entry, cause) {
    if (Date.now() - entry.launchedAt > steadyAfterMs) entry.pauseMs = firstPauseMs;
    const { pauseMs, program } = entry;
    entry.pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    entry.restarts += 1;
    this.log(`${program.name} ended unexpectedly (${cause}); starting it again in ${pauseMs / 1000} s`);
    entry.timer = setTimeout(() => {
      // Its end is told by the close event, which asks for the next start.
      if (!this.#stopping) this.#launch(entry).catch(() => {});
    }, pauseMs);
  }

  /** Serves the figures of all programs on the loopback address. */
  async serveMetrics(port) {
    this.#metrics = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end();
      void this.figures().then((text) =>
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      );
    });
    await new Promise((resolve, reject) => {
      this.#metrics.once('error', (error) =>
        reject(
          new SetupError(
            `port ${port} on 127.0.0.1 is taken (${error.code}); set METRICS_PORT to another port`,
          ),
        ),
      );
      this.#metrics.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${this.#metrics.address().port}/metrics`;
  }

  /** The figures of all programs that answer, and whether each is up. */
  async figures() {
    const entries = [...this.#running.values()];
    const texts = new Map();
    for (const { program, ready, restarts } of entries) {
      texts.set(program.name, ownFigures(ready ? 1 : 0, restarts));
    }
    await Promise.all(
      entries.map(async ({ program, child, ready }) => {
        const text = ready ? await askForFigures(child) : '';
        texts.set(program.name, `${texts.get(program.name)}${text}`);
      }),
    );
    return mergeFigures(texts);
  }

  /** Stops all programs, in the order of the list. */
  async stop() {
    this.#stopping = true;
    this.#metrics?.close();
    this.#metrics?.closeAllConnections();
    for (const { child, timer } of this.#running.values()) {
      clearTimeout(timer);
      if (child) await stopChild(child, { graceMs: stopGraceMs });
    }
  }
}

function ownFigures(up, restarts) {
  return [
    '# HELP manara_program_up Whether the program is ready.',
    '# TYPE manara_program_up gauge',
    `manara_program_up ${up}`,
    '# HELP manara_program_restarts_total How often the program was started again after a crash.',
    '# TYPE manara_program_restarts_total counter',
    `manara_program_restarts_total ${restarts}`,
    '',
  ].join('\n');
}

function askForFigures(child) {
  return new Promise((resolve) => {
    const finish = (text) => {
      clearTimeout(late);
      child.off('message', listen);
      resolve(text);
    };
    const listen = (message) => message?.type === 'metrics' && finish(String(message.text));
    const late = setTimeout(() => finish(''), figuresWithinMs);
    child.on('message', listen);
    if (!child.connected) return finish('');
    child.send({ type: 'metrics' }, (error) => error && finish(''));
  });
}

function keepPreviousLog(path) {
  try {
    rmSync(`${path}.1`, { force: true });
    renameSync(path, `${path}.1`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function tail(path) {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
  } catch {
    return undefined;
  }
}
