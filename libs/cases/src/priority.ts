// In which order analysts meet cases: a pure, versioned function. Points for what presses, and for waiting, so that
// nothing starves. Waiting adds points at a constant rate, so the order of two cases never changes by waiting alone and
// the stored figure needs no renewal.

export const PRIORITY_VERSION = 'manara-priority-4';

/** Points that an hour of waiting adds. */
export const POINTS_AN_HOUR = 2;

export type AgeBandRank = 'infant' | 'pre-pubescent' | 'pubescent';

export interface PriorityFacts {
  readonly childInDanger: boolean;
  /** Reported by those concerned themselves, or about a child that the reporter knows. */
  readonly isOfConcern: boolean;
  /** A picture that no list and no earlier decision knows. */
  readonly hasUnseenMaterial: boolean;
  /** The youngest that a matched entry or an earlier decision names. */
  readonly youngestAgeBand: AgeBandRank | null;
  /** The gravest that a matched entry or an earlier decision names. */
  readonly gravestVerdict: 'baseline' | 'national' | null;
  readonly isOnline: boolean;
  readonly isHostedInOwnCountry: boolean;
  /** How many of its cluster were there before it, while nothing but a flood has reported it; else null. */
  readonly floodPlace: number | null;
  readonly openedAt: Date;
}

export interface PriorityFactor {
  readonly factor: string;
  readonly points: number;
}

export interface Priority {
  readonly version: string;
  /** Higher comes first. Comparable between cases at any time. */
  readonly priority: number;
  /** What made it so; without the waiting time, which grows. */
  readonly factors: readonly PriorityFactor[];
}

const AGE_POINTS: Readonly<Record<AgeBandRank, number>> = {
  infant: 150,
  'pre-pubescent': 120,
  pubescent: 60,
};
/**
 * What is claimed of a child, and what is left of it when nothing but a flood claims it. The steps are wide: whatever else
 * speaks for a case (590 points at most), whatever its place in a flood and a month of waiting never lift it over one.
 * So the mark of a flood, which one hidden field can set, puts a child behind other children and before all else.
 */
const CLAIM_POINTS = { danger: 9000, concern: 6000 } as const;
const LEFT_IN_FLOOD = { danger: 3700, concern: 2600, both: 4000 } as const;
/** What a case of a flood stands behind others, and the most by which those that came after it stand further behind. */
const FLOOD_POINTS = 100;
const MOST_FOR_FLOOD_PLACE = 400;
const VERDICT_POINTS = { baseline: 100, national: 50 } as const;
// Only a fixed point to count hours from; keeps stored figures small.
const EPOCH_MS = Date.UTC(2026, 0, 1);

function leftInFlood({ childInDanger, isOfConcern }: PriorityFacts): number {
  if (childInDanger) return isOfConcern ? LEFT_IN_FLOOD.both : LEFT_IN_FLOOD.danger;
  return isOfConcern ? LEFT_IN_FLOOD.concern : 0;
}

/** Ranks a case by its facts. */
export function rankCase(facts: PriorityFacts): Priority {
  const factors: PriorityFactor[] = [];
  const add = (factor: string, points: number) => {
    if (points > 0) factors.push({ factor, points });
  };
  add('child-in-danger', facts.childInDanger ? CLAIM_POINTS.danger : 0);
  add('of-concern', facts.isOfConcern ? CLAIM_POINTS.concern : 0);
  if (facts.floodPlace !== null) {
    const claimed = factors.reduce((sum, factor) => sum + factor.points, 0);
    const behind = FLOOD_POINTS + Math.min(facts.floodPlace, MOST_FOR_FLOOD_PLACE);
    factors.push({ factor: 'arrived-in-flood', points: leftInFlood(facts) - claimed - behind });
  }
  add('unseen-material', facts.hasUnseenMaterial ? 200 : 0);
  add('younger-age-band', facts.youngestAgeBand === null ? 0 : AGE_POINTS[facts.youngestAgeBand]);
  add('severity', facts.gravestVerdict === null ? 0 : VERDICT_POINTS[facts.gravestVerdict]);
  add('still-online', facts.isOnline ? 60 : 0);
  add('hosted-in-own-country', facts.isHostedInOwnCountry ? 80 : 0);
  const points = factors.reduce((sum, factor) => sum + factor.points, 0);
  const hoursOpenedAfterEpoch = (facts.openedAt.getTime() - EPOCH_MS) / 3_600_000;
  return { version: PRIORITY_VERSION, priority: points - POINTS_AN_HOUR * hoursOpenedAfterEpoch, factors };
}
