/** Faults on demand, so that tests see what a connector does when ICCAM fails. */
import { refuse } from './refusal.js';

export const FAULT_MODES = ['none', 'down', '500', 'slow', 'drop-after-commit', 'refuse'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/** What to do with a call: `before` it is handled, or `drop` the connection after it was. */
export interface FaultPlan {
  drop: 'no' | 'before' | 'after';
  delayMs: number;
}

const NO_FAULT: FaultPlan = { drop: 'no', delayMs: 0 };

/**
 * `down` cuts the connection, `500` answers so, `slow` waits first: these hit any call of the interface.
 * `drop-after-commit` and `refuse` hit writing calls below `rest/` only.
 */
export class Faults {
  #mode: FaultMode = 'none';
  #left = 0;

  constructor(private readonly slowMs: number) {}

  /** @param times how many calls are hit; below zero means all until the next setting */
  set(mode: unknown, times: unknown = 1): void {
    const known = FAULT_MODES.find((each) => each === mode);
    if (!known) throw refuse(400, 'mode', `must be one of ${FAULT_MODES.join(', ')}`);
    if (typeof times !== 'number' || !Number.isInteger(times)) {
      throw refuse(400, 'times', 'must be a whole number');
    }
    this.#mode = known;
    this.#left = times;
  }

  get description(): string {
    if (this.#mode === 'none' || this.#left === 0) return 'none';
    return `${this.#mode}, ${this.#left < 0 ? 'until changed' : `${this.#left} left`}`;
  }

  /** Takes one call off the count, and throws the refusal that the mode asks for. */
  plan(isWrite: boolean): FaultPlan {
    const mode = this.#mode;
    const writesOnly = mode === 'drop-after-commit' || mode === 'refuse';
    if (mode === 'none' || this.#left === 0 || (writesOnly && !isWrite)) return NO_FAULT;
    if (this.#left > 0) this.#left -= 1;
    if (mode === '500') throw refuse(500, 'ServerError', 'The sandbox was told to fail.');
    if (mode === 'refuse') throw refuse(400, 'Refused', 'The sandbox was told to refuse.');
    if (mode === 'slow') return { drop: 'no', delayMs: this.slowMs };
    return { drop: mode === 'down' ? 'before' : 'after', delayMs: 0 };
  }
}
