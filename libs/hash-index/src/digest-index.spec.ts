import * as fc from 'fast-check';
import { DIGEST_BYTES, DigestIndex, type DigestKind } from './digest-index.js';
import { HashIndexDamagedError, HashIndexInputError } from './errors.js';

const kinds: DigestKind[] = ['md5', 'sha1', 'sha256'];

function join(digests: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(digests.flatMap((digest) => [...digest]));
}

describe.each(kinds)('an index of %s digests', (kind) => {
  const bytes = DIGEST_BYTES[kind];
  /** Few different digests, many with the same first bytes, so that buckets are shared. */
  const digests = fc.tuple(fc.nat(2), fc.nat(3)).map(([first, last]) => {
    const digest = new Uint8Array(bytes).fill(first * 85);
    digest[bytes - 1] = last;
    return digest;
  });
  const ids = fc.nat(15);

  it('answers as a plain list would, whatever is added and withdrawn', () => {
    const changes = fc.array(fc.oneof(fc.record({ add: ids, digest: digests }), fc.record({ remove: ids })));
    fc.assert(
      fc.property(fc.array(digests, { maxLength: 12 }), changes, (first, steps) => {
        const index = DigestIndex.build(kind, {
          digests: join(first),
          ids: Uint32Array.from(first, (_, i) => first.length - i),
        });
        const model = new Map(first.map((digest, i) => [first.length - i, digest]));
        const removed: [boolean, boolean][] = [];
        for (const step of steps) {
          if ('add' in step) {
            index.add(step.add, step.digest);
            model.set(step.add, step.digest);
          } else {
            removed.push([index.remove(step.remove), model.delete(step.remove)]);
          }
        }
        for (const [fromIndex, fromModel] of removed) expect(fromIndex).toBe(fromModel);
        expect(index.size).toBe(model.size);
        for (const digest of [...model.values(), ...first, new Uint8Array(bytes).fill(9)]) {
          const expected = [...model].filter(([, other]) => join([other]).join() === digest.join());
          const wanted = expected.map(([id]) => id).sort((a, b) => a - b);
          expect(index.lookup(digest)).toEqual(wanted);
          expect(DigestIndex.decode(kind, index.encode()).lookup(digest)).toEqual(wanted);
        }
      }),
    );
  });

  it('is refused, encoded, with any bit changed, cut short, or as another kind', () => {
    const encoded = DigestIndex.build(kind, {
      digests: new Uint8Array(3 * bytes).fill(1),
      ids: Uint32Array.of(4, 5, 6),
    }).encode();
    const open = (damaged: Uint8Array) => () => DigestIndex.decode(kind, damaged);
    for (let at = 0; at < encoded.length; at++) {
      const damaged = encoded.slice();
      damaged[at]! ^= 1 << (at & 7);
      expect(open(damaged)).toThrow(HashIndexDamagedError);
      expect(open(encoded.subarray(0, at))).toThrow(HashIndexDamagedError);
    }
    const other = kinds[(kinds.indexOf(kind) + 1) % kinds.length]!;
    expect(() => DigestIndex.decode(other, encoded)).toThrow(
      expect.objectContaining({ reason: 'other-kind' }),
    );
  });

  it('attaches to the memory of the one that was built', () => {
    const built = DigestIndex.build(kind, {
      digests: new Uint8Array(2 * bytes).fill(7),
      ids: Uint32Array.of(8, 9),
    });
    const attached = DigestIndex.attach(structuredClone(built.shared));
    expect(attached.lookup(new Uint8Array(bytes).fill(7))).toEqual([8, 9]);
    built.shared.digests.fill(3);
    expect(attached.lookup(new Uint8Array(bytes).fill(3))).toEqual([8, 9]);
  });

  it('finds each of many', () => {
    const all = new Uint8Array(bytes * 5000);
    const view = new DataView(all.buffer);
    for (let i = 0; i < 5000; i++) view.setUint32(i * bytes, Math.imul(i, 2654435761));
    const index = DigestIndex.build(kind, {
      digests: all,
      ids: Uint32Array.from({ length: 5000 }, (_, i) => i),
    });
    for (let i = 0; i < 5000; i++)
      expect(index.lookup(all.subarray(i * bytes, (i + 1) * bytes))).toEqual([i]);
  });

  it('refuses digests of another length, and an id that stands twice', () => {
    expect(() =>
      DigestIndex.build(kind, { digests: new Uint8Array(bytes + 1), ids: Uint32Array.of(1) }),
    ).toThrow(HashIndexInputError);
    expect(() =>
      DigestIndex.build(kind, { digests: new Uint8Array(2 * bytes), ids: Uint32Array.of(1, 1) }),
    ).toThrow(HashIndexInputError);
    const index = DigestIndex.build(kind, { digests: new Uint8Array(0), ids: new Uint32Array(0) });
    expect(() => index.lookup(new Uint8Array(bytes - 1))).toThrow(HashIndexInputError);
    expect(() => index.add(1, new Uint8Array(bytes + 1))).toThrow(HashIndexInputError);
    expect(() => index.add(-1, new Uint8Array(bytes))).toThrow(HashIndexInputError);
  });
});
