import type { ReferralContent, ReferredItem } from '../way.js';
import { inputOf } from './iccam.input.js';
import { buildReport } from './iccam.report.js';

const page: ReferredItem = {
  id: 'page',
  address: 'https://pictures.example/gallery',
  isSource: true,
  isPage: true,
  hosting: { countryCode: 'NL' },
  looked: false,
  earlierPictures: [],
  inlinePictures: [],
  referredIds: ['page'],
};
const picture: ReferredItem = {
  ...page,
  id: 'picture',
  address: 'https://pictures.example/one.jpg',
  isSource: false,
  isPage: false,
  answers: { verdict: 'baseline', ageBand: 'infant', sex: 'female' },
  looked: true,
  referredIds: ['picture'],
};
const content = (item: ReferredItem, looked = true): ReferralContent => ({
  reference: 'DEMO-2026-000001-1',
  caseNumber: 'DEMO-2026-000001',
  receivedAt: new Date('2026-03-01T10:00Z'),
  madeAt: new Date('2026-03-01T11:00Z'),
  looked,
  source: { siteType: 'forum', commerciality: 'not-determined', paymentMethods: ['none'] },
  items: [page, item],
});
const memosOf = (item: ReferredItem, looked?: boolean) => {
  const { memo, urls } = buildReport(inputOf('hotline', content(item, looked)));
  return [memo, urls[1]!.memo].map((one) => one.split('\n')[0]);
};

const ANEW =
  'Not looked at anew: a person looked at exactly these bytes for an earlier decision, whose answers these are.';
const SOME_BEFORE =
  'The bytes of every item were looked at by a person, of some for an earlier decision; see the memo of each.';

describe('what a report to ICCAM says of who looked', () => {
  it.each<[string, ReferredItem, string[]]>([
    ['somebody looked here', picture, ['Every item was looked at by a person.', 'Looked at by a person.']],
    ['somebody looked before', { ...picture, isFollowed: true }, [SOME_BEFORE, ANEW]],
    [
      'somebody looked before at what stood there earlier',
      { ...picture, earlierPictures: [{ looked: true, isFollowed: true }] },
      [SOME_BEFORE, 'Looked at by a person.'],
    ],
  ])('says that %s', (_name, item, memos) => {
    expect(memosOf(item)).toEqual(memos);
  });

  it('says so where nobody has looked at all of it', () => {
    const settledBy = { list: 'List A', digest: 'sha256' } as const;
    expect(memosOf({ ...picture, looked: false, settledBy }, false)).toEqual([
      'Not every item was looked at by a person; see the memo of each.',
      'Not looked at by a person: exact SHA-256 match with the list "List A".',
    ]);
  });
});
