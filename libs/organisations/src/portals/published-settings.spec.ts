import fc from 'fast-check';
import { InvalidInputError } from '#libs/platform';
import { inLanguage, parsePublishedSettings } from './published-settings.js';

const good = {
  name: { en: 'Report line', ar: 'خط التبليغ' },
  operator: { en: 'Run by the Example Foundation.' },
  readBy: { en: 'Read on working days by two analysts.' },
  emergency: [{ label: { en: 'Police' }, number: '112' }],
  helplines: [{ name: { en: 'Child helpline' }, number: '116 111', url: 'https://help.example.org/' }],
  texts: { legal: { en: 'Having such pictures is a crime.' } },
};

function fieldsOf(value: unknown): string[] {
  try {
    parsePublishedSettings(value);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return Object.keys(error.fields ?? {}).sort();
  }
}

describe('what a portal publishes', () => {
  it('is read as it was written', () => {
    const read = parsePublishedSettings(good);
    expect(read).toMatchObject(good);
    expect(parsePublishedSettings(read)).toEqual(read);
    expect(parsePublishedSettings(JSON.parse(JSON.stringify(read)))).toEqual(read);
  });

  it.each([
    ['no name', { ...good, name: undefined }, ['name']],
    ['an empty name', { ...good, name: { en: ' ' } }, ['name.en']],
    ['a language that is none', { ...good, operator: { '<b>': 'x' } }, ['operator']],
    [
      'a number that cannot be dialled',
      { ...good, emergency: [{ label: { en: 'P' }, number: 'javascript:1' }] },
      ['emergency.0.number'],
    ],
    [
      'a link that is not https',
      { ...good, helplines: [{ name: { en: 'x' }, url: 'javascript:alert(1)' }] },
      ['helplines.0.url'],
    ],
    ['a helpline that cannot be reached', { ...good, helplines: [{ name: { en: 'x' } }] }, ['helplines.0']],
    ['a list that is none', { ...good, emergency: {} }, ['emergency']],
    ['a country that there is none of', { ...good, readIn: 'ZZ' }, ['readIn']],
    ['an operator of no known kind', { ...good, operatorKind: 'independent' }, ['operatorKind']],
    [
      'a helpline for nobody known',
      { ...good, helplines: [{ name: { en: 'x' }, number: '1', audiences: ['cats'] }] },
      ['helplines.0.audiences.0'],
    ],
    [
      'a topic that there is none of',
      { ...good, outOfScope: [{ topic: 'weather', name: { en: 'x' }, url: 'https://example.org/' }] },
      ['outOfScope.0.topic'],
    ],
    [
      'a question left out that is always asked',
      { ...good, hiddenQuestions: ['urls'] },
      ['hiddenQuestions.0'],
    ],
    ['text that turns the direction of what follows', { ...good, name: { en: 'a\u202eb' } }, ['name.en']],
    ['a sender of letters that is an address', { ...good, letterSender: 'a@b.example' }, ['letterSender']],
    ['a sender of letters on two lines', { ...good, letterSender: 'One\r\nBcc: two' }, ['letterSender']],
    ['a place to leave to that is a script', { ...good, leaveTo: 'javascript:1' }, ['leaveTo']],
    ['nothing at all', null, ['name', 'operator', 'published', 'readBy']],
  ])('is refused with %s, and the field is named', (_what, value, fields) => {
    expect(fieldsOf(value)).toEqual(fields);
  });

  it('is refused by a typed error, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(fieldsOf(value).length).toBeGreaterThan(0);
      }),
    );
  });

  it('is shown in the language asked for, else in the portal’s first, else in any', () => {
    expect(inLanguage(good.name, 'ar', ['en'])).toEqual({ text: 'خط التبليغ', locale: 'ar' });
    expect(inLanguage(good.name, 'fr', ['en'])).toEqual({ text: 'Report line', locale: 'en' });
    expect(inLanguage(good.name, 'fr')).toEqual({ text: 'Report line', locale: 'en' });
  });
});
