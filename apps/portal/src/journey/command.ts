// What the button says that sent the form.
import { LAST_STEP, type Step } from './report-form.js';

const ACTS = ['next', 'back', 'send', 'stay', 'leave'] as const;

export interface Command {
  readonly act: (typeof ACTS)[number];
  /** The page that was sent; absent for a form that is all on one page, and for a caller that presses no button. */
  readonly step?: Step;
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
