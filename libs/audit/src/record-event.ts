// Writes an audit event in the transaction of the act, so that neither stands without the other.
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { newId, newIdOfMinute, systemClock } from '#libs/platform';
import type { ActorKind } from './audit-event.entity.js';

export interface Actor {
  readonly kind: ActorKind;
  /** The staff account; absent for machine and operator. */
  readonly id?: string;
}

export const MACHINE: Actor = { kind: 'machine' };

export interface NewEvent {
  readonly organisationId: string;
  readonly actor: Actor;
  /** What was done, as `noun.verb`: `case.claimed`. */
  readonly act: string;
  readonly subjectKind: string;
  readonly subjectId?: string;
  /** Identifiers, codes, counts and salted digests only: erasing data must leave the chain whole. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Done because a report came in: nothing of the event tells more than the minute. */
  readonly isOfArrival?: boolean;
}

/** @returns the event's id */
export async function recordEvent(manager: EntityManager, event: NewEvent): Promise<string> {
  const id = event.isOfArrival === true ? newIdOfMinute(systemClock.now()) : newId();
  await manager.query(
    `INSERT INTO audit_events (id, organisation_id, at, actor_kind, actor_id, act, subject_kind, subject_id, details)
     VALUES ($1, $2, date_trunc($9, clock_timestamp()), $3, $4, $5, $6, $7, $8)`,
    [
      id,
      event.organisationId,
      event.actor.kind,
      event.actor.id ?? null,
      event.act,
      event.subjectKind,
      event.subjectId ?? null,
      event.details ?? {},
      event.isOfArrival === true ? 'minute' : 'milliseconds',
    ],
  );
  return id;
}

/** A digest that proves a text later to whoever has it, and tells nothing to whoever has only the log. */
export function saltedDigest(text: string, salt: string): string {
  return createHash('sha256').update(`${salt}\n${text}`).digest('hex');
}
