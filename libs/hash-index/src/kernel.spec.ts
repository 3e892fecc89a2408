import * as fc from 'fast-check';
import { HashIndex } from './hash-index.js';
import { indexLayout } from './index-memory.js';
import { canCompile } from './kernel.js';
import { entriesOf, flipBits, flipBitsAt, integerSource, randomHash } from './testing/test-hashes.js';

const below = integerSource(4242);

/** The bytes of an index's tables, wherever they lie. */
function tablesOf(index: HashIndex): Buffer {
  const { memory } = index.shared;
  const { tables, added } = indexLayout(index.shared);
  const buffer = 'buffer' in memory ? memory.buffer : memory;
  const from = tables[0]!.starts;
  return Buffer.from(new Uint8Array(buffer, from, added - from));
}

describe('the compiled loops and their plain twin', () => {
  it('are both there on this platform', () => {
    expect(canCompile()).toBe(true);
  });

  // Few words, so that hashes agree in some slots and not in others.
  const hash = fc
    .tuple(fc.nat(3), fc.uniqueArray(fc.nat(255), { maxLength: 40 }))
    .map(([word, bits]) => flipBitsAt(new Uint8Array(32).fill(word * 85), bits));

  it('build the same tables and find the same, whatever the hashes', () => {
    fc.assert(
      fc.property(
        fc.array(hash, { maxLength: 200 }),
        fc.array(hash, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(16, 17, 23, 32),
        fc.integer({ min: 0, max: 256 }),
        (hashes, queries, slots, distance) => {
          const entries = entriesOf(hashes);
          const compiled = HashIndex.build(entries, { slots, room: 16 });
          const plain = HashIndex.build(entries, { slots, room: 16, compiled: false });
          expect(tablesOf(compiled).equals(tablesOf(plain))).toBe(true);
          for (const [i, query] of queries.entries()) {
            compiled.add(i, query);
            plain.add(i, query);
            expect(compiled.search(query, distance)).toEqual(plain.search(query, distance));
            expect(compiled.search(query, distance % 32)).toEqual(plain.search(query, distance % 32));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('find the same among many, near and far', () => {
    const hashes = Array.from({ length: 20_000 }, () => randomHash(below));
    const entries = entriesOf(hashes);
    const compiled = HashIndex.build(entries);
    const plain = HashIndex.build(entries, { compiled: false });
    for (const distance of [0, 5, 31, 63, 110]) {
      for (let i = 0; i < 20; i++) {
        const query = flipBits(hashes[below(hashes.length)]!, below(64), below);
        expect(compiled.search(query, distance)).toEqual(plain.search(query, distance));
      }
    }
  });
});
