// What holds for every reader of lists, whatever it is given.
import fc from 'fast-check';
import { ListUnreadableError } from '../known-material.errors.js';
import { LIST_FORMATS, LIST_READERS, type ListFormat } from '../list.formats.js';
import { readTime, REFUSALS, type NewEntry } from '../new-entry.js';
import { md5Of, pdqOf, sha1Of, sha256Of } from '../testing/known-pictures.js';
import { readAll } from '../testing/read-list.js';

const HEX: Readonly<Record<string, RegExp>> = {
  md5: /^[0-9a-f]{32}$/,
  sha1: /^[0-9a-f]{40}$/,
  sha256: /^[0-9a-f]{64}$/,
  pdq: /^[0-9a-f]{64}$/,
  photoDna: /^[0-9a-f]{288}$/,
};

/** A well-formed list of each format with a text in each place that takes one. */
const LIST_WITH: Readonly<Record<ListFormat, (text: string) => string>> = {
  csv: (text) =>
    `md5,sha256,pdq,quality,category,video,expires\n${md5Of('a')},,,,${text},,\n,${sha256Of('b')},,,,${text},\n,,${pdqOf('c')},${text},,,${text}\n`,
  icse: (text) =>
    `MD5;SHA1;PhotoDNA;Image ID;Baseline\n${md5Of('a')};${sha1Of('a')};${text};${text};y\n${text};;;1;n\n`,
  threatexchange: (text) => `${pdqOf('a')}\npdq ${text}\n${text}\n${pdqOf('b')},${text},${text}\n`,
  vics: (text) =>
    JSON.stringify({
      value: [
        {
          MD5: md5Of('a'),
          Category: text,
          Comments: text,
          AlternativeHashes: [{ HashName: text, HashValue: text }],
        },
        { MD5: text, SHA1: text, Category: 1 },
      ],
    }),
  ncmec: (text) =>
    `<queryResult><images><image><member id="${escaped(text)}">${escaped(text)}</member><id>1</id><timestamp>2026-03-01T10:00:00Z</timestamp>
     <classification>${escaped(text)}</classification><fingerprints><md5>${md5Of('a')}</md5><sha1>${escaped(text)}</sha1></fingerprints></image></images></queryResult>`,
};
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What a reader makes of something; undefined where it says that nothing can be made of it, and in no other way. */
async function outcomeOf(format: ListFormat, content: Buffer, partBytes = 400) {
  try {
    return await readAll(LIST_READERS[format], content, { partBytes });
  } catch (error) {
    if (!(error instanceof ListUnreadableError)) throw error;
    return undefined;
  }
}

/** That what is given on can be stored, compared with, and passed on without harm. */
function expectSound(entries: readonly NewEntry[]): void {
  for (const entry of entries) {
    const hashes = Object.entries(HEX).filter(([name]) => entry[name as keyof NewEntry] !== null);
    for (const [name, form] of hashes) expect(entry[name as keyof NewEntry]).toMatch(form);
    const isOnlySaid = entry.revision?.isWithdrawn === true;
    expect(hashes.some(([name]) => name !== 'photoDna') || isOnlySaid).toBe(true);
    for (const text of [entry.category, entry.video ?? null, entry.revision?.key ?? null]) {
      expect(text ?? '').not.toMatch(/[\p{Cc}]/u);
      expect((text ?? '').length).toBeLessThanOrEqual(401);
    }
    // What a spreadsheet would take for a formula, where the word is passed on.
    expect(entry.category ?? 'none').not.toMatch(/^[=+\-@\t\r]/);
    expect(entry.quality ?? 0).toBeLessThanOrEqual(100);
    expect(entry.expiresAt === undefined || readTime(entry.expiresAt) === entry.expiresAt).toBe(true);
  }
}

describe.each(LIST_FORMATS)('a list as %s', (format) => {
  const formula = fc.constantFrom(
    '=1+1',
    '+A1',
    '-2+3',
    '@SUM(A1)',
    '=HYPERLINK("http://sample.invalid")',
    '\t=1',
    '\r=1',
  );
  const nasty = fc.oneof(
    formula,
    fc.string({ maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '\0',
      '\u{202e}',
      '"',
      "'",
      '\\',
      '\\N',
      '\n',
      '\r\n',
      '%s',
      '&#0;',
      '${x}',
      'é'.repeat(70),
    ),
  );

  it('gives on only what is sound, whatever texts stand in it, formulas among them', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const outcome = await outcomeOf(format, Buffer.from(LIST_WITH[format](text)));
        if (outcome === undefined) return;
        expectSound(outcome.entries);
        for (const { line, reason } of outcome.refused) {
          expect(line).toBeGreaterThan(0);
          expect(Object.keys(REFUSALS)).toContain(reason);
        }
      }),
    );
  });

  it('gives on only what is sound of damaged and cut lists, and says the same however the bytes arrive', async () => {
    const whole = Buffer.from(LIST_WITH[format]('word'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 5 }),
        fc.nat(whole.length),
        fc.integer({ min: 1, max: 100 }),
        async (damages, length, partBytes) => {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [at, byte] of damages) if (at < length) bytes[at] = byte;
          const outcome = await outcomeOf(format, bytes);
          expectSound(outcome?.entries ?? []);
          expect(await outcomeOf(format, bytes, partBytes)).toEqual(outcome);
        },
      ),
    );
  });

  it('is not taken for one where it is a list of another format', async () => {
    // ThreatExchange's lines have no header to know them by; what they are not is refused line by line. ICSE is CSV with
    // a header of the usual names.
    const others = LIST_FORMATS.filter(
      (one) => one !== format && one !== 'threatexchange' && !(format === 'csv' && one === 'icse'),
    );
    for (const other of others) {
      const outcome = await outcomeOf(format, Buffer.from(LIST_WITH[other]('word')));
      expect(outcome?.entries ?? []).toEqual([]);
    }
  });

  it('is refused or read on in moments where one piece of it never ends', async () => {
    for (const piece of ['x', '"', '<', '[', '{"value":[{"', '<queryResult a="', ',', '&', '\\', 'a=']) {
      const started = process.cpuUsage().user;
      const endless = Buffer.from(LIST_WITH[format]('word') + piece.repeat(2_000_000 / piece.length));
      expectSound((await outcomeOf(format, endless, 65_536))?.entries ?? []);
      expect(process.cpuUsage(undefined).user - started).toBeLessThan(3_000_000);
    }
  });
});

describe('the time at which an entry expires', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T12:30Z', '2027-01-31T12:30:00.000Z'],
    ['2027-01-31T12:30:15.5+02:00', '2027-01-31T10:30:15.500Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-02-29', undefined],
    ['2027-13-01', undefined],
    ['31.01.2027', undefined],
    ['2027-01-31T12:30', undefined],
    ['2027-01-31T25:00Z', undefined],
    ['=2027', undefined],
    ['never', undefined],
  ])('%s is read as %s', (text, expected) => {
    expect(readTime(text)).toBe(expected);
  });
});
