// What holds of an assessment, as the library that reviews knows it.

export interface StandingRule {
  /** SQL: assessment `a` holds for what item `i` of case `c` shows now. */
  readonly assessmentStands: string;
  /** SQL: an assessment is what a person who looked at the bytes decided; it has gone out, and nobody took it back. */
  readonly decisionHolds: (assessment: string, ofCase: string) => string;
}
