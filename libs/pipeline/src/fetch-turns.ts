// Fetching so that nobody is kept waiting by another's pages: a place in this process, a place on the host among all
// workers, and for what finds none a wait that counts as no attempt.
import { queueStep } from '#libs/cases';
import { errorCode, type Database, type HostAdmission, type ManaraLogger } from '#libs/platform';
import type { HostSlot, HostSlots } from '#libs/retrieval';
import { FetchGate, type FetchWish } from './fetch-gate.js';

export interface FetchTurnOptions {
  /** Fetches at once in this process, for new material and, apart from these, for looks at what was referred. */
  readonly most: number;
  /** How long a redirect or style sheet may wait for a place on another host. */
  readonly furtherHostMs?: number;
}

/** When an item that waits comes due by itself, should this process end before its turn. */
export const WAIT_SECONDS = 15;
const FURTHER_HOST_MS = 15_000;
const LOOK_AGAIN_MS = 250;

/** The right to fetch one item; held for as long as it is fetched. */
export interface FetchTurn extends HostAdmission {
  /** Gives the places back; nothing is open any more. Twice does no harm. */
  end(): Promise<void>;
}

export class FetchTurns {
  private readonly gate: FetchGate;
  private looks = 0;

  constructor(
    private readonly database: Database,
    private readonly hosts: HostSlots,
    private readonly logger: ManaraLogger,
    private readonly options: FetchTurnOptions,
  ) {
    this.gate = new FetchGate({ most: options.most, wake: (wish) => void this.wake(wish) });
  }

  /** Items of this process that wait for their turn. */
  get waitingCount(): number {
    return this.gate.waitingCount;
  }

  /** Begins the fetch of an item. @returns undefined when it has to wait; its job comes back when it is its turn */
  async begin(wish: FetchWish): Promise<FetchTurn | undefined> {
    if (!this.gate.enter(wish)) return undefined;
    let slot: Awaited<ReturnType<HostSlots['take']>>;
    try {
      slot = await this.hosts.take(wish.host);
    } catch (error) {
      this.gate.leave(wish.host);
      throw error;
    }
    if (!('holder' in slot)) {
      this.gate.putBack(wish, slot.retryAfterMs, slot.isBusy);
      return undefined;
    }
    return new Turn(this.hosts, wish.host, slot, this.options.furtherHostMs ?? FURTHER_HOST_MS, () =>
      this.gate.leave(wish.host),
    );
  }

  /**
   * Begins a look at an address that was referred; these have places of their own.
   * @returns or how long to wait before the next try
   */
  async beginLook(host: string): Promise<FetchTurn | { retryAfterMs: number }> {
    if (this.looks >= this.options.most) return { retryAfterMs: WAIT_SECONDS * 1000 };
    this.looks += 1;
    const leave = () => {
      this.looks -= 1;
    };
    try {
      const slot = await this.hosts.take(host);
      if ('holder' in slot)
        return new Turn(this.hosts, host, slot, this.options.furtherHostMs ?? FURTHER_HOST_MS, leave);
      leave();
      return slot;
    } catch (error) {
      leave();
      throw error;
    }
  }

  stop(): void {
    this.gate.stop();
    this.hosts.stop();
  }

  private async wake({ organisationId, itemId }: FetchWish): Promise<void> {
    try {
      await this.database.within(organisationId, (manager) =>
        queueStep(manager, organisationId, itemId, 'retrieve'),
      );
    } catch (error) {
      // Its row comes due in some seconds, and the sweep brings it then.
      this.logger.warn('an item that waited cannot be queued now', { code: errorCode(error) });
    }
  }
}

class Turn implements FetchTurn {
  private isFirst = true;
  private hasEnded = false;

  constructor(
    private readonly hosts: HostSlots,
    private host: string,
    private slot: HostSlot | undefined,
    private readonly furtherHostMs: number,
    private readonly onEnd: () => void,
  ) {}

  async enter(host: string, signal: AbortSignal): Promise<boolean> {
    try {
      return await this.next(host, signal);
    } catch (error) {
      // The database is away: the item waits, it is not the host that failed.
      this.hosts.report(error);
      return false;
    }
  }

  private async next(host: string, signal: AbortSignal): Promise<boolean> {
    if (host === this.host && this.slot !== undefined) {
      // The first request was counted with the place.
      if (!this.isFirst) await this.hosts.countFurther(host);
      this.isFirst = false;
      return true;
    }
    // Left first: who holds one place and waits for another can wait for ever.
    await this.leave();
    const end = Date.now() + this.furtherHostMs;
    for (;;) {
      const slot = await this.hosts.take(host);
      if ('holder' in slot) {
        this.host = host;
        this.slot = slot;
        this.isFirst = false;
        if (signal.aborted) await this.leave();
        return !signal.aborted;
      }
      const waitMs = slot.isBusy ? LOOK_AGAIN_MS : slot.retryAfterMs;
      if (signal.aborted || Date.now() + waitMs > end) return false;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  async end(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    await this.leave();
    this.onEnd();
  }

  private async leave(): Promise<void> {
    const slot = this.slot;
    this.slot = undefined;
    if (slot !== undefined) await this.hosts.leave(slot);
  }
}
