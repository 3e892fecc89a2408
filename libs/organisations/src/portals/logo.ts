// Logos: a small PNG of plain pixels, taken apart and put together anew, so that nothing of the file but its pixels is
// published. No decoder of pictures runs here: chunks are counted, checked, and inflated to the exact length they must have.
import { crc32 } from './crc32.js';
import { deflateSync, inflateSync } from 'node:zlib';
import type { SettingsReader } from './settings-reader.js';

export interface Logo {
  /** base64 */
  readonly png: string;
  /** pixels */
  readonly width: number;
  readonly height: number;
}

export const LOGO_LIMITS = { bytes: 12_288, width: 480, height: 160 } as const;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Samples a pixel and allowed bits a sample, by colour type. */
const COLOUR_TYPES: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8] },
  2: { samples: 3, depths: [8] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8] },
  6: { samples: 4, depths: [8] },
};
const PALETTE = 3;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

class LogoRefused extends Error {}

function refuse(why: string): never {
  throw new LogoRefused(why);
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  let at = SIGNATURE.length;
  while (at < bytes.length) {
    if (at + 12 > bytes.length) refuse('is cut off');
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) refuse('is cut off');
    const typeAndData = bytes.subarray(at + 4, at + 8 + length);
    if (crc32(typeAndData) !== bytes.readUInt32BE(at + 8 + length)) refuse('is damaged');
    yield { type: typeAndData.toString('latin1', 0, 4), data: typeAndData.subarray(4) };
    at += 12 + length;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const typeAndData = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(typeAndData.length + 8);
  whole.writeUInt32BE(data.length, 0);
  typeAndData.copy(whole, 4);
  whole.writeUInt32BE(crc32(typeAndData), typeAndData.length + 4);
  return whole;
}

/** The chunks that make the pixels. Of the others, what says nothing of the pixels is left out. */
function criticalChunks(bytes: Buffer): {
  header: Buffer;
  palette?: Buffer;
  transparency?: Buffer;
  pixels: Buffer;
} {
  const found = new Map<string, Buffer[]>();
  let last = '';
  for (const { type, data } of chunksOf(bytes)) {
    if (last === 'IEND') refuse('goes on after its end');
    if (last === '' && type !== 'IHDR') refuse('does not begin as a PNG picture does');
    if (/^(acTL|fcTL|fdAT)$/.test(type)) refuse('moves: a still picture is needed');
    const isCritical = /^[A-Z]/.test(type);
    if (isCritical && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type))
      refuse('holds a part that is not known');
    if (type !== 'IDAT' && found.has(type) && (isCritical || type === 'tRNS')) refuse('holds a part twice');
    found.set(type, [...(found.get(type) ?? []), data]);
    last = type;
  }
  if (last !== 'IEND') refuse('is cut off');
  const [header] = found.get('IHDR') ?? [];
  if (header?.length !== 13) refuse('does not begin as a PNG picture does');
  return {
    header,
    palette: found.get('PLTE')?.[0],
    transparency: found.get('tRNS')?.[0],
    pixels: Buffer.concat(found.get('IDAT') ?? []),
  };
}

/** Inflates rows of pixels, which must be exactly as many as the header says. */
function rowsOf(compressed: Buffer, rowBytes: number, height: number): Buffer {
  const length = (rowBytes + 1) * height;
  let rows: Buffer;
  try {
    rows = inflateSync(compressed, { maxOutputLength: length });
  } catch {
    return refuse('is damaged');
  }
  if (rows.length !== length) refuse('is damaged');
  for (let at = 0; at < length; at += rowBytes + 1) {
    if (rows[at]! > 4) refuse('is damaged');
  }
  return rows;
}

/**
 * Takes a picture apart and makes the same pixels into a new file.
 * @returns the file and its size in pixels
 * @see PNG specification, third edition, section 5
 */
function remade(bytes: Buffer): { file: Buffer; width: number; height: number } {
  if (bytes.length > LOGO_LIMITS.bytes) refuse(`must have at most ${LOGO_LIMITS.bytes} bytes`);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) refuse('must be a PNG picture');
  const { header, palette, transparency, pixels } = criticalChunks(bytes);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, type, compression, filter, interlace] = header.subarray(8) as unknown as number[];
  if (width < 1 || height < 1 || width > LOGO_LIMITS.width || height > LOGO_LIMITS.height) {
    refuse(`must be at most ${LOGO_LIMITS.width} by ${LOGO_LIMITS.height} pixels`);
  }
  const colours = COLOUR_TYPES[type!];
  if (colours === undefined || !colours.depths.includes(depth!) || compression !== 0 || filter !== 0) {
    return refuse('must have 8 bits a colour or fewer');
  }
  if (interlace !== 0) refuse('must not be interlaced');
  if ((type === PALETTE) !== (palette !== undefined) && type !== 2 && type !== 6) refuse('is damaged');
  if (palette !== undefined && (palette.length % 3 !== 0 || palette.length > 768)) refuse('is damaged');
  if (transparency !== undefined && transparency.length > 256) refuse('is damaged');
  const rows = rowsOf(pixels, Math.ceil((width * colours.samples * depth!) / 8), height);
  const file = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(type === PALETTE ? [chunk('PLTE', palette!)] : []),
    ...(transparency === undefined ? [] : [chunk('tRNS', transparency)]),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { file, width, height };
}

/** Reads a logo; notes why one is refused. @param value base64 of a PNG file */
export function readLogo(reader: SettingsReader, value: unknown, path: string): Logo {
  const none = { png: '', width: 0, height: 0 };
  if (typeof value !== 'string' || value.length > LOGO_LIMITS.bytes * 2 || !BASE64.test(value)) {
    reader.fields[path] = `must be a PNG picture of at most ${LOGO_LIMITS.bytes} bytes, in base64`;
    return none;
  }
  try {
    const { file, width, height } = remade(Buffer.from(value, 'base64'));
    return { png: file.toString('base64'), width, height };
  } catch (error) {
    if (!(error instanceof LogoRefused)) throw error;
    reader.fields[path] = error.message;
    return none;
  }
}
