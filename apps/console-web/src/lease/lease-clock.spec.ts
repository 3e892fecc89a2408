import { clockFace, isHeartbeatDue, leasePhase } from './lease-clock.js';

const minutes = (count: number) => count * 60_000;
const present = { lastBeatAt: 0, lastInputAt: 0, isVisible: true };

describe('the lease of a case', () => {
  it('is held, warns in its last two minutes, and is then over', () => {
    expect(leasePhase(minutes(15), 0)).toBe('held');
    expect(leasePhase(minutes(15), minutes(13) - 1)).toBe('held');
    expect(leasePhase(minutes(15), minutes(13))).toBe('ending');
    expect(leasePhase(minutes(15), minutes(15) - 1)).toBe('ending');
    expect(leasePhase(minutes(15), minutes(15))).toBe('over');
  });

  it('is renewed once a minute while the page is seen and used', () => {
    expect(isHeartbeatDue(present, 59_999)).toBe(false);
    expect(isHeartbeatDue(present, 60_000)).toBe(true);
  });

  it('is not renewed for a page in the background', () => {
    expect(isHeartbeatDue({ ...present, isVisible: false }, minutes(2))).toBe(false);
  });

  it('is not renewed for a person who has touched nothing for three minutes', () => {
    expect(isHeartbeatDue(present, minutes(3) - 1)).toBe(true);
    expect(isHeartbeatDue(present, minutes(3))).toBe(false);
    expect(isHeartbeatDue({ ...present, lastInputAt: minutes(2) }, minutes(3))).toBe(true);
  });
});

describe('the clock', () => {
  it.each([
    [0, '0:00'],
    [-5_000, '0:00'],
    [1, '0:01'],
    [59_001, '1:00'],
    [119_000, '1:59'],
    [900_000, '15:00'],
  ])('shows %d ms as %s', (ms, face) => {
    expect(clockFace(ms)).toBe(face);
  });
});
