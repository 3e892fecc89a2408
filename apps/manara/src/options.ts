// What the options of several commands are read by, and how answers are shown.
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { Actor } from '#libs/audit';
import { InvalidInputError } from '#libs/platform';
import { inputFile } from './input-file.js';

export const OPERATOR: Actor = { kind: 'operator' };

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/;

/** A day, whose beginning in UTC is meant, or a moment with a `Z`. */
export function asDate(text: string): Date {
  const date = new Date(text);
  if (!DATE.test(text) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be a day like 2027-03-01, or a moment like 2027-03-01T12:00Z.');
  return date;
}

export function asWhole(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Words with commas between. */
export function asList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** @param name a file, or `-` for standard input. @throws InvalidInputError */
export function readText(name: string): string {
  try {
    return readFileSync(name === '-' ? 0 : inputFile(name), 'utf8');
  } catch {
    throw new InvalidInputError(
      name === '-' ? 'Standard input cannot be read.' : `The file ${name} cannot be read.`,
    );
  }
}

/** @throws InvalidInputError when the file cannot be read or is no JSON */
export function readJson(name: string): unknown {
  const text = readText(name);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    throw new InvalidInputError(`The file ${name} is no JSON.`);
  }
}

/** Prints one JSON value, or lines for people. */
export function show(json: boolean | undefined, value: unknown, ...lines: readonly string[]): void {
  if (json) console.log(JSON.stringify(value));
  else for (const line of lines) console.log(line);
}

/** A time as an operator reads it, in UTC. */
export function shownTime(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
