// Puts what was fetched aside, encrypted, until it is examined.
import type { EntityManager } from 'typeorm';
import { keepHours } from '#libs/organisations';
import type { PipelineContext } from './step-context.js';

/** Keeps the bytes of an item until its next step, or until the schedule says that nobody will examine them. */
export async function spool(
  context: PipelineContext,
  manager: EntityManager,
  organisationId: string,
  itemId: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<void> {
  const hours = await keepHours(manager, organisationId, 'evidence-spool');
  await context.evidence.keep(manager, {
    organisationId,
    purpose: 'spool',
    contentItemId: itemId,
    mediaType,
    bytes,
    deleteAfter: new Date(context.clock.now().getTime() + hours * 3_600_000),
  });
}
