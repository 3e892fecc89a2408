import * as fc from 'fast-check';
import { HashIndexDamagedError, HashIndexFullError, HashIndexInputError } from './errors.js';
import { type HashEntries, HashIndex, type HashMatch } from './hash-index.js';
import {
  entriesOf,
  flipBits,
  flipBitsAt,
  integerSource,
  plainSearch,
  randomHash,
} from './testing/test-hashes.js';

const below = integerSource(20240607);
/** More than a search gathers before it asks whether a scan would be quicker. */
const many = 5000;

/** Hashes that agree in their first `bytes` bytes, hence in every slot that lies within. */
function agreeing(count: number, bytes: number): Uint8Array[] {
  const first = randomHash(below);
  return Array.from({ length: count }, () => {
    const hash = randomHash(below);
    hash.set(first.subarray(0, bytes));
    return hash;
  });
}

function clustered(count: number): Uint8Array[] {
  const centres = Array.from({ length: 12 }, () => randomHash(below));
  return Array.from({ length: count }, () => flipBits(centres[below(12)]!, below(45), below));
}

const collections: [name: string, hashes: Uint8Array[]][] = [
  ['none', []],
  ['one', [randomHash(below)]],
  ['random', Array.from({ length: many }, () => randomHash(below))],
  ['clusters of near duplicates', clustered(many)],
  ['all the same', Array.from({ length: many }, () => new Uint8Array(32).fill(165))],
  ['all in one bucket of the first slot', agreeing(many, 3)],
  ['all in one bucket of half the slots', agreeing(many, 16)],
  ['all in one bucket of every slot but the last', agreeing(many, 30)],
  ['zeros and ones only', [new Uint8Array(32), new Uint8Array(32).fill(255)]],
];

const distances = [0, 1, 11, 12, 15, 16, 31, 32, 63, 256];

/** Hashes to look for: those of entries, near ones on either side of each distance, and strangers. */
function queriesFor(hashes: readonly Uint8Array[]): Uint8Array[] {
  const queries = [randomHash(below), new Uint8Array(32)];
  if (hashes.length === 0) return queries;
  const near = [0, 1, 15, 16, 31, 32].map((bits) => flipBits(hashes[below(hashes.length)]!, bits, below));
  return [...queries, ...near];
}

const textOf = (matches: readonly HashMatch[]): string => {
  return matches.map(({ id, distance }) => `${id}@${distance}`).join(' ');
};

describe('searching an index', () => {
  describe.each(collections)('of hashes: %s', (_, hashes) => {
    const entries = entriesOf(hashes);
    const expected = queriesFor(hashes).map((query) => ({ query, all: plainSearch(entries, query, 256) }));

    it.each([
      [0, true],
      [12, true],
      [16, true],
      [17, true],
      [11, false],
      [16, false],
    ])('finds with %d slots what comparing with every entry finds, compiled: %s', (slots, compiled) => {
      const index = HashIndex.build(entries, { slots, compiled });
      for (const { query, all } of expected) {
        for (const distance of distances) {
          const within = all.filter((match) => match.distance <= distance);
          expect(textOf(index.search(query, distance))).toBe(textOf(within));
        }
      }
    });
  });

  it('finds an entry whichever 31 bits differ', () => {
    const entries = entriesOf([...clustered(200), randomHash(below)]);
    const wanted = entries.hashes.slice(-32);
    const index = HashIndex.build(entries, { slots: 16 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(255), { minLength: 31, maxLength: 31 }), (bits) => {
        const found = index.search(flipBitsAt(wanted, bits), 31);
        expect(found).toContainEqual({ id: entries.ids.at(-1), distance: 31 });
      }),
      { numRuns: 500 },
    );
  });

  it.each([12, 16])(
    'finds an entry with the differing bits spread to miss all keys but one, %d slots',
    (slots) => {
      const wanted = randomHash(below);
      const entries = entriesOf([...Array.from({ length: 300 }, () => randomHash(below)), wanted]);
      const index = HashIndex.build(entries, { slots });
      const bits = Math.floor(256 / slots);
      for (let spared = 0; spared < slots; spared++) {
        // The spared slot differs in one bit or none; the others share the rest evenly.
        const flips = Array.from({ length: 31 }, (_, i) => {
          const slot = (spared + 1 + (i % slots)) % slots;
          return slot * bits + Math.floor(i / slots);
        });
        expect(index.search(flipBitsAt(wanted, flips), 31)).toContainEqual({
          id: entries.ids.at(-1),
          distance: 31,
        });
      }
    },
  );

  it('puts the nearest first, and the lower id where two are equally near', () => {
    const hash = randomHash(below);
    const flipped = [4, 2, 2, 0].map((bits) => flipBits(hash, bits, below));
    expect(HashIndex.build(entriesOf(flipped)).search(hash, 31)).toEqual([
      { id: 16, distance: 0 },
      { id: 10, distance: 2 },
      { id: 13, distance: 2 },
      { id: 7, distance: 4 },
    ]);
  });

  it.each([-1, 257, 1.5, Number.NaN])('refuses the distance %d', (distance) => {
    const index = HashIndex.build(entriesOf([]));
    expect(() => index.search(new Uint8Array(32), distance)).toThrow(HashIndexInputError);
  });

  it('refuses what is no hash', () => {
    const index = HashIndex.build(entriesOf([]));
    expect(() => index.search(new Uint8Array(31), 31)).toThrow(HashIndexInputError);
    expect(() => index.add(1, new Uint8Array(33))).toThrow(HashIndexInputError);
  });
});

describe('building an index', () => {
  it.each([
    ['too few hashes', { hashes: new Uint8Array(32), ids: Uint32Array.of(1, 2) }],
    ['part of a hash', { hashes: new Uint8Array(33), ids: Uint32Array.of(1) }],
    ['an id that stands twice', { hashes: new Uint8Array(96), ids: Uint32Array.of(9, 4, 9) }],
  ])('refuses %s', (_, entries) => {
    expect(() => HashIndex.build(entries)).toThrow(HashIndexInputError);
  });

  it('keeps copies, so that later changes to what was given do not show', () => {
    const entries = entriesOf([new Uint8Array(32)]);
    const index = HashIndex.build(entries);
    entries.hashes.fill(255);
    entries.ids.fill(0);
    expect(index.search(new Uint8Array(32), 0)).toEqual([{ id: 7, distance: 0 }]);
  });
});

describe('adding and withdrawing', () => {
  const ids = fc.nat(12);
  const hashes = fc.nat(40).map((n) =>
    flipBitsAt(
      new Uint8Array(32),
      Array.from({ length: n }, (_, i) => 5 * i),
    ),
  );
  const changes = fc.array(fc.oneof(fc.record({ add: ids, hash: hashes }), fc.record({ remove: ids })), {
    maxLength: 60,
  });

  it('leaves exactly the entries that a plain list would hold', () => {
    fc.assert(
      fc.property(fc.array(hashes, { maxLength: 6 }), changes, fc.nat(40), (first, steps, distance) => {
        const built = entriesOf(first);
        const index = HashIndex.build(built, { slots: first.length % 2 === 0 ? 0 : 16 });
        const model = new Map(first.map((hash, i) => [built.ids[i]!, hash]));
        const removed: [boolean, boolean][] = [];
        for (const step of steps) {
          if ('add' in step) {
            index.add(step.add, step.hash);
            model.set(step.add, step.hash);
          } else {
            removed.push([index.remove(step.remove), model.delete(step.remove)]);
          }
          expect(index.size).toBe(model.size);
        }
        for (const [fromIndex, fromModel] of removed) expect(fromIndex).toBe(fromModel);
        const left: HashEntries = { ...entriesOf([...model.values()]), ids: Uint32Array.from(model.keys()) };
        const query = new Uint8Array(32);
        const expected = plainSearch(left, query, distance);
        expect(index.search(query, distance)).toEqual(expected);
        expect(HashIndex.build(index.entries()).search(query, distance)).toEqual(expected);
        expect(HashIndex.decode(index.encode()).search(query, distance)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('holds more additions than it first has room for', () => {
    const index = HashIndex.build(entriesOf([]));
    const added = Array.from({ length: 1000 }, () => randomHash(below));
    for (const [id, hash] of added.entries()) index.add(id, hash);
    expect(index.size).toBe(1000);
    for (const [id, hash] of added.entries()) expect(index.search(hash, 0)).toEqual([{ id, distance: 0 }]);
  });

  it('says so when there is no room for another addition, and takes withdrawals still', () => {
    const index = HashIndex.build(entriesOf([randomHash(below)]), { room: 2 });
    index.add(1, randomHash(below));
    index.add(2, randomHash(below));
    expect(() => index.add(3, randomHash(below))).toThrow(HashIndexFullError);
    expect([index.size, index.changes]).toEqual([3, 2]);
    expect([index.remove(2), index.remove(7)]).toEqual([true, true]);
    expect(HashIndex.build(index.entries()).size).toBe(1);
  });

  it.each([-1, 0.5, 2 ** 32])('refuses the id %d', (id) => {
    expect(() => HashIndex.build(entriesOf([])).add(id, new Uint8Array(32))).toThrow(HashIndexInputError);
  });
});

function reasonOf(bytes: Uint8Array): string | undefined {
  try {
    HashIndex.decode(bytes);
  } catch (error) {
    if (error instanceof HashIndexDamagedError) return error.reason;
    throw error;
  }
  return undefined;
}

describe('an encoded index', () => {
  const intact = HashIndex.build(entriesOf(clustered(40))).encode();

  it('decodes wherever it lies in a larger buffer', () => {
    const larger = new Uint8Array(intact.length + 3);
    larger.set(intact, 3);
    expect(HashIndex.decode(larger.subarray(3)).encode()).toEqual(intact);
  });

  it('is refused with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat(8 * intact.length - 1), (bit) => {
        expect(reasonOf(flipBitsAt(intact, [bit]))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is refused cut short anywhere, and with bytes appended', () => {
    for (let length = 0; length < intact.length; length++) {
      expect(reasonOf(intact.subarray(0, length))).toMatch(/^(too-short|wrong-length)$/);
    }
    expect(reasonOf(Uint8Array.of(...intact, 0))).toBe('wrong-length');
  });

  it('is refused when it is something else or of another version', () => {
    expect(reasonOf(flipBitsAt(intact, [0]))).toBe('not-an-index');
    expect(reasonOf(flipBitsAt(intact, [4 * 8 + 1]))).toBe('other-version');
    expect(reasonOf(flipBitsAt(intact, [8 * 20]))).toBe('wrong-checksum');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(reasonOf(bytes)).toBeDefined();
      }),
    );
  });
});
