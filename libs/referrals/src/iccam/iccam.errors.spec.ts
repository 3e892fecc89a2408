import {
  IccamDuplicateError,
  IccamRefusedError,
  IccamUnavailableError,
  saysDuplicateReference,
} from './iccam.errors.js';
import { readErrors, readReportId } from './iccam.parse.js';

const address = 'https://pictures.example/secret';

describe('errors of ICCAM', () => {
  it('carry codes across logs and job boundaries, and what the server wrote only on request', () => {
    const details = [
      { code: 'urls[0].urlString', messages: [`${address} is known`] },
      { code: `Bad ${address}`, messages: [] },
    ];
    const error = new IccamRefusedError('rest/reports', 400, details);
    expect(error.message).toBe('ICCAM refused "rest/reports" with 400 urls[0].urlString unnamed.');
    expect(JSON.stringify(error)).not.toContain('is known');
    expect(Object.values(error)).not.toContain(details);
    expect(error.details).toEqual(details);
  });

  it.each([
    ['a code', { HotlineReferenceNotUnique: ['x'] }, true],
    ['a message', { hotlineReference: ['The value is already in use.'] }, true],
    ['a message alone', { '': ['A report with this hotline reference already exists.'] }, true],
    ['another field', { urlString: ['already exists'] }, false],
    ['another problem with the reference', { hotlineReference: ['is too long'] }, false],
  ])('are known as a duplicate reference by %s: %j', (_name, errors, expected) => {
    expect(saysDuplicateReference(readErrors({ errors }))).toBe(expected);
  });

  it('say whether to try again', () => {
    expect(new IccamUnavailableError('rest/reports', 'timeout').retryable).toBe(true);
    expect(new IccamDuplicateError('rest/reports', 400).retryable).toBe(false);
  });
});

describe('reading answers', () => {
  it.each([
    ['nothing', undefined],
    ['a text', 'no'],
    ['errors that are a list', { errors: [1] }],
    ['errors without texts', { errors: { code: 5 } }],
  ])('finds no message in %s', (_name, body) => {
    expect(readErrors(body).flatMap(({ messages }) => messages)).toEqual([]);
  });

  it.each([
    ['the bare number', 17],
    ['an object with reportId', { reportId: 17 }],
    ['an object with id', { id: 17 }],
  ])('takes the number of a report as %s', (_name, body) => {
    expect(readReportId('rest/reports', body)).toBe(17);
  });

  it.each([undefined, 'seventeen', '17', 0, -1, 1.5, {}, []])(
    'refuses %j as the number of a report',
    (body) => {
      expect(() => readReportId('rest/reports', body)).toThrow('without a report number');
    },
  );
});
