// Walking and hashing the tree.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All files below a folder, as paths relative to `base`, sorted; none where the folder is missing. */
export function listFiles(base, folder) {
  const start = join(base, folder);
  if (!existsSync(start)) return [];
  const found = [];
  const walk = (relative) => {
    for (const entry of readdirSync(join(base, relative), { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue;
      const path = `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  walk(folder);
  return found.sort((one, other) => (one < other ? -1 : 1));
}

/** One digest over names and contents. */
export function hashFiles(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = createHash('sha256')
      .update(readFileSync(join(base, path)))
      .digest('hex');
    hash.update(`${path}\0${content}\n`);
  }
  return hash.digest('hex');
}

/** Parsed JSON of a file, or undefined where it is missing or broken. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
