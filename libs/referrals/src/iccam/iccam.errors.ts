/**
 * What can go wrong with ICCAM. Messages and codes hold no address and nothing that the server wrote in free
 * text, so they may stand in logs and queues; what the server wrote is in `details`, for our own rows.
 */

import { ManaraError } from '#libs/platform';

/** One entry of the `errors` object of an ICCAM answer. */
export interface IccamErrorDetail {
  code: string;
  messages: string[];
}

/** Any failure of the way to ICCAM. `retryable` says whether the same call may succeed later. */
export abstract class IccamError extends ManaraError {
  constructor(
    code: string,
    message: string,
    readonly retryable: boolean,
    fields?: Record<string, string>,
  ) {
    super(code, message, retryable ? 503 : 502, fields);
  }
}

/** The referral lacks what ICCAM needs, so nothing was sent. `fields` says of each field what is wrong. */
export class IccamIncompleteError extends IccamError {
  declare readonly fields: Record<string, string>;

  constructor(fields: Record<string, string>) {
    const list = Object.entries(fields).map(([field, problem]) => `${field} ${problem}`);
    super('iccam-incomplete', `The referral cannot go to ICCAM: ${list.join('; ')}.`, false, fields);
  }
}

/** The address or the certificate for ICCAM is not one that this installation may use. */
export class IccamConfigurationError extends IccamError {
  constructor(reason: string) {
    super('iccam-configuration', `ICCAM cannot be called: ${plainCode(reason)}. Check its address.`, false);
  }
}

/** ICCAM's look-up tables no longer say what our scheme says: sending would say something else than was meant. */
export class IccamLookupMismatchError extends IccamError {
  constructor(readonly mismatches: readonly string[]) {
    super(
      'iccam-lookup-mismatch',
      `ICCAM's look-up tables differ from scheme: ${mismatches.join('; ')}. Bring the scheme in step before sending.`,
      false,
    );
  }
}

/** ICCAM refused the call (4xx, or a redirect): trying again changes nothing. */
export class IccamRefusedError extends IccamError {
  readonly codes: readonly string[];
  readonly #details: readonly IccamErrorDetail[];

  constructor(
    readonly call: string,
    readonly status: number,
    details: readonly IccamErrorDetail[] = [],
    code = 'iccam-refused',
  ) {
    const codes = details.map((detail) => plainCode(detail.code));
    super(code, `ICCAM refused "${call}" with ${[status, ...codes].join(' ')}.`, false);
    this.codes = codes;
    this.#details = details;
  }

  /** What the server wrote, word for word: it may quote a reported address, so it belongs in no log. */
  get details(): readonly IccamErrorDetail[] {
    return this.#details;
  }
}

/** ICCAM already holds our reference. `candidates` are reports with the same address that a person may confirm. */
export class IccamDuplicateError extends IccamRefusedError {
  constructor(
    call: string,
    status: number,
    details: readonly IccamErrorDetail[] = [],
    readonly candidates: readonly number[] = [],
  ) {
    super(call, status, details, 'iccam-duplicate');
  }
}

/** ICCAM could not be reached, is down or asks to wait. What was sent may or may not have been taken in. */
export class IccamUnavailableError extends IccamError {
  constructor(
    readonly call: string,
    readonly reason: string,
    readonly retryAfterMs?: number,
  ) {
    super('iccam-unavailable', `ICCAM did not answer "${call}": ${plainCode(reason)}.`, true);
  }
}

/** ICCAM answered with success and something that this client cannot read. */
export class IccamProtocolError extends IccamError {
  constructor(call: string, expected: string) {
    super('iccam-protocol', `ICCAM answered "${call}" without ${expected}.`, false);
  }
}

/** A rule of ICCAM forbids the act, seen before anything was sent. */
export class IccamRuleError extends IccamError {
  constructor(
    rule: 'not-assigned-to-us' | 'final' | 'action-exists' | 'already-assessed' | 'reason-required',
  ) {
    super(`iccam-rule-${rule}`, `ICCAM does not allow this: ${RULES[rule]}.`, false);
  }
}

const RULES = {
  'not-assigned-to-us': 'the content item is assigned to the hotline of another country',
  final: 'the content item has a final action',
  'action-exists': 'an action is set, so no assessment is accepted any more',
  'already-assessed': 'only an assessment as national can be overruled',
  'reason-required': 'an action that ends the work needs a reason, and "removed" needs none',
} as const;

/** Whether an error code or message of ICCAM says that a hotline reference is taken. */
export function saysDuplicateReference(details: readonly IccamErrorDetail[]): boolean {
  return details.some(({ code, messages }) =>
    [code, ...messages].some(
      (text) => /reference/i.test(`${code} ${text}`) && /duplicate|already|unique|exists|in use/i.test(text),
    ),
  );
}

/** A code as it stands when it looks like one; anything else could quote what was sent. */
function plainCode(code: string): string {
  return /^[A-Za-z][A-Za-z0-9_.[\]-]{0,79}$/.test(code) ? code : 'unnamed';
}
