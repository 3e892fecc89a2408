import * as fc from 'fast-check';
import { validateAssessment, validateSourceAnswers } from './answers.js';
import { NOT_ILLEGAL_REASONS, NOT_REACHABLE_REASONS } from './scheme.js';

function problemsOf(answers: unknown): string[] {
  return validateAssessment(answers)
    .map(({ field, code }) => `${field}: ${code}`)
    .sort();
}

describe('answers for a content item', () => {
  it.each([
    ['baseline with age and sex', { verdict: 'baseline', ageBand: 'infant', sex: 'female' }],
    [
      'national with everything',
      {
        verdict: 'national',
        ageBand: 'pubescent',
        sex: 'both',
        severity: 'category-c',
        selfGenerated: true,
        computerGenerated: false,
        childModelling: false,
        nationalCategory: 'art-240b',
      },
    ],
    [
      'an analyst who chose "not determined"',
      { verdict: 'national', ageBand: 'not-determined', sex: 'not-determined' },
    ],
    ['not illegal with a reason', { verdict: 'not-illegal', reason: 'adult-pornography' }],
    [
      'not illegal and drawn',
      { verdict: 'not-illegal', reason: 'virtual-material', computerGenerated: true },
    ],
    ['not reachable with a reason', { verdict: 'not-reachable', reason: 'link-expired' }],
  ])('accepts %s', (_name, answers) => {
    expect(validateAssessment(answers)).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no verdict', { ageBand: 'infant', sex: 'male' }, ['verdict: required']],
    ['an unknown verdict', { verdict: 'doubtful' }, ['verdict: unknown-value']],
    ['a verdict that is no text', { verdict: 1 }, ['verdict: wrong-type']],
    ['baseline without age and sex', { verdict: 'baseline' }, ['ageBand: required', 'sex: required']],
    ['national without sex', { verdict: 'national', ageBand: 'infant' }, ['sex: required']],
    ['not illegal without a reason', { verdict: 'not-illegal' }, ['reason: required']],
    ['not reachable without a reason', { verdict: 'not-reachable' }, ['reason: required']],
    [
      'a reason of the other list',
      { verdict: 'not-illegal', reason: 'link-expired' },
      ['reason: unknown-value'],
    ],
    [
      'a reason for illegal material',
      { verdict: 'national', ageBand: 'infant', sex: 'male', reason: 'other' },
      ['reason: not-applicable'],
    ],
    [
      'an age for what was never seen',
      { verdict: 'not-reachable', reason: 'link-expired', ageBand: 'infant', selfGenerated: false },
      ['ageBand: not-applicable', 'selfGenerated: not-applicable'],
    ],
    [
      'baseline that is computer-generated',
      { verdict: 'baseline', ageBand: 'infant', sex: 'male', computerGenerated: true },
      ['computerGenerated: contradiction'],
    ],
    [
      'a flag that is no boolean',
      { verdict: 'national', ageBand: 'infant', sex: 'male', selfGenerated: 'yes' },
      ['selfGenerated: wrong-type'],
    ],
    [
      'several ages in one field',
      { verdict: 'national', ageBand: ['infant', 'pubescent'], sex: 'male' },
      ['ageBand: wrong-type'],
    ],
    [
      'a national category that is no code',
      { verdict: 'national', ageBand: 'infant', sex: 'male', nationalCategory: '<b>' },
      ['nationalCategory: unknown-value'],
    ],
    [
      'a question that the scheme does not have',
      { verdict: 'national', ageBand: 'infant', sex: 'male', ethnicity: 'x' },
      ['ethnicity: unknown-field'],
    ],
    ['a list', [], ['answers: wrong-type']],
    ['nothing', null, ['answers: wrong-type']],
  ])('refuses %s', (_name, answers, expected) => {
    expect(problemsOf(answers)).toEqual(expected);
  });

  it.each(NOT_ILLEGAL_REASONS.map(({ code }) => code))('takes %s as a reason for not illegal', (reason) => {
    expect(validateAssessment({ verdict: 'not-illegal', reason })).toEqual([]);
  });

  it.each(NOT_REACHABLE_REASONS.map(({ code }) => code))(
    'takes %s as a reason for not reachable',
    (reason) => {
      expect(validateAssessment({ verdict: 'not-reachable', reason })).toEqual([]);
    },
  );

  it('answers arbitrary input with problems, never with an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const problems = validateAssessment(input);
        expect(problems.every(({ message }) => message !== '')).toBe(true);
        expect(problems).not.toEqual([]);
      }),
    );
  });
});

describe('answers about a source', () => {
  it.each([
    ['nothing answered', {}],
    ['all answered', { siteType: 'forum', commerciality: 'commercial', paymentMethods: ['visa', 'bitcoin'] }],
    ['no payment asked for', { paymentMethods: ['none'] }],
  ])('accepts %s', (_name, source) => {
    expect(validateSourceAnswers(source)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an unknown site type', { siteType: 'not-determined' }, 'siteType: unknown-value'],
    ['one method instead of a list', { paymentMethods: 'visa' }, 'paymentMethods: wrong-type'],
    ['an unknown method', { paymentMethods: ['shells'] }, 'paymentMethods: unknown-value'],
    ['a method twice', { paymentMethods: ['visa', 'visa'] }, 'paymentMethods: contradiction'],
    ['none beside a method', { paymentMethods: ['none', 'visa'] }, 'paymentMethods: contradiction'],
    ['an unknown question', { price: 3 }, 'price: unknown-field'],
  ])('refuses %s', (_name, source, expected) => {
    expect(validateSourceAnswers(source).map(({ field, code }) => `${field}: ${code}`)).toEqual([expected]);
  });
});
