// The compiled kernel against its twin in plain TypeScript.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { compiledSpectrum, pdqEngine, preparePdq } from './kernel.js';
import type { PixelImage } from './pixel-image.js';
import { plainSpectrum, type Spectrum } from './spectrum.js';
import { randomBytes } from './testing/test-pictures.js';
import { readTestVectors } from './testing/test-vectors.js';

/** Everything to the last bit; quality is a whole number. */
function bitsOf(spectrum: Spectrum | undefined): { bits: string; quality: number } {
  if (!spectrum) throw new Error('The kernel did not take the picture.');
  const { grid, block, quality } = spectrum;
  const bits = [grid, block].map(({ buffer }) => Buffer.from(buffer).toString('base64')).join();
  return { bits, quality };
}

const side = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** Bytes of various kinds: noise, few colours in long runs, and a slow slope. */
const contents = fc.constantFrom(
  (length: number, seed: number) => randomBytes(length, seed),
  (length: number, seed: number) => {
    const colours = randomBytes(7, seed);
    return Uint8Array.from({ length }, (_, at) => colours[Math.floor(at / 97) % 7]!);
  },
  (length: number, seed: number) => Uint8Array.from({ length }, (_, at) => (at * (seed % 50)) >> 8),
);

function pictures(sides: fc.Arbitrary<readonly [width: number, height: number]>): fc.Arbitrary<PixelImage> {
  return fc
    .record({ sides, channels: fc.constantFrom<1 | 3>(1, 3), content: contents, seed: fc.nat() })
    .map(({ sides: [width, height], channels, content, seed }) => ({
      width,
      height,
      channels,
      data: content(width * height * channels, seed),
    }));
}

describe('the compiled kernel', () => {
  it('serves here', async () => {
    expect(pdqEngine()).toBe('simd');
    await expect(preparePdq()).resolves.toBe('simd');
  });

  it.each<[string, fc.Arbitrary<PixelImage>, number]>([
    ['tiny ones', pictures(fc.tuple(side(12), side(12))), 200],
    ['of any shape', pictures(fc.tuple(side(700), side(700))), 60],
    ['narrow ones', pictures(fc.tuple(side(9), side(9000))), 40],
    ['low ones', pictures(fc.tuple(side(9000), side(9))), 40],
    [
      'wider than it is given at once',
      pictures(fc.tuple(fc.integer({ min: 16_380, max: 70_000 }), side(6))),
      20,
    ],
  ])('gives the bits of plain TypeScript on pictures: %s', (_, arbitrary, numRuns) => {
    fc.assert(
      fc.property(arbitrary, (picture) => {
        expect(bitsOf(compiledSpectrum(picture))).toEqual(bitsOf(plainSpectrum(picture)));
      }),
      { numRuns },
    );
  });

  it('reads pixels out of the middle of a larger buffer', () => {
    const [width, height] = [130, 70];
    const data = randomBytes(width * height * 3 + 11, 1).subarray(11);
    const picture: PixelImage = { width, height, channels: 3, data };
    expect(bitsOf(compiledSpectrum(picture))).toEqual(bitsOf(plainSpectrum(picture)));
  });

  it('leaves a picture that would take too much memory to plain TypeScript, and serves the next', () => {
    const width = 40_000_000;
    expect(compiledSpectrum({ width, height: 1, channels: 1, data: new Uint8Array(width) })).toBeUndefined();
    const next: PixelImage = { width: 90, height: 90, channels: 1, data: randomBytes(8100, 2) };
    expect(bitsOf(compiledSpectrum(next))).toEqual(bitsOf(plainSpectrum(next)));
  });
});

describe('where there is no WebAssembly', () => {
  it('plain TypeScript serves, with the same hashes', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const { name, hash } = readTestVectors().find((vector) => vector.name === 'rings_200x300_c3.ppm')!;
    const script = `
      import { hashPixels, pdqEngine, toHex } from '#libs/pdq';
      import { drawTestPicture } from './libs/pdq/src/testing/test-pictures.ts';
      console.log(pdqEngine(), toHex(hashPixels(drawTestPicture('${name}')).hash));`;
    const source = [
      '--conditions=source',
      '--import',
      '@swc-node/register/esm-register',
      '--input-type=module',
    ];
    const said = execFileSync(process.execPath, ['--jitless', ...source, '-e', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(said.trim()).toBe(`plain ${hash}`);
  });
});
