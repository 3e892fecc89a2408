import { falseIndependence } from './independence.js';
import { parsePublishedSettings } from './published-settings.js';

const plain = {
  name: { en: 'Report it' },
  operator: { en: 'The ministry of the interior' },
  operatorKind: 'ministry',
  readBy: { en: 'Officers of the ministry' },
};
const problems = (settings: Record<string, unknown>) =>
  Object.keys(falseIndependence(parsePublishedSettings({ ...plain, ...settings })));

describe('a portal of a ministry that calls itself independent', () => {
  it.each([
    ['en', 'Independent analysts, free of any government'],
    ['en', 'We work IN\u200BDEPENDENTLY'],
    ['fr', 'des analystes inde\u0301pendants'],
    ['fr', 'Une cellule autonome'],
    ['ar', 'يقرؤها محلّلون مُسْتَقِلّون'],
    ['ar', 'بكل استقلالية'],
    ['es', 'Analistas independientes'],
    ['pt', 'Uma equipa independente'],
    ['ru', 'Независимые аналитики'],
    ['sw', 'Wachambuzi huru'],
    ['sw', 'Shirika linalojitegemea'],
    ['hi', 'स्वतन्त्र विश्लेषक'],
    ['id', 'Analis independen'],
    ['mg', 'Mpandinika mahaleo\ntena'],
  ])('is told so in %s: %s', (locale, text) => {
    expect(problems({ readBy: { en: 'Officers', [locale]: text } })).toEqual([`readBy.${locale}`]);
  });

  it('is told in which field, wherever reporters read it', () => {
    const text = { en: 'We are an independent hotline' };
    expect(
      problems({
        name: text,
        readWhen: text,
        emergency: [{ label: text, number: '117' }],
        helplines: [{ name: { en: 'Line' }, note: text, number: '116 111' }],
        hashRecipient: { name: text },
        safeguarding: { name: text, country: 'KE' },
        texts: { about: text, legal: text, privacy: text, afterwards: text, closed: text },
      }).toSorted(),
    ).toEqual(
      [
        'name',
        'readWhen',
        'emergency.0.label',
        'helplines.0.note',
        'hashRecipient.name',
        'safeguarding.name',
        'texts.about',
        'texts.legal',
        'texts.privacy',
        'texts.afterwards',
        'texts.closed',
      ]
        .map((field) => `${field}.en`)
        .toSorted(),
    );
  });

  it('may name another body as that is called, speak of those who depend on somebody, and link where it likes', () => {
    expect(
      problems({
        partners: [{ name: { en: 'Independent Office for Conduct' }, url: 'https://independent.example/' }],
        texts: {
          about: { en: 'For children and all who are dependent on others, in future.', ar: 'في المستقبل' },
        },
      }),
    ).toEqual([]);
  });

  it('is nobody else: a hotline that is independent says so', () => {
    expect(problems({ operatorKind: 'non-governmental', readBy: { en: 'Independent analysts' } })).toEqual(
      [],
    );
    expect(problems({ operatorKind: 'police', readBy: { en: 'Independent analysts' } })).toEqual([
      'readBy.en',
    ]);
  });
});
