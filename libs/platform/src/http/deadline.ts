// One clock for a whole exchange: total time, and the caller's own signal.
import { TransportFailure } from './transport.failure.js';

/** Ends everything that runs under it when the time is over or the caller gives up. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort: () => void;
  private reason = new TransportFailure('cancelled');

  constructor(
    totalMs: number,
    private readonly outer?: AbortSignal,
  ) {
    this.timer = setTimeout(() => this.end(new TransportFailure('timeout', 'total')), totalMs);
    this.onAbort = () => this.end(new TransportFailure('cancelled'));
    if (outer?.aborted) this.onAbort();
    else outer?.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Waits for `work`, but no longer than the deadline or `stepMs`. `stop` is called when the wait ends early, so
   * that nothing goes on behind it.
   */
  async run<T>(work: Promise<T>, stop: () => void, stepMs?: number, step?: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const early = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(this.reason);
      if (this.signal.aborted) onAbort();
      else this.signal.addEventListener('abort', onAbort, { once: true });
      if (stepMs !== undefined) {
        timer = setTimeout(() => reject(new TransportFailure('timeout', step)), stepMs);
      }
    });
    // Whichever loses the race is still a promise that someone must answer for.
    early.catch(() => undefined);
    work.catch(() => undefined);
    let done = false;
    try {
      const value = await Promise.race([work, early]);
      done = true;
      return value;
    } finally {
      clearTimeout(timer);
      if (onAbort) this.signal.removeEventListener('abort', onAbort);
      if (!done) stop();
    }
  }

  /** Frees the timer; call it when the exchange is over. */
  close(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.onAbort);
  }

  private end(reason: TransportFailure): void {
    if (this.controller.signal.aborted) return;
    this.reason = reason;
    this.controller.abort(reason);
  }
}
