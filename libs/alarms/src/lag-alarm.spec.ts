import { LagAlarm } from './lag-alarm.js';

describe('the alarm of a lag', () => {
  it('is raised once when the bound is passed, is over once, and can be raised again', () => {
    const alarm = new LagAlarm(60);
    expect([0, 60, 61, 500, 61, 60, 0, 3600].map((seconds) => alarm.measure(seconds))).toEqual([
      undefined,
      undefined,
      'raised',
      undefined,
      undefined,
      'over',
      undefined,
      'raised',
    ]);
  });
});
