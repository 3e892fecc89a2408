// One look per picture and organisation: what a person has decided, having looked, holds for exact copies of the bytes in
// other cases as a link, an assessment that names the one it follows. It can be undone for one item, and ends with what
// it follows.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent, saltedDigest } from '#libs/audit';
import { moveCase } from '#libs/cases';
import { ConflictError, enqueue, InvalidInputError } from '#libs/platform';
import type { Verdict } from '#libs/taxonomy';
import { choicesFor, placeOfCase } from './decisions.js';
import type { Person } from './exposure.service.js';
import { answersThatTravel, type FollowChoice } from './followed-decision.js';
import { holdCase, type LeaseClaim } from './lease.service.js';
import type { LinkEndingCause } from './link-ending.entity.js';
import { addMachineAssessment } from './machine-assessment.js';
import { openItems } from './open-items.js';
import { isContradicted, settlingVerdict } from './settling-match.js';
import { ASSESSMENT_STANDS, decisionHolds } from './standing-assessment.js';

/** The length of a reason that a person gives, in characters. */
const REASON = { least: 3, most: 200 };

export class NotLinkedError extends ConflictError {
  constructor() {
    super('not-linked', 'This item follows no decision, or not any more. Load the case again.');
  }
}

/**
 * Links the items of a case that nothing answers to what people of the organisation have decided about the same bytes.
 * The case is locked by the caller. Twice has the effect of once.
 * @param isHeld a person works on it: then no link takes the place of one that is over, since they may have seen that one
 * @returns how many
 */
export async function linkCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  isHeld = false,
): Promise<number> {
  const open = await openItems(manager, organisationId, caseId);
  const items = open.filter(({ was_linked }) => !(isHeld && was_linked));
  const place = items.length === 0 ? undefined : await placeOfCase(manager, organisationId, caseId);
  if (place === undefined) return 0;
  const choices = await choicesOf(manager, organisationId, caseId, items);
  let linked = 0;
  for (const item of items) {
    const choice = choices.get(item.media_id)!;
    if (choice.kind !== 'follow') continue;
    const { decision } = choice;
    const listed = await settlingVerdict(manager, organisationId, item.media_id);
    if (listed !== null && isContradicted(listed, choice)) continue;
    const said = { verdict: decision.verdict, answers: answersThatTravel(decision, place) };
    const grounds = { followsId: decision.assessmentId };
    const id = await addMachineAssessment(manager, organisationId, caseId, item, said, grounds);
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'item.linked',
      subjectKind: 'content-item',
      subjectId: item.id,
      details: { assessment: id, follows: decision.assessmentId, verdict: decision.verdict },
    });
    linked += 1;
  }
  return linked;
}

/**
 * Has triage let other cases follow what people have decided for this one: once it goes out, and when it does not hold any
 * more. Nothing is asked where nobody assessed any bytes.
 */
export async function askToFollow(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const [, asked] = await manager.query<[unknown, number]>(
    `UPDATE cases SET follow_due_at = now() WHERE id = $1 AND organisation_id = $2
       AND EXISTS (SELECT 1 FROM assessments a WHERE a.case_id = $1 AND a.organisation_id = $2
         AND a.made_by = 'person' AND a.media_id IS NOT NULL)`,
    [caseId, organisationId],
  );
  if (asked !== 1) return;
  await enqueue(manager, caseId, {
    queue: 'triage',
    name: 'follow',
    payload: { organisationId, caseId },
  });
}

/** What following has changed in a case. */
export interface Followed {
  readonly linked: number;
  readonly ended: number;
  /** Its decision was taken back, since it rested on one that does not hold any more. */
  readonly isTakenBack: boolean;
}

interface StandingLink {
  readonly id: string;
  readonly item_id: string;
  readonly media_id: string;
  readonly verdict: Verdict;
  readonly still_holds: boolean;
}

/**
 * Lets a case that is not sent yet follow what people say of its bytes now: links that are overtaken end, a decision that
 * rested on them and has not gone out is taken back, and what is open is linked. The case is locked by the caller.
 */
export async function followInCase(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  now: Date,
): Promise<Followed> {
  const [row] = await manager.query<{ state: string; lease_expires_at: Date | null }[]>(
    'SELECT state, lease_expires_at FROM cases WHERE id = $1 AND organisation_id = $2',
    [caseId, organisationId],
  );
  const isWaiting = row?.state === 'ready' || row?.state === 'in-assessment';
  // However long a person might have taken it back for: while it stands here nothing of it is sent.
  const isUnsent = row?.state === 'decided';
  if (!isWaiting && !isUnsent) return { linked: 0, ended: 0, isTakenBack: false };
  const links = await standingLinks(manager, organisationId, caseId);
  const choices = await choicesOf(manager, organisationId, caseId, links);
  const overtaken = links.filter((link) => isOvertaken(link, choices.get(link.media_id)!));
  if (isUnsent) {
    if (overtaken.length === 0) return { linked: 0, ended: 0, isTakenBack: false };
    await takeBack(manager, organisationId, caseId);
  }
  for (const { id, item_id } of overtaken) {
    await endLink(manager, organisationId, id, 'overtaken', now);
    await recordEvent(manager, {
      organisationId,
      actor: MACHINE,
      act: 'item.link-overtaken',
      subjectKind: 'content-item',
      subjectId: item_id,
      details: { assessment: id },
    });
  }
  const isHeld = row.state === 'in-assessment' && row.lease_expires_at !== null && row.lease_expires_at > now;
  const linked = await linkCase(manager, organisationId, caseId, isHeld);
  return { linked, ended: overtaken.length, isTakenBack: isUnsent };
}

/**
 * Undoes a link for one item of a case that the person holds; it then waits for a person.
 * @throws NotFoundError, LeaseLostError, InvalidInputError without a reason, NotLinkedError
 */
export async function undoLink(
  manager: EntityManager,
  person: Person,
  caseId: string,
  itemId: string,
  given: { readonly lease: LeaseClaim; readonly reason: string },
  now: Date,
): Promise<void> {
  const reason = given.reason.trim();
  if (reason.length < REASON.least || reason.length > REASON.most) {
    throw new InvalidInputError('Undoing a link needs a reason.', {
      reason: `must have ${REASON.least} to ${REASON.most} characters`,
    });
  }
  await holdCase(manager, person, caseId, given.lease, now);
  const links = await standingLinks(manager, person.organisationId, caseId);
  const link = links.find(({ item_id }) => item_id === itemId);
  if (link === undefined) throw new NotLinkedError();
  await endLink(manager, person.organisationId, link.id, 'undone', now, { person, reason });
  await recordEvent(manager, {
    organisationId: person.organisationId,
    actor: { kind: 'staff', id: person.accountId },
    act: 'item.link-undone',
    subjectKind: 'content-item',
    subjectId: itemId,
    details: { assessment: link.id, reasonDigest: saltedDigest(reason, link.id) },
  });
}

/** Also where the same is said by another decision now; a link that has just lost the one it names is renewed. */
function isOvertaken(link: StandingLink, choice: FollowChoice): boolean {
  return choice.kind !== 'follow' || choice.decision.verdict !== link.verdict || !link.still_holds;
}

/** The links that answer for items of a case, whose assessments of a later version do not. */
function standingLinks(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<StandingLink[]> {
  return manager.query(
    `SELECT l.id, i.id AS item_id, i.media_id, l.verdict, l.still_holds
     FROM content_items i JOIN cases c ON c.id = i.case_id
     JOIN LATERAL (SELECT a.id, a.verdict, a.made_by, EXISTS (SELECT 1 FROM assessments f JOIN cases fc ON fc.id = f.case_id
         WHERE f.id = a.follows_id AND f.organisation_id = $2 AND ${decisionHolds('f', 'fc')}) AS still_holds
       FROM assessments a WHERE a.content_item_id = i.id AND ${ASSESSMENT_STANDS}
       ORDER BY a.version DESC LIMIT 1) l ON l.made_by = 'link'
     WHERE i.case_id = $1 AND i.organisation_id = $2 ORDER BY i.created_at, i.id`,
    [caseId, organisationId],
  );
}

function choicesOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
  ofMedia: readonly { readonly media_id: string }[],
): Promise<ReadonlyMap<string, FollowChoice>> {
  const mediaIds = [...new Set(ofMedia.map(({ media_id }) => media_id))];
  return choicesFor(manager, organisationId, caseId, mediaIds);
}

async function endLink(
  manager: EntityManager,
  organisationId: string,
  assessmentId: string,
  cause: LinkEndingCause,
  now: Date,
  by?: { readonly person: Person; readonly reason: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO link_endings (assessment_id, organisation_id, cause, staff_account_id, reason, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [assessmentId, organisationId, cause, by?.person.accountId ?? null, by?.reason ?? null, now],
  );
}

/** Takes back a decision that has not gone out, as a person would. */
async function takeBack(manager: EntityManager, organisationId: string, caseId: string): Promise<void> {
  await manager.query(
    'UPDATE cases SET decided_at = NULL, route_at = NULL WHERE id = $1 AND organisation_id = $2',
    [caseId, organisationId],
  );
  await moveCase(manager, organisationId, caseId, 'decided', 'ready');
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: 'case.decision-undone',
    subjectKind: 'case',
    subjectId: caseId,
    details: { because: 'link-overtaken' },
  });
}
