import fc from 'fast-check';
import { md5Of, sha1Of } from '../testing/known-pictures.js';
import { EMPTY_ENTRY, readAll } from '../testing/read-list.js';
import { readIcse } from './icse.reader.js';

const HEADER =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';
const line = (md5: string, sha1: string, photoDna: string, baseline: string) =>
  `${md5};${sha1};${photoDna};17;yes;n;n;a series;3;y;image;${baseline}`;
const PHOTODNA = 'Ab'.repeat(144);

describe('the reader of ICSE exports', () => {
  it('takes both digests, keeps PhotoDNA, and calls baseline what is flagged so', async () => {
    const { entries, refused } = await readAll(
      readIcse,
      [
        HEADER,
        line(md5Of('a').toUpperCase(), sha1Of('a'), PHOTODNA, 'yes'),
        line(md5Of('b'), '', '', 'n'),
      ].join('\r\n'),
    );
    expect(refused).toEqual([]);
    expect(entries).toEqual([
      {
        ...EMPTY_ENTRY,
        md5: md5Of('a'),
        sha1: sha1Of('a'),
        photoDna: 'ab'.repeat(144),
        category: 'baseline',
      },
      { ...EMPTY_ENTRY, md5: md5Of('b') },
    ]);
  });

  it.each(['y', 'Yes', 'T', 'TRUE', '1'])('takes %s as yes', async (flag) => {
    const { entries } = await readAll(readIcse, `${HEADER}\n${line(md5Of('a'), '', '', flag)}`);
    expect(entries[0]!.category).toBe('baseline');
  });

  it.each(['', 'N', 'no', 'F', 'false', '0'])('takes "%s" as no', async (flag) => {
    const { entries } = await readAll(readIcse, `${HEADER}\n${line(md5Of('a'), '', '', flag)}`);
    expect(entries[0]!.category).toBeNull();
  });

  it('takes an entry whose PhotoDNA cannot be read, without it', async () => {
    const { entries } = await readAll(readIcse, `${HEADER}\n${line(md5Of('a'), '', 'abc', 'n')}`);
    expect(entries).toEqual([{ ...EMPTY_ENTRY, md5: md5Of('a') }]);
  });

  it.each([
    ['flag-malformed', line(md5Of('a'), '', '', '=TRUE()')],
    ['flag-malformed', line(md5Of('a'), '', '', 'perhaps')],
    ['md5-malformed', line('=1+1', '', '', 'y')],
    ['no-hash', line('', '', PHOTODNA, 'y')],
    ['wrong-field-count', md5Of('a')],
  ])('refuses a line as %s', async (reason, text) => {
    expect((await readAll(readIcse, `${HEADER}\n${text}\n`)).refused).toEqual([{ line: 2, reason }]);
  });

  it.each([
    ['an empty file', ''],
    ['another list', `md5;category\n${md5Of('a')};x`],
    ['a column that is named twice', `${HEADER};Baseline\n`],
  ])('refuses %s as a whole', async (_, content) => {
    await expect(readAll(readIcse, content)).rejects.toMatchObject({ code: 'list-unreadable' });
  });

  it('never fails on any text below the header', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (fields) => {
        const { entries, refused } = await readAll(readIcse, `${HEADER}\n${fields.join(';')}\nend`);
        expect(entries).toEqual([]);
        expect(refused.at(-1)!.reason).toBe('wrong-field-count');
      }),
    );
  });
});
