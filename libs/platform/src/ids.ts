// The one maker of identifiers: time-ordered for our own rows, of a minute for what a report leads to, random for rows
// written in a reporter's request.
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { toMinute } from './clock.js';

/** A UUIDv7: sorts by time of making. @see RFC 9562 section 5.7 */
export function newId(): string {
  return v7();
}

/**
 * A UUIDv7 that tells the minute alone and is random within it: for rows that are made because of a report. They sort by
 * minute among those of `newId`.
 */
export function newIdOfMinute(time: Date): string {
  return v7({ msecs: toMinute(time).getTime() });
}

/** A UUIDv4: tells nothing about when it was made. @see RFC 9562 section 5.4 */
export function newRandomId(): string {
  return randomUUID();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text has the form of a UUID, of any version. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
