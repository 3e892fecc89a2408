// Brightness of pixels, written to a tile. Reads up to 16 bytes beyond the last pixel, and ignores them.
import { COLUMN } from './lines';

/** Luma of the four colour pixels at `at`; -1 fills the upper bytes of a lane with zero. */
function colourAt(at: usize): v128 {
  const bytes = v128.load(at);
  const red = i8x16.swizzle(bytes, i8x16(0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1));
  const green = i8x16.swizzle(bytes, i8x16(1, -1, -1, -1, 4, -1, -1, -1, 7, -1, -1, -1, 10, -1, -1, -1));
  const blue = i8x16.swizzle(bytes, i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1));
  return f32x4.add(
    f32x4.add(
      f32x4.mul(f32x4.convert_i32x4_s(red), f32x4.splat(0.299)),
      f32x4.mul(f32x4.convert_i32x4_s(green), f32x4.splat(0.587)),
    ),
    f32x4.mul(f32x4.convert_i32x4_s(blue), f32x4.splat(0.114)),
  );
}

/** The four grey pixels at `at`. */
function greyAt(at: usize): v128 {
  const bytes = v128.load32_zero(at);
  return f32x4.convert_i32x4_s(
    i8x16.swizzle(bytes, i8x16(0, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, 3, -1, -1, -1)),
  );
}

/**
 * Luma of 16 rows of pixels, as a tile.
 * @param stride bytes from one row of pixels to the next
 * @param columns is rounded up to a multiple of four; the columns too many are nonsense
 */
export function readLuma(input: usize, stride: usize, columns: i32, channels: i32, tile: usize): void {
  for (let group: usize = 0; group < 4; group++) {
    let at = input + 4 * group * stride;
    let to = tile + 16 * group;
    for (let column = 0; column < columns; column += 4) {
      let row0: v128;
      let row1: v128;
      let row2: v128;
      let row3: v128;
      if (channels == 1) {
        row0 = greyAt(at);
        row1 = greyAt(at + stride);
        row2 = greyAt(at + 2 * stride);
        row3 = greyAt(at + 3 * stride);
      } else {
        row0 = colourAt(at);
        row1 = colourAt(at + stride);
        row2 = colourAt(at + 2 * stride);
        row3 = colourAt(at + 3 * stride);
      }
      // Rows of four columns become columns of four rows.
      const a = v128.shuffle<f32>(row0, row1, 0, 4, 1, 5);
      const b = v128.shuffle<f32>(row2, row3, 0, 4, 1, 5);
      const c = v128.shuffle<f32>(row0, row1, 2, 6, 3, 7);
      const d = v128.shuffle<f32>(row2, row3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<u64>(a, b, 0, 2), 0);
      v128.store(to, v128.shuffle<u64>(a, b, 1, 3), 64);
      v128.store(to, v128.shuffle<u64>(c, d, 0, 2), 128);
      v128.store(to, v128.shuffle<u64>(c, d, 1, 3), 192);
      at += 4 * channels;
      to += 4 * COLUMN;
    }
  }
}
