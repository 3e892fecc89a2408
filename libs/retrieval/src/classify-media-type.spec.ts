import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { MEDIA_TYPES, classifyMediaType } from './classify-media-type.js';

const box = (brand: string, ...compatible: string[]): Buffer => {
  const body = Buffer.from(`ftyp${brand}\0\0\0\0${compatible.join('')}`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body, Buffer.from('\0\0\0\x08mdat', 'latin1')]);
};
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('classifyMediaType', () => {
  const drawn = sharp({ create: { width: 16, height: 16, channels: 3, background: '#468' } });
  it.each([
    ['image/jpeg', () => drawn.clone().jpeg().toBuffer()],
    ['image/png', () => drawn.clone().png().toBuffer()],
    ['image/webp', () => drawn.clone().webp().toBuffer()],
    ['image/gif', () => drawn.clone().gif().toBuffer()],
    ['image/tiff', () => drawn.clone().tiff().toBuffer()],
    ['image/avif', () => drawn.clone().avif({ effort: 0 }).toBuffer()],
  ])('knows a drawn %s', async (type, draw) => {
    expect(classifyMediaType(await draw())).toBe(type);
  });

  it.each([
    ['video/mp4', box('isom', 'iso2', 'mp41')],
    ['video/mp4', box('M4V ')],
    ['video/quicktime', box('qt  ')],
    ['video/3gpp', box('3gp5')],
    ['image/heic', box('mif1', 'heic')],
    ['image/avif', box('mif1', 'avif')],
    ['video/webm', bytes('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm')],
    ['video/x-matroska', bytes('\x1a\x45\xdf\xa3\x9fB\x82\x88matroska')],
    ['video/x-msvideo', bytes('RIFF\0\0\0\0AVI LIST')],
    ['video/x-flv', bytes('FLV\x01\x05')],
    ['video/mp2t', Buffer.alloc(600).map((_byte, index) => (index % 188 === 0 ? 0x47 : 0))],
    ['application/pdf', bytes('%PDF-1.7')],
    ['application/gzip', gzipSync('x')],
    ['text/html', bytes('<!DOCTYPE html><title>x</title>')],
    ['text/html', bytes('\n  <HTML>')],
    ['text/html', bytes('<!-- note --><p>x')],
    ['text/html', bytes('words first, then <img src="a.jpg">')],
    ['text/html', Buffer.from('\ufeff<html>', 'utf16le')],
    ['text/html', bytes('<?xml version="1.0"?><html xmlns="x">')],
    ['image/svg+xml', bytes('<?xml version="1.0"?><svg xmlns="x"></svg>')],
    ['image/svg+xml', bytes('<svg></svg>')],
    ['application/xml', bytes('<?xml version="1.0"?><feed/>')],
    ['application/json', bytes('{"a": [1]}')],
    ['text/plain', bytes('{not json')],
    ['text/plain', bytes('BM is how this text begins')],
    ['unknown', bytes('\x00\x01\x02\x03')],
    ['unknown', Buffer.alloc(0)],
  ])('knows %s by its bytes (%#)', (type, given) => {
    expect(classifyMediaType(given)).toBe(type);
  });

  it('is not misled by markup inside a picture', async () => {
    const picture = Buffer.concat([await drawn.clone().png().toBuffer(), bytes('<html><script>')]);
    expect(classifyMediaType(picture)).toBe('image/png');
  });

  it('names one of its types for any bytes, also for a file cut short', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.nat(40).map((length) => box('isom').subarray(0, length)),
        ),
        (given) => {
          expect(MEDIA_TYPES).toContain(classifyMediaType(given));
        },
      ),
    );
  });
});
