import fc from 'fast-check';
import { POINTS_AN_HOUR, rankCase, type PriorityFacts } from './priority.js';

const plain: PriorityFacts = {
  childInDanger: false,
  isOfConcern: false,
  hasUnseenMaterial: false,
  youngestAgeBand: null,
  gravestVerdict: null,
  isOnline: false,
  isHostedInOwnCountry: false,
  floodPlace: null,
  openedAt: new Date('2026-03-01T00:00:00Z'),
};
const rank = (facts: Partial<PriorityFacts>) => rankCase({ ...plain, ...facts }).priority;

describe('the priority of a case', () => {
  it.each<[string, Partial<PriorityFacts>]>([
    ['a child in danger', { childInDanger: true }],
    ['whom it concerns', { isOfConcern: true }],
    ['unseen material', { hasUnseenMaterial: true }],
    ['a named age band', { youngestAgeBand: 'pubescent' }],
    ['a named severity', { gravestVerdict: 'national' }],
    ['still being online', { isOnline: true }],
    ['hosting in the own country', { isHostedInOwnCountry: true }],
  ])('rises with %s, and says so', (_words, facts) => {
    expect(rank(facts)).toBeGreaterThan(rank({}));
    expect(rankCase({ ...plain, ...facts }).factors).toHaveLength(1);
  });

  it('puts those concerned before everything else together, a month of waiting included, and danger before them', () => {
    const rest = {
      hasUnseenMaterial: true,
      youngestAgeBand: 'infant',
      gravestVerdict: 'baseline',
      isOnline: true,
      isHostedInOwnCountry: true,
    } as const;
    const aMonthAgo = new Date(plain.openedAt.getTime() - 29 * 86_400_000);
    expect(rank({ isOfConcern: true })).toBeGreaterThan(rank({ ...rest, openedAt: aMonthAgo }));
    expect(rank({ childInDanger: true })).toBeGreaterThan(rank({ ...rest, isOfConcern: true }));
    expect(rank({ childInDanger: true, isOfConcern: true })).toBeGreaterThan(rank({ childInDanger: true }));
  });

  it('puts what nothing but a flood has reported behind the rest, and further behind the more alike there are', () => {
    expect(rank({ floodPlace: 0 })).toBeLessThan(rank({}));
    expect(rank({ floodPlace: 30 })).toBeLessThan(rank({ floodPlace: 0 }));
    expect(rank({ floodPlace: 1_000_000 })).toBeGreaterThan(rank({}) - 600);
  });

  it('counts a quarter of what a flood claims, which is still more than all that speaks for an ordinary case', () => {
    const claimed = { childInDanger: true, floodPlace: 1_000 };
    expect(rank(claimed)).toBeLessThan(rank({ isOfConcern: true }));
    expect(rank(claimed)).toBeGreaterThan(rank({ hasUnseenMaterial: true, isOnline: true }));
  });

  it('puts the younger before the older, the graver before the less grave', () => {
    expect(rank({ youngestAgeBand: 'infant' })).toBeGreaterThan(rank({ youngestAgeBand: 'pre-pubescent' }));
    expect(rank({ youngestAgeBand: 'pre-pubescent' })).toBeGreaterThan(
      rank({ youngestAgeBand: 'pubescent' }),
    );
    expect(rank({ gravestVerdict: 'baseline' })).toBeGreaterThan(rank({ gravestVerdict: 'national' }));
  });

  it('lets nothing starve: every hour of waiting weighs the same, for every case', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.boolean(), (hours, childInDanger) => {
        const later = new Date(plain.openedAt.getTime() + hours * 3_600_000);
        expect(rank({ childInDanger }) - rank({ childInDanger, openedAt: later })).toBeCloseTo(
          hours * POINTS_AN_HOUR,
          6,
        );
      }),
    );
  });
});
