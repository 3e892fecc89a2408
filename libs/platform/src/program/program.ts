// What every program does alike: reads settings, says when it is ready, ends on a signal or when its supervisor is gone,
// and serves its figures.
import { createServer, type Server } from 'node:http';
import { readSettings, SettingError, type Settings } from '../config/settings.js';
import { createLogger, type ManaraLogger } from '../logging/logger.js';
import { collectProcessMetrics, metrics } from './metrics.js';

export interface ProgramContext {
  readonly settings: Settings;
  readonly logger: ManaraLogger;
}

export interface RunningProgram {
  /** Where it listens, if it does. */
  readonly url?: string;
  /** Ends its work; what is under way may finish. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 10_000;

/** Runs a program to its end. Never resolves before it has stopped; sets the exit status. */
export async function runProgram(
  name: string,
  start: (context: ProgramContext) => Promise<RunningProgram>,
): Promise<void> {
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    failWithOneLine(name, error);
    return;
  }
  const logger = createLogger(name, settings.logLevel);
  const context = { settings, logger };
  let running: RunningProgram | undefined;
  let figures: Server | undefined;
  let stopping = false;

  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { signal });
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    figures?.close();
    void Promise.resolve(running?.stop())
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logger.unexpected('stopping failed', error);
        process.exit(1);
      });
  };
  process.once('SIGINT', () => stop('SIGINT'));
  process.once('SIGTERM', () => stop('SIGTERM'));
  if (process.send !== undefined) {
    process.once('disconnect', () => stop('disconnect'));
    process.on('message', (message: { type?: string }) => {
      if (message.type === 'metrics') {
        void metrics.metrics().then((text) => process.send?.({ type: 'metrics', text }));
      }
    });
  }
  process.on('uncaughtException', (error) => {
    logger.unexpected('uncaught exception', error);
    process.exit(1);
  });
  process.on('unhandledRejection', (error) => {
    logger.unexpected('unhandled rejection', error);
    process.exit(1);
  });

  try {
    collectProcessMetrics();
    running = await start(context);
    if (stopping) return;
    if (process.send === undefined) figures = await serveFigures(settings.metricsPort, logger);
    process.send?.({ type: 'ready', url: running.url });
    logger.info('ready', {});
  } catch (error) {
    if (error instanceof SettingError) failWithOneLine(name, error);
    else {
      logger.unexpected('start failed', error);
      process.exit(1);
    }
  }
}

function failWithOneLine(name: string, error: unknown): void {
  const line = error instanceof SettingError ? error.message : 'the settings cannot be read';
  process.stderr.write(`${name}: ${line}\n`);
  process.exit(1);
}

/** A program run alone serves its own figures, on the loopback address only. */
async function serveFigures(port: number, logger: ManaraLogger): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void metrics.metrics().then((text) => {
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    });
  });
  server.on('error', (error) => logger.unexpected('figures are not served', error, { port }));
  await new Promise<void>((resolve) => {
    server.once('listening', resolve).once('error', () => resolve());
    server.listen(port, '127.0.0.1');
  });
  return server;
}
