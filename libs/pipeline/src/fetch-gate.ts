// Who fetches next in this process. Fetching takes fewer places than the worker has, and what finds none waits here, in
// turns by host and by case, without holding a job. Nothing is lost with it: the rows of those who wait come due again.

/** An item that wants to be fetched. */
export interface FetchWish {
  readonly organisationId: string;
  readonly itemId: string;
  readonly caseId: string;
  /** Name or literal of its host. */
  readonly host: string;
}

export interface FetchGateOptions {
  /** Fetches at once in this process. */
  readonly most: number;
  /** Brings a waiting item's job back. */
  readonly wake: (wish: FetchWish) => void;
}

/** How long a place is kept for an item that was woken, and nobody else is: its job may go to another worker. */
const EXPECTED_MS = 300;
/** The job that found no place must have left the queue before another of the same id is added. */
const LEAST_WAIT_MS = 100;
/** More than these come back by the sweep alone, and no more of those who were woken are remembered. */
const MOST_WAITING = 10_000;

interface Waiting {
  readonly wish: FetchWish;
  readonly notBefore: number;
}

interface Line {
  /** Before this nobody of the host is woken: it has been asked often enough, or its places are taken. */
  notBefore: number;
  /** Whether that is so only until one of its places is given back. */
  isBusy: boolean;
  /** Those who wait, by case, the case whose turn is next first. */
  readonly cases: Map<string, Waiting[]>;
}

export class FetchGate {
  private running = 0;
  /** Those who were woken, and until when their place is kept. */
  private readonly expected = new Map<string, number>();
  /** Those who were woken and have not come yet; longer than their place is kept, since a full queue is slow. */
  private readonly woken = new Set<string>();
  private readonly waiting = new Set<string>();
  /** By host, the host whose turn is next first. */
  private readonly lines = new Map<string, Line>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(private readonly options: FetchGateOptions) {}

  /** How many wait. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Takes a place, or joins those who wait. @returns whether it may fetch now; then `leave` or `putBack` must follow */
  enter(wish: FetchWish): boolean {
    this.expected.delete(wish.itemId);
    const isWoken = this.woken.delete(wish.itemId);
    // It is the turn of who was woken, however late: no place is kept from it. Of the others nobody overtakes those who
    // wait for the same host.
    const mayRun = isWoken
      ? this.running < this.options.most
      : this.free(Date.now()) > 0 && !this.lines.has(wish.host);
    if (mayRun) {
      this.running += 1;
      return true;
    }
    this.wait(wish, isWoken);
    this.pump();
    return false;
  }

  /** Gives a place back after a fetch; another of the host may start now. */
  leave(host: string): void {
    this.running -= 1;
    const line = this.lines.get(host);
    if (line?.isBusy) line.notBefore = 0;
    this.pump();
  }

  /** Gives a place back without a fetch, and waits first in line. @param isBusy whether a place given back ends the wait */
  putBack(wish: FetchWish, afterMs: number, isBusy: boolean): void {
    this.running -= 1;
    const line = this.wait(wish, true);
    if (line !== undefined) {
      line.notBefore = Date.now() + afterMs;
      line.isBusy = isBusy;
    }
    this.pump();
  }

  /** Wakes nobody any more. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private remember(itemId: string): void {
    this.woken.add(itemId);
    // The oldest have long been fetched by another worker.
    if (this.woken.size > MOST_WAITING) this.woken.delete(this.woken.values().next().value!);
  }

  private free(now: number): number {
    for (const [itemId, until] of this.expected) if (until <= now) this.expected.delete(itemId);
    return this.options.most - this.running - this.expected.size;
  }

  private wait(wish: FetchWish, isFirst: boolean): Line | undefined {
    let line = this.lines.get(wish.host);
    if (this.waiting.has(wish.itemId) || this.waiting.size >= MOST_WAITING) return line;
    if (line === undefined) {
      line = { notBefore: 0, isBusy: false, cases: new Map() };
      this.lines.set(wish.host, line);
    }
    const ofCase = line.cases.get(wish.caseId) ?? [];
    const entry = { wish, notBefore: Date.now() + LEAST_WAIT_MS };
    if (isFirst) ofCase.unshift(entry);
    else ofCase.push(entry);
    line.cases.set(wish.caseId, ofCase);
    this.waiting.add(wish.itemId);
    return line;
  }

  /** Wakes as many as there are places, a host after the other. */
  private pump(): void {
    if (this.isStopped) return;
    const now = Date.now();
    let isLooking = true;
    while (isLooking && this.free(now) > 0) {
      isLooking = false;
      // A copy: a line that has had its turn goes behind the others.
      const order = [...this.lines];
      for (const [host, line] of order) {
        const next = line.notBefore > now ? undefined : takeTurn(line, now);
        if (next === undefined) continue;
        this.lines.delete(host);
        if (line.cases.size > 0) this.lines.set(host, line);
        this.waiting.delete(next.itemId);
        this.expected.set(next.itemId, now + EXPECTED_MS);
        this.remember(next.itemId);
        this.options.wake(next);
        isLooking = true;
        if (this.free(now) <= 0) break;
      }
    }
    this.plan(now);
  }

  /** Looks again when a line may go on, or when one that was expected has not come. */
  private plan(now: number): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0) return;
    const times = [...this.expected.values()];
    if (this.free(now) > 0)
      for (const line of this.lines.values()) times.push(Math.max(line.notBefore, firstOf(line)));
    if (times.length === 0) return;
    this.timer = setTimeout(() => this.pump(), Math.max(1, Math.min(...times) - now)).unref();
  }
}

/** When the first that could be woken may be. */
function firstOf(line: Line): number {
  return Math.min(...[...line.cases.values()].map(([first]) => first!.notBefore));
}

/** Takes the first of the case whose turn it is, and puts that case behind the others. */
function takeTurn(line: Line, now: number): FetchWish | undefined {
  for (const [caseId, [first, ...others]] of line.cases) {
    if (first!.notBefore > now) continue;
    line.cases.delete(caseId);
    if (others.length > 0) line.cases.set(caseId, others);
    return first!.wish;
  }
  return undefined;
}
