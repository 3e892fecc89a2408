import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { closeBox, KeyRing, openBox, sealedBoxReady } from '#libs/platform';
import {
  formatReceipt,
  hashesOfReceipt,
  hashReceipt,
  makeReceipt,
  parseReceipt,
  replyKeyPair,
} from './receipt.js';

describe('a receipt', () => {
  it('has a part for looking up and 80 bits of secret, in characters that are not taken for others', () => {
    for (let made = 0; made < 200; made += 1) {
      const { lookup, secret } = makeReceipt();
      expect(lookup).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
      expect(secret).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    }
  });

  it('uses every character about as often as any other, and never repeats', () => {
    const counts = new Map<string, number>();
    const seen = new Set<string>();
    for (let made = 0; made < 2_000; made += 1) {
      const { lookup, secret } = makeReceipt();
      seen.add(lookup + secret);
      for (const character of lookup + secret) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(seen.size).toBe(2_000);
    expect(counts.size).toBe(32);
    // 1,500 expected of each; six standard deviations is about 230.
    for (const count of counts.values()) expect(Math.abs(count - 1_500)).toBeLessThan(300);
  });

  it('is shown in groups of four', () => {
    expect(formatReceipt({ lookup: 'ABCD0123', secret: 'EFGH4567JKMN89PQ' })).toBe(
      'ABCD-0123-EFGH-4567-JKMN-89PQ',
    );
  });

  it.each([
    'ABCD-0123-EFGH-4567-JKMN-89PQ',
    'abcd0123efgh4567jkmn89pq',
    '  abcd 0123\tEFGH–4567 jkmn—89pq\n',
    'ABCD-O123-EFGH-4567-JKMN-89PQ',
    'ABCD-0l23-EFGH-4567-JKMN-89PQ',
    'ABCD-0I23-EFGH-4567-JKMN-89PQ',
    'ＡＢＣＤ-0123-EFGH-4567-JKMN-89PQ',
    '\u200fABCD-٠١٢٣-EFGH-٤٥٦٧-JKMN-۸۹PQ\u200f',
    'ABCD.0123.EFGH.4567.JKMN.89PQ',
  ])('is understood as %j', (typed) => {
    expect(parseReceipt(typed)).toEqual({ lookup: 'ABCD0123', secret: 'EFGH4567JKMN89PQ' });
  });

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    '',
    '-',
    'ABCD-0123',
    'U'.repeat(24),
    'ABCD-0123-EFGH-4567-JKMN-89PQ-X',
    'Ä'.repeat(24),
    '0'.repeat(201),
  ])('is not %j', (typed) => {
    expect(parseReceipt(typed)).toBeUndefined();
  });

  it('survives being shown and typed', () => {
    fc.assert(
      fc.property(fc.constantFrom('', ' ', '-', '--', '\n'), (between) => {
        const receipt = makeReceipt();
        expect(parseReceipt(formatReceipt(receipt).split('-').join(between).toLowerCase())).toEqual(receipt);
      }),
    );
  });

  it('is never made of hostile text, nor does reading it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        const read = parseReceipt(typed);
        expect(read === undefined || /^[0-9A-HJKMNP-TV-Z]{24}$/.test(read.lookup + read.secret)).toBe(true);
      }),
    );
  });

  it('is hashed under the newest key, and found again under an older one', () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const receipt = makeReceipt();
    const before = hashReceipt(new KeyRing([older]), receipt);
    const rotated = new KeyRing([newer, older]);
    expect(hashReceipt(rotated, receipt)).not.toEqual(before);
    expect(hashesOfReceipt(rotated, receipt)).toContainEqual(before);
    expect(hashesOfReceipt(new KeyRing([newer]), receipt)).not.toContainEqual(before);
  });

  it('leads to a key pair that opens messages to its holder, and to no other', async () => {
    await sealedBoxReady;
    const receipt = makeReceipt();
    const sealed = closeBox(replyKeyPair(receipt).publicKey, 'words');
    expect(openBox(replyKeyPair({ ...receipt }), sealed).toString()).toBe('words');
    expect(() => openBox(replyKeyPair({ ...receipt, lookup: makeReceipt().lookup }), sealed)).toThrow(
      'changed or belongs elsewhere',
    );
  });
});
