// How audit events are linked: each link is a digest of the one before and of the event in a fixed form. Pure.
import { createHash } from 'node:crypto';

/** What of an event the chain covers. */
export interface ChainedEvent {
  readonly id: string;
  readonly organisationId: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly details: unknown;
}

/** JSON with sorted keys and no white space, so that the same event always has the same bytes. @see RFC 8785 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** What the first event of an organisation is linked to: 32 bytes. */
export function chainStart(organisationId: string): Buffer {
  return createHash('sha256').update(`manara audit ${organisationId}`).digest();
}

/** The link of an event: SHA-256 over the previous link, the number and the event. */
export function linkOf(previous: Buffer, number: bigint, event: ChainedEvent): Buffer {
  return createHash('sha256').update(previous).update(`\n${number}\n`).update(canonicalJson(event)).digest();
}
