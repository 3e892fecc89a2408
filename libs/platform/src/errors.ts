// Errors that a person may see: what happened, to what, what to do; with a code that may cross job boundaries.

export class ManaraError extends Error {
  /**
   * @param code stable and free of personal data: it may stand in logs, queues and answers
   * @param message for the person who caused it; never holds a reported address
   * @param statusCode HTTP status that fits
   */
  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 500,
    readonly fields?: Record<string, string>,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class NotFoundError extends ManaraError {
  constructor(what: string) {
    super('not-found', `There is no such ${what}, or it belongs to another organisation.`, 404);
  }
}

export class InvalidInputError extends ManaraError {
  constructor(message: string, fields?: Record<string, string>) {
    super('invalid-input', message, 400, fields);
  }
}

export class ConflictError extends ManaraError {
  constructor(code: string, message: string) {
    super(code, message, 409);
  }
}

/** The code of an error: ours, PostgreSQL's SQLSTATE or Node's; never its message, which may quote data. */
export function errorCode(error: unknown): string {
  if (error instanceof ManaraError) return error.code;
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code.slice(0, 64);
  }
  return error instanceof Error ? error.name.slice(0, 64) : 'unknown';
}
