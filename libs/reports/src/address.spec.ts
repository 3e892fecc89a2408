import * as fc from 'fast-check';
import { normaliseAddress, parseReported, registrableDomain } from './address.js';

describe('parseReported', () => {
  const ONE = 'http://example.com/';
  it.each<[typed: string, normalised: string]>([
    ['http://example.com', ONE],
    ['HTTP://EXAMPLE.COM', ONE],
    ['example.com', ONE],
    ['  example.com  ', ONE],
    ['www.example.com/a', 'http://www.example.com/a'],
    ['hxxp://example[.]com', ONE],
    ['hxxps://example[.]com/a', 'https://example.com/a'],
    ['hXXp://example(.)com', ONE],
    ['h**p://example.com', ONE],
    ['htxp://example.com', ONE],
    ['http[:]//example.com', ONE],
    ['http[://]example.com', ONE],
    ['http://example{.}com', ONE],
    ['http : // example.com', ONE],
    ['http:\\\\example.com', ONE],
    ['http:/example.com', ONE],
    ['http:///example.com', ONE],
    ['http//example.com', ONE],
    ['http;//example.com', ONE],
    ['example [dot] com', ONE],
    ['example(dot)com', ONE],
    ['example [ . ] com', ONE],
    ['example dot com', ONE],
    ['www dot example dot co dot uk', 'http://www.example.co.uk/'],
    ['example dot com slash gallery slash 7', 'http://example.com/gallery/7'],
    ['example\\.com', ONE],
    ['<http://example.com>', ONE],
    ['"http://example.com"', ONE],
    ['(see http://example.com/a_(b))', 'http://example.com/a_(b)'],
    ['[http://example.com/a]', 'http://example.com/a'],
    ['Look at http://example.com/a, please.', 'http://example.com/a'],
    ['http://example.com/a?b=c&d=e!!!', 'http://example.com/a?b=c&d=e'],
    ['exa\u200bmple\u2060.com', ONE],
    ['\u202ahttp://example.com\u202c', ONE],
    ['\u200fhttp://example.com\u200f', ONE],
    ['ｈｔｔｐ：／／ｅｘａｍｐｌｅ．ｃｏｍ', ONE],
    ['http://例え.jp/あ', 'http://xn--r8jz45g.jp/%E3%81%82'],
    ['bücher.de', 'http://xn--bcher-kva.de/'],
    ['http://user:secret@example.com/a', 'http://example.com/a'],
    ['http://example.com./a', 'http://example.com/a'],
    ['http://example.com:8080/a', 'http://example.com:8080/a'],
    ['http://host.example/#/album/1', 'http://host.example/#/album/1'],
    ['8.8.8.8/pic', 'http://8.8.8.8/pic'],
    ['http://[2001:4860:4860::8888]/a', 'http://[2001:4860:4860::8888]/a'],
    [`${'a2'.repeat(28)}.onion/x`, `http://${'a2'.repeat(28)}.onion/x`],
    ['صورة على http://example.com/a، شكرا', 'http://example.com/a'],
    ['يوجد في example.com/a', 'http://example.com/a'],
    ['见http://example.com/a。', 'http://example.com/a'],
  ])('%j gives %s', (typed, normalised) => {
    expect(parseReported(typed).map((address) => address.normalised)).toEqual([normalised]);
  });

  it('keeps each address as it was typed', () => {
    const text = 'First hxxp://exa\u200bmple[.]com/a, then (other dot org).';
    expect(parseReported(text)).toEqual([
      { asTyped: 'hxxp://exa\u200bmple[.]com/a', normalised: 'http://example.com/a' },
      { asTyped: 'other dot org', normalised: 'http://other.org/' },
    ]);
  });

  it('finds several, each once, however they are parted', () => {
    const found = parseReported('http://a.com/1\nhttp://b.com,http://c.com;d.com http://a.com/1');
    expect(found.map((address) => address.normalised)).toEqual([
      'http://a.com/1',
      'http://b.com/',
      'http://c.com/',
      'http://d.com/',
    ]);
  });

  it.each([
    'someone@example.com wrote',
    'at 10.30 on 1.2.2026',
    'He said hello.Then left',
    'file.jpg',
    'the polka dot dress',
    'version 1.2.3',
  ])('takes no address out of %j, and keeps the text', (text) => {
    expect(parseReported(text)).toEqual([{ asTyped: text, normalised: null }]);
  });

  it('keeps what cannot be made an address', () => {
    expect(parseReported('http://exa mple')).toHaveLength(1);
    expect(parseReported('http://[broken')[0]).toMatchObject({ normalised: null });
    expect(parseReported('http://300.300.300.300/')[0]).toEqual({
      asTyped: 'http://300.300.300.300/',
      normalised: null,
    });
    expect(parseReported(' \n ')).toEqual([]);
  });

  it('never throws, loses nothing typed, and gives http addresses only', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom(
        'hxxp',
        '://',
        '[.]',
        ' dot ',
        ' slash ',
        'example',
        '.com',
        '@',
        '[',
        ']',
        '(',
        ')',
        '\u200b',
        '\u202e',
        '%',
        '/',
        '?',
        '#',
        '。',
        '\\',
        ':',
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const found = parseReported(text);
        expect(found.length > 0).toBe(text.trim() !== '');
        for (const { asTyped, normalised } of found) {
          expect(text).toContain(asTyped);
          expect(asTyped).not.toBe('');
          const address = normalised ?? 'http://none.example/';
          expect(address).toMatch(/^https?:\/\/[^@/]+\//);
          expect(new URL(address).href).toBe(address);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds again what it made itself', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const first = parseReported(url)[0]?.normalised ?? null;
        fc.pre(first !== null);
        expect(parseReported(`<${first}>`)[0]?.normalised).toBe(first);
      }),
    );
  });

  it.each([
    ' '.repeat(64_000),
    'a'.repeat(64_000),
    'a.'.repeat(32_000),
    ' dot a'.repeat(10_000),
    '[.'.repeat(32_000),
    'http:'.repeat(12_000),
    ')'.repeat(64_000),
    'http://a.com/'.padEnd(64_000, ')'),
    ' slash '.repeat(9000),
  ])('takes its time with no text (%#)', (text) => {
    const started = process.cpuUsage();
    parseReported(text);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });
});

describe('normaliseAddress', () => {
  it.each([
    ['HTTP://Example.COM', 'http://example.com/'],
    ['http://example.com:80/a', 'http://example.com/a'],
    ['https://example.com:443/a', 'https://example.com/a'],
    ['https://example.com:8443/a', 'https://example.com:8443/a'],
    ['http://example.com/a#b', 'http://example.com/a'],
    ['http://user:word@example.com/a', 'http://example.com/a'],
    ['http://example.com./a', 'http://example.com/a'],
    ['http://bücher.example/', 'http://xn--bcher-kva.example/'],
    ['http://example.com/%7euser/%41%2fb%c3%a9', 'http://example.com/~user/A%2Fb%C3%A9'],
    ['http://example.com/é', 'http://example.com/%C3%A9'],
    ['http://example.com/a/../b/./c', 'http://example.com/b/c'],
    ['http://example.com/%%341', 'http://example.com/%41'.replace('%41', 'A')],
    ['http://example.com/?', 'http://example.com/'],
    ['http://example.com/?utm_source=x&id=1&fbclid=y&b=2&a=3', 'http://example.com/?id=1&b=2&a=3'],
    ['http://example.com/?utm_source=x', 'http://example.com/'],
    ['http://example.com/?utm=1&a=utm_source', 'http://example.com/?utm=1&a=utm_source'],
  ])('%s becomes %s', (address, expected) => {
    expect(normaliseAddress(address)).toBe(expected);
  });

  it.each(['', 'example.com', 'ftp://example.com/', 'javascript:1', 'http://', 'http://a b/', 'http://...'])(
    '%j is no address',
    (address) => {
      expect(normaliseAddress(address)).toBeNull();
    },
  );

  it('changes nothing the second time, whatever the address', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        '%',
        '%25',
        '%2e',
        '%2E%2e',
        '/',
        '..',
        '?',
        '&',
        'utm_a=1',
        '#',
        '%34',
        '1',
        'é',
        '=',
        ' ',
      ),
    );
    const address = fc.array(part, { maxLength: 15 }).map((parts) => `http://host.example/${parts.join('')}`);
    fc.assert(
      fc.property(
        fc.oneof(address, fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()),
        (given) => {
          const once = normaliseAddress(given);
          if (once === null) return;
          expect(normaliseAddress(once)).toBe(once);
          expect(once).not.toContain('#');
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('registrableDomain', () => {
  it.each([
    ['a.b.example.co.uk', 'example.co.uk'],
    ['http://www.example.com.au/x', 'example.com.au'],
    ['example.com', 'example.com'],
    ['co.uk', null],
    ['192.0.2.1', null],
    ['http://[2001:db8::1]/', null],
    ['localhost', null],
  ])('of %s is %s', (host, expected) => {
    expect(registrableDomain(host)).toBe(expected);
  });
});
