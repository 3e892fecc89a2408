// A decoded picture as the hash reads it.

/** Decoded pixels, row by row from the top left, 8 bits a channel, without padding. */
export interface PixelImage {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** 1 for grey, 3 for red, green, blue. */
  readonly channels: 1 | 3;
  /** `width * height * channels` bytes. */
  readonly data: Uint8Array;
}

/** Pixels whose dimensions and bytes do not agree. */
export class PdqImageError extends Error {
  override readonly name = 'PdqImageError';
}

/** @throws PdqImageError when the dimensions are not positive integers or the bytes do not fill them. */
export function requirePixels(image: PixelImage): void {
  const { width, height, channels, data } = image;
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1) {
    throw new PdqImageError(`A picture has at least one row and one column; got ${width}×${height}.`);
  }
  if (channels !== 1 && channels !== 3) {
    throw new PdqImageError(`A picture has 1 or 3 channels; got ${String(channels)}. Drop alpha first.`);
  }
  const bytes = width * height * channels;
  if (data.length !== bytes) {
    throw new PdqImageError(
      `${width}×${height} with ${channels} channels is ${bytes} bytes; got ${data.length}.`,
    );
  }
}
