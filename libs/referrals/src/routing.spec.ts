import { chooseRoutes, retryDelaySeconds, type KnownRecipient } from './routing.js';

const iccam: KnownRecipient = { id: 'r1', way: 'iccam', isActive: true, isSandbox: false, hasSecret: true };

describe('the way of a confirmed case', () => {
  it('is ICCAM for an organisation that belongs to it', () => {
    expect(chooseRoutes([iccam], { isDemonstration: false, isTip: false, isHostingKnown: true })).toEqual([
      { recipientId: 'r1', way: 'iccam' },
    ]);
  });

  it.each<[string, KnownRecipient[]]>([
    ['there is no recipient', []],
    ['the recipient is switched off', [{ ...iccam, isActive: false }]],
    ['its secret was cleared', [{ ...iccam, hasSecret: false }]],
    ['the only recipient is a sandbox', [{ ...iccam, isSandbox: true }]],
  ])('is open, for a person to find, where %s', (_words, recipients) => {
    expect(chooseRoutes(recipients, { isDemonstration: false, isTip: false, isHostingKnown: true })).toEqual([
      { recipientId: null, way: null },
    ]);
  });

  it('is open for a tip, which names no address to exchange', () => {
    expect(chooseRoutes([iccam], { isDemonstration: false, isTip: true, isHostingKnown: true })).toEqual([
      { recipientId: null, way: null },
    ]);
  });

  it('is open where the hosting country of an address is not known', () => {
    expect(chooseRoutes([iccam], { isDemonstration: false, isTip: false, isHostingKnown: false })).toEqual([
      { recipientId: null, way: null },
    ]);
  });

  it('leads from a demonstration to a sandbox alone', () => {
    const sandbox = { ...iccam, id: 'r2', isSandbox: true };
    expect(
      chooseRoutes([iccam, sandbox], { isDemonstration: true, isTip: false, isHostingKnown: true }),
    ).toEqual([{ recipientId: 'r2', way: 'iccam' }]);
    expect(chooseRoutes([iccam], { isDemonstration: true, isTip: false, isHostingKnown: true })).toEqual([
      { recipientId: null, way: null },
    ]);
  });
});

describe('the time until a referral is tried again', () => {
  it('doubles, and never exceeds six hours', () => {
    expect([1, 2, 3, 4].map(retryDelaySeconds)).toEqual([30, 60, 120, 240]);
    expect(retryDelaySeconds(1000)).toBe(6 * 3600);
  });
});
