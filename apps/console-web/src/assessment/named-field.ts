// Which question of the page a field of a refusal belongs to.
import type { SourceQuestion, Subject } from './assessment-form.js';

const SOURCE_QUESTIONS: readonly string[] = ['siteType', 'commerciality', 'paymentMethods'];

export type NamedField =
  | { readonly of: 'item'; readonly key: string; readonly place: number; readonly question?: string }
  | { readonly of: 'source'; readonly question: SourceQuestion }
  | { readonly of: 'nothing-known' };

/** @param path `source.QUESTION`, `ITEM`, or `ITEM.QUESTION`, as the API names what is wrong */
export function namedField(path: string, subjects: readonly Subject[]): NamedField {
  const [head, question] = path.split('.', 2) as [string, string | undefined];
  if (head === 'source' && question !== undefined && SOURCE_QUESTIONS.includes(question)) {
    return { of: 'source', question: question as SourceQuestion };
  }
  const index = subjects.findIndex(({ itemIds }) => itemIds.includes(head));
  const subject = subjects[index];
  if (subject === undefined) return { of: 'nothing-known' };
  return {
    of: 'item',
    key: subject.key,
    place: index + 1,
    ...(question === undefined ? {} : { question }),
  };
}
