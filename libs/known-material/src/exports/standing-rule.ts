// What holds of an assessment, as the library that reviews knows it: SQL over assessment `a`, its item `i` and case `c`.

export interface StandingRule {
  /** `a` holds for what `i` shows now. */
  readonly assessmentStands: string;
  /** `a` is what a person who looked at the bytes decided; it has gone out, and nobody took it back. Without `i`. */
  readonly decisionHolds: string;
}
