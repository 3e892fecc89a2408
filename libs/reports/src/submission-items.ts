// A call of a trusted reporter with many reports, each of which is taken or refused by itself.
import { InvalidInputError } from '#libs/platform';
import { readSubmission, type ReadSubmission } from './submission.js';

export const MOST_ITEMS = 500;
const REFERENCE = /^[\w.:/-]{1,100}$/;

export type SubmissionItem = ReadSubmission & {
  /** The caller's own name for it, given back in the answer and not kept. */
  readonly reference?: string;
};

/** Whether a body holds many reports: it has `items`. */
export function hasItems(body: unknown): body is { readonly items: unknown } {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && Object.hasOwn(body, 'items');
}

/**
 * Reads `{"items": [{…}, …], "locale"?}`, each item with the fields of a report and a `reference` if wanted.
 * @throws InvalidInputError when the list itself is none, or too long; what is wrong with an item is told of the item
 */
export function readItems(body: { readonly items: unknown }, today: Date): SubmissionItem[] {
  const { items, locale } = body as { items: unknown; locale?: unknown };
  if (!Array.isArray(items) || items.length === 0 || items.length > MOST_ITEMS) {
    throw new InvalidInputError('The items cannot be taken as they are; see fields.', {
      items: `Must be a list of 1 to ${MOST_ITEMS} reports.`,
    });
  }
  return items.map((given: unknown) => {
    const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
    const reference = isObject && 'reference' in given ? given.reference : undefined;
    const named = typeof reference === 'string' && REFERENCE.test(reference) ? { reference } : {};
    return { ...readSubmission(isObject ? { locale, ...given } : given, today, true), ...named };
  });
}
