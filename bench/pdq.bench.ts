import { hashPixels, pdqEngine, type PixelImage, toHex } from '#libs/pdq';
import type { Benchmark } from './benchmarks.js';
import { plainPdqHash } from './plain-pdq.js';
import { randomBytes } from './random.js';
import type { Report } from './report.js';
import { timeOnce } from './report.js';

const SIZES = [
  { name: '512', width: 512, height: 512, runs: 25, atMostMs: 1.4, atLeastTimes: 4.5 },
  { name: '1024x768', width: 1024, height: 768, runs: 15, atMostMs: 4.2, atLeastTimes: 4.5 },
  { name: '12mp', width: 4032, height: 3024, runs: 7, atMostMs: 100, atLeastTimes: 3.2 },
];

/** Hashing decoded colour pixels on one thread, beside a version written straight from the description. */
export const pdqBenchmark: Benchmark = {
  name: 'pdq',
  summary: 'perceptual hash from decoded RGB, one thread',
  run(report: Report) {
    if (pdqEngine() === 'plain') report.say('  no SIMD here: plain TypeScript is measured');
    for (const { name, width, height, runs, atMostMs, atLeastTimes } of SIZES) {
      const image: PixelImage = { width, height, channels: 3, data: randomBytes(width * height * 3, 7) };
      requireSameHash(image);
      report.say(`  ${width}×${height}, ${runs} runs`);
      const times: number[] = [];
      const speedups: number[] = [];
      // Both in turn, so that whatever else the machine does slows both.
      for (let run = 0; run < runs; run++) {
        const plainMs = timeOnce(() => plainPdqHash(image));
        const ms = timeOnce(() => hashPixels(image));
        times.push(ms);
        speedups.push(plainMs / ms);
      }
      report.add({ name: `pdq.${name}.ms`, unit: 'ms', samples: times, target: { atMost: atMostMs } });
      report.add({
        name: `pdq.${name}.speedup`,
        unit: 'times plain',
        samples: speedups,
        target: { atLeast: atLeastTimes },
      });
    }
  },
};

/** Also warms both up: the engine compiles again what is called often, on another thread. */
function requireSameHash(image: PixelImage): void {
  const plain = [1, 2].map(() => toHex(plainPdqHash(image)));
  const hashes = Array.from({ length: 10 }, () => toHex(hashPixels(image).hash));
  const different = hashes.find((hash) => !plain.includes(hash));
  if (different) throw new Error(`The hash ${different} is not the plain version's, ${plain[0]}.`);
}
