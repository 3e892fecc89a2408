import type { Answers } from './answers.js';
import {
  actionOfIccam,
  answersOfIccam,
  combinedSex,
  iccamAction,
  iccamAssessmentNumbers,
  iccamReason,
  ncmecClassification,
  verdictsOfVics,
  vicsCategories,
  worstSeverity,
  xarfClassification,
  youngestAgeBand,
} from './crosswalk.js';
import { ICCAM_LOOKUPS, NOT_ILLEGAL_REASONS, NOT_REACHABLE_REASONS, SITE_TYPES } from './scheme.js';
import type { AgeBand, Reason, Sex } from './scheme.js';

const illegal: Answers = { verdict: 'national', ageBand: 'pubescent', sex: 'female' };

describe('answers as ICCAM numbers', () => {
  it.each<[Answers['verdict'], number | undefined]>([
    ['baseline', 1],
    ['national', 2],
    ['not-illegal', 4],
    ['not-reachable', undefined],
  ])('gives the verdict %s the classification %s', (verdict, classification) => {
    expect(iccamAssessmentNumbers({ ...illegal, verdict }).classification).toBe(classification);
  });

  it.each<[AgeBand, number]>([
    ['infant', 2],
    ['pre-pubescent', 3],
    ['pubescent', 4],
    ['not-determined', 1],
  ])('gives the age band %s the number %d', (ageBand, id) => {
    expect(iccamAssessmentNumbers({ ...illegal, ageBand }).ageCategorization).toBe(id);
  });

  it.each<[Sex, number]>([
    ['female', 2],
    ['male', 3],
    ['both', 4],
    ['not-determined', 1],
  ])('gives the sex %s the number %d', (sex, id) => {
    expect(iccamAssessmentNumbers({ ...illegal, sex }).genderCategorization).toBe(id);
  });

  it('puts self-generated under user-generated content and nowhere else', () => {
    const numbers = iccamAssessmentNumbers({ ...illegal, selfGenerated: true, childModelling: false });
    expect(numbers.userGeneratedContentCategorization).toBe(1);
    expect(numbers.childModelingCategorization).toBe(0);
  });

  it('puts child modelling under child modelling and nowhere else', () => {
    const numbers = iccamAssessmentNumbers({ ...illegal, selfGenerated: false, childModelling: true });
    expect(numbers.childModelingCategorization).toBe(1);
    expect(numbers.userGeneratedContentCategorization).toBe(0);
  });

  it('puts computer-generated under virtual content', () => {
    expect(iccamAssessmentNumbers({ ...illegal, computerGenerated: true }).virtualContentCategorization).toBe(
      1,
    );
  });

  it('leaves out what was not answered', () => {
    expect(iccamAssessmentNumbers({ verdict: 'national' })).toEqual({ classification: 2 });
  });

  it('says nothing of what could not be reached', () => {
    expect(iccamAssessmentNumbers({ verdict: 'not-reachable', reason: 'link-expired' })).toEqual({});
  });

  it('reads back what it wrote', () => {
    const answers: Answers = {
      ...illegal,
      selfGenerated: true,
      computerGenerated: false,
      childModelling: true,
    };
    expect(answersOfIccam(iccamAssessmentNumbers(answers))).toEqual(answers);
  });

  it('leaves out numbers that it does not know', () => {
    expect(
      answersOfIccam({ classification: 3, ageCategorization: 9, childModelingCategorization: 2 }),
    ).toEqual({});
  });
});

describe('several children as one answer', () => {
  it.each<[AgeBand[], AgeBand | undefined]>([
    [['pubescent', 'infant', 'pre-pubescent'], 'infant'],
    [['pubescent', 'pre-pubescent'], 'pre-pubescent'],
    [['not-determined', 'pubescent'], 'pubescent'],
    [['not-determined'], 'not-determined'],
    [[], undefined],
  ])('%j: the youngest counts: %s', (bands, expected) => {
    expect(youngestAgeBand(bands)).toBe(expected);
  });

  it.each<[Sex[], Sex | undefined]>([
    [['female', 'male'], 'both'],
    [['male', 'both'], 'both'],
    [['male', 'not-determined'], 'male'],
    [['not-determined'], 'not-determined'],
    [[], undefined],
  ])('%j are %s', (sexes, expected) => {
    expect(combinedSex(sexes)).toBe(expected);
  });

  it('sends both sexes as 4', () => {
    const sex = combinedSex(['female', 'male']);
    expect(iccamAssessmentNumbers({ ...illegal, sex }).genderCategorization).toBe(4);
  });

  it('keeps the worst severity', () => {
    expect(worstSeverity(['category-c', 'category-a', 'category-b'])).toBe('category-a');
    expect(worstSeverity([])).toBeUndefined();
  });
});

describe('reasons and actions of ICCAM', () => {
  it.each<[Reason, number, string]>([
    ['other', 1, 'Other'],
    ['content-not-found', 2, 'ContentNotFound'],
    ['not-found-or-site-down', 9, 'Error404NotFoundOrSiteDown'],
    ['removed-before-assessment', 13, 'ContentRemovedBeforeAssessment'],
    ['adult-pornography', 14, 'AdultPornography'],
    ['age-over-threshold', 21, 'AgeOverNationalThreshold'],
  ])('names the reason %s as %d %s', (reason, id, name) => {
    expect(iccamReason(reason)).toEqual({ id, name });
  });

  it('uses each of the 21 reasons once', () => {
    const ids = [...NOT_ILLEGAL_REASONS, ...NOT_REACHABLE_REASONS].map(({ iccam }) => iccam.id);
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  });

  it.each([
    ['reported-to-police', 1, false],
    ['reported-to-provider', 2, false],
    ['removed', 3, true],
    ['unavailable', 4, true],
    ['not-illegal', 6, true],
  ] as const)('gives the action %s the number %d (final: %s)', (action, id, final) => {
    expect(iccamAction(action)).toMatchObject({ id, final });
    expect(actionOfIccam(id)).toBe(action);
  });

  it('knows no action "moved" in version 3', () => {
    expect(actionOfIccam(5)).toBeUndefined();
  });

  it('keeps numbers and names unique in every table', () => {
    for (const { values } of ICCAM_LOOKUPS) {
      expect(new Set(values.map(({ id }) => id)).size).toBe(values.length);
      expect(new Set(values.map(({ name }) => name)).size).toBe(values.length);
    }
  });

  it('has no "not determined" site type, which version 3 refuses', () => {
    expect(SITE_TYPES.map(({ code }) => code)).not.toContain('not-determined');
  });
});

describe('answers for NCMEC, XARF and VICS', () => {
  it.each([
    ['infant', 'category-a', 'A1'],
    ['pre-pubescent', 'category-b', 'A1'],
    ['pre-pubescent', 'category-c', 'A2'],
    ['pubescent', 'category-a', 'B1'],
    ['pubescent', 'category-c', 'B2'],
    ['not-determined', 'category-a', undefined],
    [undefined, 'category-a', undefined],
    ['infant', undefined, undefined],
  ] as const)('age %s and act %s are %s', (ageBand, severity, expected) => {
    expect(ncmecClassification({ verdict: 'national', ageBand, severity, sex: 'male' })).toBe(expected);
  });

  it('classifies nothing that is not illegal', () => {
    expect(
      ncmecClassification({ verdict: 'not-illegal', ageBand: 'infant', severity: 'category-a' }),
    ).toBeUndefined();
  });

  it('calls baseline material baseline in XARF', () => {
    expect(xarfClassification({ verdict: 'baseline', ageBand: 'infant', sex: 'male' })).toBe('baseline');
    expect(xarfClassification({ ...illegal, severity: 'category-b' })).toBe('B1');
  });

  it.each<[Answers, number[]]>([
    [{ verdict: 'baseline' }, [1]],
    [{ verdict: 'national' }, [1, 2]],
    [{ verdict: 'national', computerGenerated: true }, [3]],
    [{ verdict: 'not-illegal', reason: 'other' }, [0]],
    [{ verdict: 'not-reachable', reason: 'link-expired' }, []],
  ])('%j fits the VICS categories %j', (answers, expected) => {
    expect(vicsCategories(answers)).toEqual(expected);
  });

  it.each([
    [0, ['not-illegal']],
    [1, ['baseline', 'national']],
    [2, ['national']],
    [3, []],
    [4, []],
  ])('the VICS category %i may stand for %j', (category, verdicts) => {
    expect(verdictsOfVics(category)).toEqual(verdicts);
  });
});
