// A mark of its own for each form, made by the server: random, with the time, signed. It makes a double click one report
// and shows how old a form is.
import { randomBytes } from 'node:crypto';
import { keyedHash, sameBytes, type KeyRing } from '#libs/platform';

/** Marks of receipts for repeats are kept 24 hours; an older form could not be told from a new report. */
const LIFE_MS = 24 * 3_600_000;
/** Clocks of several copies of the program may differ a little. */
const AHEAD_MS = 120_000;
const FORM = /^([0-9a-z]{1,11})\.([\w-]{22})\.([\w-]{43})$/;

export type MarkState = 'good' | 'stale' | 'missing';

export class FormMarks {
  constructor(private readonly keys: KeyRing) {}

  /** @param portalId the mark is good at this portal only */
  make(portalId: string, now: Date): string {
    const made = Math.floor(now.getTime() / 1000).toString(36);
    const random = randomBytes(16).toString('base64url');
    const [key] = this.keys.all('form marks');
    return `${made}.${random}.${this.sign(key!.bytes, portalId, made, random).toString('base64url')}`;
  }

  /** Whether a form with this mark may be taken; `missing` stands for forged ones too. */
  check(mark: string | undefined, portalId: string, now: Date): MarkState {
    const [, made, random, signature] = FORM.exec(mark ?? '') ?? [];
    if (made === undefined || random === undefined || signature === undefined) return 'missing';
    const given = Buffer.from(signature, 'base64url');
    const isOurs = this.keys
      .all('form marks')
      .some((key) => sameBytes(given, this.sign(key.bytes, portalId, made, random)));
    // Base 64 has several spellings of the same bytes; one form has one mark.
    if (!isOurs || given.toString('base64url') !== signature) return 'missing';
    const age = now.getTime() - timeOf(made);
    return age <= LIFE_MS && age >= -AHEAD_MS ? 'good' : 'stale';
  }

  private sign(key: Buffer, portalId: string, made: string, random: string): Buffer {
    return keyedHash(key, `${portalId} ${made} ${random}`);
  }
}

/** How old the form is that a good mark came with, to the second; neither mark nor age is kept. */
export function formAgeMs(mark: string, now: Date): number {
  return Math.max(0, now.getTime() - timeOf(FORM.exec(mark)?.[1] ?? '0'));
}

function timeOf(made: string): number {
  return parseInt(made, 36) * 1000;
}
