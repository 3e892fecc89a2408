// What a caller of an API is told of an error: one JSON object, nothing of our insides.
import { STATUS_CODES } from 'node:http';
import { errorCode, ManaraError } from '../errors.js';
import type { ManaraLogger } from '../logging/logger.js';

/** Codes of errors that mean that the database cannot be reached now. */
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|57P0[123]|08\w{3}|53300)$/;

export interface ToldProblem {
  readonly statusCode: number;
  /** A code that stays the same. */
  readonly error: string;
  /** For people. */
  readonly message: string;
  /** What is wrong, by field. */
  readonly fields?: Record<string, string>;
}

export function problem(
  statusCode: number,
  error: string,
  message: string,
  fields?: Record<string, string>,
): ToldProblem {
  return { statusCode, error, message, ...(fields ? { fields } : {}) };
}

/**
 * The status that an error of the HTTP framework or of the router carries, 500 for all others.
 * @param error whatever was thrown
 */
export function statusOfError(error: unknown): number {
  const { statusCode, code, getStatus } = (error ?? {}) as {
    statusCode?: unknown;
    code?: unknown;
    getStatus?: () => unknown;
  };
  if (typeof getStatus === 'function') {
    const status = getStatus.call(error);
    return typeof status === 'number' ? status : 500;
  }
  const isFramework = typeof code === 'string' && code.startsWith('FST_');
  return isFramework && typeof statusCode === 'number' && statusCode >= 400 ? statusCode : 500;
}

/**
 * Errors of ours are told as they are; of others only the status is. What is unexpected is logged once, with an id that
 * the caller sees too.
 * @param general texts by status
 */
export function tellProblem(
  error: unknown,
  logger: ManaraLogger,
  general: Readonly<Record<number, string>>,
): ToldProblem {
  if (error instanceof ManaraError && error.statusCode < 500)
    return problem(error.statusCode, error.code, error.message, error.fields);
  const status = statusOfError(error);
  if (status < 500)
    return problem(status, codeOfStatus(status), general[status] ?? 'The request cannot be taken.');
  const id = logger.unexpected('unexpected error', error);
  if (DATABASE_AWAY.test(errorCode((error as { driverError?: unknown } | null)?.driverError ?? error)))
    return problem(503, 'database-away', `The database does not answer. Try again in a moment (${id}).`);
  return problem(500, 'unexpected', `Something went wrong here; its number is ${id}.`);
}

const codeOfStatus = (status: number) => (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(' ', '-');
