import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file that the operator named: from here, or from where npm was called. */
export function inputFile(name: string): string {
  const { INIT_CWD: calledFrom } = process.env;
  if (existsSync(name) || calledFrom === undefined) return resolve(name);
  return resolve(calledFrom, name);
}

/** A file to write: below where npm was called. */
export function outputFile(name: string): string {
  return resolve(process.env.INIT_CWD ?? '.', name);
}
