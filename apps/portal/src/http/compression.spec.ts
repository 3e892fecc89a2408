import fc from 'fast-check';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { encodingFor, PageAroundWord, PublicBytes } from './compression.js';

describe('the way in which an answer is compressed', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=1.0, gzip;q=0.8, *;q=0.1', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.0', undefined],
    ['GZIP', 'gzip'],
    ['abridged, x-gzipped', undefined],
    ['identity', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for %j is %j', (accepted, encoding) => {
    expect(encodingFor({ headers: { 'accept-encoding': accepted } })).toBe(encoding);
  });

  it('gives back what was compressed', () => {
    const bytes = Buffer.from('calm words '.repeat(500));
    const page = new PublicBytes(bytes);
    expect(brotliDecompressSync(page.as('br'))).toEqual(bytes);
    expect(gunzipSync(page.as('gzip'))).toEqual(bytes);
    expect(page.as('gzip')).toBe(page.as('gzip'));
  });
});

describe('a page around a word', () => {
  it('reads the same compressed and plain, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ maxLength: 300 }), (before, after, word) => {
        fc.pre(!`${before}${after}`.includes('@@@'));
        const page = new PageAroundWord(`${before}.@@@.${after}`, '@@@');
        expect(gunzipSync(page.gzipped(word)).toString()).toBe(page.plain(word).toString());
        expect(page.plain(word).toString()).toBe(Buffer.from(`${before}.${word}.${after}`).toString());
      }),
    );
  });

  it('is as long with a word that stands elsewhere in it as with any other', () => {
    const page = new PageAroundWord(`<p>abcdefghijklmnop</p><p>@@@</p><p>abcdefghijklmnop</p>`, '@@@');
    expect(page.gzipped('abcdefghijklmnop')).toHaveLength(page.gzipped('qrstuvwxyzabcdfe').length);
  });

  it('holds its placeholder once', () => {
    expect(() => new PageAroundWord('<p></p>', '@@@')).toThrow('placeholder');
    expect(() => new PageAroundWord('<p>@@@ @@@</p>', '@@@')).toThrow('placeholder');
  });
});
