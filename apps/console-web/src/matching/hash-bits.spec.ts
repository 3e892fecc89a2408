import fc from 'fast-check';
import { fromHex, hammingDistance } from '#libs/pdq';
import { differingBits, GRID_SIDE, HASH_BITS, hashBits, nearness } from './hash-bits.js';

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

describe('the bits of a hash', () => {
  it('are 16 rows of 16, the coarsest first', () => {
    expect(HASH_BITS).toBe(256);
    const last = hashBits(`${'0'.repeat(63)}3`);
    expect(last.slice(0, 3)).toEqual([true, true, false]);
    const first = hashBits(`8${'0'.repeat(63)}`);
    expect(first.lastIndexOf(true)).toBe(255);
    const secondRow = hashBits(`${'0'.repeat(59)}1${'0'.repeat(4)}`);
    expect(secondRow.indexOf(true)).toBe(GRID_SIDE);
  });

  it('differ in as many places as matching counts, whatever the hashes', () => {
    fc.assert(
      fc.property(hash, hash, (one, other) => {
        const count = differingBits(hashBits(one), hashBits(other)).filter(Boolean).length;
        expect(count).toBe(hammingDistance(fromHex(one), fromHex(other)));
      }),
    );
  });

  it.each(['', 'abc', 'g'.repeat(64), 'a'.repeat(65)])('are not made up for %j', (text) => {
    expect(() => hashBits(text)).toThrow(RangeError);
  });
});

describe('what a distance says', () => {
  it.each([
    [0, 'none'],
    [1, 'tiny'],
    [10, 'tiny'],
    [11, 'small'],
    [31, 'small'],
    [32, 'wide'],
    [63, 'wide'],
    [64, 'apart'],
  ] as const)('%i bits: %s', (distance, word) => {
    expect(nearness(distance)).toBe(word);
  });
});
