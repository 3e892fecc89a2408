// Ends of mandates, holds and orders are chosen as a last day, and meant to its end in UTC, as days are shown.

/** @param day like 2026-11-22, as a field for a day gives it */
export const endOfDay = (day: string): string => `${day}T23:59:59.000Z`;

/** Tomorrow or later, as a field for a day wants it. */
export const dayFromNow = (days: number, now = Date.now()): string =>
  new Date(now + days * 86_400_000).toISOString().slice(0, 10);
