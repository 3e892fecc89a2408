import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { makeOrganisation, type World } from '../../../../test/support/review-world.js';
import { OWN_WORDS } from '../category-mapping.js';
import { fingerprintOf, type NewEntry, readEntry } from '../new-entry.js';
import { readCsv } from '../readers/csv.reader.js';
import { readVics } from '../readers/vics.reader.js';
import { EMPTY_ENTRY, readAll } from '../testing/read-list.js';
import { csvFile } from './csv.writer.js';
import { type ExportedEntry, type ExportFormat, exportList, type ListFile } from './list-export.js';
import { vicsFile } from './vics.writer.js';

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((one) => Buffer.from(one).toString('hex'))
    .filter((one) => !/^(0+|f+)$/.test(one));
const entry = fc
  .record({
    id: fc.uuid(),
    md5: fc.option(hex(16)),
    sha1: fc.option(hex(20)),
    sha256: fc.option(hex(32)),
    pdq: fc.option(hex(32)),
    photoDna: fc.constant(null),
    quality: fc.option(fc.integer({ min: 0, max: 100 })),
    // Whatever a source may have called it and our own reader takes.
    category: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 })),
    video: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 128 })),
  })
  .map((one) => ({ ...one, category: one.category?.trim() || null, video: one.video?.trim() || null }))
  .filter((one) => typeof readEntry(textsOf(one)) !== 'string');

const textsOf = ({ md5, sha1, sha256, pdq, quality, category, video }: ExportedEntry) => ({
  ...(md5 && { md5 }),
  ...(sha1 && { sha1 }),
  ...(sha256 && { sha256 }),
  ...(pdq && { pdq }),
  ...(quality !== null && { quality: String(quality) }),
  ...(category && { category }),
  ...(video && { video }),
});
const textOf = (file: ListFile, entries: readonly ExportedEntry[]) => {
  let written = 0;
  return (
    file.head +
    entries
      .map((one) => {
        const line = file.line(one, written);
        if (line !== undefined) written += 1;
        return line ?? '';
      })
      .join('') +
    file.foot
  );
};

describe('a list as a file', () => {
  it('in CSV is read back by our own reader as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
        const { entries: read, refused } = await readAll(readCsv, textOf(csvFile(), entries));
        const expected = entries.map((one) => {
          const { video = null, ...rest } = readEntry(textsOf(one)) as NewEntry;
          const safe = video !== null && /^[=+\-@]/.test(video) ? `'${video}` : video;
          return { ...rest, ...(safe === null ? {} : { video: safe.slice(0, 128) }) };
        });
        // A name of a video that grew too long by its mark is refused by line, and nothing else is.
        fc.pre(refused.length === 0);
        expect(read).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('in CSV holds no cell that a spreadsheet would run', async () => {
    const cells = ['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'];
    for (const video of cells) {
      const line = csvFile().line({ ...EMPTY_ENTRY, id: newId(), video }, 0)!;
      const cell = line.split(',').slice(6).join(',').trimEnd();
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    }
  });

  it('in VICS 2.0 is read back with every hash that stands beside an MD5', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (entries) => {
        const { entries: read, refused } = await readAll(readVics, textOf(vicsFile(OWN_WORDS), entries));
        expect(refused).toEqual([]);
        expect(read.map(({ md5, sha1, sha256, pdq }) => ({ md5, sha1, sha256, pdq }))).toEqual(
          entries
            .filter(({ md5 }) => md5 !== null)
            .map(({ md5, sha1, sha256, pdq }) => ({ md5, sha1, sha256, pdq })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['baseline', 1],
    ['national', 2],
    ['vics-3', 3],
    ['another word', null],
    [null, null],
  ])('in VICS 2.0 says of %s the category %s', (category, expected) => {
    const line = vicsFile(OWN_WORDS).line(
      { ...EMPTY_ENTRY, id: newId(), md5: 'ab'.repeat(16), category, video: null },
      0,
    )!;
    expect((JSON.parse(line) as { Category: number | null }).Category).toBe(expected);
  });

  describe('from the database', () => {
    let test: TestDatabase;
    let triage: Database;
    let world: World;

    beforeAll(async () => {
      test = await createTestDatabase();
      triage = await test.open('triage');
    });
    afterAll(() => test.drop());
    beforeEach(async () => {
      world = await makeOrganisation(test);
    });

    async function list(name: string, change: { isOwn?: boolean; licence?: string } = {}): Promise<string> {
      const id = newId();
      await test.asOwner(
        `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version, is_own, confirmations,
           licence, licence_categories) VALUES ($1, $2, $3, 's', 'one-analyst', 'suggest', 2, $4, CASE WHEN $4 THEN 1 END, $5, '{open}')`,
        [id, world.organisationId, name, change.isOwn ?? false, change.licence ?? 'none'],
      );
      // Of the live version, of an earlier and of one that waits.
      const versions = [
        ['open', 1, null],
        ['closed', 2, null],
        ['earlier', 1, 2],
        ['waits', 3, null],
      ] as const;
      for (const [category, first, ended] of versions) {
        const md5 = createHash('md5').update(`${name} ${category}`).digest('hex');
        await test.asOwner(
          `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, category, first_version, ended_version)
           VALUES ($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7, $8)`,
          [
            newId(),
            world.organisationId,
            id,
            fingerprintOf({ ...EMPTY_ENTRY, md5, category }),
            md5,
            category,
            first,
            ended,
          ],
        );
      }
      return id;
    }
    async function written(
      name: string,
      to: 'partner' | 'provider' | 'anyone',
      format: ExportFormat = 'csv',
    ) {
      let text = '';
      const summary = await exportList(
        triage,
        world.organisationId,
        name,
        { format, to, actor: { kind: 'operator' } },
        async (part) => {
          text += part;
        },
      );
      const { entries } = await readAll(format === 'csv' ? readCsv : readVics, text);
      return { summary, categories: entries.map(({ category }) => category ?? '').toSorted() };
    }

    it('is what is live, whole, where it is one’s own, and on record', async () => {
      const id = await list('own', { isOwn: true });
      expect(await written('own', 'anyone')).toEqual({
        summary: { version: 2, entries: 2, kept: 0, unfit: 0 },
        categories: ['closed', 'open'],
      });
      const events = await test.asOwner(`SELECT act, details FROM audit_events WHERE subject_id = $1`, [id]);
      expect(events).toEqual([
        { act: 'hash-list.exported', details: { version: 2, format: 'csv', to: 'anyone' } },
      ]);
    });

    it.each([
      ['none', 'partner', []],
      ['providers', 'partner', []],
      ['partners', 'partner', ['open']],
      ['anyone', 'provider', ['open']],
    ] as const)(
      'under the licence %s gives a %s no more than it lets go',
      async (licence, to, categories) => {
        await list('theirs', { licence });
        const { summary, categories: given } = await written('theirs', to);
        expect([given, summary.kept]).toEqual([categories, 2 - categories.length]);
      },
    );

    it('is empty where the list is off, and not there for another organisation', async () => {
      await list('own', { isOwn: true });
      await test.asOwner(`UPDATE hash_lists SET is_enabled = false WHERE organisation_id = $1`, [
        world.organisationId,
      ]);
      expect((await written('own', 'anyone', 'vics')).categories).toEqual([]);
      world = await makeOrganisation(test);
      await expect(written('own', 'anyone')).rejects.toMatchObject({ statusCode: 404 });
    });
  });
});
