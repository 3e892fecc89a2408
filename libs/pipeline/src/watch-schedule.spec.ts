import fc from 'fast-check';
import { nextLookSeconds, sooner } from './watch-schedule.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('the schedule of looks at a referred address', () => {
  it.each([
    [0, HOUR],
    [DAY - 1, HOUR],
    [DAY, 6 * HOUR],
    [7 * DAY, DAY],
    [30 * DAY, 7 * DAY],
    [90 * DAY - 1, 7 * DAY],
    [90 * DAY, null],
  ])('is, %d seconds after it was referred, %p', (age, expected) => {
    expect(nextLookSeconds(age, HOUR, 90)).toBe(expected);
  });

  it('costs few looks at what stays where it is', () => {
    let looks = 0;
    for (let age = 0; ; looks++) {
      const next = nextLookSeconds(age, HOUR, 90);
      if (next === null) break;
      age += next;
    }
    expect(looks).toBeLessThan(90);
  });

  it('ends, whatever is set', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 604_800 }), fc.integer({ min: 1, max: 365 }), (base, days) => {
        expect(nextLookSeconds(days * DAY, base, days)).toBeNull();
        expect(nextLookSeconds(days * DAY - 1, base, days)).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  it('looks sooner at what seems to have gone', () => {
    expect(sooner(7 * DAY, HOUR, 'gone', false)).toBe(HOUR);
    expect(sooner(7 * DAY, HOUR, 'unknown', true)).toBe(6 * HOUR);
    expect(sooner(HOUR, HOUR, 'unknown', true)).toBe(HOUR);
    expect(sooner(7 * DAY, HOUR, 'unknown', false)).toBe(7 * DAY);
  });
});
