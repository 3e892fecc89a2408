// Says once when a lag passes its bound, and once when it is over: a log that repeats itself is not read.

export class LagAlarm {
  private isRaised = false;

  constructor(private readonly boundSeconds: number) {}

  /** @returns what has changed with this measurement */
  measure(seconds: number): 'raised' | 'over' | undefined {
    const isBeyond = seconds > this.boundSeconds;
    if (isBeyond === this.isRaised) return undefined;
    this.isRaised = isBeyond;
    return isBeyond ? 'raised' : 'over';
  }
}
