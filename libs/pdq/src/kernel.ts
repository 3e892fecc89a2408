// The compiled kernel (see ../kernel/pdq.kernel.ts) and how pixels get into it. Where the platform refuses it, having
// no SIMD or by a rule of the page, the twin in plain TypeScript serves.
import { BLOCK, cosineMatrix } from './frequency-block.js';
import { GRID } from './luma-grid.js';
import { KERNEL_BASE64 } from './pdq.kernel.generated.js';
import type { PixelImage } from './pixel-image.js';
import type { Spectrum } from './spectrum.js';
import { webAssembly } from './web-assembly.js';

/** What hashes are computed by. */
export type PdqEngine = 'simd' | 'plain';

interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  cosinesAt(): number;
  gridAt(): number;
  frequenciesAt(): number;
  begin(width: number, height: number, channels: number, panel: number): number;
  bands(): number;
  beginBand(): void;
  takePanel(columns: number, rows: number, last: boolean): void;
  endBand(): void;
  finish(): number;
}

/** Rows that the kernel takes at once. */
const BAND_ROWS = 16;
/** Columns that it is given at once, so that its memory does not grow with a picture's width alone. */
const PANEL_COLUMNS = 16_384;
/** Positions are counted in 32 bits. */
const LONGEST_SIDE = 2 ** 30;
/** A kernel whose memory has grown beyond is not kept: memory of WebAssembly never shrinks. */
const KEPT_BYTES = 8 * 2 ** 20;

function bytesOfKernel(): Uint8Array {
  return Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
}

/** undefined: not tried yet; null: the platform has none of it. */
let compiled: object | null | undefined;
let kept: KernelExports | undefined;

/** What hashes are computed by here. The first call compiles the kernel. */
export function pdqEngine(): PdqEngine {
  if (compiled === undefined) {
    try {
      compiled = webAssembly ? new webAssembly.Module(bytesOfKernel()) : null;
    } catch {
      compiled = null;
    }
  }
  return compiled === null ? 'plain' : 'simd';
}

/**
 * Compiles the kernel beside other work. Hashing does not need it, but some browsers refuse to compile at once on the
 * thread of the page, and without it would go on in plain TypeScript.
 */
export async function preparePdq(): Promise<PdqEngine> {
  if (!compiled && webAssembly) {
    try {
      compiled = await webAssembly.compile(bytesOfKernel());
    } catch {
      compiled = null;
    }
  }
  return pdqEngine();
}

function instantiate(): KernelExports | undefined {
  if (pdqEngine() === 'plain') return undefined;
  let kernel: KernelExports;
  try {
    kernel = new webAssembly!.Instance(compiled!, {}).exports as KernelExports;
  } catch (error) {
    // No room for its memory: this picture goes the other way, the next may have more luck.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const size = GRID * BLOCK;
  const cosines = new Float32Array(kernel.memory.buffer, kernel.cosinesAt(), 2 * size);
  cosines.set(cosineMatrix());
  for (let at = 0; at < size; at++) {
    cosines[size + (at % GRID) * BLOCK + Math.floor(at / GRID)] = cosines[at]!;
  }
  return kernel;
}

/** Blurs and transforms a picture of at least 5×5; undefined where there is no kernel or not enough memory for it. */
export function compiledSpectrum(image: PixelImage): Spectrum | undefined {
  const { width, height, channels } = image;
  if (width > LONGEST_SIDE || height > LONGEST_SIDE) return undefined;
  const kernel = kept ?? instantiate();
  if (!kernel) return undefined;
  const panel = Math.min(width, PANEL_COLUMNS);
  const input = kernel.begin(width, height, channels, panel) >>> 0;
  if (input !== 0) sweep(kernel, image, panel, input);
  const spectrum = input === 0 ? undefined : resultOf(kernel);
  kept = kernel.memory.buffer.byteLength <= KEPT_BYTES ? kernel : undefined;
  return spectrum;
}

function sweep(kernel: KernelExports, image: PixelImage, panel: number, input: number): void {
  const { width, height, channels, data } = image;
  const memory = new Uint8Array(kernel.memory.buffer);
  const rowBytes = width * channels;
  const bands = kernel.bands();
  for (let band = 0; band < bands; band++) {
    const top = band * BAND_ROWS;
    const rows = Math.max(0, Math.min(BAND_ROWS, height - top));
    kernel.beginBand();
    for (let left = 0; left < width; left += panel) {
      const columns = Math.min(panel, width - left);
      if (columns === width) {
        memory.set(data.subarray(top * rowBytes, (top + rows) * rowBytes), input);
      } else {
        for (let row = 0; row < rows; row++) {
          const from = (top + row) * rowBytes + left * channels;
          memory.set(data.subarray(from, from + columns * channels), input + row * columns * channels);
        }
      }
      kernel.takePanel(columns, rows, left + columns === width);
    }
    kernel.endBand();
  }
}

function resultOf(kernel: KernelExports): Spectrum {
  const quality = kernel.finish();
  const { buffer } = kernel.memory;
  return {
    grid: new Float32Array(buffer, kernel.gridAt(), GRID * GRID).slice(),
    quality,
    block: new Float32Array(buffer, kernel.frequenciesAt(), BLOCK * BLOCK).slice(),
  };
}
