// Gathers calls that come at the same time into one, so that a rush pays for fewer round trips and commits. A call that
// comes alone does not wait for others.

interface Waiting<In, Out> {
  readonly input: In;
  readonly resolve: (output: Out) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatheringLimits {
  /** Runs that may be under way at once. */
  readonly atOnce: number;
  /** Inputs that go into one run at most. */
  readonly most: number;
}

export class Gathering<In, Out> {
  private readonly waiting: Waiting<In, Out>[] = [];
  private underWay = 0;
  private isBeginning = false;

  /**
   * @param run all of a batch or nothing of it; an output for each input, in their order
   * @param limits beyond them calls wait for each other
   * @param isOfOne whether an error may be the fault of a single input: then each is tried by itself
   */
  constructor(
    private readonly run: (inputs: readonly In[]) => Promise<readonly Out[]>,
    private readonly limits: GatheringLimits,
    private readonly isOfOne: (error: unknown) => boolean,
  ) {}

  /** @returns what the run gives for this input. @throws what the run throws */
  add(input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      if (this.isBeginning) return;
      this.isBeginning = true;
      // Once all that has arrived by now has been read.
      setImmediate(() => this.begin());
    });
  }

  private begin(): void {
    this.isBeginning = false;
    while (this.underWay < this.limits.atOnce && this.waiting.length > 0) {
      this.underWay += 1;
      void this.settle(this.waiting.splice(0, this.limits.most)).finally(() => {
        this.underWay -= 1;
        this.begin();
      });
    }
  }

  private async settle(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outputs = await this.run(batch.map(({ input }) => input));
      batch.forEach(({ resolve }, at) => resolve(outputs[at]!));
    } catch (error) {
      if (batch.length > 1 && this.isOfOne(error)) for (const one of batch) await this.settle([one]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
