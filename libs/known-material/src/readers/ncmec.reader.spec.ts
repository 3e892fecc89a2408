import fc from 'fast-check';
import { md5Of, pdqOf, sha1Of } from '../testing/known-pictures.js';
import { EMPTY_ENTRY, readAll } from '../testing/read-list.js';
import { readNcmec } from './ncmec.reader.js';

const PHOTODNA = Buffer.alloc(144, 7);
const AT = '2026-03-01T10:00:00Z';
const revision = (id: string, isWithdrawn = false) => ({
  key: `42-${id}`,
  at: new Date(AT).toISOString(),
  isWithdrawn,
});

const key = (id: string) => `<member id="42">A member</member><timestamp>${AT}</timestamp><id>${id}</id>`;
const image = (id: string, fingerprints = `<md5>${md5Of(id)}</md5>`, more = '') =>
  `<image>${key(id)}${more}<fingerprints>${fingerprints}</fingerprints></image>`;
const page = (entries: string, next = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">
     <images count="1" maxTimestamp="${AT}">${entries}</images><videos count="0"/>
     <paging>${next}</paging></queryResult>`;
const read = (content: string | Buffer, partBytes = 64) => readAll(readNcmec, content, { partBytes });
const entry = (id: string) => ({ ...EMPTY_ENTRY, md5: md5Of(id), revision: revision(id) });

describe('the reader of NCMEC Hash Sharing pages', () => {
  it('takes images and videos with their fingerprints and classification', async () => {
    const content = `<queryResult><images>${image(
      'a',
      `<md5>${md5Of('a').toUpperCase()}</md5><sha1>${sha1Of('a')}</sha1><pdna>${PHOTODNA.toString('base64')}</pdna>
       <pdq>${pdqOf('a')}</pdq><netclean>x</netclean><videntifier rel="self" href="/v2/x?a=1&amp;b=2"/>`,
      '<classification>A1</classification>',
    )}</images><videos><video>${key('b')}<fingerprints><md5>${md5Of('b')}</md5></fingerprints></video></videos></queryResult>`;
    expect(await read(content)).toEqual({
      entries: [
        {
          ...entry('a'),
          sha1: sha1Of('a'),
          pdq: pdqOf('a'),
          photoDna: PHOTODNA.toString('hex'),
          category: 'ncmec-A1',
        },
        entry('b'),
      ],
      refused: [],
    });
  });

  it('gives on what was taken back as such', async () => {
    const content = page(`<deletedImage>${key('a')}</deletedImage>`).replace(
      '<videos count="0"/>',
      `<videos><deletedVideo>${key('b')}</deletedVideo></videos>`,
    );
    expect((await read(content)).entries).toEqual(
      ['a', 'b'].map((id) => ({ ...EMPTY_ENTRY, revision: revision(id, true) })),
    );
  });

  it('reads pages one after another, however the bytes arrive, and counts over all', async () => {
    const content = `\u{feff}${page(image('a'), '<next>/v2/entries?start=2001&amp;size=1000</next>')}\n${page(image('b', ''))}${page(image('c'))}\n`;
    for (const partBytes of [1, 5, 100_000]) {
      expect(await read(content, partBytes)).toEqual({
        entries: [entry('a'), entry('c')],
        refused: [{ line: 2, reason: 'no-hash' }],
      });
    }
  });

  it.each([
    [
      'a prefix',
      page(image('a'))
        .replaceAll(/<(\/?)(\w+)/g, '<$1ns:$2')
        .replace('<?ns:xml', '<?xml'),
    ],
    [
      'comments and sections of plain text',
      page(`<!-- <image> -->${image('a', `<md5><![CDATA[${md5Of('a')}]]></md5>`)}`),
    ],
    ['a bracket in a value', page(image('a').replace('id="42"', 'id="42" x="a > b"'))],
    ['references to characters', page(image('&#97;', `<md5>${md5Of('a')}</md5>`))],
    [
      'what members have said of it',
      page(
        image(
          'a',
          `<md5>${md5Of('a')}</md5>`,
          `<feedback><negativeFeedback type="Md5"><reasons><reason guid="1"/><members timestamp="${AT}"><member id="9"><id>7</id></member></members></reasons></negativeFeedback></feedback>`,
        ),
      ),
    ],
  ])('copes with %s', async (_, content) => {
    expect(await read(content)).toEqual({ entries: [entry('a')], refused: [] });
  });

  it.each([
    ['md5-malformed', image('x', '<md5>=1+1</md5>')],
    ['matches-nothing-real', image('x', `<md5>${md5Of('')}</md5>`)],
    ['no-hash', image('x', '<pdna>AAAA</pdna>')],
    ['no-hash', image('x', '<tmk-pdqf rel="self" href="/v2/x"/>')],
    [
      'category-malformed',
      image('x', `<md5>${md5Of('x')}</md5>`, `<classification>${'y'.repeat(80)}</classification>`),
    ],
    ['key-malformed', image('')],
    ['key-malformed', image('two words')],
    ['key-malformed', image('x').replace(AT, 'yesterday')],
    ['key-malformed', image('x').replace(AT, '0000-01-01T00:00:00Z')],
    ['key-malformed', image('x').replace(AT, '2026-13-01T00:00:00Z')],
    ['key-malformed', image('x').replace('<member id="42">A member</member>', '')],
    ['record-malformed', image('x').replace('<id>', '<id>y</id><id>')],
    ['record-malformed', image('&f;')],
    ['record-malformed', image('a & b')],
    ['record-malformed', image('&#0;')],
    ['record-malformed', image('x').replace('</id>', '')],
    ['record-malformed', image('x').replace('</image>', '')],
    ['record-malformed', image('x').replace('<image>', '')],
    ['record-malformed', image('x').replace('id="42"', 'id="42')],
    ['record-malformed', image('x').replace('<id>', '<id')],
    ['record-malformed', image('x').replace('<id>', '<id><!--')],
    ['record-malformed', image('x').replace('<id>', `<id>${'<a>'.repeat(30)}`)],
  ])('refuses an entry as %s by its number, and reads on', async (reason, bad) => {
    const { entries, refused } = await read(page(image('before') + bad + image('after')));
    expect(refused).toEqual([{ line: 2, reason }]);
    expect(entries).toEqual(['before', 'after'].map(entry));
  });

  const laughs = Array.from(
    { length: 10 },
    (_, at) => `<!ENTITY l${at + 1} "&l${at};&l${at};&l${at};">`,
  ).join('');
  it.each([
    ['an empty file', ''],
    ['a text', 'nothing'],
    ['another document', '<html><body/></html>'],
    ['a document type', page(image('a')).replace('<queryResult', '<!DOCTYPE queryResult><queryResult')],
    ['entities that grow', `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><queryResult>&l10;</queryResult>`],
    [
      'a file that an entity names',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><queryResult>&f;</queryResult>',
    ],
    ['a bare ampersand beside the entries', page('').replace('<images', '& <images')],
    ['what is nested without end', '<queryResult>'.repeat(1000)],
    ['tags that cross', '<queryResult><images></queryResult></images>'],
    ['a tag that was never opened', '</queryResult>'],
    ['a value without quotes', '<queryResult a=b></queryResult>'],
    ['a name that is said twice', '<queryResult a="1" a="2"></queryResult>'],
    ['a text without end', `<queryResult>${'x'.repeat(300_000)}`],
    ['a tag without end', `<queryResult a="${'x'.repeat(300_000)}`],
    ['a value full of brackets', `<queryResult a="${'>'.repeat(60_000)}`],
    ['a comment without end', `<queryResult><!--${'x'.repeat(300_000)}`],
    [
      'a text in many pieces',
      `<queryResult>${'<![CDATA[xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]]>'.repeat(5000)}</queryResult>`,
    ],
    ['a page that was cut', page(image('a')).slice(0, -10)],
    ['pages of which the last is missing', page(image('a'), '<next>/v2/entries?start=2001</next>')],
    ['UTF-16', Buffer.from(`\u{feff}${page(image('a'))}`, 'utf16le')],
    ['bytes that are no text', Buffer.concat([Buffer.from('<queryResult>'), Buffer.from([0xe9, 0x3c])])],
  ])('refuses %s as a whole', async (_, content) => {
    await expect(read(content, 10_000)).rejects.toMatchObject({ code: 'list-unreadable' });
  });

  it('gives up no more than a torn entry and one beside it, and takes nothing that was not there', async () => {
    const NAMES = ['a', 'b', 'c', 'd', 'e'];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(NAMES.length - 1),
        fc.nat(500),
        fc.constantFrom('', '<', '>', '"', '&'),
        fc.boolean(),
        async (torn, place, mark, isAdded) => {
          const texts = NAMES.map((name) => image(name));
          const places = [...texts[torn]!.matchAll(/[<>/"=]/g)].map(({ index }) => index);
          const at = places[place % places.length]!;
          const damaged = texts[torn]!.slice(0, at) + mark + texts[torn]!.slice(isAdded ? at : at + 1);
          const { entries } = await read(page(texts.with(torn, damaged).join('\n')), 200);
          const lost = NAMES.filter((name) => !entries.some(({ md5 }) => md5 === md5Of(name)));
          for (const one of entries) expect(NAMES.map(entry)).toContainEqual(one);
          expect(lost.every((name) => Math.abs(NAMES.indexOf(name) - torn) <= 1)).toBe(true);
          expect(lost.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never fails but by saying that the source is unreadable, whatever is damaged', async () => {
    const whole = Buffer.from(page(image('a') + `<deletedImage>${key('b')}</deletedImage>` + image('c')));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.integer({ min: 1, max: 400 }),
        async (damages, partBytes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of damages) bytes[at] = byte;
          const outcome = await read(bytes, partBytes).then(
            ({ entries }) => entries.every(({ md5, revision: said }) => (md5 === null) === said!.isWithdrawn),
            (error: { code?: string }) => error.code,
          );
          expect([true, 'list-unreadable']).toContain(outcome);
        },
      ),
      { numRuns: 500 },
    );
  });
});
