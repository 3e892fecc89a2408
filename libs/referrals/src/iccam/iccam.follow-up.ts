/** What happens to a delivered report: it goes to the hosting country's hotline, and that hotline's acts come back. */
import { ACTIONS, actionOfIccam, answersOfIccam, iccamAction, iccamReason, isIllegal } from '#libs/taxonomy';
import type { ActionCode, Answers, Reason } from '#libs/taxonomy';
import type { IccamClient } from './iccam.client.js';
import { IccamRefusedError, IccamRuleError } from './iccam.errors.js';
import { buildAssessment } from './iccam.report.js';
import type { IccamContent } from './iccam.types.js';

/** One act that a hotline recorded. */
export interface AcknowledgedAction {
  action: ActionCode;
  at?: Date;
  analystName?: string;
}

export interface ContentAcknowledgement {
  contentId: number;
  url: string;
  isSource: boolean;
  hostingCountryCode?: string;
  assignedCountryCode?: string;
  /** When it was assigned to that country; not when the public reported it. */
  assignedAt?: Date;
  /** Some assessment says that it is illegal, ours or another hotline's. */
  calledIllegal: boolean;
  /** The last assessment, which is the one that counts, in our codes. */
  assessment?: Partial<Answers>;
  actions: AcknowledgedAction[];
  /** The action that ended the work: removed, unavailable or not illegal. */
  finalAction?: AcknowledgedAction;
}

export interface Acknowledgement {
  reportId: number;
  contents: ContentAcknowledgement[];
  /** Every item that some hotline called illegal has a final action. */
  settled: boolean;
  /** The earliest of each over all items. */
  reportedToPoliceAt?: Date;
  reportedToProviderAt?: Date;
  /** The latest over all items, once settled and all removed. */
  removedAt?: Date;
}

/**
 * Reads what the responsible hotlines have done. Reads the report for its items, since the queues leave some out.
 * @param contentIds those to read; by default every item of the report
 */
export async function readAcknowledgement(
  client: IccamClient,
  reportId: number,
  contentIds?: readonly number[],
): Promise<Acknowledgement> {
  const ids =
    contentIds && contentIds.length > 0
      ? contentIds
      : (await client.readReport(reportId)).reportContents.map(({ contentId }) => contentId);
  const contents: ContentAcknowledgement[] = [];
  for (const contentId of ids) contents.push(contentOf(await client.readContent(contentId)));
  return summary(reportId, contents);
}

export interface FollowUp {
  acknowledgement: Acknowledgement;
  /** Items handed to the hotline of their hosting country just now. */
  reassigned: number[];
  /** Items that ICCAM does not let go of yet; the next follow-up tries again. */
  notReassigned: { contentId: number; codes: readonly string[] }[];
}

/**
 * Hands items hosted abroad to the hotline of that country, and reads what has been done so far. Belongs into a
 * later run than the delivery: ICCAM needs time for a new report. Safe to repeat.
 */
export async function followUp(client: IccamClient, reportId: number, ownCountry: string): Promise<FollowUp> {
  const { contents } = await readAcknowledgement(client, reportId);
  const reassigned: number[] = [];
  const notReassigned: FollowUp['notReassigned'] = [];
  for (const content of contents) {
    const { hostingCountryCode, assignedCountryCode, contentId } = content;
    const abroad = hostingCountryCode && hostingCountryCode !== ownCountry && !content.finalAction;
    if (!abroad || assignedCountryCode !== ownCountry) continue;
    try {
      await client.setAssignedCountry(contentId, hostingCountryCode);
      content.assignedCountryCode = hostingCountryCode;
      reassigned.push(contentId);
    } catch (error) {
      if (!(error instanceof IccamRefusedError)) throw error;
      notReassigned.push({ contentId, codes: error.codes });
    }
  }
  return { acknowledgement: summary(reportId, contents), reassigned, notReassigned };
}

/** An act of our own to record. `unavailable` and `not-illegal` need a reason. */
export interface ActionInput {
  action: ActionCode;
  at: Date;
  reason?: Reason;
}

/**
 * Records our own acts on an item that is assigned to us, in ICCAM's order. Safe to repeat: what is recorded
 * already is left.
 * @returns the actions that were sent now
 * @throws IccamRuleError when ICCAM's rules forbid it
 */
export async function postActions(
  client: IccamClient,
  target: { contentId: number; ownCountry: string; analystName: string },
  actions: readonly ActionInput[],
): Promise<ActionCode[]> {
  const content = await client.readContent(target.contentId);
  const recorded = new Set(content.actions.map(({ actionType }) => actionOfIccam(actionType)));
  const missing = ACTIONS.flatMap(({ code }) => actions.filter(({ action }) => action === code)).filter(
    ({ action }) => !recorded.has(action),
  );
  if (missing.length === 0) return [];
  if (content.assignedCountryCode !== target.ownCountry) throw new IccamRuleError('not-assigned-to-us');
  if (ACTIONS.some(({ code, final }) => final && recorded.has(code))) throw new IccamRuleError('final');
  const bodies = missing.map((each) => actionBody(each, target.analystName));
  for (const body of bodies) await client.addAction(target.contentId, body);
  return missing.map(({ action }) => action);
}

/**
 * Records our assessment of an item that another hotline sent us. Leaves it when ours is there already.
 * @throws IccamRuleError when an action is set, or the last assessment is not one as national
 */
export async function postAssessment(
  client: IccamClient,
  target: { contentId: number; ownCountry: string; analystName: string },
  answers: Answers,
): Promise<void> {
  const assessment = buildAssessment(answers, target.analystName);
  if (!assessment) return;
  const content = await client.readContent(target.contentId);
  const last = content.assessments.at(-1);
  const same = Object.entries(assessment).every(
    ([field, value]) => last && Reflect.get(last, field) === value,
  );
  if (same) return;
  if (content.assignedCountryCode !== target.ownCountry) throw new IccamRuleError('not-assigned-to-us');
  if (content.actions.length > 0) throw new IccamRuleError('action-exists');
  if (last && answersOfIccam(last).verdict !== 'national') throw new IccamRuleError('already-assessed');
  await client.setAssessment(target.contentId, assessment);
}

function actionBody({ action, at, reason }: ActionInput, analystName: string) {
  const { id } = iccamAction(action);
  const iccam = reason === undefined ? undefined : iccamReason(reason);
  // ICCAM takes a reason for the types above 3 and for no other.
  if (id > 3 !== (iccam !== undefined)) throw new IccamRuleError('reason-required');
  return {
    actionType: id,
    actioningAnalystName: analystName,
    actionDate: at.toISOString(),
    ...(iccam ? { reasonId: iccam.id, reasonText: iccam.name } : {}),
  };
}

function contentOf(content: IccamContent): ContentAcknowledgement {
  const actions = content.actions.flatMap(({ actionType, actionDate, analystName }): AcknowledgedAction[] => {
    const action = actionOfIccam(actionType);
    if (!action) return [];
    return [{ action, ...(actionDate ? { at: actionDate } : {}), ...(analystName ? { analystName } : {}) }];
  });
  const last = content.assessments.at(-1);
  const verdicts = content.assessments.map((each) => answersOfIccam(each).verdict);
  const finalAction = actions.find(({ action }) => iccamAction(action).final);
  return {
    contentId: content.contentId,
    url: content.url.urlString,
    isSource: content.url.isSourceUrl,
    hostingCountryCode: content.url.hostingCountryCode,
    assignedCountryCode: content.assignedCountryCode,
    assignedAt: content.countryAssignmentDate,
    calledIllegal: verdicts.some((verdict) => verdict !== undefined && isIllegal(verdict)),
    ...(last ? { assessment: answersOfIccam(last) } : {}),
    actions,
    ...(finalAction ? { finalAction } : {}),
  };
}

function summary(reportId: number, contents: ContentAcknowledgement[]): Acknowledgement {
  const illegal = contents.filter(({ calledIllegal }) => calledIllegal);
  const settled = illegal.length > 0 && illegal.every(({ finalAction }) => finalAction !== undefined);
  const removed = settled && illegal.every(({ finalAction }) => finalAction?.action === 'removed');
  return {
    reportId,
    contents,
    settled,
    reportedToPoliceAt: timesOf(contents, 'reported-to-police').at(0),
    reportedToProviderAt: timesOf(contents, 'reported-to-provider').at(0),
    removedAt: removed ? timesOf(illegal, 'removed').at(-1) : undefined,
  };
}

function timesOf(contents: readonly ContentAcknowledgement[], wanted: ActionCode): Date[] {
  return contents
    .flatMap(({ actions }) => actions.flatMap(({ action, at }) => (action === wanted && at ? [at] : [])))
    .sort((a, b) => a.getTime() - b.getTime());
}
