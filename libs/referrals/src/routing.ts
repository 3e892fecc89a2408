// Who learns of a confirmed case: a pure function of the recipients that there are and of what was decided.
import type { ReferralWay } from './referral.lifecycle.js';

export interface KnownRecipient {
  readonly id: string;
  readonly way: ReferralWay;
  readonly isActive: boolean;
  readonly isSandbox: boolean;
  readonly hasSecret: boolean;
  /** Takes what is hosted in this country alone; null: wherever it is hosted. ISO 3166-1, two letters. */
  readonly country: string | null;
  /** The case's portal names it as its own. */
  readonly isOfPortal: boolean;
}

export interface RoutedCase {
  readonly isDemonstration: boolean;
  /** A tip names no address, and exchanges of addresses have no place for it. */
  readonly isTip: boolean;
  /** Of every referred address the hosting country is known; ICCAM takes none without. */
  readonly isHostingKnown: boolean;
  /** Where the referred addresses are hosted, each once. */
  readonly hostingCountries: readonly string[];
}

/** Why a recipient was chosen: the portal's own, or the organisation's since the portal names none or none of its fits. */
export const CHOSEN_REASONS = ['portal', 'portal-none-fits', 'organisation'] as const;
/** Why nobody was. */
export const NONE_REASONS = ['no-recipient', 'tip', 'hosting-unknown', 'other-country'] as const;
export type ChoiceReason = (typeof CHOSEN_REASONS)[number] | (typeof NONE_REASONS)[number];

/** Where a confirmed case goes and why; with no recipient it waits, visibly, for another way. */
export interface Route {
  readonly recipientId: string | null;
  readonly way: ReferralWay | null;
  readonly because: ChoiceReason;
}

/** What keeps a way from taking a case; undefined: nothing. Ways that nothing delivers by yet take none. */
const UNFIT_FOR: Readonly<
  Partial<Record<ReferralWay, (routed: RoutedCase) => (typeof NONE_REASONS)[number] | undefined>>
> = {
  // The exchange hands each item to the hotline of the country that it is hosted in.
  iccam: (routed) => (routed.isTip ? 'tip' : routed.isHostingKnown ? undefined : 'hosting-unknown'),
};

function unfit(
  { way, country }: KnownRecipient,
  routed: RoutedCase,
): (typeof NONE_REASONS)[number] | undefined {
  const check = UNFIT_FOR[way];
  if (check === undefined) return 'no-recipient';
  const isElsewhere = country !== null && routed.hostingCountries.some((one) => one !== country);
  return check(routed) ?? (isElsewhere ? 'other-country' : undefined);
}

/**
 * Chooses the ways of a confirmed case: the portal's own recipients where they fit by way and country, else those of the
 * organisation. ICCAM is the way of an organisation that belongs to it, whatever the hosting country. Where none fits, the
 * case waits, and the route says what was in the way.
 */
export function chooseRoutes(recipients: readonly KnownRecipient[], routed: RoutedCase): Route[] {
  const usable = recipients.filter(
    // A stand-in must never swallow a real case, nor a demonstration reach a real recipient.
    (recipient) =>
      recipient.isActive && recipient.hasSecret && recipient.isSandbox === routed.isDemonstration,
  );
  const fitting = usable.filter((recipient) => unfit(recipient, routed) === undefined);
  const own = fitting.filter(({ isOfPortal }) => isOfPortal);
  const chosen = own.length > 0 ? own : fitting;
  if (chosen.length > 0) {
    const namesAny = recipients.some(({ isOfPortal }) => isOfPortal);
    const because = own.length > 0 ? 'portal' : namesAny ? 'portal-none-fits' : 'organisation';
    return chosen.map(({ id, way }) => ({ recipientId: id, way, because }));
  }
  const reasons = new Set(usable.map((recipient) => unfit(recipient, routed)));
  const because = NONE_REASONS.findLast((reason) => reasons.has(reason)) ?? 'no-recipient';
  return [{ recipientId: null, way: null, because }];
}

const BASE_SECONDS = 30;
const MOST_SECONDS = 6 * 3600;

/** When to try again after `attempts` failed ones: doubling from half a minute to six hours. In seconds. */
export function retryDelaySeconds(attempts: number): number {
  return Math.min(MOST_SECONDS, BASE_SECONDS * 2 ** Math.min(30, Math.max(0, attempts - 1)));
}
