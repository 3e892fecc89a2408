import * as fc from 'fast-check';
import {
  claimRefusal,
  DEFAULT_EXPOSURE_POLICY,
  exposurePolicyFrom,
  localTime,
  type WorkToday,
} from './exposure-limits.js';

/** A Wednesday, ten in the morning in Amsterdam. */
const WEDNESDAY = new Date('2026-03-04T09:00:00Z');
const RESTED: WorkToday = { exposedSeconds: 0 };
const minutesAgo = (minutes: number, from = WEDNESDAY) => new Date(from.getTime() - minutes * 60_000);

describe('whether a person may be given another case', () => {
  const refusal = (work: Partial<WorkToday>, now = WEDNESDAY, timeZone = 'Europe/Amsterdam') =>
    claimRefusal(DEFAULT_EXPOSURE_POLICY, { ...RESTED, ...work }, now, timeZone);

  it('may, rested, on a working day', () => {
    expect(refusal({})).toBeUndefined();
  });

  it.each([
    ['one second before five hours of exposure', 5 * 3600 - 1, undefined],
    ['at five hours of exposure', 5 * 3600, 'exposure-limit'],
  ])('%s', (_name, exposedSeconds, expected) => {
    expect(refusal({ exposedSeconds })).toBe(expected);
  });

  it.each([
    ['works on through 49 minutes', 49, 0, undefined],
    ['needs a break after 50 minutes', 50, 0, 'break-due'],
    ['still needs it nine minutes into the break', 59, 9, 'break-due'],
    ['has had it after ten minutes without work', 60, 10, undefined],
  ])('%s', (_name, started, lastActive, expected) => {
    const stretch = { startedAt: minutesAgo(started), lastActiveAt: minutesAgo(lastActive) };
    expect(refusal({ stretch })).toBe(expected);
  });

  it.each([
    ['2026-03-04T14:59:00Z', 'Europe/Amsterdam', undefined],
    ['2026-03-04T15:00:00Z', 'Europe/Amsterdam', 'outside-hours'],
    ['2026-03-04T15:00:00Z', 'Europe/London', undefined],
    ['2026-07-01T14:00:00Z', 'Europe/Amsterdam', 'outside-hours'],
    ['2026-03-04T03:00:00Z', 'Europe/Amsterdam', 'outside-hours'],
    ['2026-03-07T10:00:00Z', 'Europe/Amsterdam', 'outside-hours'],
    ['2026-03-08T10:00:00Z', 'Europe/Amsterdam', 'outside-hours'],
    ['2026-03-06T22:30:00Z', 'Asia/Tokyo', 'outside-hours'],
    ['2026-03-08T22:30:00Z', 'Asia/Tokyo', undefined],
  ])('at %s in %s: %s', (time, timeZone, expected) => {
    expect(refusal({}, new Date(time), timeZone)).toBe(expected);
  });

  it('counts midnight as hour 0, not 24', () => {
    expect(localTime(new Date('2026-03-04T23:30:00Z'), 'Europe/Amsterdam')).toEqual({ hour: 0, day: 4 });
  });
});

describe('the policy that holds for a person', () => {
  it('is the default where the organisation says nothing', () => {
    expect(exposurePolicyFrom({}, {}, false)).toEqual(DEFAULT_EXPOSURE_POLICY);
  });

  it('knows no hours in a demonstration, unless its policy names some', () => {
    expect(exposurePolicyFrom({}, {}, true).claimHours).toBeUndefined();
    expect(exposurePolicyFrom({ exposure: { claimHours: { until: 12 } } }, {}, true).claimHours?.until).toBe(
      12,
    );
  });

  it('has no hours where the organisation switched them off', () => {
    expect(exposurePolicyFrom({ exposure: { claimHours: 'any' } }, {}, false).claimHours).toBeUndefined();
  });

  it('is never weaker for a person than for the organisation, whatever the person’s limits say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.anything(), (daily, stretch, limits) => {
        const organisation = { exposure: { dailySeconds: daily, stretchSeconds: stretch } };
        const all = exposurePolicyFrom(organisation, {}, false);
        const own = exposurePolicyFrom(organisation, limits, false);
        expect(own.dailySeconds).toBeLessThanOrEqual(all.dailySeconds);
        expect(own.stretchSeconds).toBeLessThanOrEqual(all.stretchSeconds);
        expect(own.breakSeconds).toBeGreaterThanOrEqual(all.breakSeconds);
      }),
    );
    expect(exposurePolicyFrom({}, { dailySeconds: 3600 }, false).dailySeconds).toBe(3600);
    expect(exposurePolicyFrom({}, { dailySeconds: 36_000 }, false).dailySeconds).toBe(5 * 3600);
  });

  it('is made of whole numbers within bounds from any policy at all', () => {
    fc.assert(
      fc.property(fc.anything(), fc.boolean(), (organisation, isDemonstration) => {
        const policy = exposurePolicyFrom(organisation, undefined, isDemonstration);
        for (const figure of [policy.dailySeconds, policy.stretchSeconds, policy.breakSeconds]) {
          expect(Number.isInteger(figure) && figure >= 0 && figure <= 24 * 3600).toBe(true);
        }
      }),
    );
  });
});
