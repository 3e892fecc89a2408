// Slows guessing at receipts: each failed look-up waits longer than the one before, whoever sent it, for nobody is told
// apart here. A look-up that succeeds never waits.
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock, type Clock } from '#libs/platform';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;
/** A failure is forgotten by half in this time. */
const HALF_LIFE_MS = 10_000;

export class LookUpBrake {
  private failures = 0;
  private lastAt = 0;

  constructor(
    private readonly clock: Clock = systemClock,
    private readonly wait: (milliseconds: number) => Promise<unknown> = (milliseconds) => pause(milliseconds),
  ) {}

  /** To be awaited before a failed look-up is answered. */
  async afterFailure(): Promise<void> {
    const now = this.clock.now().getTime();
    this.failures = this.failures * 0.5 ** ((now - this.lastAt) / HALF_LIFE_MS) + 1;
    this.lastAt = now;
    await this.wait(Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1))));
  }
}
