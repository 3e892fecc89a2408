// What an import says of its list beside the file: who stands behind it, what it does, until when and for whom.
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type CategoryMapping,
  LIST_EFFECTS,
  LIST_LICENCES,
  LIST_TRUSTS,
  LISTED_VERDICTS,
  type ListEffect,
  type ListLicence,
  type ListTrust,
  type PolicyChange,
  readTime,
} from '#libs/known-material';

export interface PolicyFlags {
  source?: string;
  trust?: ListTrust;
  effect?: ListEffect;
  weakDigestsSettle?: boolean;
  legalBasis?: string;
  licence?: ListLicence;
  licenceCategory?: string[];
  licenceNote?: string;
  category?: CategoryMapping;
  expires?: string;
  quarantineAfter?: number | 'never';
}

const VERDICTS = LISTED_VERDICTS.join(', ');

export function addPolicyOptions(command: Command): Command {
  return command
    .option('--source <text>', 'who the list comes from')
    .addOption(new Option('--trust <trust>', 'who stands behind its entries').choices(LIST_TRUSTS))
    .addOption(
      new Option('--effect <effect>', 'what a match does; suppress makes it a negative list').choices(
        LIST_EFFECTS,
      ),
    )
    .option('--weak-digests-settle', 'let MD5 and SHA-1 settle, for a list that has nothing better')
    .option('--legal-basis <text>', 'what allows the list to be used')
    .addOption(new Option('--licence <licence>', 'to whom entries may be passed on').choices(LIST_LICENCES))
    .option('--licence-category <word>', 'of which category only, or all; can be repeated', several)
    .option('--licence-note <text>', 'what the licence says beyond that')
    .option(
      '--category <word=verdict>',
      `what a category of the source means: ${VERDICTS} or nothing; can be repeated, and replaces what was said before`,
      category,
    )
    .option('--expires <time>', 'from then on nothing of it matches: a date, a time, or never', expiry)
    .option(
      '--quarantine-after <cases>',
      'different cases from which on an entry matches too much and waits for a person, or never',
      cases,
    );
}

/** The policy that flags name; what they do not name stays. */
export function policyOfFlags(flags: PolicyFlags): PolicyChange {
  const { licenceCategory, expires, quarantineAfter } = flags;
  return {
    ...(flags.source !== undefined && { source: flags.source }),
    ...(flags.trust !== undefined && { trust: flags.trust }),
    ...(flags.effect !== undefined && { effect: flags.effect }),
    ...(flags.weakDigestsSettle !== undefined && { settlesByWeakDigest: flags.weakDigestsSettle }),
    ...(flags.legalBasis !== undefined && { legalBasis: flags.legalBasis }),
    ...(flags.licence !== undefined && { licence: flags.licence }),
    ...(licenceCategory !== undefined && {
      licenceCategories: licenceCategory.includes('all') ? null : licenceCategory,
    }),
    ...(flags.licenceNote !== undefined && { licenceNote: flags.licenceNote }),
    ...(flags.category !== undefined && { categoryMapping: flags.category }),
    ...(expires !== undefined && { expiresAt: expires === 'never' ? null : expires }),
    ...(quarantineAfter !== undefined && {
      quarantineAfter: quarantineAfter === 'never' ? null : quarantineAfter,
    }),
  };
}

const several = (word: string, before: string[] = []): string[] => [...before, word];

function category(text: string, before: CategoryMapping = {}): CategoryMapping {
  const at = text.lastIndexOf('=');
  const said = text.slice(at + 1);
  const verdict = LISTED_VERDICTS.find((one) => one === said) ?? null;
  if (at < 1 || (verdict === null && said !== 'nothing'))
    throw new InvalidArgumentError(`It must look like A1=baseline, with ${VERDICTS} or nothing.`);
  return { ...before, [text.slice(0, at)]: verdict };
}

function expiry(text: string): string {
  const time = text === 'never' ? text : readTime(text);
  if (time === undefined)
    throw new InvalidArgumentError('It must be a date such as 2027-01-31, a time with its zone, or never.');
  return time;
}

function cases(text: string): number | 'never' {
  if (text === 'never') return text;
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, or never.');
  return Number(text);
}
