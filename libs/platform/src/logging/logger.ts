// Structured logs that tell nothing about a reporter or a reported address: only fields of the allow-list below pass,
// errors pass as codes, and text that looks like an address is cut.
import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { errorCode } from '../errors.js';

/** Fields that may stand in a log line. Anything else is dropped, so that a new field is a decision. */
const ALLOWED_FIELDS = new Set([
  'code', 'errorId', 'organisationId', 'reportId', 'caseId', 'itemId', 'mediaId', 'referralId', 'listId', 'versionId',
  'objectId', 'recipientId', 'accountId', 'portal', 'job', 'queue', 'step', 'attempt', 'count', 'milliseconds', 'bytes',
  'port', 'host', 'status', 'method', 'route', 'program', 'state', 'summary', 'variable', 'stack', 'version', 'signal',
]); // prettier-ignore

const ADDRESS =
  /\b(?:https?|hxxps?|ftp|socks5h?|postgres(?:ql)?|rediss?):\/\/\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+|\b\d{1,3}(?:\.\d{1,3}){3}\b/gi;

/** Cuts web addresses, mail addresses and IP addresses out of a text. */
export function redactText(text: string): string {
  return text.replace(ADDRESS, '[cut]');
}

function allowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!ALLOWED_FIELDS.has(name)) continue;
    kept[name] =
      typeof value === 'string' ? redactText(value) : typeof value === 'object' ? '[object]' : value;
  }
  return kept;
}

/** A line of a stack that names a file and a place in it. */
const FRAME =
  /^ {4}at (?:[\w$.<>#[\] ]+ \()?(?:(?:file:\/\/)?\/.*|node:[\w/.-]+|[\w.-]+\/[^():]*):\d+:\d+\)?$/;

/** Where in our code an error came from, without its message, whose own lines may look like places. */
function frames(error: unknown): string | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined;
  const { stack, message } = error;
  const messageAt = typeof message === 'string' ? stack.indexOf(message) : -1;
  return stack
    .slice(messageAt < 0 ? 0 : messageAt + message.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, 6)
    .map((line) => line.trim().replace(/\(?(?:file:\/\/)?\/.*\/((?:libs|apps|node_modules)\/)/, '($1'))
    .map(redactText)
    .join(' | ');
}

/** Nest gives texts where we give fields. */
function fieldsOf(fields: unknown): Record<string, unknown> {
  return typeof fields === 'object' && fields !== null ? allowed(fields as Record<string, unknown>) : {};
}

export class ManaraLogger implements LoggerService {
  constructor(private readonly pinoLogger: Logger) {}

  info(message: string, fields: Record<string, unknown> = {}): void {
    this.pinoLogger.info(allowed(fields), redactText(message));
  }

  /** Also what Nest calls for its own lines. */
  log(message: unknown): void {
    this.pinoLogger.debug({}, redactText(String(message)));
  }

  warn(message: unknown, fields?: unknown): void {
    this.pinoLogger.warn(fieldsOf(fields), redactText(String(message)));
  }

  /** Nest's own form as well: the message may be an Error. Its text may quote data, so only code and place are kept. */
  error(message: unknown, fields?: unknown): void {
    if (message instanceof Error) this.unexpected('unexpected error', message);
    else this.pinoLogger.error(fieldsOf(fields), redactText(String(message)));
  }

  debug(message: unknown): void {
    this.pinoLogger.debug({}, redactText(String(message)));
  }

  /**
   * Logs an unexpected error once.
   * @returns the id that the person affected is shown
   */
  unexpected(message: string, error: unknown, fields: Record<string, unknown> = {}): string {
    const errorId = randomUUID().slice(0, 8);
    this.pinoLogger.error(
      { ...allowed(fields), errorId, code: errorCode(error), stack: frames(error) },
      redactText(message),
    );
    return errorId;
  }
}

/** A logger for one program; lines are JSON on standard output. */
export function createLogger(
  program: string,
  level: string,
  destination?: NodeJS.WritableStream,
): ManaraLogger {
  const options = { level, base: { program }, timestamp: pino.stdTimeFunctions.isoTime };
  return new ManaraLogger(destination ? pino(options, destination) : pino(options));
}
