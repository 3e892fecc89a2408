// Tells by the first bytes what was fetched. Declared types and names are not believed: they are the offender's.
// @see the WHATWG MIME Sniffing Standard, from which the signatures of pages are taken

export const MEDIA_TYPES = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/heic',
  'image/bmp',
  'image/tiff',
  'image/jxl',
  'image/jp2',
  'image/x-icon',
  'image/svg+xml',
  'video/mp4',
  'video/quicktime',
  'video/3gpp',
  'video/webm',
  'video/x-matroska',
  'video/x-msvideo',
  'video/x-flv',
  'video/x-ms-asf',
  'video/mpeg',
  'video/mp2t',
  'video/ogg',
  'audio/mpeg',
  'audio/wav',
  'audio/flac',
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/json',
  'application/xml',
  'text/html',
  'text/plain',
  'unknown',
] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];

const PREFIXES: readonly (readonly [signature: string, type: MediaType])[] = [
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['BM', 'image/bmp'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['II+\0', 'image/tiff'],
  ['MM\0+', 'image/tiff'],
  ['\xff\x0a', 'image/jxl'],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'image/jxl'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'image/jp2'],
  ['\xff\x4f\xff\x51', 'image/jp2'],
  ['\0\0\x01\0', 'image/x-icon'],
  ['FLV\x01', 'video/x-flv'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'video/x-ms-asf'],
  ['\0\0\x01\xba', 'video/mpeg'],
  ['\0\0\x01\xb3', 'video/mpeg'],
  ['OggS\0', 'video/ogg'],
  ['ID3', 'audio/mpeg'],
  ['fLaC', 'audio/flac'],
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['PK\x05\x06', 'application/zip'],
  ['\x1f\x8b\x08', 'application/gzip'],
  ["7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  ['Rar!\x1a\x07', 'application/vnd.rar'],
];

const RIFF: Readonly<Record<string, MediaType>> = {
  WEBP: 'image/webp',
  'AVI ': 'video/x-msvideo',
  WAVE: 'audio/wav',
};

/** First boxes of files that were written before there was `ftyp`. */
const OLD_QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);
const HEIF_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
const TEXT_SCAN_BYTES = 64 * 1024;
const START_OF_PAGE =
  /^(?:<!doctype html|<html|<head|<body|<script|<iframe|<h1|<div|<font|<table|<a|<style|<title|<b|<br|<p|<!--|<meta|<link|<img|<center|<form|<ul|<span|<video|<picture)[\s>/]/i;
const TAG_IN_TEXT =
  /<(?:html|head|body|img|a|div|p|br|table|script|style|meta|link|iframe|picture|video|span)(?:\s[^<>]*)?\/?>/i;

/** The type of the bytes, whatever anybody declared. Text that holds HTML tags counts as a page. */
export function classifyMediaType(bytes: Uint8Array): MediaType {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const prefix = PREFIXES.find(([signature]) => head.startsWith(signature));
  // Two letters are too little to tell a bitmap from a text: its header gives the size of what follows as well.
  if (prefix !== undefined && (prefix[1] !== 'image/bmp' || isBitmap(bytes))) return prefix[1];
  if (head.startsWith('RIFF')) return RIFF[head.slice(8, 12)] ?? 'unknown';
  if (head.slice(4, 8) === 'ftyp') return isoType(bytes);
  // Before the word stands a length, which no text begins with.
  if (OLD_QUICKTIME_BOXES.has(head.slice(4, 8)) && bytes[0]! < 8) return 'video/quicktime';
  if (head.startsWith('\x1a\x45\xdf\xa3')) return matroskaType(bytes);
  if (isTransportStream(bytes)) return 'video/mp2t';
  if (/^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(head)) return 'audio/mpeg';
  return textType(bytes);
}

function isBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < 26) return false;
  const headerBytes = Buffer.from(bytes.subarray(14, 18)).readUInt32LE(0);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(headerBytes);
}

function isoType(bytes: Uint8Array): MediaType {
  const head = Buffer.from(bytes.subarray(0, 128));
  const boxBytes = Math.min(head.readUInt32BE(0), head.length);
  const brands = [head.toString('latin1', 8, 12)];
  for (let offset = 16; offset + 4 <= boxBytes; offset += 4)
    brands.push(head.toString('latin1', offset, offset + 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'image/avif';
  if (brands.some((brand) => HEIF_BRANDS.has(brand))) return 'image/heic';
  if (brands[0] === 'qt  ') return 'video/quicktime';
  return brands[0]?.startsWith('3g') ? 'video/3gpp' : 'video/mp4';
}

function matroskaType(bytes: Uint8Array): MediaType {
  return Buffer.from(bytes.subarray(0, 128)).includes('webm') ? 'video/webm' : 'video/x-matroska';
}

/** Packets that each hold the same byte at the same place; those of discs and cameras have four bytes of time before it. */
function isTransportStream(bytes: Uint8Array): boolean {
  return [188, 192].some((length) =>
    [0, 1, 2].every((packet) => bytes[packet * length + (length - 188)] === 0x47),
  );
}

function textType(bytes: Uint8Array): MediaType {
  const part = bytes.subarray(0, TEXT_SCAN_BYTES);
  const text = decodeText(part);
  if (text === null || text === '') return 'unknown';
  const start = text.trimStart();
  if (START_OF_PAGE.test(start))
    return start.startsWith('<!--') && /<svg[\s>]/i.test(text) ? 'image/svg+xml' : 'text/html';
  if (/^<\?xml|^<!doctype svg|^<svg[\s>]/i.test(start)) {
    if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
    return /<html[\s>]/i.test(text) ? 'text/html' : 'application/xml';
  }
  if (TAG_IN_TEXT.test(text)) return 'text/html';
  if (/^[{[]/.test(start) && isJson(bytes)) return 'application/json';
  return 'text/plain';
}

/** Text, or null when control bytes say that it is none. */
function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  for (const byte of bytes) {
    if (byte < 0x09 || byte === 0x0b || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) return null;
  }
  return new TextDecoder().decode(bytes);
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
}
