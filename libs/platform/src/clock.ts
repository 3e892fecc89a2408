// The one clock. UTC inside; whoever shows a time to people decides the zone.

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The time with seconds and below cut off: what is kept of a moment that a reporter could be known by. */
export function toMinute(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 60_000) * 60_000);
}
