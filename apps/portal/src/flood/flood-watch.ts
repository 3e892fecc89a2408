// Tells a flood from a crowd without knowing anybody: a bucket of tokens for each coarse network, under a hash whose key
// lives an hour and only here. Nobody is refused: what comes when a bucket is empty is taken, and ranked behind the rest.
import { randomBytes } from 'node:crypto';
import { keyedHash, type Clock } from '#libs/platform';
import { coarseNetwork, SHARED_NETWORK } from './network.js';

const HOUR_MS = 3_600_000;

interface Size {
  /** What comes at once. */
  readonly tokens: number;
  readonly perMinute: number;
}

/** A class that reports together, forms filled in as fast as can be, stays far below. */
export const NETWORK_BUCKET: Size = { tokens: 300, perMinute: 30 };
/** Of all whose network cannot be told together: that is how onion services see the world. */
export const SHARED_BUCKET: Size = { tokens: 3_000, perMinute: 300 };
/** More are forgotten, the oldest first: memory is no way to bring the portal down. */
const MOST_BUCKETS = 50_000;

export interface Signs {
  /** How old the form is; absent for callers of the API. */
  readonly formAgeMs?: number;
  /** Whether something stands in the field that people are told to leave empty. */
  readonly isTrapped?: boolean;
}

/** Faster than anybody reads; a form sent so soon counts as several. */
const TOO_SOON_MS = 3_000;
const WEIGHT_OF_TOO_SOON = 5;

export class FloodWatch {
  private key = randomBytes(32);
  private keyMadeAt = Number.NEGATIVE_INFINITY;
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * Counts something that was sent.
   * @param address of the caller; only its network is looked at, and nothing of it is kept that could be told
   * @returns whether it came in a flood
   */
  count(address: string, { formAgeMs, isTrapped = false }: Signs = {}): boolean {
    const weight = formAgeMs !== undefined && formAgeMs < TOO_SOON_MS ? WEIGHT_OF_TOO_SOON : 1;
    return !this.take(coarseNetwork(address), weight) || isTrapped;
  }

  private take(network: string, weight: number): boolean {
    const now = this.clock.now().getTime();
    // A clock that went back is no reason to keep a key longer.
    if (Math.abs(now - this.keyMadeAt) >= HOUR_MS) {
      this.key = randomBytes(32);
      this.keyMadeAt = now;
      this.buckets.clear();
    }
    const size = network === SHARED_NETWORK ? SHARED_BUCKET : NETWORK_BUCKET;
    const name = keyedHash(this.key, network).toString('base64');
    const { tokens, at } = this.buckets.get(name) ?? { tokens: size.tokens, at: now };
    const filled = Math.min(size.tokens, tokens + (Math.max(0, now - at) / 60_000) * size.perMinute);
    const isTaken = filled >= weight;
    // Put in anew, so that the one that was longest unused is the first.
    this.buckets.delete(name);
    this.buckets.set(name, { tokens: isTaken ? filled - weight : filled, at: now });
    if (this.buckets.size > MOST_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return isTaken;
  }
}
