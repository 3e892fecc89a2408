/** The other side of the exchange: the hotline of the country that an item is assigned to. */
import { ACTION_REASONS, FINAL_ACTIONS, HOTLINES, IGNORE, LAST_ACTION_WITHOUT_REASON } from './lookups.js';
import type { IccamRules } from './iccam.rules.js';
import { refuse } from './refusal.js';
import type { StoredContent } from './state.store.js';

const DEFAULT_REASON = 2;
const IGNORED_REASON = 16;

export interface PartnerOptions {
  stepMs: number;
  now: () => number;
}

export class Partner {
  readonly #lastActAt = new Map<number, number>();

  constructor(
    private readonly rules: IccamRules,
    private readonly options: PartnerOptions,
  ) {}

  /** Records one action as the hotline of the assigned country, under the same rules as any hotline. */
  act(given: Record<string, unknown>): void {
    const content = this.rules.contents.find(
      ({ reportId, contentId }) => reportId === given.reportId && contentId === given.contentId,
    );
    if (!content) throw refuse(400, 'ContentNotFound', 'There is no such content item in that report.');
    this.#record(content, given.actionType, given.reasonId);
  }

  /**
   * Acts on everything that waits for a hotline abroad, one step at a time: police, provider, removed. What was
   * assessed as Ignore is recorded as not illegal. Items without an assessment stay.
   */
  actOnWaiting(): void {
    for (const content of this.rules.contents) {
      const next = this.#nextAction(content);
      if (next === undefined) continue;
      const last = this.#lastActAt.get(content.contentId) ?? Date.parse(content.countryAssignmentDate);
      if (this.options.now() - last < this.options.stepMs) continue;
      this.#lastActAt.set(content.contentId, this.options.now());
      this.#record(content, next, IGNORED_REASON);
    }
  }

  #nextAction(content: StoredContent): number | undefined {
    const report = this.rules.reports.find(({ reportId }) => reportId === content.reportId);
    const abroad =
      report !== undefined &&
      content.assignedCountryCode !== report.reportingCountryCode &&
      HOTLINES[content.assignedCountryCode] !== undefined;
    const last = content.assessments.at(-1);
    if (!abroad || !last || !this.rules.isProcessed(content.reportId)) return undefined;
    const isReady =
      report.sourceUrlSiteType && report.sourceUrlCommerciality && report.sourceUrlPaymentMethods.length > 0;
    const done = content.actions.map(({ actionType }) => actionType);
    if (!isReady || done.some((type) => FINAL_ACTIONS.includes(type))) return undefined;
    return last.classification === IGNORE ? 6 : [1, 2, 3].find((type) => !done.includes(type));
  }

  #record(content: StoredContent, actionType: unknown, reasonId: unknown): void {
    const country = content.assignedCountryCode;
    const needsReason = typeof actionType === 'number' && actionType > LAST_ACTION_WITHOUT_REASON;
    const reason = reasonId ?? DEFAULT_REASON;
    this.rules.addAction(country, content.contentId, {
      actionType,
      actioningAnalystName: `hotline-${country.toLowerCase()}`,
      actionDate: new Date(this.options.now()).toISOString(),
      ...(needsReason
        ? { reasonId: reason, reasonText: ACTION_REASONS.find(({ id }) => id === reason)?.name }
        : {}),
    });
  }
}
