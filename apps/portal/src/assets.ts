// Style and mark, read once at start; named by their digest, so that they may be kept for ever.
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

export interface Assets {
  /** Addresses by name, as `/assets/portal.1a2b3c4d.css` for `portal.css`. */
  readonly path: Readonly<Record<'portal.css' | 'lighthouse.svg', string>>;
  readonly byFileName: ReadonlyMap<string, Asset>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const NAMES = ['portal.css', 'lighthouse.svg'] as const;

/** The folder of the files, seen from the sources as well as from the built program. */
function assetFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'apps', 'portal', 'assets');
}

export function loadAssets(): Assets {
  const byFileName = new Map<string, Asset>();
  const path: Record<string, string> = {};
  for (const name of NAMES) {
    const bytes = readFileSync(join(assetFolder(), name));
    const extension = extname(name);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 10);
    const fileName = `${name.slice(0, -extension.length)}.${digest}${extension}`;
    byFileName.set(fileName, { type: TYPES[extension]!, bytes, gzipped: gzipSync(bytes, { level: 9 }) });
    path[name] = `/assets/${fileName}`;
  }
  return { path: path as Assets['path'], byFileName };
}
