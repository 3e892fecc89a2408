/** From our codes to those of ICCAM, NCMEC, XARF and VICS, and back from ICCAM. Unanswered stays unanswered. */
import { isIllegal } from './answers.js';
import type { Answers } from './answers.js';
import {
  ACTIONS,
  AGE_BANDS,
  FLAGS,
  ICCAM_NO,
  ICCAM_YES,
  NOT_ILLEGAL_REASONS,
  NOT_REACHABLE_REASONS,
  SEVERITIES,
  SEXES,
  VERDICTS,
} from './scheme.js';
import type {
  ActionCode,
  AgeBand,
  IccamValue,
  Reason,
  SchemeValue,
  Severity,
  Sex,
  Verdict,
} from './scheme.js';

/** The numbers of an ICCAM v3 assessment; a field that was not answered is not there. */
export interface IccamAssessmentNumbers {
  classification?: number;
  ageCategorization?: number;
  genderCategorization?: number;
  virtualContentCategorization?: number;
  userGeneratedContentCategorization?: number;
  childModelingCategorization?: number;
}

/** Age bands as one answer: the youngest counts; "not determined" only when no band is known. */
export function youngestAgeBand(bands: readonly AgeBand[]): AgeBand | undefined {
  return AGE_BANDS.find(({ code }) => bands.includes(code))?.code;
}

/** The sexes of several children as one answer; female and male together are `both`. */
export function combinedSex(sexes: readonly Sex[]): Sex | undefined {
  if (sexes.includes('both') || (sexes.includes('female') && sexes.includes('male'))) return 'both';
  return SEXES.find(({ code }) => sexes.includes(code))?.code;
}

/** The most severe of several; `undefined` when none was answered. */
export function worstSeverity(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.find(({ code }) => severities.includes(code))?.code;
}

/** Answers as ICCAM numbers. "Not reachable" has none: in ICCAM it is an action with a reason. */
export function iccamAssessmentNumbers(answers: Answers): IccamAssessmentNumbers {
  const numbers: IccamAssessmentNumbers = {};
  const classification = iccamIdOf(VERDICTS, answers.verdict);
  if (classification === undefined) return numbers;
  numbers.classification = classification;
  if (answers.ageBand) numbers.ageCategorization = iccamIdOf(AGE_BANDS, answers.ageBand);
  if (answers.sex) numbers.genderCategorization = iccamIdOf(SEXES, answers.sex);
  for (const { code, iccamField } of FLAGS) {
    const answered = answers[code];
    if (answered !== undefined) numbers[iccamField] = answered ? ICCAM_YES : ICCAM_NO;
  }
  return numbers;
}

/** The ICCAM number of a code in one of the scales of the scheme. */
export function iccamIdOf(
  scale: readonly { readonly code: string; readonly iccam?: IccamValue }[],
  code: string,
): number | undefined {
  return scale.find((each) => each.code === code)?.iccam?.id;
}

/** ICCAM's number and name for a reason. */
export function iccamReason(reason: Reason): IccamValue | undefined {
  return [...NOT_ILLEGAL_REASONS, ...NOT_REACHABLE_REASONS].find(({ code }) => code === reason)?.iccam;
}

/** ICCAM's number, name and finality of an action. */
export function iccamAction(action: ActionCode): { id: number; name: string; final: boolean } {
  const found = ACTIONS.find(({ code }) => code === action);
  if (!found) throw new RangeError(`The scheme has no action named ${action}`);
  return { ...found.iccam, final: found.final };
}

/** Our code for an ICCAM action number, `undefined` for one that this scheme does not know. */
export function actionOfIccam(id: number): ActionCode | undefined {
  return ACTIONS.find(({ iccam }) => iccam.id === id)?.code;
}

/** What another hotline's ICCAM assessment says in our codes; numbers that the scheme does not know are left out. */
export function answersOfIccam(numbers: IccamAssessmentNumbers): Partial<Answers> {
  const answers: Partial<Answers> = {};
  const verdict = codeOf(VERDICTS, numbers.classification);
  const ageBand = codeOf(AGE_BANDS, numbers.ageCategorization);
  const sex = codeOf(SEXES, numbers.genderCategorization);
  if (verdict) answers.verdict = verdict;
  if (ageBand) answers.ageBand = ageBand;
  if (sex) answers.sex = sex;
  for (const { code, iccamField } of FLAGS) {
    const id = numbers[iccamField];
    if (id === ICCAM_YES || id === ICCAM_NO) answers[code] = id === ICCAM_YES;
  }
  return answers;
}

/** NCMEC's industry classification (A1 to B2); `undefined` unless illegal, with a known age band and act. */
export function ncmecClassification(answers: Answers): 'A1' | 'A2' | 'B1' | 'B2' | undefined {
  if (!isIllegal(answers.verdict) || !answers.ageBand || !answers.severity) return undefined;
  if (answers.ageBand === 'not-determined') return undefined;
  const age = answers.ageBand === 'pubescent' ? 'B' : 'A';
  return `${age}${answers.severity === 'category-c' ? '2' : '1'}`;
}

/** XARF's classification: `baseline`, or the age and act where the material is illegal by national law. */
export function xarfClassification(answers: Answers): 'baseline' | 'A1' | 'A2' | 'B1' | 'B2' | undefined {
  return answers.verdict === 'baseline' ? 'baseline' : ncmecClassification(answers);
}

/** VICS categories (United States profile) that fit; more than one means that a person chooses. */
export function vicsCategories(answers: Answers): readonly number[] {
  if (isIllegal(answers.verdict) && answers.computerGenerated === true) return [3];
  return VERDICTS.find(({ code }) => code === answers.verdict)?.vics ?? [];
}

/** Verdicts that a VICS category (United States profile) may stand for; none for one that says nothing of it. */
export function verdictsOfVics(category: number): readonly Verdict[] {
  return VERDICTS.filter((verdict) => (verdict.vics ?? []).includes(category)).map(({ code }) => code);
}

function codeOf<Code extends string>(
  scale: readonly SchemeValue<Code>[],
  id: number | undefined,
): Code | undefined {
  return scale.find(({ iccam }) => iccam !== undefined && iccam.id === id)?.code;
}
