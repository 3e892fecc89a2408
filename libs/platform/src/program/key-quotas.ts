// Refusals for a used-up quota, remembered by the program: whoever asks on gets the answer without a connection of the
// database, and calls with one key wait for each other here instead of holding connections while they do.
import type { Clock } from '../clock.js';
import type { StoredApiKey } from '../crypto/api-key.js';

/** What the database says to the use of a key; with `quota` when the key may ask again. */
export interface KeyUse {
  readonly outcome: string;
  readonly retryAfterSeconds?: number | null;
}
export interface QuotaUsedUp {
  readonly outcome: 'quota';
  readonly retryAfterSeconds: number;
}

interface Refusal {
  /** Of so many uses and more. */
  readonly weight: number;
  readonly until: number;
  /** From when on the next that may be free is let through. */
  nextFreeAt: number;
}

/** So often at most the database is asked whether a call beyond the quota is one that was counted before. */
const FREE_EVERY_MS = 1000;
/** Above it those that are over are thrown out. */
const MOST_REMEMBERED = 10_000;

export class KeyQuotas {
  private readonly refusals = new Map<string, Refusal>();
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: Clock) {}

  /**
   * Asks the database, unless it has refused this key so much in the time that runs.
   * @param weight for how many uses
   * @param mayBeFree whether the call may repeat what was counted before, and so cost nothing
   */
  async use<Answer extends KeyUse>(
    { lookup, secretHash }: StoredApiKey,
    { weight, mayBeFree }: { readonly weight: number; readonly mayBeFree: boolean },
    ask: () => Promise<Answer>,
  ): Promise<Answer | QuotaUsedUp> {
    // With the secret: who has it not can neither see nor bring about a refusal.
    const key = `${lookup}${secretHash.toString('hex')}`;
    const known = this.refusal(key, weight);
    const isTried = known !== undefined && mayBeFree && this.mayTry(key);
    if (known !== undefined && !isTried) return known;
    const before = this.last.get(key);
    const mine = (async () => {
      if (before !== undefined) {
        await before;
        const since = isTried ? undefined : this.refusal(key, weight);
        if (since !== undefined) return since;
      }
      const answer = await ask();
      if (answer.outcome === 'quota') this.remember(key, weight, answer.retryAfterSeconds ?? 1);
      return answer;
    })();
    const ended = mine.catch(() => undefined);
    this.last.set(key, ended);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === ended) this.last.delete(key);
    }
  }

  private refusal(key: string, weight: number): QuotaUsedUp | undefined {
    const refusal = this.refusals.get(key);
    if (refusal === undefined) return undefined;
    const now = this.clock.now().getTime();
    if (now >= refusal.until) {
      this.refusals.delete(key);
      return undefined;
    }
    if (weight < refusal.weight) return undefined;
    return { outcome: 'quota', retryAfterSeconds: Math.ceil((refusal.until - now) / 1000) };
  }

  private mayTry(key: string): boolean {
    const refusal = this.refusals.get(key);
    const now = this.clock.now().getTime();
    if (refusal === undefined || now < refusal.nextFreeAt) return false;
    refusal.nextFreeAt = now + FREE_EVERY_MS;
    return true;
  }

  private remember(key: string, weight: number, retryAfterSeconds: number): void {
    const now = this.clock.now().getTime();
    if (this.refusals.size >= MOST_REMEMBERED)
      for (const [one, { until }] of this.refusals) if (until <= now) this.refusals.delete(one);
    const before = this.refusals.get(key);
    // What is refused to fewer uses holds for more, but not the other way about.
    if (before !== undefined && before.until > now && before.weight < weight) return;
    this.refusals.set(key, {
      weight,
      until: now + retryAfterSeconds * 1000,
      nextFreeAt: before?.nextFreeAt ?? now,
    });
  }
}
