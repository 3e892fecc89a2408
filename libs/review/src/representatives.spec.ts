import * as fc from 'fast-check';
import { DIHEDRAL_NAMES, HASH_BYTES, hammingDistance } from '#libs/pdq';
import { likeness, nearPictures, type HashedPicture } from './representatives.js';

const LIMIT = 31;

/** A picture whose first bits are set; its other orientations are far from everything. */
const picture = (id: string, bits: number): HashedPicture => {
  const dihedral = new Uint8Array(DIHEDRAL_NAMES.length * HASH_BYTES).fill(0xaa);
  dihedral.fill(0, 0, HASH_BYTES);
  for (let bit = 0; bit < bits; bit += 1) dihedral[bit >> 3]! |= 1 << (bit & 7);
  return { id, dihedral };
};

/** Pictures on a line, each as many bits along it as drawn: neighbours are near, the ends are not. */
const onALine = fc
  .array(fc.integer({ min: 0, max: 120 }), { maxLength: 24 })
  .map((places) => places.map((bits, index) => picture(`p${index}`, bits)));

describe('near copies under a representative', () => {
  it('never chain: A like B and B like C puts C under neither by way of B', () => {
    const near = nearPictures([picture('a', 0), picture('b', 30), picture('c', 60)], LIMIT);
    expect(near).toEqual([{ id: 'b', representativeId: 'a', distance: 30, orientation: 'original' }]);
  });

  it('stand under the nearest, and under the earlier of two as near', () => {
    const near = nearPictures([picture('a', 0), picture('c', 60), picture('b', 30)], LIMIT);
    expect(near).toEqual([{ id: 'b', representativeId: 'a', distance: 30, orientation: 'original' }]);
    const [nearest] = nearPictures([picture('a', 0), picture('c', 50), picture('b', 30)], LIMIT);
    expect(nearest).toMatchObject({ id: 'b', representativeId: 'c', distance: 20 });
  });

  it('are found however a picture is turned', () => {
    const plain = picture('a', 40);
    const turned = { id: 'b', dihedral: plain.dihedral.slice() };
    const at = DIHEDRAL_NAMES.indexOf('rot90') * HASH_BYTES;
    turned.dihedral.set(plain.dihedral.subarray(0, HASH_BYTES), at);
    turned.dihedral.fill(0x55, 0, HASH_BYTES);
    expect(likeness(turned.dihedral, plain.dihedral)).toEqual({ distance: 0, orientation: 'rot90' });
  });

  it('are each within the distance of their own representative, which stands under none', () => {
    fc.assert(
      fc.property(onALine, (pictures) => {
        const near = nearPictures(pictures, LIMIT);
        const byId = new Map(pictures.map((one) => [one.id, one.dihedral.subarray(0, HASH_BYTES)]));
        const members = new Set(near.map(({ id }) => id));
        for (const { id, representativeId, distance } of near) {
          expect(members.has(representativeId)).toBe(false);
          expect(hammingDistance(byId.get(id)!, byId.get(representativeId)!)).toBe(distance);
          expect(distance).toBeLessThanOrEqual(LIMIT);
        }
        const representatives = pictures.filter(({ id }) => !members.has(id));
        for (const [place, one] of representatives.entries())
          for (const other of representatives.slice(place + 1))
            expect(likeness(other.dihedral, one.dihedral).distance).toBeGreaterThan(LIMIT);
      }),
    );
  });

  it('stay as they were when more pictures come', () => {
    fc.assert(
      fc.property(onALine, fc.nat(), (pictures, at) => {
        const first = pictures.slice(0, at % (pictures.length + 1));
        const before = nearPictures(first, LIMIT);
        expect(nearPictures(pictures, LIMIT).slice(0, before.length)).toEqual(before);
      }),
    );
  });
});
