import * as fc from 'fast-check';
import { cutSlots, flipMasks, nextSlacks, slotCountFor, slotRadii } from './slot-plan.js';

describe('the plan of slots', () => {
  it.each([11, 12, 16, 17, 32])('cuts %d slots that do not overlap and lie within the hash', (count) => {
    const slots = cutSlots(count);
    expect(slots).toHaveLength(count);
    for (const [i, { firstBit, bits }] of slots.entries()) {
      expect(firstBit).toBe(i === 0 ? 0 : slots[i - 1]!.firstBit + slots[i - 1]!.bits);
      expect(firstBit + bits).toBeLessThanOrEqual(256);
    }
  });

  it('meets the pigeonhole bound exactly: radii plus one add up to the distance plus one', () => {
    for (const count of [11, 12, 16, 32]) {
      for (let distance = 0; distance <= 31; distance++) {
        const radii = slotRadii(cutSlots(count), distance, 1_000_000);
        expect(radii.reduce((sum, radius) => sum + radius + 1, 0)).toBe(distance + 1);
      }
    }
  });

  it('searches a million entries in 12 slots, eight to radius 2 and four to radius 1', () => {
    const radii = slotRadii(cutSlots(slotCountFor(1_000_000)), 31, 1_000_000);
    expect(radii.filter((radius) => radius === 2)).toHaveLength(8);
    expect(radii.filter((radius) => radius === 1)).toHaveLength(4);
  });

  it('lets pass, in some slot, whatever differs within the distance, the next slot looked at too', () => {
    const plan = fc.record({
      count: fc.constantFrom(11, 12, 16, 17, 32),
      distance: fc.nat(31),
      bits: fc.array(fc.nat(255), { maxLength: 31 }),
    });
    fc.assert(
      fc.property(plan, ({ count, distance, bits }) => {
        const slots = cutSlots(count);
        const radii = slotRadii(slots, distance, 1_000_000);
        const slacks = nextSlacks(radii);
        const differing = [...new Set(bits)].slice(0, distance);
        const inSlot = slots.map(
          ({ firstBit, bits: length }) =>
            differing.filter((bit) => bit >= firstBit && bit < firstBit + length).length,
        );
        const passes = inSlot.map(
          (here, i) => here <= radii[i]! && here + inSlot[(i + 1) % count]! <= slacks[i]!,
        );
        expect(passes).toContain(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('has tables from some thousands of entries on', () => {
    expect([0, 3_999, 4_000, 399_999, 400_000].map(slotCountFor)).toEqual([0, 0, 16, 16, 12]);
  });

  it('flips each choice of up to so many bits once', () => {
    const masks = flipMasks(21, 2);
    expect(new Set(masks).size).toBe(1 + 21 + 210);
    expect(masks).toHaveLength(1 + 21 + 210);
    expect(
      flipMasks(21, 2)
        .slice(0, 22)
        .every((mask) => (mask & (mask - 1)) === 0),
    ).toBe(true);
    expect(flipMasks(21, 0)).toEqual(Uint32Array.of(0));
    expect(flipMasks(21, -1)).toHaveLength(0);
  });
});
