import fc from 'fast-check';
import { md5Of, pdqOf, sha1Of, sha256Of } from '../testing/known-pictures.js';
import { EMPTY_ENTRY, readAll } from '../testing/read-list.js';
import { readVics } from './vics.reader.js';

const CONTEXT_2 = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media';
const CONTEXT_1_3 = 'http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media';
const PHOTODNA = Buffer.from(Array.from({ length: 144 }, (_, at) => at));

type Media = Record<string, unknown>;
const version2 = (...media: unknown[]) => JSON.stringify({ '@odata.context': CONTEXT_2, value: media });
const media = (name: string, more: Media = {}): Media => ({
  MediaID: 1,
  Category: 1,
  MD5: md5Of(name),
  ...more,
});
const read = (content: string | Buffer, partBytes?: number) =>
  readAll(readVics, content, partBytes === undefined ? {} : { partBytes });
const entry = (name: string) => ({ ...EMPTY_ENTRY, md5: md5Of(name), category: 'vics-1' });

describe('the reader of Project VIC files', () => {
  it('takes a hash set of version 2.0, with PhotoDNA in base64', async () => {
    const { entries, refused } = await read(
      version2(
        media('a', {
          MD5: md5Of('a').toUpperCase(),
          SHA1: sha1Of('a'),
          MediaSize: '17',
          PhotoDNA: PHOTODNA.toString('base64'),
          Exifs: [{ MD5: md5Of('other'), PropertyName: 'Make', PropertyValue: 'a "quoted" {name}]' }],
        }),
      ),
    );
    expect(refused).toEqual([]);
    expect(entries).toEqual([{ ...entry('a'), sha1: sha1Of('a'), photoDna: PHOTODNA.toString('hex') }]);
  });

  it('takes a hash set of version 1.3, whose other hashes stand in a list of names', async () => {
    const { entries } = await read(
      JSON.stringify({
        'odata.metadata': CONTEXT_1_3,
        value: [
          media('a', {
            AlternativeHashes: [
              { HashName: 'PhotoDNA', HashValue: PHOTODNA.toString('base64') },
              { HashName: 'SHA-256', HashValue: sha256Of('a') },
              { HashName: 'eDonkey', HashValue: 'f'.repeat(32) },
            ],
          }),
        ],
      }),
    );
    expect(entries).toEqual([{ ...entry('a'), sha256: sha256Of('a'), photoDna: PHOTODNA.toString('hex') }]);
  });

  it('takes the media of every case of a case export', async () => {
    const { entries, refused } = await read(
      JSON.stringify({
        '@odata.context': CONTEXT_2.replace('#Media', '#Cases'),
        value: [
          { CaseID: 'x', ContactName: 'Media', Media: [media('a'), media('b')], TotalMediaFiles: 9 },
          { Media: [], CaseNumber: '2' },
          { CaseNumber: '3', Media: [media('c', { MediaFiles: [{ MD5: md5Of('a'), FileName: 'x' }] })] },
        ],
      }),
    );
    expect(refused).toEqual([]);
    expect(entries).toEqual(['a', 'b', 'c'].map(entry));
  });

  it('makes an entry of each hash where a medium has several of a kind', async () => {
    const AlternativeHashes = [
      { HashName: 'PDQ', HashValue: pdqOf('a') },
      { HashName: 'PDQ', HashValue: pdqOf('a turned') },
      { HashName: 'MD5', HashValue: md5Of('a').toUpperCase() },
    ];
    const { entries } = await read(version2(media('a', { AlternativeHashes })));
    expect(entries).toEqual([
      { ...entry('a'), pdq: pdqOf('a') },
      { ...EMPTY_ENTRY, pdq: pdqOf('a turned'), category: 'vics-1' },
    ]);
  });

  it('goes by Category alone, whatever the flags are and in whatever type they come', async () => {
    const { entries, refused } = await read(
      version2(
        media('a', {
          IsPrecategorized: 'True',
          IsSuspected: true,
          VictimIdentified: 'false',
          Category: null,
        }),
        media('b', { IsPrecategorized: false, DateUpdated: '/Date(1700000000000)/', Category: '2' }),
        media('c', { IsPrecategorized: 'yes', DateUpdated: '2026-01-02 03:04:05', Category: 3 }),
        { MD5: md5Of('d') },
      ),
    );
    expect(refused).toEqual([]);
    expect(entries.map(({ category }) => category)).toEqual([null, 'vics-2', 'vics-3', null]);
  });

  it('takes no medium that the source calls irrelevant or has to compare with', async () => {
    const { entries, refused } = await read(
      version2(
        media('a', { Category: 0 }),
        media('b', { Category: '0' }),
        media('c', { Category: 4 }),
        media('d'),
      ),
    );
    expect(entries).toEqual([entry('d')]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'not-material'],
      [2, 'not-material'],
      [3, 'not-material'],
    ]);
  });

  it('names the region with the category where it has categories of its own', async () => {
    const content = version2(media('a', { Category: 4 })).replace('/US/', '/UK/');
    expect((await read(content)).entries[0]!.category).toBe('vics-uk-4');
  });

  it.each([
    ['a byte-order mark', `\u{feff}${version2(media('a'))}`],
    [
      'indents and Windows line ends',
      JSON.stringify(JSON.parse(version2(media('a'))), null, 2).replaceAll('\n', '\r\n'),
    ],
    ['the array before the heading', JSON.stringify({ value: [media('a')], '@odata.context': CONTEXT_2 })],
    ['no heading', JSON.stringify({ value: [media('a')] })],
    ['other properties', JSON.stringify({ x: { value: [media('b')] }, value: [media('a')], y: [[{}]] })],
    ['a name that is escaped', version2(media('a', { 'Comm\\"ents': 'x\\' }))],
  ])('copes with %s', async (_, content) => {
    for (const partBytes of [1, 7, 100_000]) {
      expect(await read(content, partBytes)).toEqual({ entries: [entry('a')], refused: [] });
    }
  });

  const deep = `{"MD5":"${md5Of('a')}","Deep":${'['.repeat(5000)}${']'.repeat(5000)}}`;
  it.each([
    ['record-malformed', `{"MD5":"${md5Of('a')}",}`],
    ['record-malformed', `{"MediaID":1,"MD5" "${md5Of('a')}"}`],
    ['record-malformed', `{"MD5":["${md5Of('a')}"]}`],
    ['record-malformed', `{"MD5":${Number.MAX_SAFE_INTEGER}}`],
    ['record-malformed', `{"MD5":"${md5Of('a')}","AlternativeHashes":{}}`],
    ['record-malformed', `{"MD5":"${md5Of('a')}","AlternativeHashes":[null]}`],
    ['record-malformed', `{"MD5":"${md5Of('a')}","AlternativeHashes":[{"HashName":"PDQ","HashValue":7}]}`],
    ['record-malformed', '17'],
    ['record-malformed', '"text, with {brackets]"'],
    ['record-malformed', '[{"MD5":1}]'],
    ['no-hash', '{}'],
    ['no-hash', '{"__proto__":{"MD5":"x"}}'],
    ['no-hash', `{"PhotoDNA":"${PHOTODNA.toString('base64')}"}`],
    ['md5-malformed', '{"MD5":"=1+1"}'],
    ['matches-nothing-real', `{"MD5":"${md5Of('')}","MediaSize":0}`],
    ['category-malformed', `{"MD5":"${md5Of('a')}","Category":{}}`],
    ['category-malformed', `{"MD5":"${md5Of('a')}","Category":1.5}`],
    ['category-malformed', `{"MD5":"${md5Of('a')}","Category":"=1"}`],
    ['record-too-deep', deep],
    ['record-too-long', `{"MD5":"${md5Of('a')}","Comments":"${'x'.repeat(1_100_000)}"}`],
  ])('refuses a record as %s by its number, and reads on', async (reason, record) => {
    const content = `{"value":[${JSON.stringify(media('before'))},${record},${JSON.stringify(media('after'))}]}`;
    const { entries, refused } = await read(content, 10_000);
    expect(refused).toEqual([{ line: 2, reason }]);
    expect(entries).toEqual(['before', 'after'].map(entry));
  });

  it('refuses a record that is not UTF-8', async () => {
    const [start, end] = version2(media('a', { Comments: '@' }), media('b')).split('@"}', 2);
    const content = Buffer.concat([Buffer.from(start!), Buffer.from([0xe9]), Buffer.from(`"}${end}`)]);
    expect(await read(content)).toEqual({
      entries: [entry('b')],
      refused: [{ line: 1, reason: 'not-text' }],
    });
  });

  it.each([
    ['an empty file', ''],
    ['a file of spaces', ' \n '],
    ['an array', `[${JSON.stringify(media('a'))}]`],
    ['a text', '"value"'],
    ['an object without media', '{"values":[]}'],
    ['another data model', version2(media('a')).replace('ProjectVic', 'Other')],
    [
      'a region that is named too late',
      JSON.stringify({
        value: [media('a'), media('b', { Comments: 'x'.repeat(20_000) })],
        '@odata.context': CONTEXT_2.replace('/US/', '/UK/'),
      }),
    ],
    ['a file that was cut', version2(media('a'), media('b')).slice(0, -20)],
    ['a file that was cut between records', `{"value":[${JSON.stringify(media('a'))},`],
    ['brackets that do not fit', `{"value":[${JSON.stringify(media('a'))}}]`],
    ['something after the end', `${version2(media('a'))}{}`],
    ['what is nested without end', `{"x":${'['.repeat(100_000)}`],
    ['a string without end', `{"value":["${'x'.repeat(3_000_000)}`],
    ['UTF-16', Buffer.from(`\u{feff}${version2(media('a'))}`, 'utf16le')],
  ])('refuses %s as a whole', async (_, content) => {
    await expect(read(content, 10_000)).rejects.toMatchObject({ code: 'list-unreadable' });
  });

  it('keeps nothing of what it has read', async () => {
    const one = `${JSON.stringify(media('a', { Comments: 'x'.repeat(5000) }))},`.repeat(200);
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"value":[');
      for (let part = 0; part < 100; part++) yield Buffer.from(one);
      yield Buffer.from(`${JSON.stringify(media('b'))}]}`);
    }
    let count = 0;
    let most = 0;
    for await (const batch of readVics(source(), { refuse: () => undefined })) {
      count += batch.length;
      most = Math.max(most, batch.length);
    }
    expect(count).toBe(20_001);
    expect(most).toBeLessThanOrEqual(201);
  });

  it('reads what any writer of JSON writes, however the bytes arrive', async () => {
    const anyMedia = fc.record({ extra: fc.jsonValue({ maxDepth: 4 }), name: fc.string() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMedia, { maxLength: 6 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 3 }),
        async (all, partBytes, indent) => {
          const value = all.map(({ extra, name }) => media(name, { Extra: extra, [`x${name}`]: name }));
          const content = JSON.stringify({ '@odata.context': CONTEXT_2, value }, null, indent);
          const { entries, refused } = await read(content, partBytes);
          const readable = all.filter(({ name }) => name !== '');
          expect(entries).toEqual(readable.map(({ name }) => entry(name)));
          expect(refused).toHaveLength(all.length - readable.length);
        },
      ),
    );
  });

  describe('where one record is torn', () => {
    const NAMES = Array.from({ length: 7 }, (_, number) => `record ${number}`);
    /** Each with more in it than is read, in texts that look like records. */
    const records = NAMES.map((name, number) => ({
      MediaID: number,
      SHA1: sha1Of(name),
      Exifs: [{ PropertyName: 'a', PropertyValue: ['b', {}] }, { PropertyName: '}' }],
      ...media(name, {
        Category: 1 + (number % 2),
        AlternativeHashes: [{ HashName: 'SHA256', HashValue: sha256Of(name) }],
        Comments: `},{"MediaID":${number},"MD5":"${md5Of('said')}"} \\" ]`,
        MediaFiles: [{ FileName: 'a', FilePath: ['b', {}] }, { FileName: '}' }],
      }),
    }));
    const layouts: Readonly<Record<string, (texts: string[]) => string>> = {
      'all in one line': (texts) => `{"@odata.context":"${CONTEXT_2}","value":[${texts.join(',')}]}`,
      'a line each': (texts) => `{"value":[\n${texts.join(',\n')}\n]}\n`,
      'in a case': (texts) => `{"value":[{"CaseID":"x","Media":[${texts.join(',')}]}]}`,
    };
    /** Where a bracket, a quote or the like stands outside of a text. */
    const places = (text: string) =>
      [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)].flatMap(({ 0: found, index }) =>
        found.length === 1 ? [index] : [index, index + found.length - 1],
      );
    const all = async (layout: string, indent: number, change = (texts: string[]) => texts) => {
      const texts = records.map((record) => JSON.stringify(record, null, indent));
      return read(layouts[layout]!(change(texts)), 150);
    };

    it('by one bracket, quote or comma too many, too few or wrong, costs at most that and one beside it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.keys(layouts)),
          fc.constantFrom(0, 1),
          fc.nat(NAMES.length - 1),
          fc.nat(1000),
          fc.constantFrom('left out', 'replaced', 'added before', 'added behind'),
          fc.constantFrom('{', '}', '[', ']', '"', ',', ':'),
          async (layout, indent, torn, place, how, mark) => {
            const whole = await all(layout, indent);
            expect([whole.entries.length, whole.refused]).toEqual([NAMES.length, []]);
            const outcome = await all(layout, indent, (texts) => {
              const text = texts[torn]!;
              const found = places(text);
              const at = found[place % found.length]! + (how === 'added behind' ? 1 : 0);
              const rest = how.startsWith('added') ? text.slice(at) : text.slice(at + 1);
              return texts.with(torn, text.slice(0, at) + (how === 'left out' ? '' : mark) + rest);
            }).catch((error: { code?: string }) => error.code);
            // One that is left open at the end of the file is not to be told from a file that was cut.
            if (torn === NAMES.length - 1 && outcome === 'list-unreadable') return;
            if (typeof outcome === 'string' || outcome === undefined) throw new Error(`${outcome}`);
            const { entries } = outcome;
            // Nothing that was not there, as a whole.
            for (const one of entries) expect(whole.entries).toContainEqual(one);
            const lost = whole.entries.flatMap((one, number) =>
              entries.some(({ md5 }) => md5 === one.md5) ? [] : [number],
            );
            expect(lost.every((number) => Math.abs(number - torn) <= 1)).toBe(true);
            expect(lost.length).toBeLessThanOrEqual(2);
          },
        ),
        { numRuns: 200 },
      );
    });
  });

  it('never fails but by saying that the file is unreadable, whatever is damaged', async () => {
    const whole = Buffer.from(version2(media('a'), media('b', { AlternativeHashes: [] }), media('c')));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.integer({ min: 1, max: 400 }),
        async (damages, partBytes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of damages) bytes[at] = byte;
          const outcome = await read(bytes, partBytes).then(
            ({ entries }) => entries.every(({ md5 }) => /^[0-9a-f]{32}$/.test(md5!)),
            (error: { code?: string }) => error.code,
          );
          expect([true, 'list-unreadable']).toContain(outcome);
        },
      ),
      { numRuns: 500 },
    );
  });
});
