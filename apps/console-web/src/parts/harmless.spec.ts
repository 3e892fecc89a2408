import { harmless } from './harmless.js';

describe('an address made harmless', () => {
  it.each([
    ['https://www.example.org/a.html?b=c.d', 'hxxps://www[.]example[.]org/a.html?b=c.d'],
    ['HTTP://192.0.2.7:8080', 'hxxp://192[.]0[.]2[.]7:8080'],
    ['example.org/a.b', 'example[.]org/a.b'],
    ['ftp://example.org', 'ftp://example[.]org'],
    ['', ''],
  ])('%s becomes %s', (address, written) => {
    expect(harmless(address)).toBe(written);
  });
});
