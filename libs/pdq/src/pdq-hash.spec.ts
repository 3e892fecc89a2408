import * as fc from 'fast-check';
import { fromHex, hammingDistance, PdqFormatError, toHex } from './pdq-hash.js';

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('the text of a hash', () => {
  it('reads back as the same hash, in either case', () => {
    fc.assert(
      fc.property(hashes, (hash) => {
        const text = toHex(hash);
        expect(text).toMatch(/^[0-9a-f]{64}$/);
        expect(fromHex(text)).toEqual(hash);
        expect(fromHex(text.toUpperCase())).toEqual(hash);
      }),
    );
  });

  it('starts with the most significant byte', () => {
    const hash = fromHex(`80${'0'.repeat(60)}01`);
    expect([hash[0], hash[1], hash[31]]).toEqual([128, 0, 1]);
  });

  it.each(['', 'f'.repeat(63), 'f'.repeat(65), 'g'.repeat(64), ` ${'f'.repeat(63)}`, `${'f'.repeat(64)}\n`])(
    'is refused when it is %j',
    (text) => {
      expect(() => fromHex(text)).toThrow(PdqFormatError);
    },
  );

  it('is not made of bytes that are no hash', () => {
    expect(() => toHex(new Uint8Array(31))).toThrow(PdqFormatError);
  });
});

describe('the distance of two hashes', () => {
  it('is zero for equal hashes only, the same both ways, and never longer than a detour', () => {
    fc.assert(
      fc.property(hashes, hashes, hashes, (a, b, c) => {
        expect(hammingDistance(a, a)).toBe(0);
        expect(hammingDistance(a, b) === 0).toBe(toHex(a) === toHex(b));
        expect(hammingDistance(a, b)).toBe(hammingDistance(b, a));
        expect(hammingDistance(a, c)).toBeLessThanOrEqual(hammingDistance(a, b) + hammingDistance(b, c));
      }),
    );
  });

  it('counts the bits that differ', () => {
    fc.assert(
      fc.property(hashes, fc.uniqueArray(fc.nat(255)), (hash, bits) => {
        const changed = hash.slice();
        for (const bit of bits) changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(hammingDistance(hash, changed)).toBe(bits.length);
      }),
    );
  });

  it('is not taken of anything but two hashes', () => {
    expect(() => hammingDistance(new Uint8Array(32), new Uint8Array(20))).toThrow(PdqFormatError);
  });
});
