// Sends a decision on its way, and under the mandate `view` lets go of the copy that it needed.
import type { EntityManager } from 'typeorm';
import { prioritise } from '#libs/cases';
import { routeCase } from '#libs/referrals';
import { followInCase } from '#libs/review';
import type { PipelineContext } from './step-context.js';

type RouteContext = Pick<PipelineContext, 'database' | 'evidence' | 'clock'>;

export async function route(context: RouteContext, organisationId: string, caseId: string): Promise<void> {
  await context.database.within(organisationId, async (manager) => {
    if (await isTakenBack(context, manager, organisationId, caseId)) return;
    await routeCase(manager, organisationId, caseId);
    await letGoOfCopies(context, manager, organisationId, caseId);
  });
}

/**
 * Takes back a decision that rests on another which does not hold any more: nobody says that following comes before
 * sending, least of all after both had to wait. Holds the case.
 */
async function isTakenBack(
  { clock }: RouteContext,
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<boolean> {
  const [decided] = await manager.query(
    `SELECT 1 FROM cases WHERE id = $1 AND organisation_id = $2 AND state = 'decided' FOR UPDATE`,
    [caseId, organisationId],
  );
  if (decided === undefined) return false;
  const followed = await followInCase(manager, organisationId, caseId, clock.now());
  if (followed.isTakenBack) await prioritise(manager, organisationId, caseId);
  return followed.isTakenBack;
}

/** SQL: the media of each case, also those that an item showed in a round before and does not show any more. */
const MEDIA_OF_CASES = `(SELECT case_id, media_id FROM content_items UNION ALL SELECT case_id, media_id FROM assessments)`;

/** The copies of a case whose decision is final, unless an order or another open case needs them. */
async function letGoOfCopies(
  context: RouteContext,
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  // Two cases that show the same media and are routed at once: the later one waits here, and then sees the other's end.
  await manager.query(
    `SELECT m.id FROM media m WHERE m.organisation_id = $2
       AND m.id IN (SELECT media_id FROM content_items WHERE case_id = $1 AND organisation_id = $2)
     ORDER BY m.id FOR NO KEY UPDATE`,
    [caseId, organisationId],
  );
  const media: { media_id: string }[] = await manager.query(
    `SELECT DISTINCT i.media_id FROM content_items i JOIN cases c ON c.id = i.case_id
     WHERE c.id = $1 AND c.organisation_id = $2 AND c.mandate = 'view' AND c.state IN ('referred', 'closed')
       AND i.media_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM content_items j JOIN cases d ON d.id = j.case_id
         WHERE j.media_id = i.media_id AND d.id <> c.id AND d.mandate = 'view'
           AND d.state IN ('triage', 'ready', 'in-assessment', 'decided'))
       AND NOT EXISTS (SELECT 1 FROM ${MEDIA_OF_CASES} j JOIN cases d ON d.id = j.case_id
         WHERE j.media_id = i.media_id AND d.id <> c.id AND d.mandate = 'retain')
       AND NOT EXISTS (SELECT 1 FROM ${MEDIA_OF_CASES} j LEFT JOIN case_reports r ON r.case_id = j.case_id
         JOIN preservations p ON p.released_at IS NULL AND p.expires_at > now()
           AND ((p.subject_kind = 'case' AND p.subject_id = j.case_id)
             OR (p.subject_kind = 'report' AND p.subject_id = r.report_id))
         WHERE j.media_id = i.media_id)`,
    [caseId, organisationId],
  );
  for (const { media_id } of media)
    await context.evidence.destroyOfMedia(manager, organisationId, media_id, 'decision-final');
}
