// Answers as a line of words, for reading over what was or will be sent.
import type { SourceAnswers } from '#libs/taxonomy';
import type { Language } from '../catalogue/language.js';
import { answersOf, type ItemDraft } from './assessment-form.js';

/** The answers to an item. */
export function answersInWords({ t, word }: Language, draft: ItemDraft): string {
  return Object.entries(answersOf(draft))
    .map(([question, answer]) =>
      typeof answer === 'boolean'
        ? `${word('question', question)}: ${t(answer ? 'form.yes' : 'form.no')}`
        : word(question, answer),
    )
    .join(' · ');
}

/** The answers about the source; empty when there are none. Each names its question: "none" alone says nothing. */
export function sourceInWords({ word }: Language, source: SourceAnswers): string {
  return Object.entries(source)
    .map(
      ([question, answer]) =>
        `${word('question', question)}: ${[answer]
          .flat()
          .map((code) => word(question, code))
          .join(', ')}`,
    )
    .join(' · ');
}
