import {
  bodyOf,
  contrastOf,
  fieldAndLocale,
  formOf,
  isSame,
  moved,
  type PortalForm,
  partOf,
} from './portal-form.js';

const form: PortalForm = {
  recipients: [],
  country: 'TN',
  locales: ['ar', 'fr'],
  host: ' ',
  settings: {
    name: { ar: 'خط', fr: ' ' },
    readWhen: { fr: '' },
    emergency: [
      { label: { fr: 'Police' }, number: '197' },
      { label: { fr: '' }, number: '' },
    ],
    hiddenQuestions: [],
  },
  reviewers: { ar: 'Le directeur', fr: '', en: 'gone' },
};

describe('the form of a portal', () => {
  it('sends no empty text, but keeps the numbers of entries, so that a problem is told at the right one', () => {
    expect(bodyOf(form)).toEqual({
      recipients: [],
      country: 'TN',
      locales: ['ar', 'fr'],
      host: null,
      settings: {
        name: { ar: 'خط' },
        emergency: [{ label: { fr: 'Police' }, number: '197' }, {}],
        hiddenQuestions: [],
      },
      reviewers: { ar: 'Le directeur' },
    });
  });

  it('is the same where it would be sent alike', () => {
    expect(isSame(form, { ...form, host: '' })).toBe(true);
    expect(isSame(form, { ...form, country: 'DZ' })).toBe(false);
    const read = formOf({ content: { ...bodyOf(form) } } as never);
    expect(isSame(form, read)).toBe(true);
  });

  it('moves a language up and down, not past the ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('reads the field and the language of what is missing', () => {
    expect(fieldAndLocale('texts.legal.fr', ['fr'])).toEqual({ field: 'texts.legal', locale: 'fr' });
    expect(fieldAndLocale('readIn', ['fr'])).toEqual({ field: 'readIn' });
    expect(fieldAndLocale('helplines.0.url', ['fr'])).toEqual({ field: 'helplines.0.url' });
  });

  it('measures contrast as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#76', '#ffffff')).toBeUndefined();
  });

  it('stands in the part that a missing field leads to', () => {
    const fields = [
      'texts.legal.fr',
      'emergency',
      'helplines.0.url',
      'recipients',
      'look.logo',
      'reviewers.ar',
    ];
    expect(fields.map(partOf)).toEqual(['texts', 'help', 'help', 'recipients', 'look', 'place']);
  });
});
