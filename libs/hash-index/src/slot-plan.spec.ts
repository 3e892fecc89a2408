import { cutSlots, flipMasks, slotCountFor, slotRadii } from './slot-plan.js';

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

  it('has tables from some thousands of entries on', () => {
    expect([0, 3_999, 4_000, 399_999, 400_000].map(slotCountFor)).toEqual([0, 0, 16, 16, 12]);
  });

  it('flips each choice of up to so many bits once', () => {
    const masks = flipMasks(21, 2);
    expect(new Set(masks).size).toBe(1 + 21 + 210);
    expect(masks).toHaveLength(1 + 21 + 210);
    expect(flipMasks(21, 0)).toEqual(Uint32Array.of(0));
    expect(flipMasks(21, -1)).toHaveLength(0);
  });
});
