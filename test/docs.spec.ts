// The documentation speaks of what there is: files, npm scripts, commands with their options, settings.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import { readSettings } from '#libs/platform';

const root = process.cwd();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

function markdownBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const pages = ['README.md', ...markdownBelow('docs')];
/** Pages that tell people what to run. */
const guides = ['README.md', 'docs/operators-guide.md'];

/** Text without blocks and spans of code, in which brackets mean something else. */
const prose = (text: string) => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, 'code');

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```.*?^```/gms, '').matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

interface Reference {
  readonly page: string;
  readonly target: string;
}

function relativeReferences(): Reference[] {
  return pages.flatMap((page) =>
    [...prose(read(page)).matchAll(/\]\(([^()\s]+)\)/g)]
      .map(([, target]) => ({ page, target: target! }))
      .filter(({ target }) => !/^[a-z]+:/i.test(target)),
  );
}

function problemOf({ page, target }: Reference): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : relative(root, join(root, dirname(page), path));
  const found = statSync(join(root, file), { throwIfNoEntry: false });
  if (found === undefined) return 'is not there';
  if (anchor === undefined) return undefined;
  return anchorsOf(read(file)).includes(anchor) ? undefined : 'has no such heading';
}

describe('the documentation', () => {
  it('leads to files and headings that there are', () => {
    const references = relativeReferences();
    expect(references.length).toBeGreaterThan(80);
    const broken = references
      .map((reference) => ({ ...reference, problem: problemOf(reference) }))
      .filter(({ problem }) => problem !== undefined);
    expect(broken).toEqual([]);
  });

  it('leaves no page of its own without a way to it', () => {
    const reached = new Set(
      relativeReferences().map(({ page, target }) =>
        relative(root, join(root, dirname(page), target.split('#')[0]!)),
      ),
    );
    expect(pages.filter((page) => page !== 'README.md' && !reached.has(page))).toEqual([]);
  });

  it('names npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = guides.flatMap((page) => [
      ...[...read(page).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!),
      ...[...read(page).matchAll(/npm (start|test)\b/g)].map(([, name]) => name!),
    ]);
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('the commands in the documentation', () => {
  let manara: Command;
  beforeAll(async () => {
    manara = new Command('manara').exitOverride();
    const folder = 'apps/manara/src';
    for (const name of readdirSync(join(root, folder)).filter((file) => /\.commands?\.ts$/.test(file))) {
      const module = (await import(`../${folder}/${name.replace(/\.ts$/, '.js')}`)) as Record<
        string,
        unknown
      >;
      for (const [exported, add] of Object.entries(module)) {
        if (/^add\w+Commands?$/.test(exported)) (add as (program: Command) => void)(manara);
      }
    }
  });

  /** `backup FILE --with-media` of every `npm run manara -- …`; a line may go on after a backslash. */
  const written = guides.flatMap((page) =>
    [
      ...read(page)
        .replaceAll('\\\n', ' ')
        .matchAll(/npm run (?:--silent )?manara -- ([^`\n]+)/g),
    ].map(([, words]) => words!.split(/\s+[>|#]/)[0]!.trim()),
  );

  it('are found', () => {
    expect(written.length).toBeGreaterThan(20);
  });

  it.each([...new Set(written)])('exists with its options: %s', (line) => {
    let command = manara;
    const words = line.match(/"[^"]*"|\S+/g) ?? [];
    for (const word of words) {
      const below = command.commands.find((one) => one.name() === word);
      if (below === undefined) break;
      command = below;
    }
    const flags = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]!);
    // A group alone does nothing, nor does the program itself but show its help.
    expect(command === manara ? line === '--help' : command.commands.length === 0).toBe(true);
    const known = ['--help', ...command.options.map((option) => option.long)];
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
    const given = command.options.filter((option) => option.mandatory).map((option) => option.long!);
    expect(given.filter((flag) => !flags.includes(flag))).toEqual([]);
  });
});

describe('the settings in the documentation', () => {
  /** Every variable that is asked for when settings are read. */
  function variablesRead(): string[] {
    const names = new Set<string>();
    readSettings(
      new Proxy<Record<string, string | undefined>>(
        {},
        { get: (_target, name) => (typeof name === 'string' && names.add(name), undefined) },
      ),
    );
    return [...names].sort();
  }

  const table = new Map(
    [...read('docs/operators-guide.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)`\s*\| ([^|]*)\|/gm)].map(
      ([, name, standard]) => [name!, standard!.trim()],
    ),
  );
  const example = new Map(
    [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  );

  it('are those that the programs read, no more and no fewer', () => {
    expect([...table.keys()].sort()).toEqual(variablesRead());
  });

  it('stand in .env.example, all of them and nothing else', () => {
    expect([...example.keys()].sort()).toEqual(variablesRead());
  });

  it('have the numbers that hold where nothing is set', () => {
    const settings: Readonly<Record<string, unknown>> = { ...readSettings({}) };
    const settingOf = (variable: string) =>
      settings[variable.toLowerCase().replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())];
    const numbers = [...table].filter(([variable]) => typeof settingOf(variable) === 'number');
    expect(numbers.length).toBeGreaterThan(8);
    for (const [variable, standard] of numbers) {
      expect([variable, Number.parseInt(standard, 10)]).toEqual([variable, settingOf(variable)]);
      expect([variable, Number(example.get(variable))]).toEqual([variable, settingOf(variable)]);
    }
  });
});
