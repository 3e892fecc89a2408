import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from './crc32.js';
import { LOGO_LIMITS, readLogo } from './logo.js';
import { SettingsReader } from './settings-reader.js';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function header(width: number, height: number, more: readonly number[] = [8, 0, 0, 0, 0]): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  Buffer.from(more).copy(data, 8);
  return chunk('IHDR', data);
}

const END = chunk('IEND', Buffer.alloc(0));
const rows = (bytes: number) => chunk('IDAT', deflateSync(Buffer.alloc(bytes)));
/** 8 by 2 grey pixels. */
const good = [header(8, 2), rows(18), END];
const png = (...chunks: readonly Buffer[]) => Buffer.concat([SIGNATURE, ...chunks]);

function read(file: Buffer): { logo: ReturnType<typeof readLogo>; problem: string | undefined } {
  const reader = new SettingsReader();
  const logo = readLogo(reader, file.toString('base64'), 'png');
  return { logo, problem: reader.fields.png };
}

describe('a logo', () => {
  it('is its pixels and nothing that stood beside them', () => {
    const text = chunk('tEXt', Buffer.from('Author\0Somebody'));
    const { logo, problem } = read(png(good[0]!, text, good[1]!, chunk('eXIf', Buffer.from('camera')), END));
    expect(problem).toBeUndefined();
    expect(logo).toMatchObject({ width: 8, height: 2 });
    const file = Buffer.from(logo.png, 'base64');
    expect(file.toString('latin1')).not.toMatch(/Somebody|camera/);
    expect(inflateSync(file.subarray(41, -16))).toEqual(Buffer.alloc(18));
    expect(read(file)).toEqual({ logo, problem: undefined });
  });

  it('keeps its palette and what of it is transparent', () => {
    const palette = [chunk('PLTE', Buffer.alloc(6)), chunk('tRNS', Buffer.alloc(1))];
    const { logo } = read(png(header(8, 2, [1, 3, 0, 0, 0]), ...palette, rows(4), END));
    expect(Buffer.from(logo.png, 'base64').toString('latin1')).toMatch(/PLTE.*tRNS.*IDAT/s);
  });

  it.each([
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', Buffer.alloc(0)],
    ['too wide a picture', png(header(LOGO_LIMITS.width + 1, 2), rows(2 * (LOGO_LIMITS.width + 2)), END)],
    ['a picture of no size', png(header(0, 2), rows(2), END)],
    ['more pixels than it says', png(good[0]!, rows(19), END)],
    ['fewer pixels than it says', png(good[0]!, rows(17), END)],
    ['a picture that inflates to much', png(good[0]!, rows(8_000_000), END)],
    [
      'a row that is filtered in no known way',
      png(good[0]!, chunk('IDAT', deflateSync(Buffer.alloc(18, 9))), END),
    ],
    ['interlaced rows', png(header(8, 2, [8, 0, 0, 0, 1]), rows(18), END)],
    ['16 bits a colour', png(header(8, 2, [16, 0, 0, 0, 0]), rows(34), END)],
    ['a palette that is not there', png(header(8, 2, [8, 3, 0, 0, 0]), rows(18), END)],
    ['moving pictures', png(good[0]!, chunk('acTL', Buffer.alloc(8)), good[1]!, END)],
    ['a part that must be known and is not', png(good[0]!, chunk('EVIL', Buffer.alloc(1)), good[1]!, END)],
    ['two headers', png(good[0]!, good[0]!, good[1]!, END)],
    ['something after its end', png(...good, Buffer.from('MZ'))],
    ['another file after its end', png(...good, chunk('IDAT', Buffer.alloc(3)))],
    ['no end', png(good[0]!, good[1]!)],
    ['a part that is damaged', Buffer.concat([png(...good).subarray(0, -1), Buffer.from([0])])],
    ['too many bytes', png(...good.slice(0, 2), chunk('tEXt', Buffer.alloc(LOGO_LIMITS.bytes)), END)],
  ])('is not %s', (_what, file) => {
    expect(read(file).problem).toEqual(expect.any(String));
  });

  it('is refused or remade, whatever is done to a byte', () => {
    const file = png(...good);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = Buffer.from(file);
        damaged[at]! ^= mask;
        expect(read(damaged).problem).toEqual(expect.any(String));
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const reader = new SettingsReader();
        readLogo(reader, value, 'png');
        expect(reader.fields.png).toEqual(expect.any(String));
      }),
    );
  });
});
