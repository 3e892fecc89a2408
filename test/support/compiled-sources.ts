// The sources of triage and of the command line compiled once, so that a program starts in a second and not in four: tests
// start many.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from '@swc/core';

const ROOT = process.cwd();
const FOLDERS = ['libs', 'apps/triage', 'apps/manara'];
const OPTIONS = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'es6' },
} as const;

/**
 * Compiles the sources as they are now, unless that was done before in this run of the tests.
 * @returns the folder that mirrors the project
 */
export async function compiledSources(): Promise<string> {
  const sources = FOLDERS.flatMap((folder) => sourcesIn(join(ROOT, folder)));
  const texts = new Map(sources.map((path) => [relative(ROOT, path), readFileSync(path, 'utf8')]));
  const digest = createHash('sha256');
  for (const [path, text] of texts) digest.update(`${path}\n${text}\n`);
  const folder = join(tmpdir(), `manara-compiled-${digest.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  // Made beside and renamed: another suite may be doing the same at this moment.
  const draft = mkdtempSync(join(tmpdir(), 'manara-compiling-'));
  writeFileSync(
    join(draft, 'package.json'),
    JSON.stringify({ type: 'module', imports: { '#libs/*': './libs/*/src/index.js' } }),
  );
  symlinkSync(join(ROOT, 'node_modules'), join(draft, 'node_modules'));
  for (const [path, text] of texts) {
    const { code } = await transform(text, { ...OPTIONS, filename: path, swcrc: false });
    const target = join(draft, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The decoding child for a `MediaPool`: its sources alone take four times as long to start. */
export async function compiledChild(): Promise<URL> {
  return pathToFileURL(join(await compiledSources(), 'libs/media/src/child/main.js'));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(spec|e2e|d)\.ts$/.test(name))
    .map((name) => join(folder, name))
    .toSorted();
}
