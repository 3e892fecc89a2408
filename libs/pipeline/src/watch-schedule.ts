// When a referred address is looked at again: often at first, when most is removed, then ever less, and not for ever.
import { NAME_GONE_AFTER_MS, type OnlineState } from '#libs/retrieval';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Up to an age in days, no sooner than so many seconds after the look before. */
const STEPS: readonly (readonly [days: number, seconds: number])[] = [
  [1, 0],
  [7, 6 * HOUR_SECONDS],
  [30, DAY_SECONDS],
];
const AT_LAST_SECONDS = 7 * DAY_SECONDS;

/**
 * @param ageSeconds since the recipient last had it
 * @param base seconds between two looks at first
 * @param days how long it is watched
 * @returns seconds to the next look; null: it is not looked at any more
 */
export function nextLookSeconds(ageSeconds: number, base: number, days: number): number | null {
  const age = ageSeconds / DAY_SECONDS;
  if (age >= days) return null;
  return Math.max(base, STEPS.find(([until]) => age < until)?.[1] ?? AT_LAST_SECONDS);
}

/** What seems to have gone is looked at sooner, so that the time of its removal is known as well as at first. */
export function sooner(seconds: number, base: number, state: OnlineState, isNameMissing: boolean): number {
  if (state === 'gone') return Math.min(seconds, base);
  return isNameMissing ? Math.min(seconds, Math.max(base, NAME_GONE_AFTER_MS / 1000)) : seconds;
}
