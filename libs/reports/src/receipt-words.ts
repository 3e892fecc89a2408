// A receipt as words: each two of its 24 characters are ten bits, and so one of 1,024 words. Nothing is lost either way.
import { RECEIPT_WORDS } from './receipt-word-list.js';
import { RECEIPT_ALPHABET, type Receipt } from './receipt-code.js';

const BASE = RECEIPT_ALPHABET.length;
/** Enough letters to tell any word from all others. */
const TELLING_LETTERS = 4;

const VALUES: ReadonlyMap<string, number> = new Map(
  RECEIPT_WORDS.flatMap((word, value) => [
    [word, value],
    [word.slice(0, TELLING_LETTERS), value],
  ]),
);

/** The twelve words of a receipt, in their order. */
export function receiptWords({ lookup, secret }: Receipt): string[] {
  const code = lookup + secret;
  return Array.from({ length: code.length / 2 }, (_, at) => {
    const value = [0, 1].reduce(
      (sum, next) => sum * BASE + RECEIPT_ALPHABET.indexOf(code[2 * at + next]!),
      0,
    );
    return RECEIPT_WORDS[value]!;
  });
}

/**
 * The characters that words stand for; capitals, numbers of a list, and what stands between the words do not matter, and
 * the first four letters of a word are enough.
 * @returns undefined when they are not twelve of our words
 */
export function codeOfWords(typed: string): string | undefined {
  const words =
    typed
      .normalize('NFKC')
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  if (words.length !== 12) return undefined;
  let code = '';
  for (const word of words) {
    // Who remembers a word may have forgotten its ending.
    const value = VALUES.get(word) ?? VALUES.get(word.slice(0, TELLING_LETTERS));
    if (value === undefined) return undefined;
    code += RECEIPT_ALPHABET[Math.floor(value / BASE)]! + RECEIPT_ALPHABET[value % BASE]!;
  }
  return code;
}
