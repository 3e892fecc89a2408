// What the steps work with, and how a step takes hold of an item.
import type { EntityManager } from 'typeorm';
import { ItemMovedError, type ItemStep } from '#libs/cases';
import type { EvidenceStore } from '#libs/evidence';
import type { KnownMaterialIndex } from '#libs/known-material';
import type { MediaPool } from '#libs/media';
import type { MandateLevel } from '#libs/organisations';
import type { Clock, Database, KeyRing, ManaraLogger, RetrievalClient } from '#libs/platform';
import type { Hosting } from '#libs/retrieval';
import type { LookedAtIndex } from '#libs/review';
import type { FetchTurns } from './fetch-turns.js';

export interface PipelineOptions {
  /** Attempts of a step, crashed ones included, before the item goes to a person as it is. */
  readonly maxAttempts: number;
  /** How long an attempt may run before the sweep offers the step again. */
  readonly attemptSeconds: number;
  /** Items of a case at most. */
  readonly maxItems: number;
  /** Requests, bytes and seconds that fetching what a case shows may take in one round. */
  readonly maxCaseRequests: number;
  readonly maxCaseBytes: number;
  readonly maxCaseSeconds: number;
  /** Requests of a case to one host in one round. */
  readonly maxCaseRequestsPerHost: number;
  /** Seconds between two looks at whether an address still answers, at first. */
  readonly watchSeconds: number;
  /** Days after which it is looked at no more. */
  readonly watchDays: number;
  /** Seconds before a fetch that failed is tried again, for the first and each further time. */
  readonly fetchRetrySeconds: readonly number[];
}

export const PIPELINE_DEFAULTS: PipelineOptions = {
  maxAttempts: 5,
  attemptSeconds: 120,
  maxItems: 300,
  maxCaseRequests: 600,
  maxCaseBytes: 500_000_000,
  maxCaseSeconds: 1800,
  maxCaseRequestsPerHost: 450,
  watchSeconds: 3600,
  watchDays: 90,
  fetchRetrySeconds: [15, 120],
};

export interface PipelineContext {
  readonly database: Database;
  readonly client: RetrievalClient;
  /** Who fetches when. */
  readonly turns: FetchTurns;
  readonly pool: MediaPool;
  readonly evidence: EvidenceStore;
  /** With the keys that the console seals uploaded lists with. */
  readonly ring: KeyRing;
  readonly index: KnownMaterialIndex;
  /** What people have looked at, for what is near to it. */
  readonly lookedAt: LookedAtIndex;
  /** Where an IP address is hosted; null where that is not known. */
  readonly hostingOf: (address: string) => Promise<Hosting | null>;
  readonly clock: Clock;
  readonly logger: ManaraLogger;
  readonly options: PipelineOptions;
}

export interface HeldItem {
  readonly id: string;
  readonly caseId: string;
  readonly address: string;
  readonly role: 'source' | 'embedded';
  readonly foundVia: string | null;
  /** Pages between the source and this; 0 for the source. */
  readonly depth: number;
  readonly round: number;
  readonly attempts: number;
  readonly mandate: MandateLevel;
  readonly keepHours: number | null;
  readonly mediaId: string | null;
  /** It is fetched again for its copy alone. */
  readonly isRefetch: boolean;
}

/**
 * Takes hold of an item for a step: counts the attempt before it is made, so that one which ends the process counts as
 * well. @returns undefined when the item does not stand at that step: the work is done, or another does it
 */
export async function holdItem(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  step: Exclude<ItemStep, 'done'>,
  attemptSeconds: number,
): Promise<HeldItem | undefined> {
  const [[row]] = await manager.query(
    `UPDATE content_items i SET step_attempts = step_attempts + 1, step_due_at = now() + make_interval(secs => $4)
     FROM cases c WHERE i.id = $1 AND i.organisation_id = $2 AND i.step = $3 AND c.id = i.case_id
     RETURNING i.id, i.case_id AS "caseId", i.address, i.role, i.found_via AS "foundVia", i.depth, i.round,
       i.step_attempts AS attempts, i.media_id AS "mediaId", i.is_refetch AS "isRefetch", c.mandate, c.mandate_keep_hours AS "keepHours"`,
    [itemId, organisationId, step, attemptSeconds],
  );
  return row;
}

/** Puts a step off. The sweep, or the given time's outbox row, brings it back. @returns false when it no longer stands there */
export async function putOff(
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  step: ItemStep,
  seconds: number,
): Promise<boolean> {
  const [, moved] = await manager.query(
    `UPDATE content_items SET step_due_at = now() + make_interval(secs => $4)
     WHERE id = $1 AND organisation_id = $2 AND step = $3`,
    [itemId, organisationId, step, seconds],
  );
  return moved === 1;
}

/**
 * Runs the transaction that ends a step. Where another has taken the step in the meantime nothing of it stays: a copy
 * left behind would outlive the mandate.
 * @param work says whether it took the item from the step
 */
export async function endStep(
  database: Database,
  organisationId: string,
  work: (manager: EntityManager) => Promise<boolean>,
): Promise<void> {
  try {
    await database.within(organisationId, async (manager) => {
      if (!(await work(manager))) throw new ItemMovedError();
    });
  } catch (error) {
    if (!(error instanceof ItemMovedError)) throw error;
  }
}
