// What crosses the border of a job when it fails: a code, never a message, which may quote an address.
import { errorCode } from '#libs/platform';

export class JobFailedError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'JobFailedError';
    this.stack = `JobFailedError: ${code}`;
  }
}

/** Turns any error into one that may be stored by the queue. */
export function asJobFailure(error: unknown): JobFailedError {
  return new JobFailedError(errorCode(error));
}
