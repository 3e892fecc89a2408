import * as fc from 'fast-check';
import type { Answers } from '#libs/taxonomy';
import { IccamIncompleteError } from './iccam.errors.js';
import { buildReport } from './iccam.report.js';
import type { IccamItemInput, IccamReferralInput } from './iccam.report.js';

const page: IccamItemInput = {
  url: 'https://pictures.example/gallery',
  isSource: true,
  contentType: 'website',
  hosting: {
    countryCode: 'NL',
    ip: '192.0.2.7',
    organisationName: 'Example Hosting',
    asn: 64_500,
    isCdn: true,
  },
  lookedAt: false,
};
const illegal: Answers = {
  verdict: 'baseline',
  ageBand: 'infant',
  sex: 'both',
  selfGenerated: false,
  computerGenerated: false,
};
const picture: IccamItemInput = {
  url: 'https://pictures.example/one.jpg',
  isSource: false,
  contentType: 'media',
  hosting: { countryCode: 'DE' },
  answers: illegal,
  lookedAt: true,
  hashes: { sha256: 'a'.repeat(64), sha1: 'b'.repeat(40) },
};
const ignored: IccamItemInput = {
  ...picture,
  url: 'https://pictures.example/logo.png',
  answers: { verdict: 'not-illegal', reason: 'nudism-or-not-sexualised' },
};
const referral: IccamReferralInput = {
  hotlineReference: 'DEMO-2026-000001',
  receivedAt: new Date('2026-03-05T10:30:00+01:00'),
  analystName: 'hotline-api',
  source: { siteType: 'forum', commerciality: 'not-determined', paymentMethods: ['visa', 'bitcoin'] },
  items: [picture, ignored, page],
};

function fieldsOf(input: IccamReferralInput): Record<string, string> {
  try {
    buildReport(input);
  } catch (error) {
    if (error instanceof IccamIncompleteError) return error.fields;
    throw error;
  }
  return {};
}

describe('the body of a report', () => {
  it('holds the source first and illegal items only, each with a reference of its own', () => {
    const { urls } = buildReport(referral);
    expect(
      urls.map(({ urlString, isSourceUrl, hotlineReference }) => [urlString, isSourceUrl, hotlineReference]),
    ).toEqual([
      [page.url, true, 'DEMO-2026-000001-1'],
      [picture.url, false, 'DEMO-2026-000001-2'],
    ]);
  });

  it('tells in the memo of a page which pictures stand in it', () => {
    const inlinePictures = [
      { lookedAt: true, hashes: { sha256: 'c'.repeat(64) } },
      {
        lookedAt: false,
        knownBy: { list: 'Known', digest: 'sha1' as const },
        hashes: { sha256: 'd'.repeat(64) },
      },
    ];
    const { urls } = buildReport({ ...referral, items: [{ ...page, answers: illegal, inlinePictures }] });
    expect(urls).toHaveLength(1);
    expect(urls[0]!.memo.split('\n')).toEqual([
      'Not looked at by a person: judged by what was reported of it.',
      'Pictures that stand in the page itself: 2.',
      'Picture 1: Looked at by a person.',
      `SHA-256: ${'c'.repeat(64)}`,
      'Picture 2: Not looked at by a person: exact SHA-1 match with the list "Known".',
      `SHA-256: ${'d'.repeat(64)}`,
      'Reference: DEMO-2026-000001-1',
    ]);
  });

  it('tells in the memo of a picture which others stood at its address before', () => {
    const earlierPictures = [{ lookedAt: true, hashes: { sha256: 'e'.repeat(64) } }];
    const { urls } = buildReport({ ...referral, items: [page, { ...picture, earlierPictures }] });
    expect(urls[1]!.memo.split('\n')).toEqual([
      'Looked at by a person.',
      `SHA-256: ${'a'.repeat(64)}`,
      `SHA-1: ${'b'.repeat(40)}`,
      'Other pictures that stood at this address before: 1.',
      'Earlier picture 1: Looked at by a person.',
      `SHA-256: ${'e'.repeat(64)}`,
      'Reference: DEMO-2026-000001-2',
    ]);
  });

  it('is the same on every attempt', () => {
    expect(buildReport(referral)).toEqual(buildReport(referral));
  });

  it('gives times in UTC, never a local time with a Z behind it', () => {
    expect(buildReport(referral).hotlineReceivedDate).toBe('2026-03-05T09:30:00.000Z');
  });

  it('gives numbers as numbers and payment methods as a list', () => {
    expect(buildReport(referral)).toMatchObject({
      sourceUrlSiteType: 6,
      sourceUrlCommerciality: 1,
      sourceUrlPaymentMethods: [6, 13],
    });
  });

  it('keeps texts that look like numbers as texts', () => {
    const items = [
      { ...page, hosting: { countryCode: 'NL', isp: '123' } },
      { ...picture, memo: '456' },
    ];
    const { urls } = buildReport({ ...referral, items });
    expect(urls[0]).toMatchObject({ hostingIsp: '123', hostingOrganization: { organizationName: '123' } });
    expect(urls[1]?.memo.split('\n')[0]).toBe('456');
  });

  it('says both sexes as 4 and keeps self-generated and child modelling apart', () => {
    const answers: Answers = { ...illegal, selfGenerated: true, childModelling: false };
    const assessment = buildReport({ ...referral, items: [page, { ...picture, answers }] }).urls[1]
      ?.assessment;
    expect(assessment).toMatchObject({
      classification: 1,
      ageCategorization: 2,
      genderCategorization: 4,
      userGeneratedContentCategorization: 1,
      childModelingCategorization: 0,
    });
  });

  it('leaves out a question that was not answered, and sends a "no" as 0', () => {
    const assessment = buildReport(referral).urls[1]?.assessment;
    expect(assessment).not.toHaveProperty('childModelingCategorization');
    expect(assessment).toHaveProperty('virtualContentCategorization', 0);
  });

  it('sends "not determined" when the analyst chose it', () => {
    const answers = { verdict: 'national', ageBand: 'not-determined', sex: 'not-determined' } as const;
    const assessment = buildReport({ ...referral, items: [page, { ...picture, answers }] }).urls[1]
      ?.assessment;
    expect(assessment).toMatchObject({ classification: 2, ageCategorization: 1, genderCategorization: 1 });
  });

  it.each([
    ['nobody assessed', undefined, null],
    ['could not be reached', { verdict: 'not-reachable', reason: 'link-expired' } as const, null],
    [
      'is not illegal',
      { verdict: 'not-illegal', reason: 'links-not-illegal' } as const,
      {
        assessingAnalystName: 'hotline-api',
        classification: 4,
        ageCategorization: 1,
        genderCategorization: 1,
      },
    ],
  ])('gives a source that %s the right assessment', (_name, answers, expected) => {
    const { urls } = buildReport({ ...referral, items: [{ ...page, answers }, picture] });
    expect(urls[0]?.assessment).toEqual(expected);
  });

  it('sends the network of the host, and nothing where it is not known', () => {
    const { urls } = buildReport(referral);
    expect(urls[0]).toMatchObject({
      hostingCountryCode: 'NL',
      hostingIpAddress: '192.0.2.7',
      hostingIsp: 'Example Hosting',
      hostingOrganization: {
        organizationName: 'Example Hosting',
        autonomousSystemNumber: '64500',
        isContentDeliveryNetwork: true,
      },
    });
    expect(urls[1]).toMatchObject({ hostingIpAddress: null, hostingIsp: null, hostingOrganization: null });
  });
});

describe('the memo of an item', () => {
  it.each([
    ['a person looked', { lookedAt: true }, 'Looked at by a person.'],
    [
      'a person looked at the same bytes for an earlier decision',
      { lookedAt: true, lookedAtBefore: true },
      'Not looked at anew: a person looked at exactly these bytes for an earlier decision, whose answers these are.',
    ],
    [
      'a person looked at known material',
      { lookedAt: true, knownBy: { list: 'List A', digest: 'sha1' } },
      'Looked at by a person; exact SHA-1 match with the list "List A".',
    ],
    [
      'the answers are those of a picture that looks like it',
      { lookedAt: false, takenOver: { looked: true, distance: 12 } },
      'Not looked at by a person: the answers are those of a picture that looks like it (12 of 256 bits of the PDQ hash differ), which a person looked at.',
    ],
    [
      'they are those of one that nobody looked at',
      { lookedAt: false, takenOver: { looked: false } },
      'Not looked at by a person: the answers are those of a picture that looks like it, which nobody looked at either.',
    ],
    [
      'a person looked, whose answers are those of another picture all the same',
      { lookedAt: true, takenOver: { looked: true, distance: 12 } },
      'Looked at by a person.',
    ],
    [
      'a list alone settled it',
      { lookedAt: false, knownBy: { list: 'List A', digest: 'sha256' } },
      'Not looked at by a person: exact SHA-256 match with the list "List A".',
    ],
  ] as const)('says that %s', (_name, seen, line) => {
    const { urls } = buildReport({ ...referral, items: [page, { ...picture, ...seen }] });
    expect(urls[1]?.memo.split('\n')).toEqual([
      line,
      `SHA-256: ${'a'.repeat(64)}`,
      `SHA-1: ${'b'.repeat(40)}`,
      'Reference: DEMO-2026-000001-2',
    ]);
  });

  it('of the report bears our reference, by which it is found again', () => {
    expect(buildReport({ ...referral, memo: 'Second report.' }).memo).toBe(
      'Second report.\nReference: DEMO-2026-000001',
    );
  });
});

describe('a referral that lacks what ICCAM needs', () => {
  it.each<[string, Partial<IccamReferralInput>, Record<string, string>]>([
    [
      'site type',
      { source: { ...referral.source, siteType: undefined } },
      { 'source.siteType': 'is not answered' },
    ],
    [
      'commerciality',
      { source: { ...referral.source, commerciality: undefined } },
      { 'source.commerciality': 'is not answered' },
    ],
    [
      'payment methods',
      { source: { ...referral.source, paymentMethods: [] } },
      { 'source.paymentMethods': 'is not answered' },
    ],
    ['a source', { items: [picture] }, { items: 'has 0 sources instead of one' }],
    [
      'one source only',
      { items: [page, { ...picture, isSource: true }] },
      { items: 'has 2 sources instead of one' },
    ],
    ['an illegal item', { items: [page, ignored] }, { 'items.verdict': 'is illegal for none' }],
    [
      'an age',
      { items: [page, { ...picture, answers: { verdict: 'baseline', sex: 'male' } }] },
      { 'items.1.ageBand': 'is not answered' },
    ],
    [
      'a sex',
      { items: [page, { ...picture, answers: { verdict: 'national', ageBand: 'infant' } }] },
      { 'items.1.sex': 'is not answered' },
    ],
    [
      'a hosting country',
      { items: [page, { ...picture, hosting: { ip: '192.0.2.1' } }] },
      { 'items.1.hosting.countryCode': 'is not known' },
    ],
    [
      'an address',
      { items: [page, { ...picture, url: 'no address' }] },
      { 'items.1.url': 'is not an address' },
    ],
    [
      'different addresses',
      { items: [page, { ...picture, url: page.url }] },
      { 'items.1.url': 'stands there twice' },
    ],
    ['a reference', { hotlineReference: 'a b' }, { hotlineReference: 'is not a reference' }],
    ['a time', { receivedAt: new Date(Number.NaN) }, { receivedAt: 'is not a time' }],
    ['an analyst', { analystName: ' ' }, { analystName: 'is missing' }],
  ])('is refused and names %s', (_name, change, fields) => {
    expect(fieldsOf({ ...referral, ...change })).toEqual(fields);
  });

  it('is refused with everything that is missing at once, without an address in the message', () => {
    const input = { ...referral, source: {}, items: [page, { ...picture, hosting: {}, lookedAt: false }] };
    const fields = fieldsOf(input);
    expect(Object.keys(fields).sort()).toEqual([
      'items.1.hosting.countryCode',
      'source.commerciality',
      'source.paymentMethods',
      'source.siteType',
    ]);
    expect(new IccamIncompleteError(fields).message).not.toContain('example');
  });

  it('never becomes a report with a made-up number, whatever was answered', () => {
    const code = fc.option(fc.constantFrom('infant', 'both', 'baseline', 'forum', 'visa', 'none', 'x'), {
      nil: undefined,
    });
    const answers = fc.record({
      verdict: code,
      ageBand: code,
      sex: code,
      reason: code,
      selfGenerated: fc.boolean(),
    });
    fc.assert(
      fc.property(answers, code, (given, siteType) => {
        const item = { ...picture, answers: given } as unknown as IccamItemInput;
        const source = { ...referral.source, siteType } as IccamReferralInput['source'];
        const input = { ...referral, source, items: [page, item] };
        if (Object.keys(fieldsOf(input)).length > 0) return;
        expect(given).toMatchObject({ verdict: 'baseline', ageBand: 'infant', sex: 'both' });
        expect(siteType).toBe('forum');
        expect(JSON.stringify(buildReport(input))).not.toMatch(/NaN|undefined/);
      }),
    );
  });
});
