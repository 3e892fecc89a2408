// From pixels to frequencies in plain TypeScript: the twin of the compiled kernel, which gives the same bits.
import { frequencyBlock } from './frequency-block.js';
import { blurredLumaGrid } from './luma-grid.js';
import type { PixelImage } from './pixel-image.js';
import { qualityOfGrid } from './quality.js';

/** What the hashes of a picture are made of. */
export interface Spectrum {
  /** Blurred brightness, 64 rows of 64. */
  readonly grid: Float32Array;
  /** 0 to 100. */
  readonly quality: number;
  /** Low frequencies, 16 rows of 16. */
  readonly block: Float32Array;
}

/** What a grid is made into. */
export function spectrumOfGrid(grid: Float32Array): Spectrum {
  return { grid, quality: qualityOfGrid(grid), block: frequencyBlock(grid) };
}

/** Blurs and transforms a picture of at least 5×5. */
export function plainSpectrum(image: PixelImage): Spectrum {
  return spectrumOfGrid(blurredLumaGrid(image));
}
