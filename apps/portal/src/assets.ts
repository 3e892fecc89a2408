// Style, mark and the one script, read once at start; named by their digest, so that they may be kept for ever.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
}

export type ScriptName = 'fingerprint.js';

export interface Assets {
  /** Addresses by name, as `/assets/portal.1a2b3c4d.css` for `portal.css`. */
  readonly path: Readonly<Record<'portal.css' | 'lighthouse.svg', string>>;
  /** Likewise, of what the build bundled for the browser. Before a build there is none, and pages do without. */
  readonly scripts: Readonly<Partial<Record<ScriptName, string>>>;
  readonly byFileName: ReadonlyMap<string, Asset>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
};
const NAMES = ['portal.css', 'lighthouse.svg'] as const;
const SCRIPTS: readonly ScriptName[] = ['fingerprint.js'];

/** The project's folder, seen from the sources as well as from the built program. */
function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export function loadAssets(): Assets {
  const byFileName = new Map<string, Asset>();
  const add = (folder: string, name: string): string => {
    const bytes = readFileSync(join(folder, name));
    const extension = extname(name);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
    const fileName = `${name.slice(0, -extension.length)}.${digest}${extension}`;
    byFileName.set(fileName, { type: TYPES[extension]!, bytes, gzipped: gzipSync(bytes, { level: 9 }) });
    return `/assets/${fileName}`;
  };
  const project = projectFolder();
  const own = join(project, 'apps', 'portal', 'assets');
  const built = join(project, 'dist', 'portal-browser');
  const path = Object.fromEntries(NAMES.map((name) => [name, add(own, name)])) as Assets['path'];
  const there = SCRIPTS.filter((name) => existsSync(join(built, name)));
  return { path, scripts: Object.fromEntries(there.map((name) => [name, add(built, name)])), byFileName };
}
