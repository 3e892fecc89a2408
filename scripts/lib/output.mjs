// What the scripts say: progress and one-line failures. With `--json` standard output belongs to the result.
import { fileURLToPath } from 'node:url';

/** The project's folder, without a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

let progressStream = process.argv.includes('--json') ? process.stderr : process.stdout;

/** Sends progress to standard error from here on, for commands whose output is read by programs. */
export function progressToStandardError() {
  progressStream = process.stderr;
}

/** Prints one line of progress. @param {string} line */
export function progress(line) {
  progressStream.write(`${line}\n`);
}

/** Something the user can put right; its message is one line that says what happened and what to do. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [details] longer output, printed after the line */
  constructor(message, details) {
    super(message);
    this.name = 'SetupError';
    this.details = details;
  }
}

/** Prints why a command failed: one line for what the user can put right, everything for a fault of ours. */
export function printFailure(error) {
  if (error instanceof SetupError) {
    if (error.details) process.stderr.write(`${error.details.trimEnd()}\n`);
    process.stderr.write(`manara: ${error.message}\n`);
    return;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
