import { mediaToCompare, reasonToWait, type ImportImpact } from './import-limits.js';

const impact = (
  held: number,
  matched: number,
  ofOneEntry = 1,
  more: Pick<ImportImpact, 'earlier' | 'withdrawn'> = {},
): ImportImpact => ({
  ...more,
  held,
  matched,
  exact: matched,
  busiestEntry: matched === 0 ? null : { id: '0', media: ofOneEntry },
});

describe('when a version waits for a person', () => {
  it.each<[string, ImportImpact, string | null]>([
    ['nothing is held', impact(0, 0), null],
    ['too little is held to judge a share, whatever it matches', impact(19, 19, 19), null],
    ['two of twenty', impact(20, 2), null],
    ['three of twenty', impact(20, 3), 'share-too-large'],
    ['ten of a hundred', impact(100, 10), null],
    ['eleven of a hundred', impact(100, 11), 'share-too-large'],
    ['ten of five hundred', impact(500, 10), null],
    ['eleven of five hundred', impact(500, 11), 'share-too-large'],
    ['two in a hundred of many', impact(10_000, 200), null],
    ['more than two in a hundred of many', impact(10_000, 201), 'share-too-large'],
    ['four, after six in the days before', impact(500, 4, 1, { earlier: 6 }), null],
    ['four, after seven in the days before', impact(500, 4, 1, { earlier: 7 }), 'share-too-large'],
    ['nothing, whatever was before', impact(500, 0, 0, { earlier: 70 }), null],
    ['most of what is live would end', impact(0, 0, 0, { withdrawn: 11 }), 'withdraws-too-much'],
    ['one entry that fits ten', impact(2_000, 40, 10), null],
    ['one entry that fits eleven', impact(2_000, 40, 11), 'entry-fits-too-many'],
    ['one entry that fits fifty of ten thousand', impact(10_000, 60, 50), null],
    ['one entry that fits fifty-one of ten thousand', impact(10_000, 60, 51), 'entry-fits-too-many'],
  ])('%s', (_, figures, reason) => {
    expect(reasonToWait(figures)).toBe(reason);
  });
});

describe('with how many media a version is compared', () => {
  it.each([
    ['a few entries', 1_000, 31, 10_000],
    ['no entries', 0, 31, 10_000],
    ['a million entries', 1_000_000, 31, 2_000],
    ['a few entries of a list that looks beyond the tables', 1_000, 40, 10_000],
    ['a million of such a list', 1_000_000, 40, 125],
    ['ever more of such a list', 10_000_000, 63, 64],
  ])('%s', (_, entries, distance, media) => {
    expect(mediaToCompare(entries, distance)).toBe(media);
  });
});
