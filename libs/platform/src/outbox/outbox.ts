// The outbox: what must happen next is written in the transaction of what made it necessary. A row is a hint; the worker
// looks at the state again before it acts.
import type { EntityManager } from 'typeorm';
import { newRandomId } from '../ids.js';

export const QUEUE_NAMES = ['triage', 'deliver', 'watch'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

export interface OutboxRow {
  readonly queue: QueueName;
  /** The step, as job name. */
  readonly name: string;
  /** Identifiers only. */
  readonly payload: Readonly<Record<string, string>>;
  /** When it may be handed to the queue; the minute that runs if absent, which is at once and tells no second. */
  readonly notBefore?: Date;
}

/** The id of a job: step and subject, so that the same work is queued once. No colon: the queue refuses it. */
export function jobKey(name: string, subjectId: string): string {
  return `${name}-${subjectId}`;
}

/** Writes a row in the running transaction. A zone needs no more than INSERT for it. */
export async function enqueue(manager: EntityManager, subjectId: string, row: OutboxRow): Promise<void> {
  await manager.query(
    `INSERT INTO outbox (id, queue, name, job_key, payload, not_before)
     VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, date_trunc('minute', now())))`,
    [newRandomId(), row.queue, row.name, jobKey(row.name, subjectId), row.payload, row.notBefore ?? null],
  );
}
