import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseUrl } from './parse-url.js';

describe('reading an address', () => {
  it('gives the same answer however often it is asked', () => {
    let refused = 0;
    for (let turn = 0; turn < 100_000; turn += 1) {
      if (parseUrl('http://b\u00fccher.example/')?.hostname !== 'xn--bcher-kva.example') refused += 1;
    }
    expect(refused).toBe(0);
  });

  it('refuses what is none', () => {
    expect(parseUrl('no address')).toBeNull();
    expect(parseUrl('/path', 'http://a.example/')?.href).toBe('http://a.example/path');
  });

  it('is done nowhere by URL.canParse, which forgets letters beyond ASCII once it is optimised', () => {
    const found = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => /\.tsx?$/.test(entry.name) && !entry.name.startsWith('parse-url'))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter(
          (path) => !path.includes('node_modules') && readFileSync(path, 'utf8').includes('URL.canParse'),
        ),
    );
    expect(found).toEqual([]);
  });
});
