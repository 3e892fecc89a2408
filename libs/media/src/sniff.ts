// Tells by the first bytes what a file is, before any decoder sees it. Names and declared types are not believed.
import type { PictureFormat, VideoFormat } from './media.types.js';

export type Sniffed =
  | { kind: 'picture'; format: PictureFormat }
  | { kind: 'video'; format: VideoFormat }
  | { kind: 'other-picture' }
  | { kind: 'unknown' };

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

const VIDEO_SIGNATURES: readonly (readonly [string, VideoFormat])[] = [
  ['FLV\x01', 'flv'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'asf'],
  ['\0\0\x01\xba', 'mpeg-ps'],
  ['\0\0\x01\xb3', 'mpeg-video'],
  ['OggS\0', 'ogg'],
];

/** First boxes of files that were written before there was `ftyp`. */
const OLD_QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
const PACKET_BYTES = [188, 192];
const SYNC = 0x47;

/** Packets of one length that each hold the same byte at the same place; one kind has four bytes of time before it. */
function isTransportStream(bytes: Uint8Array): boolean {
  return PACKET_BYTES.some((length) =>
    [0, 1, 2].every((packet) => bytes[packet * length + (length - 188)] === SYNC),
  );
}

function videoFormat(bytes: Uint8Array, head: string, found: readonly string[]): VideoFormat | undefined {
  const signature = VIDEO_SIGNATURES.find(([start]) => head.startsWith(start));
  if (signature !== undefined) return signature[1];
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'AVI ') return 'avi';
  if (head.startsWith('\x1a\x45\xdf\xa3')) return head.slice(0, 128).includes('webm') ? 'webm' : 'matroska';
  if (found.length > 0) return found[0] === 'qt  ' ? 'quicktime' : 'mp4';
  // Before the word stands a length, which no text begins with.
  if (OLD_QUICKTIME_BOXES.has(head.slice(4, 8)) && bytes[0]! < 8) return 'quicktime';
  return isTransportStream(bytes) ? 'mpeg-ts' : undefined;
}

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
  const format = videoFormat(bytes, head, found);
  if (format !== undefined) return { kind: 'video', format };
  return { kind: 'unknown' };
}
