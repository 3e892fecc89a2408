import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList } from './import.service.js';
import type { ListFormat } from './list.formats.js';
import type { RefusedLine } from './new-entry.js';
import { md5Of, pdqOf, sha1Of, textAsStream } from './testing/known-pictures.js';

describe('the import of a list in the format of its source', () => {
  let test: TestDatabase;
  let triage: Database;
  const organisation = newId();

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisation],
    );
  });
  afterAll(() => test.drop());

  const photoDna = Buffer.alloc(144, 9);
  const media = (name: string, more: object) => ({ MD5: md5Of(name), Category: 1, ...more });
  it.each<[ListFormat, string, object[], RefusedLine]>([
    [
      'vics',
      JSON.stringify({
        value: [media('a', { PhotoDNA: photoDna.toString('base64') }), media('b', { MD5: 'x' })],
      }),
      [{ md5: md5Of('a'), sha1: null, pdq: null, photo_dna: photoDna.toString('hex'), category: 'vics-1' }],
      { line: 2, reason: 'md5-malformed' },
    ],
    [
      'icse',
      `MD5;SHA1;Image ID;Baseline\n${md5Of('a')};${sha1Of('a')};1;y\n;;2;y\n`,
      [{ md5: md5Of('a'), sha1: sha1Of('a'), pdq: null, photo_dna: null, category: 'baseline' }],
      { line: 3, reason: 'no-hash' },
    ],
    [
      'threatexchange',
      `${pdqOf('a')},90\ntmk x\n`,
      [{ md5: null, sha1: null, pdq: pdqOf('a'), photo_dna: null, category: null }],
      { line: 2, reason: 'kind-unknown' },
    ],
  ])('keeps what a list in the format %s says', async (format, content, expected, refused) => {
    const told: RefusedLine[] = [];
    const options = {
      actor: { kind: 'operator' },
      onRefused: (line: RefusedLine) => told.push(line),
    } as const;
    const run = () =>
      importList(triage, organisation, { name: format }, textAsStream(content), format, options);
    expect(await run()).toMatchObject({ state: 'live', entries: 1, refused: 1 });
    expect(await run()).toMatchObject({ state: 'unchanged' });
    expect(told).toEqual([refused, refused]);
    expect(
      await test.asOwner(
        `SELECT encode(e.md5, 'hex') AS md5, encode(e.sha1, 'hex') AS sha1, encode(e.pdq, 'hex') AS pdq,
           encode(e.photo_dna, 'hex') AS photo_dna, e.category
         FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id WHERE l.name = $1`,
        [format],
      ),
    ).toEqual(expected);
  });

  it('takes the latest state of each entry that a source tells, in whatever order they come', async () => {
    const state = (kind: string, id: string, second: number, name?: string) =>
      `<${kind}><member id="7">M</member><timestamp>2026-01-01T00:00:0${second}Z</timestamp><id>${id}</id>` +
      `${name === undefined ? '' : `<fingerprints><md5>${md5Of(name)}</md5></fingerprints>`}</${kind}>`;
    const page = (...states: string[]) =>
      `<queryResult><images count="9">${states.join('')}</images></queryResult>`;
    const content =
      page(
        state('image', 'moved', 5, 'new'),
        state('deletedImage', 'gone', 3),
        state('image', 'back', 7, 'b'),
      ) +
      page(
        state('image', 'moved', 1, 'old'),
        state('image', 'gone', 2, 'g'),
        state('deletedImage', 'back', 6),
      ) +
      page(
        state('image', 'at once', 4, 'x'),
        state('deletedImage', 'at once', 4).replace('at once', 'atonce'),
      ) +
      page(state('image', 'atonce', 4, 'y'), state('image', 'stays\\', 4, 's'));
    const result = await importList(
      triage,
      organisation,
      { name: 'states' },
      textAsStream(content),
      'ncmec',
      { actor: { kind: 'operator' } },
    );
    expect(result).toMatchObject({ state: 'live', entries: 3, refused: 1 });
    expect(
      await test.asOwner(
        `SELECT encode(e.md5, 'hex') AS md5 FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id
         WHERE l.name = 'states' ORDER BY 1`,
      ),
    ).toEqual(
      ['new', 'b', 's'].map((name) => ({ md5: md5Of(name) })).sort((a, b) => (a.md5 < b.md5 ? -1 : 1)),
    );
  });
});
