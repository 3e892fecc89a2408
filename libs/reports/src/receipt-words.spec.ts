import fc from 'fast-check';
import { RECEIPT_ALPHABET } from './receipt-code.js';
import { RECEIPT_WORDS } from './receipt-word-list.js';
import { receiptWords } from './receipt-words.js';
import { formatReceipt, makeReceipt, parseReceipt } from './receipt.js';

const text = (length: number) =>
  fc
    .array(fc.constantFrom(...RECEIPT_ALPHABET.split('')), { minLength: length, maxLength: length })
    .map((characters) => characters.join(''));
const receipts = fc.record({ lookup: text(8), secret: text(16) });

describe('the words of receipts', () => {
  it('are 1,024, none like another, and no two begin with the same four letters', () => {
    expect(RECEIPT_WORDS).toHaveLength(1024);
    expect([...RECEIPT_WORDS].toSorted()).toEqual(RECEIPT_WORDS);
    expect(new Set(RECEIPT_WORDS.map((word) => word.slice(0, 4))).size).toBe(1024);
    for (const word of RECEIPT_WORDS) expect(word).toMatch(/^[a-z]{3,9}$/);
  });

  it('give the receipt back, however they are written', () => {
    fc.assert(
      fc.property(
        receipts,
        fc.constantFrom(' ', '-', ', ', '\n', ' · '),
        fc.boolean(),
        (receipt, between, loud) => {
          const words = receiptWords(receipt);
          expect(words).toHaveLength(12);
          const typed = words
            .map((word, at) => `${at + 1}. ${loud ? word.toUpperCase() : word}`)
            .join(between);
          expect(parseReceipt(typed)).toEqual(receipt);
          expect(parseReceipt(formatReceipt(receipt))).toEqual(receipt);
        },
      ),
    );
  });

  it('are told by their first four letters, with another ending too', () => {
    const receipt = makeReceipt();
    const words = receiptWords(receipt).map((word) => (word.length > 4 ? `${word.slice(0, 4)}s` : word));
    expect(parseReceipt(words.join(' '))).toEqual(receipt);
  });

  it('are twelve of ours or none', () => {
    const words = receiptWords(makeReceipt());
    for (const typed of [words.slice(1), [...words, 'acorn'], [...words.slice(1), 'qqqq']]) {
      expect(parseReceipt(typed.join(' '))).toBeUndefined();
    }
  });
});
