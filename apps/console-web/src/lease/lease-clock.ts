// When a lease has to be kept, warned of, or given up. Times in milliseconds since the epoch.

export const HEARTBEAT_EVERY_MS = 60_000;
/** Without an input this long the person is taken to be away, and the lease is left to run out. */
export const ACTIVE_FOR_MS = 3 * 60_000;
export const WARNING_BEFORE_MS = 2 * 60_000;

export type LeasePhase = 'held' | 'ending' | 'over';

/** What the page says about a lease at a moment. */
export function leasePhase(expiresAt: number, now: number): LeasePhase {
  const left = expiresAt - now;
  if (left <= 0) return 'over';
  return left <= WARNING_BEFORE_MS ? 'ending' : 'held';
}

/** What the page knows of the person's presence. */
export interface Presence {
  readonly lastBeatAt: number;
  readonly lastInputAt: number;
  readonly isVisible: boolean;
}

/** Whether the lease should be renewed now: only for somebody who sees the page and uses it. */
export function isHeartbeatDue({ lastBeatAt, lastInputAt, isVisible }: Presence, now: number): boolean {
  return isVisible && now - lastInputAt < ACTIVE_FOR_MS && now - lastBeatAt >= HEARTBEAT_EVERY_MS;
}

/** Minutes and seconds, `m:ss`, never below zero; a part of a second still counts as one. */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
