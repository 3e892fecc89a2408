import fc from 'fast-check';
import type { EntryRow } from './entry.stream.js';
import { type HeldMedia, HeldMediaIndex } from './held-media.index.js';
import { GatheredEntries } from './organisation.index.entries.js';
import { OrganisationIndex, type LoadedList } from './organisation.index.js';
import { buildTables } from './organisation.index.tables.js';

// Few different values, so that entries and media meet, also in a weak digest alone.
const small = (bytes: number) => fc.integer({ min: 1, max: 3 }).map((value) => Buffer.alloc(bytes, value));
const maybe = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: null });
/** Hashes between all zeros and all ones by their number of ones: every distance comes up. */
const picture = fc.integer({ min: 0, max: 256 }).map((ones) => {
  const bytes = Buffer.alloc(32);
  for (let bit = 0; bit < ones; bit++) bytes[bit >> 3]! |= 1 << (bit & 7);
  return bytes;
});
const quality = fc.constantFrom(0, 49, 50, 100);
const entry: fc.Arbitrary<EntryRow> = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
  md5: maybe(small(16)),
  sha1: maybe(small(20)),
  sha256: maybe(small(32)),
  pdq: maybe(picture),
  quality: maybe(quality),
});
const media = fc
  .record({
    md5: small(16),
    sha1: small(20),
    sha256: small(32),
    isPicture: fc.boolean(),
    quality,
    hashes: fc.array(picture, { minLength: 8, maxLength: 8 }),
    frames: maybe(
      fc.array(fc.record({ hash: picture.map((one) => one.toString('hex')), quality }), { maxLength: 2 }),
    ),
  })
  .map(({ isPicture, hashes, ...rest }): HeldMedia & { hashes: Buffer[] } => ({
    id: 'of no concern here',
    ...rest,
    pdq: isPicture ? hashes[0]! : null,
    quality: isPicture ? rest.quality : null,
    dihedral: isPicture ? Buffer.concat(hashes) : null,
    hashes,
  }));

describe('what a version would match', () => {
  it('is what matching finds once it is live, whatever the entries and media', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { maxLength: 8, selector: ({ id }) => id.toString('hex') }),
        fc.array(media, { maxLength: 6 }),
        fc.record({ maxDistance: fc.constantFrom(0, 10, 31, 40), minQuality: fc.constantFrom(0, 50) }),
        (entries, held, limits) => {
          const list: LoadedList = {
            id: 'list',
            organisationId: 'o',
            name: 'list',
            isEnabled: true,
            isNegative: false,
            loadedVersion: 1,
            ...limits,
          };
          const gathered = new GatheredEntries();
          for (const one of entries) gathered.push('list', one);
          const task = { from: { columns: gathered.columns() }, encodes: false, room: 0 };
          const live = new OrganisationIndex(gathered.entries, buildTables(task).tables);
          const lists = new Map([['list', list]]);
          const expected = held.map((one) => {
            const found = [
              live.match({ ...one, dihedral: one.pdq === null ? null : one.hashes }, lists),
              ...(one.frames ?? []).map((frame) =>
                live.match({ pdq: Buffer.from(frame.hash, 'hex'), quality: frame.quality }, lists),
              ),
            ].flat();
            return {
              any: new Set(found.map(({ hashEntryId }) => hashEntryId)).size,
              exact: new Set(
                found.filter(({ kind }) => kind === 'exact').map(({ hashEntryId }) => hashEntryId),
              ).size,
            };
          });

          const index = new HeldMediaIndex(held, limits);
          const counted = held.map(() => ({ any: 0, exact: 0 }));
          for (const one of entries) {
            const { exact, near } = index.fitting(one);
            for (const place of exact) counted[place]!.exact += 1;
            for (const place of [...exact, ...near]) counted[place]!.any += 1;
          }
          expect(counted).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
