import { chooseRoutes, retryDelaySeconds, type KnownRecipient, type RoutedCase } from './routing.js';

const iccam: KnownRecipient = {
  id: 'r1',
  way: 'iccam',
  isActive: true,
  isSandbox: false,
  hasSecret: true,
  country: null,
  isOfPortal: false,
};
const hosted: RoutedCase = {
  isDemonstration: false,
  isTip: false,
  isHostingKnown: true,
  hostingCountries: ['NL'],
};
const nobody = (because: string) => [{ recipientId: null, way: null, because }];

describe('the way of a confirmed case', () => {
  it('is ICCAM for an organisation that belongs to it', () => {
    expect(chooseRoutes([iccam], hosted)).toEqual([
      { recipientId: 'r1', way: 'iccam', because: 'organisation' },
    ]);
  });

  it.each<[string, KnownRecipient[], Partial<RoutedCase>, string]>([
    ['there is no recipient', [], {}, 'no-recipient'],
    ['the recipient is switched off', [{ ...iccam, isActive: false }], {}, 'no-recipient'],
    ['its secret was cleared', [{ ...iccam, hasSecret: false }], {}, 'no-recipient'],
    ['the only recipient is a sandbox', [{ ...iccam, isSandbox: true }], {}, 'no-recipient'],
    ['nothing delivers by its way yet', [{ ...iccam, way: 'police' }], {}, 'no-recipient'],
    ['it is a tip, which names no address to exchange', [iccam], { isTip: true }, 'tip'],
    ['the hosting country of an address is not known', [iccam], { isHostingKnown: false }, 'hosting-unknown'],
    ['the recipient takes another country alone', [{ ...iccam, country: 'FR' }], {}, 'other-country'],
    [
      'one of several addresses is hosted elsewhere',
      [{ ...iccam, country: 'NL' }],
      { hostingCountries: ['FR', 'NL'] },
      'other-country',
    ],
  ])('is open, for a person to find, where %s', (_words, recipients, routed, because) => {
    expect(chooseRoutes(recipients, { ...hosted, ...routed })).toEqual(nobody(because));
  });

  it('leads from a demonstration to a sandbox alone', () => {
    const sandbox = { ...iccam, id: 'r2', isSandbox: true };
    const demonstration = { ...hosted, isDemonstration: true };
    expect(chooseRoutes([iccam, sandbox], demonstration)).toEqual([
      { recipientId: 'r2', way: 'iccam', because: 'organisation' },
    ]);
    expect(chooseRoutes([iccam], demonstration)).toEqual(nobody('no-recipient'));
  });

  describe('of a portal that names recipients of its own', () => {
    const own = { ...iccam, id: 'own', isOfPortal: true };

    it('leads to these alone', () => {
      expect(chooseRoutes([iccam, own], hosted)).toEqual([
        { recipientId: 'own', way: 'iccam', because: 'portal' },
      ]);
    });

    it.each<[string, Partial<KnownRecipient>]>([
      ['is switched off', { isActive: false }],
      ['has no secret', { hasSecret: false }],
      ['takes another country alone', { country: 'TN' }],
      ['is reached by a way that nothing delivers by', { way: 'police' }],
    ])('leads to the organisation’s where the portal’s own %s, and says so', (_words, flaw) => {
      expect(chooseRoutes([iccam, { ...own, ...flaw }], hosted)).toEqual([
        { recipientId: 'r1', way: 'iccam', because: 'portal-none-fits' },
      ]);
    });

    it('chooses among them by the country in which the addresses are hosted', () => {
      const [dutch, french] = [
        { ...own, id: 'nl', country: 'NL' },
        { ...own, id: 'fr', country: 'FR' },
      ];
      expect(chooseRoutes([dutch, french, iccam], hosted).map(({ recipientId }) => recipientId)).toEqual([
        'nl',
      ]);
    });
  });
});

describe('the time until a referral is tried again', () => {
  it('doubles, and never exceeds six hours', () => {
    expect([1, 2, 3, 4].map(retryDelaySeconds)).toEqual([30, 60, 120, 240]);
    expect(retryDelaySeconds(1000)).toBe(6 * 3600);
  });
});
