import { effectOfMatch, settlingMatch, type StoredMatch } from './settlement.js';

const exact: StoredMatch = {
  id: '1',
  kind: 'exact',
  algorithm: 'sha256',
  verdict: 'baseline',
  isContested: false,
  trust: 'several-analysts',
  effect: 'settle',
  isEnabled: true,
  settlesByWeakDigest: false,
};

describe('what settles an item without a look', () => {
  it.each<[string, Partial<StoredMatch>, boolean]>([
    ['SHA-256 on a list that several analysts confirmed and that settles', {}, true],
    ['SHA-256 with a category that the list maps to nothing', { verdict: null }, false],
    ['SHA-256 of a file that a negative list has too', { isContested: true }, false],
    ['SHA-256 on such a list that is switched off', { isEnabled: false }, false],
    ['SHA-256 on a list that only suggests', { effect: 'suggest' }, false],
    ['SHA-256 on a list that only flags', { effect: 'flag' }, false],
    ['SHA-256 on a list that one analyst confirmed', { trust: 'one-analyst' }, false],
    ['SHA-256 on an unreviewed list', { trust: 'unreviewed' }, false],
    ['MD5 on a list that has better', { algorithm: 'md5' }, false],
    ['SHA-1 on a list that has better', { algorithm: 'sha1' }, false],
    ['MD5 on a list that has nothing better', { algorithm: 'md5', settlesByWeakDigest: true }, true],
    ['SHA-1 on a list that has nothing better', { algorithm: 'sha1', settlesByWeakDigest: true }, true],
    [
      'a perceptual hash, however trusted the list',
      { kind: 'near', algorithm: 'pdq', settlesByWeakDigest: true },
      false,
    ],
    ['a perceptual hash that calls itself exact', { algorithm: 'pdq', settlesByWeakDigest: true }, false],
  ])('%s: %o → %s', (_, change, settles) => {
    const match = { ...exact, ...change };
    expect(settlingMatch([match])).toBe(settles ? match : null);
  });

  it('nothing settles where there is no match', () => {
    expect(settlingMatch([])).toBeNull();
  });

  it('takes the strongest digest, and among equals the first by id, whatever their order', () => {
    const weak = { ...exact, id: '0', algorithm: 'md5' as const, settlesByWeakDigest: true };
    const later = { ...exact, id: '2' };
    expect(settlingMatch([weak, later, exact])).toBe(exact);
    expect(settlingMatch([exact, later, weak])).toBe(exact);
  });
});

describe('what a match does', () => {
  it.each<[string, Partial<StoredMatch>, string]>([
    ['exact, on a list that settles', {}, 'settle'],
    ['of a category that goes to a person', { verdict: null }, 'suggest'],
    ['exact, of a file that a negative list has too', { isContested: true }, 'suggest'],
    ['of a negative list', { effect: 'suppress' }, 'suppress'],
    ['near, on a list that settles', { kind: 'near', algorithm: 'pdq' }, 'suggest'],
    ['by a weak digest, on a list that has better', { algorithm: 'md5' }, 'suggest'],
    ['exact, on a list that only flags', { effect: 'flag' }, 'flag'],
    ['near, on a list that only flags', { effect: 'flag', kind: 'near', algorithm: 'pdq' }, 'flag'],
  ])('%s: %o → %s', (_, change, effect) => {
    expect(effectOfMatch({ ...exact, ...change })).toBe(effect);
  });
});
