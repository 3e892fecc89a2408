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

  describe('whatever the marks of a flood say', () => {
    const inOrOutOfFlood = fc.option(fc.nat(2_000_000), { nil: null });
    const claims = fc.constantFrom(
      { childInDanger: true, isOfConcern: false },
      { childInDanger: false, isOfConcern: true },
      { childInDanger: true, isOfConcern: true },
    );
    const found = fc.record({
      hasUnseenMaterial: fc.boolean(),
      youngestAgeBand: fc.constantFrom('infant', 'pre-pubescent', 'pubescent', null),
      gravestVerdict: fc.constantFrom('baseline', 'national', null),
      isOnline: fc.boolean(),
      isHostedInOwnCountry: fc.boolean(),
    });
    const upToAMonth = fc
      .integer({ min: 0, max: 29 * 24 })
      .map((hours) => new Date(plain.openedAt.getTime() - hours * 3_600_000));

    it('puts a child in danger and those concerned before every other case, a month of waiting included', () => {
      fc.assert(
        fc.property(
          claims,
          inOrOutOfFlood,
          found,
          found,
          inOrOutOfFlood,
          upToAMonth,
          (claim, floodPlace, ofChild, ofOther, otherPlace, openedAt) => {
            const child = rank({ ...ofChild, ...claim, floodPlace });
            expect(child).toBeGreaterThan(rank({ ...ofOther, floodPlace: otherPlace, openedAt }));
          },
        ),
      );
    });

    it('puts those of them that nothing but a flood claims behind the others of them', () => {
      fc.assert(
        fc.property(
          claims,
          claims,
          found,
          found,
          fc.nat(2_000_000),
          upToAMonth,
          (claim, claimOfFlood, ofChild, ofFlood, floodPlace, openedAt) => {
            const child = rank({ ...ofChild, ...claim });
            expect(child).toBeGreaterThan(rank({ ...ofFlood, ...claimOfFlood, floodPlace, openedAt }));
          },
        ),
      );
    });

    it('adds up to the rank that it says', () => {
      fc.assert(
        fc.property(claims, found, fc.nat(1000), (claim, rest, floodPlace) => {
          const { priority, factors } = rankCase({ ...plain, ...rest, ...claim, floodPlace });
          const sum = factors.reduce((total, { points }) => total + points, 0);
          expect(priority - rank({})).toBeCloseTo(sum, 6);
        }),
      );
    });
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
