// What was typed elsewhere and goes along in hidden fields through pages that ask for something else, so that nothing is
// lost on the way there and back. It stands in pages alone.
import { EMPTY_CONCERN } from './concern-form.js';
import type { ReportForm } from './report-form.js';

export type Carried = Readonly<Record<string, string>>;

const NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(EMPTY_CONCERN),
  'mark',
  // The answers of the form in steps, for the way back to it.
  'state',
  // What was put by could not be deleted yet.
  'kept',
]);

/** What of a form's fields is carried on. */
export function carriedIn(fields: ReadonlyMap<string, string>): Carried {
  return Object.fromEntries([...fields].filter(([name, value]) => NAMES.has(name) && value !== ''));
}

/** What was typed of a report, for the form of those concerned, and the way back. */
export function carriedFrom(
  { urls, link, app, account, place, website }: ReportForm,
  way: { readonly mark: string; readonly state: string; readonly isStillKept: boolean },
): Carried {
  const { mark, state, isStillKept } = way;
  const addresses = [urls, link].filter((text) => text.trim() !== '').join('\n');
  const typed = { urls: addresses, app, account, story: place, website, mark, state };
  return carriedIn(new Map(Object.entries({ ...typed, kept: isStillKept ? '1' : '' })));
}

/** What “Leave” needs as long as something is put by. */
export function draftIn({ kept, mark, state }: Carried): { mark: string; state: string } | undefined {
  return kept !== undefined && mark !== undefined && state !== undefined ? { mark, state } : undefined;
}

/** What leads back to the form in steps, and no more. */
export function wayBack({ kept, state }: Carried): Carried {
  return { ...(kept !== undefined && { kept }), ...(state !== undefined && { state }) };
}
