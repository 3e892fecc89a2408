import fc from 'fast-check';
import { md5Of, pdqOf, sha1Of, sha256Of } from '../testing/known-pictures.js';
import { EMPTY_ENTRY, readAll } from '../testing/read-list.js';
import { readThreatExchange } from './threatexchange.reader.js';

const read = (content: string | Buffer, partBytes = 64) =>
  readAll(readThreatExchange, content, { partBytes });

describe('the reader of ThreatExchange text files', () => {
  it.each([
    ['a bare PDQ', pdqOf('a'), { pdq: pdqOf('a') }],
    ['a bare MD5', md5Of('a').toUpperCase(), { md5: md5Of('a') }],
    ['a bare SHA-1', sha1Of('a'), { sha1: sha1Of('a') }],
    ['a PDQ with its quality', `${pdqOf('a')},87`, { pdq: pdqOf('a'), quality: 87 }],
    ['a PDQ as the hasher writes it', `${pdqOf('a')}, 87, a name.jpg`, { pdq: pdqOf('a'), quality: 87 }],
    ['a type before it', `pdq ${pdqOf('a')}`, { pdq: pdqOf('a') }],
    ['the MD5 of a video', `video_md5\t${md5Of('a')}`, { md5: md5Of('a') }],
    ['a type in capitals', `HASH_SHA256 ${sha256Of('a')}`, { sha256: sha256Of('a') }],
    ['a frame of a video', `17,100,${pdqOf('a')},0.566`, { pdq: pdqOf('a'), quality: 100 }],
  ])('takes %s', async (_, line, expected) => {
    for (const content of [line, `\u{feff}${line}\r\n\r\n`, `\n ${line} \n`]) {
      expect(await read(content)).toEqual({ entries: [{ ...EMPTY_ENTRY, ...expected }], refused: [] });
    }
  });

  it('takes every frame of a video', async () => {
    const frames = [0, 1, 2].map((frame) => `${frame},${frame * 50},${pdqOf(`${frame}`)},${frame / 30}`);
    const { entries } = await read(frames.join('\n'));
    expect(entries.map(({ quality }) => quality)).toEqual([0, 50, 100]);
  });

  it.each([
    ['kind-unknown', 'raw_text hello'],
    ['kind-unknown', 'url https://example.test/'],
    ['kind-unknown', 'tmk AAAA'],
    ['kind-unknown', 'constructor x'],
    ['kind-unknown', 'a sentence with words'],
    ['kind-unknown', `=HYPERLINK("x")`],
    ['kind-unknown', md5Of('a').slice(1)],
    ['kind-unknown', `${md5Of('a')},1,2,3,4`],
    ['kind-unknown', `-1,100,${pdqOf('a')},0`],
    ['kind-unknown', `1,100,${pdqOf('a')},NaN`],
    ['pdq-malformed', `pdq ${md5Of('a')}`],
    ['pdq-malformed', `1,100,${md5Of('a')},0.5`],
    ['quality-malformed', `1,101,${pdqOf('a')},0.5`],
    ['quality-malformed', `${pdqOf('a')},high`],
    ['matches-nothing-real', '0'.repeat(64)],
    ['matches-nothing-real', md5Of('')],
    ['not-text', `pdq ${pdqOf('a')}\0`],
    ['line-too-long', 'f'.repeat(100_000)],
  ])('refuses a line as %s: %.30s', async (reason, line) => {
    const { entries, refused } = await read(`${md5Of('before')}\n${line}\n${md5Of('after')}\n`, 5000);
    expect(refused).toEqual([{ line: 2, reason }]);
    expect(entries.map(({ md5 }) => md5)).toEqual([md5Of('before'), md5Of('after')]);
  });

  it('gives nothing for an empty file', async () => {
    expect(await read('')).toEqual({ entries: [], refused: [] });
  });

  it('accounts for every line of any text', async () => {
    const piece = fc.constantFrom(
      'pdq ',
      ',',
      ' ',
      '100',
      '0.5',
      pdqOf('a'),
      md5Of('a'),
      'x',
      '\r',
      '"',
      '=',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
          { maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 200 }),
        async (lines, partBytes) => {
          const { entries, refused } = await read(lines.join('\n'), partBytes);
          expect(entries.length + refused.length).toBe(lines.filter((line) => line.trim() !== '').length);
        },
      ),
    );
  });

  it('never fails on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const { entries } = await read(
          Buffer.concat([Buffer.from(`${md5Of('a')}\n`), Buffer.from(bytes)]),
          37,
        );
        expect(entries[0]!.md5).toBe(md5Of('a'));
      }),
    );
  });
});
