import * as fc from 'fast-check';
import { compareBags, percentOf, type ComparedFrame } from './frame-shares.js';

const LIMITS = { maxDistance: 31, minQuality: 50 };

/** A hash with so many of its first bits set. */
function frame(bits: number, quality: number | null = 100, base = 0): ComparedFrame {
  const hash = new Uint8Array(32).fill(base);
  for (let bit = 0; bit < bits; bit += 1) hash[bit >> 3]! ^= 1 << (bit & 7);
  return { hash, quality };
}

describe('two videos as bags of frames', () => {
  it('are compared by the share of frames that have a like one, on both sides', () => {
    const media = [frame(0), frame(10), frame(0, 100, 0xff), frame(0, 100, 0x0f)];
    const listed = [frame(31), frame(0, 100, 0xaa)];
    const shares = compareBags(media, listed, LIMITS);
    expect(shares).toEqual({ media: { compared: 4, matched: 2 }, listed: { compared: 2, matched: 1 } });
    expect([percentOf(shares.media), percentOf(shares.listed)]).toEqual([50, 50]);
  });

  it.each([
    ['a distance of 31 is like', [frame(0)], [frame(31)], [1, 1]],
    ['a distance of 32 is not', [frame(0)], [frame(32)], [0, 1]],
    ['a poor frame does not count', [frame(0), frame(0, 49, 0xff)], [frame(0, 49), frame(1)], [1, 1]],
    ['a quality of 50 does', [frame(0, 50)], [frame(0, 50)], [1, 1]],
    ['an unknown quality does', [frame(0)], [frame(0, null)], [1, 1]],
    ['the same frame counts once', [frame(0), frame(0), frame(0)], [frame(0)], [1, 1]],
  ])('%s', (_rule, media, listed, [matched, compared]) => {
    expect(compareBags(media, listed, LIMITS).media).toEqual({ matched, compared });
  });

  it('share nothing where one has no frame', () => {
    const { media, listed } = compareBags([frame(0)], [], LIMITS);
    expect({ media, listed }).toEqual({
      media: { compared: 1, matched: 0 },
      listed: { compared: 0, matched: 0 },
    });
    expect(percentOf(listed)).toBe(0);
  });

  it('share the same whichever comes first', () => {
    const bag = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 80 }), fc.constantFrom(40, 60)).map(([bits, q]) => frame(bits, q)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(bag, bag, (one, other) => {
        const there = compareBags(one, other, LIMITS);
        const back = compareBags(other, one, LIMITS);
        expect(back).toEqual({ media: there.listed, listed: there.media });
      }),
    );
  });
});
