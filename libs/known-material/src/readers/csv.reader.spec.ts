import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { readCsv } from './csv.reader.js';
import type { ColumnMapping } from '../list.reader.js';
import type { NewEntry, RefusedLine } from '../new-entry.js';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  content: string | Buffer,
  { columns, partBytes = 64 }: { columns?: ColumnMapping; partBytes?: number } = {},
): Promise<{ entries: NewEntry[]; refused: RefusedLine[] }> {
  const entries: NewEntry[] = [];
  const refused: RefusedLine[] = [];
  const options = { refuse: (line: RefusedLine) => refused.push(line), ...(columns && { columns }) };
  for await (const batch of readCsv(inParts(Buffer.from(content as string), partBytes), options)) {
    entries.push(...batch);
  }
  return { entries, refused };
}

const nothing = {
  md5: null,
  sha1: null,
  sha256: null,
  pdq: null,
  photoDna: null,
  quality: null,
  category: null,
};

describe('the CSV reader', () => {
  it('takes every kind of hash, in either case and in base64, with quality and category', async () => {
    const pdq = sha256('pdq of a drawing');
    const { entries, refused } = await read(
      [
        'md5,sha1,sha256,pdq,quality,category',
        `${md5('a').toUpperCase()},${sha1('a')},${sha256('a')},${pdq},87,baseline`,
        `${Buffer.from(md5('b'), 'hex').toString('base64')},,${Buffer.from(sha256('b'), 'hex').toString('base64')},,,`,
      ].join('\n'),
    );
    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        md5: md5('a'),
        sha1: sha1('a'),
        sha256: sha256('a'),
        pdq,
        photoDna: null,
        quality: 87,
        category: 'baseline',
      },
      { ...nothing, md5: md5('b'), sha256: sha256('b') },
    ]);
  });

  it.each([
    ['Windows line ends', `md5\r\n${md5('a')}\r\n`],
    ['a byte-order mark', `\u{feff}md5\n${md5('a')}`],
    ['semicolons', `md5;note\n${md5('a')};x`],
    ['tabs', `note\tmd5\nx\t${md5('a')}`],
    ['bars', `md5|note\n${md5('a')}|x, y; z`],
    ['a first line that names the separator', `sep=;\r\nmd5;note\r\n${md5('a')};"x, y, z"`],
    ['quotes', `"md5","note"\n"${md5('a')}","said ""so"", then"`],
    ['other spellings', `Hash-MD5\n${md5('a')}`],
    ['spaces around', ` MD5 \n ${md5('a')} `],
    ['empty lines', `md5\n\n${md5('a')}\n\n`],
  ])('copes with %s', async (_, content) => {
    expect(await read(content)).toEqual({ entries: [{ ...nothing, md5: md5('a') }], refused: [] });
  });

  it('takes columns by the names it is given', async () => {
    const columns = { md5: 'Prüfsumme', category: 'Stufe' };
    const { entries } = await read(`Nr,Prüfsumme,Stufe\n1,${md5('a')},A`, { columns });
    expect(entries).toEqual([{ ...nothing, md5: md5('a'), category: 'A' }]);
  });

  it.each([
    ['wrong-field-count', md5('a')],
    ['wrong-field-count', `${md5('a')},,,,,`],
    ['md5-malformed', `${md5('a').slice(1)},,,,`],
    ['md5-malformed', `${'g'.repeat(32)},,,,`],
    ['md5-malformed', `${Buffer.from(md5('a'), 'hex').toString('base64').replace('==', 'A=')},,,,`],
    ['md5-malformed', `"=""${md5('a')}""",,,,`],
    ['md5-malformed', `@${md5('a').slice(1)},,,,`],
    ['category-malformed', `${md5('a')},,,,"=cmd|' /C calc'!A0"`],
    ['sha256-malformed', `,${md5('a')},,,`],
    ['pdq-malformed', `,,${md5('a')},,`],
    ['no-hash', ',,,50,A'],
    ['quality-malformed', `${md5('a')},,,101,`],
    ['quality-malformed', `${md5('a')},,,-1,`],
    ['quality-malformed', `${md5('a')},,,5e1,`],
    ['category-malformed', `${md5('a')},,,,=HYPERLINK(1)`],
    ['category-malformed', `${md5('a')},,,,${'x'.repeat(65)}`],
    ['quotes-broken', `"${md5('a')},,,,`],
    ['quotes-broken', `${md5('a')},,,,a"b`],
    ['quotes-broken', `"${md5('a')}"x,,,,`],
    ['matches-nothing-real', `${md5('')},,,,`],
    ['matches-nothing-real', `,${sha256('')},,,`],
    ['matches-nothing-real', `,,${'0'.repeat(64)},,`],
    ['not-text', `${md5('a')},,,,\u0000`],
    ['line-too-long', 'x'.repeat(70_000)],
  ])('refuses a line as %s by its number, and reads on', async (reason, line) => {
    const { entries, refused } = await read(
      `md5,sha256,pdq,quality,category\n${md5('before')},,,,\n${line}\n${md5('after')},,,,\n`,
      { partBytes: 10_000 },
    );
    expect(refused).toEqual([{ line: 3, reason }]);
    expect(entries.map((entry) => entry.md5)).toEqual([md5('before'), md5('after')]);
  });

  it('refuses a line that is not UTF-8', async () => {
    const content = Buffer.concat([Buffer.from(`md5,category\n${md5('a')},`), Buffer.from([0xe9, 0x0a])]);
    expect((await read(content)).refused).toEqual([{ line: 2, reason: 'not-text' }]);
  });

  it('keeps counting after a line of many megabytes, without keeping it', async () => {
    const huge = Buffer.alloc(5_000_000, 'y');
    const content = Buffer.concat([Buffer.from('md5\n'), huge, Buffer.from(`\n${md5('a')}\nbad\n`)]);
    const { entries, refused } = await read(content, { partBytes: 30_000 });
    expect(entries).toHaveLength(1);
    expect(refused).toEqual([
      { line: 2, reason: 'line-too-long' },
      { line: 4, reason: 'md5-malformed' },
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['a header without a hash', 'name,age\nx,1'],
    ['a header that names a column twice', `md5,MD5\n${md5('a')},${md5('a')}`],
    ['a file without a header', `${md5('a')}\n${md5('b')}`],
    ['UTF-16', Buffer.from('\u{feff}md5\n', 'utf16le')],
    ['a broken header', '"md5\n'],
  ])('refuses %s as a whole', async (_, content) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'list-unreadable' });
  });

  it('says when a column it was told of is not there', async () => {
    await expect(read('md5\n', { columns: { sha1: 'Fingerprint' } })).rejects.toMatchObject({
      code: 'list-unreadable',
    });
  });

  it('reads the same however the bytes arrive', async () => {
    const content = Buffer.from(
      `md5,category\r\n${md5('a')},"é, ü"\r\nbad line\r\n${md5('b')},\u{1f30a}\r\n${md5('c')},`,
    );
    const expected = await read(content, { partBytes: content.length });
    expect(expected.entries).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: content.length }), async (partBytes) => {
        expect(await read(content, { partBytes })).toEqual(expected);
      }),
    );
  });

  it('never fails on any bytes, accounts for every line, and gives on only well-formed hashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const lines = Buffer.from(bytes).toString('utf8').split('\n');
        const { entries, refused } = await read(
          Buffer.concat([Buffer.from('md5,sha1\n'), Buffer.from(bytes)]),
          {
            partBytes: 37,
          },
        );
        const filled = lines.filter((line) => line.replace(/\r$/, '') !== '').length;
        expect(entries.length + refused.length).toBe(filled);
        for (const entry of entries) expect(entry.md5 ?? md5('')).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });
});
