// What the button says that sent the form.
import { LAST_STEP, type Step } from './report-form.js';

const ACTS = [
  'next', 'back', 'send', 'stay', 'leave',
  // To other pages of the portal: what was typed goes along, or what was put by is deleted.
  'all', 'help', 'elsewhere', 'first',
  // Back from one of them.
  'resume',
] as const; // prettier-ignore

export interface Command {
  readonly act: (typeof ACTS)[number];
  /** The page that was sent; absent for a form that is all on one page, and for a caller that presses no button. */
  readonly step?: Step;
}

/** Acts of pages that show none of the form's fields: all of it is in the state. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set(['leave', 'resume', 'first']);

/** Which fields the page had that was sent; undefined where it had none, or may have had. */
export function fieldsSent({ act, step }: Command): Step | 'all' | undefined {
  if (WITHOUT_FIELDS.has(act)) return undefined;
  return step ?? (act === 'send' || act === 'stay' ? 'all' : undefined);
}

/** Reads it. A form that came without a button is sent as it is: one step is enough. */
export function readCommand(fields: ReadonlyMap<string, string>): Command {
  if (fields.has('pick')) return { act: 'stay', step: 1 };
  const [, word, page] = /^([a-z]+)-([a-z]+|\d)$/.exec(fields.get('go') ?? '') ?? [];
  const act = ACTS.find((one) => one === word);
  if (act === undefined) return { act: 'send' };
  const step = Number(page);
  return step >= 1 && step <= LAST_STEP ? { act, step: step as Step } : { act };
}
