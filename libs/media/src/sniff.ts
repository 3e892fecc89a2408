// Tells by the first bytes what a file is, before any decoder sees it. Names and declared types are not believed.
import type { PictureFormat } from './media.types.js';

export type Sniffed =
  { kind: 'picture'; format: PictureFormat } | { kind: 'other-picture' } | { kind: 'unknown' };

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** Brands of an ISO base media file (`ftyp`), first the major one, then those it says it is compatible with. */
function brands(bytes: Uint8Array): string[] {
  if (ascii(bytes, 4, 8) !== 'ftyp') return [];
  const boxBytes = Math.min(Buffer.from(bytes.subarray(0, 4)).readUInt32BE(0), bytes.length, 128);
  const found = [ascii(bytes, 8, 12)];
  for (let offset = 16; offset + 4 <= boxBytes; offset += 4) found.push(ascii(bytes, offset, offset + 4));
  return found;
}

const OTHER_SIGNATURES = [
  'II*\0', // TIFF, and raw formats built on it
  'MM\0*',
  'II+\0',
  'MM\0+',
  'BM', // BMP
  '8BPS', // Photoshop
  '\0\0\x01\0', // icon
  '\xff\x0a', // JPEG XL
  '\0\0\0\x0cJXL ',
  '\0\0\0\x0cjP  ', // JPEG 2000
  '\xff\x4f\xff\x51',
  'gimp xcf',
  'qoif',
  'DDS ',
  '#?RADIANCE',
  'v/1\x01', // OpenEXR
];

const HEIF_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'avci', 'jxl ']);

/** Which decoder may see these bytes; SVG, TIFF and the like are pictures that we refuse, anything else is none. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = ascii(bytes, 0, 1024);
  if (head.startsWith('\xff\xd8\xff')) return { kind: 'picture', format: 'jpeg' };
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { kind: 'picture', format: 'png' };
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return { kind: 'picture', format: 'gif' };
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { kind: 'picture', format: 'webp' };
  const found = bytes.length >= 12 ? brands(bytes) : [];
  if (found.includes('avif') || found.includes('avis')) return { kind: 'picture', format: 'avif' };
  if (found.some((brand) => HEIF_BRANDS.has(brand))) return { kind: 'other-picture' };
  if (OTHER_SIGNATURES.some((signature) => head.startsWith(signature))) return { kind: 'other-picture' };
  if (/^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg)/i.test(head) && /<svg[\s>]/i.test(head))
    return { kind: 'other-picture' };
  return { kind: 'unknown' };
}
