/** What an analyst answers about a content item and about the source, and the rules that answers must keep. */
import {
  AGE_BANDS,
  COMMERCIALITIES,
  FLAGS,
  NOT_ILLEGAL_REASONS,
  NOT_REACHABLE_REASONS,
  PAYMENT_METHODS,
  SEVERITIES,
  SEXES,
  SITE_TYPES,
  VERDICTS,
} from './scheme.js';
import type {
  AgeBand,
  Commerciality,
  PaymentMethod,
  Reason,
  Severity,
  Sex,
  SiteType,
  Verdict,
} from './scheme.js';

/** Answers for one content item. A field that is not there was not answered, and stays so all the way out. */
export interface Answers {
  verdict: Verdict;
  reason?: Reason;
  ageBand?: AgeBand;
  sex?: Sex;
  severity?: Severity;
  selfGenerated?: boolean;
  computerGenerated?: boolean;
  childModelling?: boolean;
  /** A category of the portal's own law; its list belongs to the portal. */
  nationalCategory?: string;
}

/** Answers about the source address of a case. */
export interface SourceAnswers {
  siteType?: SiteType;
  commerciality?: Commerciality;
  paymentMethods?: PaymentMethod[];
}

/** One thing that is wrong with answers: which field, which rule, and a sentence for developers and logs. */
export interface AssessmentProblem {
  field: string;
  code: 'required' | 'unknown-value' | 'wrong-type' | 'not-applicable' | 'contradiction' | 'unknown-field';
  message: string;
}

const SCALES: Record<string, readonly string[]> = {
  ageBand: codes(AGE_BANDS),
  sex: codes(SEXES),
  severity: codes(SEVERITIES),
};
const ANSWER_FIELDS = ['verdict', 'reason', 'nationalCategory', ...Object.keys(SCALES), ...codes(FLAGS)];
const SOURCE_FIELDS = ['siteType', 'commerciality', 'paymentMethods'];
const NATIONAL_CATEGORY = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** Whether a verdict says that the material is illegal somewhere. */
export function isIllegal(verdict: Verdict): verdict is 'baseline' | 'national' {
  return verdict === 'baseline' || verdict === 'national';
}

/**
 * Checks answers for one content item, whatever was sent.
 * @returns every problem; an empty list means that `answers` is an `Answers`
 */
export function validateAssessment(answers: unknown): AssessmentProblem[] {
  if (!isRecord(answers)) return [wrongType('answers', 'an object')];
  const problems = unknownFields(answers, ANSWER_FIELDS);
  for (const [field, allowed] of Object.entries(SCALES)) {
    problems.push(...oneOf(answers, field, allowed));
  }
  for (const { code } of FLAGS) {
    if (answers[code] !== undefined && typeof answers[code] !== 'boolean') {
      problems.push(wrongType(code, 'true or false'));
    }
  }
  if (answers.nationalCategory !== undefined) {
    if (typeof answers.nationalCategory !== 'string') problems.push(wrongType('nationalCategory', 'a text'));
    else if (!NATIONAL_CATEGORY.test(answers.nationalCategory)) {
      problems.push(
        unknownValue('nationalCategory', 'a code of letters, digits, points, dashes, at most 64'),
      );
    }
  }
  const verdict = VERDICTS.find(({ code }) => code === answers.verdict)?.code;
  if (verdict) problems.push(...verdictProblems(answers, verdict));
  else if (answers.verdict === undefined) problems.push(required('verdict', 'every content item needs one'));
  else problems.push(...oneOf(answers, 'verdict', codes(VERDICTS)));
  return problems;
}

/**
 * Checks answers about a source, whatever was sent. Each may be left out: what a way onward needs is that
 * way's rule.
 * @returns every problem; an empty list means that `source` is a `SourceAnswers`
 */
export function validateSourceAnswers(source: unknown): AssessmentProblem[] {
  if (!isRecord(source)) return [wrongType('source', 'an object')];
  const problems = unknownFields(source, SOURCE_FIELDS);
  problems.push(...oneOf(source, 'siteType', codes(SITE_TYPES)));
  problems.push(...oneOf(source, 'commerciality', codes(COMMERCIALITIES)));
  const methods = source.paymentMethods;
  if (methods === undefined) return problems;
  if (!Array.isArray(methods)) return [...problems, wrongType('paymentMethods', 'a list')];
  const known: readonly string[] = codes(PAYMENT_METHODS);
  if (!methods.every((method) => known.includes(String(method)))) {
    return [...problems, unknownValue('paymentMethods', known.join(', '))];
  }
  if (new Set(methods).size !== methods.length) {
    problems.push(contradiction('paymentMethods', 'names a method twice'));
  }
  if (methods.length > 1 && (methods.includes('none') || methods.includes('not-determined'))) {
    problems.push(contradiction('paymentMethods', '"none" and "not-determined" stand alone'));
  }
  return problems;
}

function verdictProblems(answers: Record<string, unknown>, verdict: Verdict): AssessmentProblem[] {
  if (isIllegal(verdict)) return illegalProblems(answers, verdict);
  const problems: AssessmentProblem[] = [];
  const reasons = codes(verdict === 'not-illegal' ? NOT_ILLEGAL_REASONS : NOT_REACHABLE_REASONS);
  if (answers.reason === undefined) problems.push(required('reason', `the verdict ${verdict} needs one`));
  else problems.push(...oneOf(answers, 'reason', reasons));
  if (answers.nationalCategory !== undefined) {
    problems.push(notApplicable('nationalCategory', verdict));
  }
  const severityOnly = verdict === 'not-illegal';
  for (const field of severityOnly ? ['severity'] : [...Object.keys(SCALES), ...codes(FLAGS)]) {
    if (answers[field] !== undefined) problems.push(notApplicable(field, verdict));
  }
  return problems;
}

function illegalProblems(
  answers: Record<string, unknown>,
  verdict: 'baseline' | 'national',
): AssessmentProblem[] {
  const problems: AssessmentProblem[] = [];
  for (const field of ['ageBand', 'sex']) {
    if (answers[field] === undefined) problems.push(required(field, `the verdict ${verdict} needs it`));
  }
  if (answers.reason !== undefined) problems.push(notApplicable('reason', verdict));
  // INTERPOL's baseline criteria ask for real children: nothing drawn, morphed or generated.
  if (verdict === 'baseline' && answers.computerGenerated === true) {
    problems.push(contradiction('computerGenerated', 'baseline material shows real children only'));
  }
  return problems;
}

function oneOf(
  record: Record<string, unknown>,
  field: string,
  allowed: readonly string[],
): AssessmentProblem[] {
  const given = record[field];
  if (given === undefined) return [];
  if (typeof given !== 'string') return [wrongType(field, 'a text')];
  return allowed.includes(given) ? [] : [unknownValue(field, allowed.join(', '))];
}

function unknownFields(record: Record<string, unknown>, known: readonly string[]): AssessmentProblem[] {
  return Object.keys(record)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      field: field.slice(0, 64),
      code: 'unknown-field',
      message: 'the scheme has no such question',
    }));
}

function codes<Code extends string>(values: readonly { readonly code: Code }[]): Code[] {
  return values.map(({ code }) => code);
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function required(field: string, why: string): AssessmentProblem {
  return { field, code: 'required', message: `${field} is missing: ${why}` };
}

function wrongType(field: string, wanted: string): AssessmentProblem {
  return { field, code: 'wrong-type', message: `${field} must be ${wanted}` };
}

function unknownValue(field: string, wanted: string): AssessmentProblem {
  return { field, code: 'unknown-value', message: `${field} must be one of: ${wanted}` };
}

function notApplicable(field: string, verdict: Verdict): AssessmentProblem {
  return { field, code: 'not-applicable', message: `${field} does not go with the verdict ${verdict}` };
}

function contradiction(field: string, why: string): AssessmentProblem {
  return { field, code: 'contradiction', message: `${field}: ${why}` };
}
