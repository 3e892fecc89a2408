import { InvalidInputError } from '#libs/platform';
import { changedContent } from './portal-content.js';
import { MOST_FILE_CHARACTERS, parsePortalFile } from './portal-file.js';
import { missingForPublication, PORTAL_LOCALES, type PortalContent } from './publication.js';
import { parsePublishedSettings } from './published-settings.js';
import { settingsToSave, tooLong } from './settings-bounds.js';

const inEach = (text: string) => Object.fromEntries(PORTAL_LOCALES.map((locale) => [locale, text]));
const helplines = (count: number, note: string) =>
  Array.from({ length: count }, () => ({ name: inEach('A line'), note: inEach(note), number: '197' }));
const fieldsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInputError) return Object.keys(error.fields ?? {}).toSorted();
    throw error;
  }
  return [];
};
const file = (settings: object) => ({
  kind: 'manara-portal',
  version: 1,
  country: 'TN',
  locales: ['en'],
  settings,
});
const content: PortalContent = {
  country: 'TN',
  locales: ['en'],
  host: null,
  settings: parsePublishedSettings({}, { isDraft: true }),
  reviewers: {},
  recipients: [],
  unconfirmed: [],
};
const READY = {
  isDelegated: false,
  triageAccepted: true,
  hasKey: true,
  recipients: [],
  triagingRecipients: 1,
  confirmedHost: null,
};

describe('what a portal may show', () => {
  const rich = {
    name: inEach('A report line'),
    texts: { legal: inEach('x'.repeat(4_000)), privacy: inEach('x'.repeat(3_000)) },
    helplines: helplines(10, 'x'.repeat(300)),
  };

  it('takes a rich portal in every language', () => {
    expect(fieldsOf(() => settingsToSave(rich))).toEqual([]);
  });

  it.each([
    ['a name of a page', { name: { en: 'x'.repeat(201) } }, ['name.en']],
    [
      'a note of a page',
      { helplines: [{ name: { en: 'x' }, note: { fr: 'x'.repeat(601) }, number: '1' }] },
      ['helplines.0.note.fr'],
    ],
    [
      'a hundred notes of a language',
      { helplines: helplines(30, 'x'.repeat(600)), partners: helplines(30, 'x'.repeat(600)) },
      [...PORTAL_LOCALES.map((locale) => `languages.${locale}`), 'settings'].toSorted(),
    ],
  ])('has no %s: saved, read from a file or published', (_what, settings, fields) => {
    expect(fieldsOf(() => changedContent(content, { settings }, false))).toEqual(fields);
    expect(fieldsOf(() => parsePortalFile(file(settings)))).toEqual(fields);
    // It was saved by an older hand.
    const stored = parsePublishedSettings(settings, { isDraft: true });
    expect(Object.keys(missingForPublication({ ...content, settings: stored }, READY))).toEqual(
      expect.arrayContaining(fields),
    );
    expect(Object.keys(tooLong(stored)).toSorted()).toEqual(fields);
  });

  it('is read from no file that is larger, before anything of it is looked at', () => {
    const large = file({ ...rich, surplus: 'x'.repeat(MOST_FILE_CHARACTERS) });
    expect(fieldsOf(() => parsePortalFile(large))).toEqual(['file']);
  });
});
