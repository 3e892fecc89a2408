// Every job and the step that it runs. The type makes sure that no job is without a handler.
import { attachReport } from '#libs/cases';
import { ListImportRunner } from '#libs/known-material';
import type { LetterService } from '#libs/mail';
import type { JobHandlers } from '#libs/queue';
import { copyForSafeguarding, type DeliveryService } from '#libs/referrals';
import { check } from './check.step.js';
import { examine } from './examine.step.js';
import { follow } from './follow.step.js';
import { match } from './match.step.js';
import { refetch } from './refetch.step.js';
import { rematch, rematchAgain } from './rematch.step.js';
import { retrieve } from './retrieve.step.js';
import { route } from './route.step.js';
import { settle } from './settle.step.js';
import type { PipelineContext } from './step-context.js';

export function createHandlers(
  context: PipelineContext,
  delivery: DeliveryService,
  letters: LetterService,
): JobHandlers {
  const { database, ring, logger } = context;
  const imports = new ListImportRunner({
    database,
    ring,
    onError: (error) => logger.unexpected('an import of a list was not done', error, { step: 'import-list' }),
  });
  return {
    intake: async ({ organisationId, reportId }) => {
      await putOffIntake(context, organisationId, reportId);
      await context.database.within(
        [organisationId, ...(await owners(context, organisationId))],
        async (manager) => {
          await attachReport(manager, organisationId, reportId);
          await copyForSafeguarding(manager, organisationId, reportId);
        },
      );
    },
    retrieve: ({ organisationId, itemId }) => retrieve(context, organisationId, itemId),
    examine: ({ organisationId, itemId }) => examine(context, organisationId, itemId),
    match: ({ organisationId, itemId }) => match(context, organisationId, itemId),
    settle: ({ organisationId, caseId }) => settle(context, organisationId, caseId),
    refetch: async ({ organisationId, caseId }) =>
      refetch(context, organisationId, caseId, [organisationId, ...(await owners(context, organisationId))]),
    rematch: ({ organisationId, versionId }) => rematch(context, organisationId, versionId),
    'rematch-case': ({ organisationId, caseId }) => rematchAgain(context, organisationId, caseId),
    'import-list': ({ organisationId, listImportId }) => imports.run(organisationId, listImportId),
    follow: ({ organisationId, caseId }) => follow(context, organisationId, caseId),
    route: ({ organisationId, caseId }) => route(context, organisationId, caseId),
    check: async ({ organisationId, itemId }) =>
      check(context, organisationId, itemId, [organisationId, ...(await owners(context, organisationId))]),
    deliver: async ({ organisationId, referralId }) => {
      await delivery.deliver(organisationId, referralId);
    },
    letter: async ({ organisationId, letterId }) => {
      await letters.send(organisationId, letterId);
    },
    acknowledge: async ({ organisationId, referralId }) => {
      await delivery.acknowledge(organisationId, referralId);
    },
  };
}

/** Counted before the attempt; a report that cannot be taken in comes again ever later and keeps nobody else back. */
async function putOffIntake(
  context: PipelineContext,
  organisationId: string,
  reportId: string,
): Promise<void> {
  await context.database.within(organisationId, (manager) =>
    manager.query(
      `UPDATE reports SET intake_attempts = intake_attempts + 1,
         intake_due_at = date_trunc('minute', now()) + make_interval(mins => least(60, 2 ^ least(intake_attempts, 6))::int)
       WHERE id = $1 AND organisation_id = $2 AND state = 'received'`,
      [reportId, organisationId],
    ),
  );
}

/** The mandate is the strictest of owner and triaging organisation, so intake must see the owners' mandates as well. */
async function owners(context: PipelineContext, organisationId: string): Promise<string[]> {
  return context.database.within(organisationId, async (manager) => {
    const rows: { organisation_id: string }[] = await manager.query(
      `SELECT DISTINCT organisation_id FROM portals WHERE triaging_organisation_id = $1`,
      [organisationId],
    );
    return rows.map((row) => row.organisation_id).filter((id) => id !== organisationId);
  });
}
