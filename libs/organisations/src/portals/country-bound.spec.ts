import { changedContent, type PortalChange } from './portal-content.js';
import { parsePortalFile, toPortalFile, unconfirmedOf } from './portal-file.js';
import { missingForPublication, type PortalContent } from './publication.js';
import { parsePublishedSettings } from './published-settings.js';

const text = (words: string) => ({ en: words, fr: words });
const luxembourg: PortalContent = {
  country: 'LU',
  locales: ['en', 'fr'],
  host: null,
  settings: parsePublishedSettings({
    name: text('Report it'),
    operator: text('A hotline'),
    operatorKind: 'non-governmental',
    readBy: text('Analysts'),
    readIn: 'LU',
    readWhen: text('By day'),
    emergency: [{ label: text('Police'), number: '112' }],
    helplines: [{ name: text('Line'), number: '116 111' }],
    texts: { about: text('A portal'), legal: text('Article 383'), privacy: text('Law of 2018') },
  }),
  reviewers: { en: 'A lawyer', fr: 'A lawyer' },
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
const missing = (content: PortalContent) => Object.keys(missingForPublication(content, READY)).toSorted();
const change = (content: PortalContent, wanted: PortalChange, hasMandate = false) =>
  changedContent(content, wanted, hasMandate);
const OF_LUXEMBOURG = [
  'emergency',
  'helplines',
  ...['operator', 'readBy', 'readWhen', 'texts.legal', 'texts.privacy'].flatMap((field) => [
    `${field}.en`,
    `${field}.fr`,
  ]),
  'operatorKind',
  'readIn',
].toSorted();

/** A portal of Kenya that is begun from Luxembourg's file. */
const begun = (): PortalContent => {
  const file = parsePortalFile(JSON.parse(JSON.stringify(toPortalFile(luxembourg, []))));
  return {
    ...luxembourg,
    country: 'KE',
    settings: file.settings,
    unconfirmed: unconfirmedOf(file, 'ke'),
  };
};

describe('a portal that is begun from another country’s', () => {
  it('lacks that country’s law, numbers, helplines and whoever stands behind it, field by field', () => {
    expect(missing(luxembourg)).toEqual([]);
    expect(missing(begun())).toEqual(OF_LUXEMBOURG);
    expect(missingForPublication(begun(), READY)['texts.legal.en']).toMatch(/another country.*KE/);
  });

  it('still lacks them when only what its new language needs is filled in', () => {
    const { settings } = begun();
    const swahili = Object.fromEntries(
      (['name', 'operator', 'readBy', 'readWhen'] as const).map((field) => [
        field,
        { ...settings[field], sw: 'Kenya' },
      ]),
    );
    const filled = change(begun(), {
      locales: ['en', 'fr', 'sw'],
      settings: {
        ...settings,
        ...swahili,
        texts: { ...settings.texts, legal: { ...settings.texts.legal, sw: 'Sheria ya Kenya' } },
      },
      reviewers: { en: 'A judge', fr: 'A judge', sw: 'A judge' },
    });
    expect(missing(filled)).toEqual(OF_LUXEMBOURG);
  });

  it('has what a person of the country sets, or confirms as it stands', () => {
    const { settings } = begun();
    const set = change(begun(), {
      settings: { ...settings, emergency: [{ label: text('Police'), number: '999' }], readIn: 'KE' },
    });
    expect(missing(set)).toEqual(OF_LUXEMBOURG.filter((field) => !['emergency', 'readIn'].includes(field)));
    expect(missing(change(set, { confirmed: OF_LUXEMBOURG }))).toEqual([]);
    expect(() => change(set, { confirmed: ['name.en'] })).toThrow('nothing to confirm');
    const { emergency: _none, ...rest } = settings;
    expect(change(begun(), { settings: rest }).unconfirmed).not.toContain('emergency');
  });

  it('passes on to a third what it has not confirmed, and takes over nothing from its own country', () => {
    const file = parsePortalFile(JSON.parse(JSON.stringify(toPortalFile(begun(), []))));
    expect(unconfirmedOf(file, 'KE')).toEqual(OF_LUXEMBOURG);
    expect(unconfirmedOf(toPortalFile(luxembourg, []), 'LU')).toEqual([]);
    expect(() => parsePortalFile({ ...file, kind: 'manara-portal', version: 1, unconfirmed: ['x'] })).toThrow(
      'nothing to confirm',
    );
  });

  it('is no different when a portal changes its country, its own mandate’s legal instrument included', () => {
    const moved = change(luxembourg, { country: 'KE' }, true);
    expect(missing(moved)).toEqual([...OF_LUXEMBOURG, 'mandate'].toSorted());
    expect(missing(change(moved, { confirmed: ['mandate'] }, true))).toEqual(OF_LUXEMBOURG);
    expect(missing(change(luxembourg, { country: 'KE' }))).toEqual(OF_LUXEMBOURG);
  });

  it('is no different when a file of another country is taken into a portal that is there', () => {
    const kenya = { ...luxembourg, country: 'KE', settings: parsePublishedSettings({}, { isDraft: true }) };
    const file = toPortalFile(luxembourg, []);
    const taken = change(kenya, { settings: file.settings, unconfirmed: unconfirmedOf(file, 'KE') });
    expect(taken).toMatchObject({ country: 'KE', unconfirmed: OF_LUXEMBOURG });
  });
});
