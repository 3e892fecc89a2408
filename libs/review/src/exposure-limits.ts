// When a person may be given another case. Pure rules; the figures come from the organisation, the person may be
// stricter. An open case may always be finished or given back.

export interface ExposurePolicy {
  /** Seconds a day that pictures at level 2 and above may be looked at. */
  readonly dailySeconds: number;
  /** Seconds of work after which a break is due. */
  readonly stretchSeconds: number;
  /** Seconds without work that count as a break. */
  readonly breakSeconds: number;
  /** Hours and days at which a case may be claimed, in the organisation's time zone; absent: at any time. */
  readonly claimHours?: {
    /** From this hour on, 0 to 23. */
    readonly from: number;
    /** Not from this hour on, 1 to 24. */
    readonly until: number;
    /** ISO days of the week, 1 is Monday. */
    readonly days: readonly number[];
  };
}

/** Five hours a day, ten minutes' break after fifty, no claim after four in the afternoon or at the weekend. */
export const DEFAULT_EXPOSURE_POLICY: ExposurePolicy = Object.freeze({
  dailySeconds: 5 * 3600,
  stretchSeconds: 50 * 60,
  breakSeconds: 10 * 60,
  claimHours: { from: 6, until: 16, days: [1, 2, 3, 4, 5] },
});

/** The lowest level that counts as exposure for the daily limit. */
export const EXPOSURE_LEVEL = 2;

type Loose = Readonly<Record<string, unknown>>;
const asObject = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : undefined;
}

/**
 * The policy that holds for a person. Values that make no sense leave the stricter default in place.
 * @param organisation `organisations.policy`; its part `exposure` is read: `dailySeconds`, `stretchSeconds`,
 *   `breakSeconds`, `claimHours` (`{from, until, days}` or `"any"`)
 * @param person `staff_accounts.limits`: the same figures, which can only be stricter
 * @param isDemonstration a demonstration may be tried at any hour unless its policy says otherwise
 */
export function exposurePolicyFrom(
  organisation: unknown,
  person: unknown,
  isDemonstration: boolean,
): ExposurePolicy {
  const own = asObject(asObject(organisation).exposure);
  const limits = asObject(person);
  const fallback = DEFAULT_EXPOSURE_POLICY;
  const claimHours = claimHoursFrom(own.claimHours, isDemonstration);
  const stricter = (name: 'dailySeconds' | 'stretchSeconds', least: number, most: number) =>
    Math.min(whole(own[name], least, most) ?? fallback[name], whole(limits[name], least, most) ?? Infinity);
  return {
    dailySeconds: stricter('dailySeconds', 0, 24 * 3600),
    stretchSeconds: stricter('stretchSeconds', 60, 24 * 3600),
    breakSeconds: Math.max(
      whole(own.breakSeconds, 60, 3600) ?? fallback.breakSeconds,
      whole(limits.breakSeconds, 60, 3600) ?? 0,
    ),
    ...(claimHours ? { claimHours } : {}),
  };
}

function claimHoursFrom(given: unknown, isDemonstration: boolean): ExposurePolicy['claimHours'] {
  if (given === 'any' || (given === undefined && isDemonstration)) return undefined;
  const hours = asObject(given);
  const fallback = DEFAULT_EXPOSURE_POLICY.claimHours!;
  const days = Array.isArray(hours.days) ? hours.days.filter((day) => whole(day, 1, 7) !== undefined) : [];
  return {
    from: whole(hours.from, 0, 23) ?? fallback.from,
    until: whole(hours.until, 1, 24) ?? fallback.until,
    days: days.length > 0 ? (days as number[]) : fallback.days,
  };
}

export interface WorkToday {
  /** Seconds at level 2 and above since local midnight. */
  readonly exposedSeconds: number;
  /** Since when the person has worked without a break, and when they last did something; absent: not yet. */
  readonly stretch?: { readonly startedAt: Date; readonly lastActiveAt: Date };
}

export type ClaimRefusal = 'exposure-limit' | 'break-due' | 'outside-hours';

/** Why a person is not given another case now; undefined when they may be. */
export function claimRefusal(
  policy: ExposurePolicy,
  work: WorkToday,
  now: Date,
  timeZone: string,
): ClaimRefusal | undefined {
  if (policy.claimHours) {
    const { hour, day } = localTime(now, timeZone);
    const { from, until, days } = policy.claimHours;
    if (hour < from || hour >= until || !days.includes(day)) return 'outside-hours';
  }
  if (work.exposedSeconds >= policy.dailySeconds) return 'exposure-limit';
  return breakIsDue(policy, work, now) ? 'break-due' : undefined;
}

function breakIsDue(policy: ExposurePolicy, { stretch }: WorkToday, now: Date): boolean {
  if (stretch === undefined || isOver(stretch, policy, now)) return false;
  return secondsBetween(stretch.startedAt, now) >= policy.stretchSeconds;
}

/** Whether a stretch of work has ended by a break. */
export function isOver(stretch: { lastActiveAt: Date }, policy: ExposurePolicy, now: Date): boolean {
  return secondsBetween(stretch.lastActiveAt, now) >= policy.breakSeconds;
}

const secondsBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Hour (0 to 23) and ISO day of the week (1 is Monday) in a time zone. */
export function localTime(time: Date, timeZone: string): { hour: number; day: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    hourCycle: 'h23',
    weekday: 'short',
  }).formatToParts(time);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { hour: Number(part('hour')), day: WEEKDAYS.indexOf(part('weekday')) + 1 };
}
