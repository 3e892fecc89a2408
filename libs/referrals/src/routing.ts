// Who learns of a confirmed case: a pure function of the organisation's recipients and of what was decided.
import type { ReferralWay } from './referral.lifecycle.js';

export interface KnownRecipient {
  readonly id: string;
  readonly way: ReferralWay;
  readonly isActive: boolean;
  readonly isSandbox: boolean;
  readonly hasSecret: boolean;
}

export interface RoutedCase {
  readonly isDemonstration: boolean;
  /** A tip names no address, and exchanges of addresses have no place for it. */
  readonly isTip: boolean;
  /** Of every referred address the hosting country is known; ICCAM takes none without. */
  readonly isHostingKnown: boolean;
}

/** Where a confirmed case goes; with no recipient it waits, visibly, for another way. */
export interface Route {
  readonly recipientId: string | null;
  readonly way: ReferralWay | null;
}

/**
 * Chooses the ways of a confirmed case. ICCAM is the way of an organisation that belongs to it, whatever the hosting
 * country: the exchange hands each item to the hotline of that country. Without membership, or where that country is not known, the case waits.
 */
export function chooseRoutes(recipients: readonly KnownRecipient[], routed: RoutedCase): Route[] {
  const usable = recipients.filter(
    // A stand-in must never swallow a real case, nor a demonstration reach a real recipient.
    (recipient) =>
      recipient.isActive && recipient.hasSecret && recipient.isSandbox === routed.isDemonstration,
  );
  const exchange =
    routed.isTip || !routed.isHostingKnown ? [] : usable.filter((recipient) => recipient.way === 'iccam');
  return exchange.length > 0
    ? exchange.map(({ id, way }) => ({ recipientId: id, way }))
    : [{ recipientId: null, way: null }];
}

const BASE_SECONDS = 30;
const MOST_SECONDS = 6 * 3600;

/** When to try again after `attempts` failed ones: doubling from half a minute to six hours. In seconds. */
export function retryDelaySeconds(attempts: number): number {
  return Math.min(MOST_SECONDS, BASE_SECONDS * 2 ** Math.min(30, Math.max(0, attempts - 1)));
}
