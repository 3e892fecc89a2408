// A person's decision on a case: new versions of assessments, the audit event and the outbox row, all or nothing.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { moveCase } from '#libs/cases';
import { enqueue, newId, NotFoundError, type Clock, type Database } from '#libs/platform';
import {
  SCHEME_ID,
  validateAssessment,
  validateSourceAnswers,
  type Answers,
  type SourceAnswers,
} from '#libs/taxonomy';
import type { Assessment } from './assessment.entity.js';
import { noteWork, type Person } from './exposure.service.js';
import { clearLease, holdCase, type LeaseClaim } from './lease.service.js';
import { IncompleteAssessmentError, NothingToUndoError } from './review.errors.js';
import { ASSESSMENT_STANDS, LAST_DECIDER } from './standing-assessment.js';
import { areTakenOver, isNearCopy, lastSaidOf, type TakenFrom } from './taken-over.js';

/** Answers for one content item, or for every item of the case that shows the same media. */
export interface GivenAnswers {
  readonly contentItemId?: string;
  readonly mediaId?: string;
  /** What was sent; checked here against the scheme. */
  readonly answers: unknown;
  /** The picture that this one looks like whose answers these are, if they were taken over; of media alone. */
  readonly takenFrom?: string;
}

export interface GivenAssessment {
  readonly lease: LeaseClaim;
  readonly items: readonly GivenAnswers[];
  /** About the source as a whole; what is left out stays unanswered. */
  readonly source?: unknown;
}

export interface Decision {
  /** Nothing is sent before this moment; until then the decision can be taken back. */
  readonly routeAt: Date;
  readonly assessed: number;
}

/** Question → what is wrong, of what the ways onward need of the decision as it stands; empty when they have all. */
export type MissingForRoutes = (
  manager: EntityManager,
  organisationId: string,
  caseId: string,
) => Promise<Record<string, string>>;

interface ItemRow {
  id: string;
  role: 'source' | 'embedded';
  media_id: string | null;
  round: number;
  /** Derivatives are kept of it. */
  is_viewable: boolean;
  made_by: Assessment['madeBy'] | null;
  /** Of its last assessment, whether that one stands or not. */
  version: number;
}

export class AssessmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly undoSeconds: number,
    private readonly missingForRoutes: MissingForRoutes,
  ) {}

  /**
   * Decides a case that the person holds.
   * @throws NotFoundError, LeaseLostError, IncompleteAssessmentError
   */
  async assess(person: Person, caseId: string, given: GivenAssessment): Promise<Decision> {
    const now = this.clock.now();
    return this.database.within(person.organisationId, async (manager) => {
      const held = await holdCase(manager, person, caseId, given.lease, now);
      const items = await readItems(manager, person.organisationId, caseId);
      const answers = matchAnswers(items, held.round, given);
      const lookedAt = await mediaSeenBy(manager, person, items);
      const representatives = await representativesOf(manager, person.organisationId, given);
      const made = new Map<string, TakenFrom>();
      let takenOver = 0;
      // What is taken over within the case is there before who takes it.
      const inOrder = [...answers].toSorted(
        ([a], [b]) =>
          Number(representatives.has(a.media_id ?? '')) - Number(representatives.has(b.media_id ?? '')),
      );
      for (const [item, itemAnswers] of inOrder) {
        const id = newId();
        const representative = representatives.get(item.media_id ?? '');
        const from =
          representative === undefined
            ? undefined
            : (made.get(representative) ??
              (await lastSaidOf(manager, person.organisationId, caseId, representative)));
        const isTaken = from !== undefined && areTakenOver(itemAnswers, from.answers);
        if (isTaken) takenOver += 1;
        if (item.media_id !== null) made.set(item.media_id, { assessmentId: id, answers: itemAnswers });
        await manager.query(
          `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme,
             verdict, answers, made_by, staff_account_id, looked, made_at, taken_from_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'person', $11, $12, $13, $14)`,
          [
            id,
            person.organisationId,
            caseId,
            item.id,
            item.media_id,
            held.round,
            item.version + 1,
            SCHEME_ID,
            itemAnswers.verdict,
            itemAnswers,
            person.accountId,
            wasLookedAt(item, items, lookedAt),
            now,
            isTaken ? from.assessmentId : null,
          ],
        );
      }
      // A decision without any answer, where lists settled everything, still shows here who made it.
      if (given.source !== undefined || answers.size === 0) {
        await this.writeSource(manager, person, caseId, held.round, given.source ?? {}, now);
      }
      const routeAt = held.isUrgent ? now : new Date(now.getTime() + this.undoSeconds * 1000);
      await manager.query(
        'UPDATE cases SET decided_at = $3, route_at = $4 WHERE id = $1 AND organisation_id = $2',
        [caseId, person.organisationId, now, routeAt],
      );
      const missing = await this.missingForRoutes(manager, person.organisationId, caseId);
      if (Object.keys(missing).length > 0) throw new IncompleteAssessmentError(missing);

      await clearLease(manager, person.organisationId, caseId);
      await moveCase(manager, person.organisationId, caseId, 'in-assessment', 'decided');
      await enqueue(manager, caseId, {
        queue: 'triage',
        name: 'route',
        payload: { organisationId: person.organisationId, caseId },
        notBefore: routeAt,
      });
      await noteWork(manager, person, now);
      await recordEvent(manager, {
        organisationId: person.organisationId,
        actor: { kind: 'staff', id: person.accountId },
        act: 'case.assessed',
        subjectKind: 'case',
        subjectId: caseId,
        details: {
          items: answers.size,
          verdicts: [...new Set([...answers.values()].map(({ verdict }) => verdict))].sort(),
          looked: [...answers.keys()].filter((item) => wasLookedAt(item, items, lookedAt)).length,
          ...(takenOver > 0 && { takenOver }),
          leaseVersion: given.lease.version,
        },
      });
      return { routeAt, assessed: answers.size };
    });
  }

  /**
   * Takes a decision back before anything is sent; its assessments stay as versions and the case waits again.
   * @param mayUndoAny otherwise only one's own
   * @throws NotFoundError, NothingToUndoError
   */
  async undo(person: Person, caseId: string, mayUndoAny: boolean): Promise<void> {
    const now = this.clock.now();
    await this.database.within(person.organisationId, async (manager) => {
      const [row] = await manager.query<
        { state: string; route_at: Date | null; decided_by: string | null }[]
      >(
        `SELECT c.state, c.route_at,
           ${LAST_DECIDER} AS decided_by
         FROM cases c WHERE c.id = $1 AND c.organisation_id = $2 FOR UPDATE OF c`,
        [caseId, person.organisationId],
      );
      if (row === undefined) throw new NotFoundError('case');
      const isOwn = row.decided_by === person.accountId;
      if (row.state !== 'decided' || row.route_at === null || row.route_at <= now || !(isOwn || mayUndoAny)) {
        throw new NothingToUndoError();
      }
      await manager.query(
        'UPDATE cases SET decided_at = NULL, route_at = NULL WHERE id = $1 AND organisation_id = $2',
        [caseId, person.organisationId],
      );
      await moveCase(manager, person.organisationId, caseId, 'decided', 'ready');
      await recordEvent(manager, {
        organisationId: person.organisationId,
        actor: { kind: 'staff', id: person.accountId },
        act: 'case.decision-undone',
        subjectKind: 'case',
        subjectId: caseId,
      });
    });
  }

  private async writeSource(
    manager: EntityManager,
    person: Person,
    caseId: string,
    round: number,
    source: unknown,
    now: Date,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO source_assessments (id, organisation_id, case_id, round, version, scheme, answers, staff_account_id,
         made_at)
       SELECT $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7, $8 FROM source_assessments WHERE case_id = $3`,
      [
        newId(),
        person.organisationId,
        caseId,
        round,
        SCHEME_ID,
        source as SourceAnswers,
        person.accountId,
        now,
      ],
    );
  }
}

/** The case's items, each with who made the assessment that stands for it. */
function readItems(manager: EntityManager, organisationId: string, caseId: string): Promise<ItemRow[]> {
  return manager.query<ItemRow[]>(
    `SELECT i.id, i.role, i.media_id, i.round, a.made_by,
       c.mandate IN ('view', 'retain') AND EXISTS (SELECT 1 FROM evidence_objects e WHERE e.media_id = i.media_id
         AND e.organisation_id = i.organisation_id AND e.purpose = 'derivative') AS is_viewable,
       (SELECT coalesce(max(v.version), 0) FROM assessments v WHERE v.content_item_id = i.id) AS version
     FROM content_items i JOIN cases c ON c.id = i.case_id
     LEFT JOIN LATERAL (SELECT a.made_by FROM assessments a WHERE a.content_item_id = i.id AND ${ASSESSMENT_STANDS}
                        ORDER BY a.version DESC LIMIT 1) a ON true
     WHERE i.case_id = $1 AND i.organisation_id = $2
     ORDER BY i.created_at, i.id`,
    [caseId, organisationId],
  );
}

/**
 * Media → the picture whose answers were taken over for it, as it is said.
 * @throws IncompleteAssessmentError where the two were never found to look alike
 */
async function representativesOf(
  manager: EntityManager,
  organisationId: string,
  { items }: GivenAssessment,
): Promise<ReadonlyMap<string, string>> {
  const representatives = new Map<string, string>();
  for (const [index, { mediaId, takenFrom }] of items.entries()) {
    if (takenFrom === undefined) continue;
    if (mediaId === undefined || !(await isNearCopy(manager, organisationId, mediaId, takenFrom)))
      throw new IncompleteAssessmentError({
        [`items.${index}.takenFrom`]: 'is no picture that looks like it',
      });
    representatives.set(mediaId, takenFrom);
  }
  return representatives;
}

/** Media of these items that the person was served a view of. */
async function mediaSeenBy(
  manager: EntityManager,
  person: Person,
  items: readonly ItemRow[],
): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ media_id: string }[]>(
    `SELECT DISTINCT media_id FROM exposures
     WHERE staff_account_id = $1 AND organisation_id = $2 AND media_id = ANY ($3) AND served_at IS NOT NULL`,
    [person.accountId, person.organisationId, items.flatMap(({ media_id }) => media_id ?? [])],
  );
  return new Set(rows.map(({ media_id }) => media_id));
}

/**
 * A page is looked at when every picture of the case was that neither a list nor an earlier decision answers for; a
 * picture when it was served itself.
 */
function wasLookedAt(item: ItemRow, all: readonly ItemRow[], seen: ReadonlySet<string>): boolean {
  if (item.media_id !== null) return seen.has(item.media_id);
  const pictures = all.filter((one) => one.media_id !== null && !needsNoLook(one));
  return (
    pictures.some((one) => seen.has(one.media_id!)) &&
    pictures.every((one) => !one.is_viewable || seen.has(one.media_id!))
  );
}

/** Settled by a list, or linked to what a person has decided about the same bytes. */
function needsNoLook({ made_by }: ItemRow): boolean {
  return made_by === 'settlement' || made_by === 'link';
}

/** Whether a decision leaves nothing open only with an answer for this item. */
function needsAnswer(item: ItemRow, round: number): boolean {
  if (item.role !== 'source' && item.media_id === null) return false;
  if (needsNoLook(item)) return false;
  return item.made_by === null || item.round >= round;
}

/**
 * Pairs items with answers: an item's own answers go before those for its media.
 * @throws IncompleteAssessmentError naming every problem
 */
function matchAnswers(
  items: readonly ItemRow[],
  round: number,
  given: GivenAssessment,
): ReadonlyMap<ItemRow, Answers> {
  const problems: Record<string, string> = {};
  const byItem = new Map<string, unknown>();
  const byMedia = new Map<string, unknown>();
  for (const [index, { contentItemId, mediaId, answers }] of given.items.entries()) {
    const [into, id] = contentItemId === undefined ? [byMedia, mediaId] : [byItem, contentItemId];
    const isKnown = items.some((item) => (contentItemId === undefined ? item.media_id : item.id) === id);
    if (id === undefined || (contentItemId !== undefined && mediaId !== undefined)) {
      problems[`items.${index}`] = 'needs either contentItemId or mediaId';
    } else if (!isKnown) problems[`items.${index}`] = 'is not part of this case';
    else if (into.has(id)) problems[`items.${index}`] = 'is answered twice';
    else into.set(id, answers);
  }
  const paired = new Map<ItemRow, Answers>();
  for (const item of items) {
    const answers = byItem.get(item.id) ?? (item.media_id === null ? undefined : byMedia.get(item.media_id));
    if (answers === undefined) {
      if (needsAnswer(item, round)) problems[item.id] = 'is not answered';
      continue;
    }
    for (const problem of validateAssessment(answers)) {
      problems[`${item.id}.${problem.field}`] = problem.message;
    }
    paired.set(item, answers as Answers);
  }
  if (given.source !== undefined) {
    for (const problem of validateSourceAnswers(given.source)) {
      problems[`source.${problem.field}`] = problem.message;
    }
  }
  if (Object.keys(problems).length > 0) throw new IncompleteAssessmentError(problems);
  return paired;
}
