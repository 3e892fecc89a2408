import fc from 'fast-check';
import {
  cleanText,
  FIELD_ERRORS,
  readDay,
  readSubmission,
  reportedAddresses,
  SUBMISSION_LIMITS,
} from './submission.js';

const today = new Date('2026-11-22T12:00:00Z');
const read = (given: unknown) => readSubmission(given, today);
const urls = ['http://x.example/'];

describe('what a report may hold', () => {
  it('is an address or a place; everything else may be left out', () => {
    expect(read({ urls }).submission).toEqual({ urls, kind: 'unspecified', childInDanger: false });
    expect(read({ place: ' a group ' }).submission).toMatchObject({ urls: [], place: 'a group' });
    for (const given of [
      {},
      { urls: [] },
      { urls: ['  '] },
      { place: ' ' },
      { comment: 'x' },
      { urls: null },
    ]) {
      expect(read(given).errors).toEqual({ urls: 'address-or-place' });
    }
  });

  it.each([
    [
      'as many addresses as may be',
      { urls: Array.from({ length: 50 }, (_, at) => `x${at}.example`) },
      undefined,
    ],
    ['one more', { urls: Array.from({ length: 51 }, (_, at) => `x${at}.example`) }, { urls: 'too-many' }],
    [
      'lines with more addresses in them than can be kept',
      {
        urls: Array.from({ length: 50 }, (_, line) =>
          Array.from({ length: 5 }, (_one, at) => `http://x${line}-${at}.example`).join(' '),
        ),
      },
      { urls: 'too-many' },
    ],
    ['too long a line', { urls: ['x'.repeat(8_001)] }, { urls: 'too-long' }],
    ['the longest place', { place: 'x'.repeat(SUBMISSION_LIMITS.placeCharacters) }, undefined],
    ['too long a place', { place: 'x'.repeat(4_001) }, { place: 'too-long' }],
    ['a number for text', { urls, comment: 7 }, { comment: 'not-text' }],
    ['an object for text', { urls, place: {} }, { place: 'not-text' }],
    ['text for a list', { urls: 'x' }, { urls: 'not-a-list' }],
    ['text for yes or no', { urls, childInDanger: 'true' }, { childInDanger: 'not-true-or-false' }],
    ['an e-mail address', { urls, contactEmail: 'a.b+c@mail.example' }, undefined],
    ['half of one', { urls, contactEmail: 'a@b' }, { contactEmail: 'email-form' }],
    [
      'one with a line end',
      { urls, contactEmail: 'a@b.example\nBcc: c@d.example' },
      { contactEmail: 'email-form' },
    ],
    ['a list', [], { urls: 'not-an-object' }],
    ['nothing', null, { urls: 'not-an-object' }],
  ])('%s', (_what, given, errors) => {
    expect(read(given).errors).toEqual(errors);
  });

  it('says everything that is wrong at once', () => {
    expect(read({ seenAt: 'soon', contactEmail: 'x', comment: 'y'.repeat(10_001) }).errors).toEqual({
      urls: 'address-or-place',
      seenAt: 'date-form',
      contactEmail: 'email-form',
      comment: 'too-long',
    });
  });

  it('leaves out what it does not know, and what only a prototype holds', () => {
    const given = Object.assign(Object.create({ comment: 'inherited' }) as object, { urls, unknown: 1 });
    expect(read(given).submission).toEqual({ urls, kind: 'unspecified', childInDanger: false });
  });

  it('keeps a kind that it does not know beside the text', () => {
    expect(read({ urls, kind: 'grooming' }).submission).toMatchObject({
      kind: 'grooming',
      kindAsGiven: undefined,
    });
    expect(read({ urls, kind: 'csam' }).submission).toMatchObject({ kind: 'other', kindAsGiven: 'csam' });
  });

  it('is text that the database can hold, with one kind of line end', () => {
    expect(cleanText(' a\0b\r\nc\rd\ud800 ')).toBe('ab\nc\nd\ufffd');
  });

  it('is read without a fault, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.object({ key: fc.constantFrom('urls', 'place', 'seenAt', 'kind', 'contactEmail') }),
        ),
        (given) => {
          const { submission, errors } = read(given);
          expect(submission === undefined).toBe(errors !== undefined);
          for (const code of Object.values(errors ?? {})) expect(FIELD_ERRORS).toContain(code);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the day when it was seen', () => {
  it.each([
    ['2026-11-22', { day: '2026-11-22' }],
    ['2026-1-5', { day: '2026-01-05' }],
    ['٢٠٢٦-١١-٢٠', { day: '2026-11-20' }],
    ['2026-11-20T10:00:00.000Z', { day: '2026-11-20' }],
    ['2026-11-20T10:00:00+03:00', { day: '2026-11-20' }],
    ['2024-02-29', { day: '2024-02-29' }],
    // It is tomorrow already further east.
    ['2026-11-23', { day: '2026-11-23' }],
    ['2026-11-24', { error: 'date-in-future' }],
    ['2026-02-29', { error: 'date-form' }],
    ['2026-13-01', { error: 'date-form' }],
    ['0000-01-01', { error: 'date-form' }],
    ['22/11/2026', { error: 'date-form' }],
    ['yesterday', { error: 'date-form' }],
  ])('%s gives %j', (typed, expected) => {
    expect(readDay(typed, today)).toEqual(expected);
  });
});

describe('addresses in what was typed', () => {
  it('are kept as typed beside the normal form; a line without one is kept as it is', () => {
    expect(reportedAddresses(['hxxp://a[.]example/x and https://www.b.example', 'in the chat'])).toEqual([
      { asTyped: 'hxxp://a[.]example/x', normalised: 'http://a.example/x' },
      { asTyped: 'https://www.b.example', normalised: 'https://www.b.example/' },
      { asTyped: 'in the chat', normalised: null },
    ]);
  });
});
