// What the worker does again and again beside its jobs. A round never overlaps itself, and one that fails is logged and
// comes again.
import type { ManaraLogger } from '#libs/platform';

export interface Round {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export class Rounds {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly rounds: readonly Round[],
    private readonly logger: ManaraLogger,
  ) {}

  start(): void {
    for (const round of this.rounds) {
      let busy = false;
      const turn = () => {
        if (busy) return;
        busy = true;
        const work = round
          .run()
          .then(() => undefined)
          .catch((error: unknown) => {
            this.logger.unexpected('a round failed', error, { job: round.name });
          })
          .finally(() => {
            busy = false;
            this.running.delete(work);
          });
        this.running.add(work);
      };
      turn();
      this.timers.push(setInterval(turn, round.everyMs));
    }
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.running);
  }
}
