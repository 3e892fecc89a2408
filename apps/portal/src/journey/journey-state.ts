// The answers of earlier steps travel in the form itself, encrypted: no cookie, no table, nothing in an address.
import { openFor, sealFor, SealBrokenError, type KeyRing } from '#libs/platform';
import { EMPTY_FORM, FIELD_ORDER, type ReportForm } from './report-form.js';

const PURPOSE = 'journey state';
/** All answers at their limits, and what encryption and base 64 add. */
const MOST_CHARACTERS = 900_000;

export interface JourneyState {
  readonly form: ReportForm;
  /** Whether the address was put by, to become a report if the form is left unfinished. */
  readonly isKept: boolean;
  /** Whether the trap was filled in on any page. */
  readonly isTrapped?: boolean;
}

export class JourneyStates {
  constructor(private readonly keys: KeyRing) {}

  /** @param mark the form's mark, which carries its age: a state is worth nothing with another */
  seal({ form, isKept, isTrapped = false }: JourneyState, portalId: string, mark: string): string {
    const { website: _trap, ...answers } = form;
    const plain = Buffer.from(JSON.stringify({ ...answers, isKept, isTrapped }));
    return sealFor(this.keys, PURPOSE, plain, `${portalId} ${mark}`).toString('base64url');
  }

  /** @returns undefined when it is none of ours, or of another portal or form */
  open(sealed: string | undefined, portalId: string, mark: string): JourneyState | undefined {
    if (sealed === undefined || sealed === '' || sealed.length > MOST_CHARACTERS) return undefined;
    let read: Record<string, unknown>;
    try {
      const plain = openFor(this.keys, PURPOSE, Buffer.from(sealed, 'base64url'), `${portalId} ${mark}`);
      read = JSON.parse(plain.toString()) as Record<string, unknown>;
    } catch (error) {
      if (error instanceof SealBrokenError) return undefined;
      throw error;
    }
    // An older version of this program may have asked for less.
    const answers = FIELD_ORDER.filter((field) => typeof read[field] === typeof EMPTY_FORM[field]);
    const form = Object.fromEntries(answers.map((field) => [field, read[field]]));
    return {
      form: { ...EMPTY_FORM, ...form },
      isKept: read.isKept === true,
      isTrapped: read.isTrapped === true,
    };
  }
}
