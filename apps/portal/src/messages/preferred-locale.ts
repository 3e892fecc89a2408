// Which language a reader would rather have, by what the browser asks.
import type { Locale } from './translate.js';

/** Codes that stand for one of our languages: old ones that Java still sends, and members of a macrolanguage. */
const OTHER_CODES: Readonly<Record<string, string>> = {
  in: 'id',
  arb: 'ar',
  plt: 'mg',
  swh: 'sw',
  swc: 'sw',
};

const LONGEST_HEADER = 500;

/** The language of a tag as `pt-BR` or `in_ID`, without its region; ours where another code stands for it. */
export function primaryLanguage(tag: string): string {
  const primary = tag.trim().toLowerCase().split(/[-_]/u, 1)[0]!;
  return Object.hasOwn(OTHER_CODES, primary) ? OTHER_CODES[primary]! : primary;
}

interface Wish {
  readonly language: string;
  /** 0 refuses the language. */
  readonly weight: number;
}

function wishOf(part: string): Wish {
  const [tag = '', ...parameters] = part.split(';');
  const weight = parameters.map((one) => /^\s*q\s*=\s*(\d(?:\.\d*)?)\s*$/iu.exec(one)?.[1]).find(Boolean);
  return { language: primaryLanguage(tag), weight: weight === undefined ? 1 : Math.min(Number(weight), 1) };
}

/**
 * The language that a browser would rather have among those offered.
 * @param header `Accept-Language`, whatever stands in it
 * @param offered at least one; the first is the default
 * @returns the offered language with the greatest weight, else the first that is not refused by a weight of 0
 * @see RFC 9110 section 12.5.4
 */
export function preferredLocale(header: string | undefined, offered: readonly Locale[]): Locale {
  if (header === undefined) return offered[0]!;
  const wishes = header.slice(0, LONGEST_HEADER).split(',').map(wishOf);
  const wanted = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    // Any language will do: the portal's own order decides among those that are not named.
    const found = language === '*' ? firstUnnamed(offered, wishes) : offered.find((one) => one === language);
    if (found !== undefined) return found;
  }
  const refused = new Set(wishes.filter(({ weight }) => weight === 0).map(({ language }) => language));
  return offered.find((one) => !refused.has(one)) ?? offered[0]!;
}

function firstUnnamed(offered: readonly Locale[], wishes: readonly Wish[]): Locale | undefined {
  return offered.find((one) => !wishes.some(({ language }) => language === one));
}
