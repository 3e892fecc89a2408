// What a hash or a file would match: answered by the index and the matching of triage, and recorded nowhere.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import {
  describeMatches,
  KnownMaterialIndex,
  ListsTooLargeToTryError,
  type Probe,
  probeOfHash,
  TooManyEntriesFitError,
  type TriedMatch,
  tryHashes,
} from '#libs/known-material';
import { matchMedia } from '#libs/pipeline';
import { withMediaPool } from './hash.command.js';
import { inputFile } from './input-file.js';
import type { Caller } from './lists.commands.js';

/** For entries that do not count: the database looks through all of them. */
const TRY_TIMEOUT_MS = 30_000;

const STATES = {
  standing: 'in use',
  withdrawn: 'withdrawn: counts no more',
  'not-live': 'in a version that is not in use',
  'list-off': 'on a list that is switched off',
  'list-expired': 'on a list that has expired',
  'entry-expired': 'expired',
  quarantined: 'fits too much: waits for a person',
} as const;
const EFFECTS = {
  settle: 'settles without a look',
  suggest: 'suggests: a person decides',
  flag: 'only flags',
  suppress: 'suppresses false matches',
} as const;

/** What is asked about: the digests and pictures of a file, or what a hash can be. */
interface Subject {
  readonly probes: readonly Probe[];
  readonly media?: Parameters<typeof matchMedia>[2];
  /** Why there is nothing to compare but digests. */
  readonly reason?: string;
}

interface Answer {
  readonly matches: readonly TriedMatch[];
  /** What fits but does not count; null where that cannot be looked for. */
  readonly others: readonly TriedMatch[] | null;
}

interface TryFlags {
  organisation?: string;
  json?: boolean;
}

export function addTryCommand(
  lists: Command,
  asTriage: <T>(work: (caller: Caller) => Promise<T>) => Promise<T>,
  organisationOf: (caller: Caller, code: string | undefined) => string,
): void {
  lists
    .command('try')
    .argument('<hashOrFile>', 'hex digits, or the name of a file', hashOrFile)
    .description(
      'what a hash (MD5, SHA-1, SHA-256 or PDQ in hex) or a file matches now; found or not, the exit status is 0',
    )
    .option('--organisation <code>', 'whose lists to ask')
    .option('--json', 'print JSON')
    .action(async (text: string, flags: TryFlags) => {
      const subject = await subjectOf(text);
      const { matches, others } = await asTriage((caller) =>
        attempt(caller, organisationOf(caller, flags.organisation), subject),
      );
      if (flags.json) {
        const reason = subject.reason === undefined ? {} : { reason: subject.reason };
        console.log(JSON.stringify({ found: matches.length > 0, matches, others, ...reason }));
        return;
      }
      if (subject.reason !== undefined) console.log(`No perceptual hash: ${subject.reason}. Digests only.`);
      console.log(
        matches.length === 0 ? 'Not found: no list in use has it.' : `Found: ${count(matches.length)}.`,
      );
      for (const match of matches) console.log(inWords(match));
      if (others === null)
        console.log('What fits but does not count was not looked for: it would take too long.');
      else if (others.length > 0) console.log(`Fits, but does not count: ${count(others.length)}.`);
      for (const match of others ?? []) console.log(inWords(match));
    });
}

/** What stands, by the index of triage; and what fits but does not count, by the database. */
async function attempt(
  { database }: Caller,
  organisationId: string,
  { probes, media }: Subject,
): Promise<Answer> {
  const index = new KnownMaterialIndex(database);
  await index.refresh();
  const found =
    media === undefined
      ? probes.flatMap((probe) => index.match(organisationId, probe))
      : matchMedia(index, organisationId, media);
  const matches = await database.within(organisationId, (manager) =>
    describeMatches(manager, organisationId, found),
  );
  try {
    const fitting = await database.within(organisationId, (manager) =>
      tryHashes(manager, organisationId, probes, TRY_TIMEOUT_MS),
    );
    return { matches, others: fitting.filter(({ state }) => state !== 'standing') };
  } catch (error) {
    if (error instanceof ListsTooLargeToTryError || error instanceof TooManyEntriesFitError)
      return { matches, others: null };
    throw error;
  }
}

/** @throws InvalidArgumentError, which is wrong use, where it is neither */
function hashOrFile(text: string): string {
  if (existsSync(inputFile(text))) return text;
  try {
    probeOfHash(text);
    return text;
  } catch {
    throw new InvalidArgumentError('Give a file, or a hash of 32, 40 or 64 hex digits.');
  }
}

async function subjectOf(text: string): Promise<Subject> {
  const path = inputFile(text);
  if (!existsSync(path)) return { probes: [probeOfHash(text)] };
  const bytes = await readFile(path);
  const examined = await withMediaPool((pool) => pool.examine(bytes));
  const hex = (digits: string) => Buffer.from(digits, 'hex');
  const digests = { md5: hex(examined.md5), sha1: hex(examined.sha1), sha256: hex(examined.sha256) };
  if (examined.kind === 'rejected') return { probes: [digests], reason: examined.reason };
  const { frameHashes } = examined;
  const frames = frameHashes.map(({ hash, quality }): Probe => ({ pdq: hex(hash), quality }));
  if (examined.kind === 'video') {
    const noPicture = { pdq: null, pdq_quality: null, pdq_dihedral: null };
    return { probes: [digests, ...frames], media: { ...digests, ...noPicture, frame_hashes: frameHashes } };
  }
  const { pdq } = examined;
  const dihedral = pdq.dihedral.map(hex);
  const first: Probe = { ...digests, pdq: hex(pdq.hash), quality: pdq.quality, dihedral };
  return {
    probes: [first, ...frames],
    media: {
      ...digests,
      pdq: hex(pdq.hash),
      pdq_quality: pdq.quality,
      pdq_dihedral: Buffer.concat(dihedral),
      frame_hashes: frameHashes,
    },
  };
}

const count = (matches: number) => (matches === 1 ? '1 entry' : `${matches} entries`);

function inWords(match: TriedMatch): string {
  const { listName, listVersion, versionSince, hashEntryId, source, category, state, trust, effect } = match;
  const how =
    match.kind === 'exact'
      ? `exact by ${match.algorithm}`
      : `near: ${match.distance} of 256 bits differ, ${match.orientation}`;
  const version = listVersion === null ? 'said so when it was asked' : `version ${listVersion}`;
  const since = versionSince === null ? '' : ` of ${versionSince.toISOString().slice(0, 10)}`;
  return [
    `  ${listName} (${source}), ${version}${since}: ${how}`,
    `    ${state === 'standing' ? EFFECTS[effect] : STATES[state]}; ${trust}; category ${category ?? 'none'}; entry ${hashEntryId}`,
  ].join('\n');
}
