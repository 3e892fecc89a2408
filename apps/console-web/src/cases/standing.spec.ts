import type { Assessment } from '../api/types.js';
import { standingOf } from './standing.js';

const assessment = (version: number, stands: boolean): Assessment => ({
  version,
  stands,
  isWithdrawn: !stands,
  round: 1,
  scheme: 's',
  answers: { verdict: 'baseline' },
  madeBy: 'person',
  person: 'Somebody',
  settledByList: null,
  follows: null,
  takenFrom: null,
  linkEnded: null,
  looked: true,
  madeAt: '2026-11-22T10:00:00Z',
});

describe('the assessment that holds for an item', () => {
  it('is the newest that stands, never one that was taken back', () => {
    const assessments = [assessment(3, false), assessment(2, true), assessment(1, true)];
    expect(standingOf({ assessments })?.version).toBe(2);
  });

  it('is none where all were taken back', () => {
    expect(standingOf({ assessments: [assessment(1, false)] })).toBeUndefined();
  });
});
