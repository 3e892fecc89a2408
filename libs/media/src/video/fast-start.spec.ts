import * as fc from 'fast-check';
import { withIndexFirst } from './fast-start.js';

function box(type: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

function table(type: 'stco' | 'co64', offsets: readonly number[]): Buffer {
  const width = type === 'stco' ? 4 : 8;
  const body = Buffer.alloc(8 + offsets.length * width);
  body.writeUInt32BE(offsets.length, 4);
  offsets.forEach((offset, place) =>
    width === 4
      ? body.writeUInt32BE(offset, 8 + place * 4)
      : body.writeBigUInt64BE(BigInt(offset), 8 + place * 8),
  );
  return box(type, body);
}

const track = (...tables: Buffer[]): Buffer =>
  box('trak', box('tkhd', Buffer.alloc(4)), box('mdia', box('minf', box('stbl', ...tables))));

const FTYP = box('ftyp', Buffer.from('isom\0\0\0\0isom'));
const DATA = Buffer.from('first sample|second sample|third');
const joined = (bytes: Uint8Array): Buffer => Buffer.concat(withIndexFirst(bytes));

/** Offsets of all tables, by looking for their names. */
function offsetsIn(file: Buffer): number[] {
  const found: number[] = [];
  for (const type of ['stco', 'co64']) {
    for (let at = file.indexOf(type); at >= 0; at = file.indexOf(type, at + 4)) {
      const count = file.readUInt32BE(at + 8);
      for (let place = 0; place < count; place += 1)
        found.push(
          type === 'stco'
            ? file.readUInt32BE(at + 12 + place * 4)
            : Number(file.readBigUInt64BE(at + 12 + place * 8)),
        );
    }
  }
  return found;
}

describe('an MP4 whose index stands behind its data', () => {
  const dataStart = FTYP.length + 8;
  const offsets = [dataStart, dataStart + DATA.indexOf('second'), dataStart + DATA.indexOf('third')];

  it.each(['stco', 'co64'] as const)(
    'gets it before, and each offset (%s) leads to the same sample',
    (type) => {
      const file = Buffer.concat([FTYP, box('mdat', DATA), box('moov', track(table(type, offsets)))]);
      const moved = joined(file);
      expect(moved).toHaveLength(file.length);
      expect(moved.indexOf('moov')).toBeLessThan(moved.indexOf('mdat'));
      const samples = offsetsIn(moved).map((offset) => moved.toString('latin1', offset, offset + 5));
      expect(samples).toEqual(['first', 'secon', 'third']);
    },
  );

  it('keeps offsets into what stands behind the index', () => {
    const moov = (offset: number): Buffer => box('moov', track(table('stco', [dataStart, offset])));
    const behind = FTYP.length + 8 + DATA.length + moov(0).length + 8;
    const file = Buffer.concat([FTYP, box('mdat', DATA), moov(behind), box('mdat', Buffer.from('later'))]);
    expect(file.toString('latin1', behind, behind + 5)).toBe('later');
    const moved = joined(file);
    const samples = offsetsIn(moved).map((offset) => moved.toString('latin1', offset, offset + 5));
    expect(samples).toEqual(['first', 'later']);
  });

  it('is left as it is where the index stands first, or claims more than there is', () => {
    const first = Buffer.concat([FTYP, box('moov', track(table('stco', [1]))), box('mdat', DATA)]);
    expect(withIndexFirst(first)).toEqual([first]);
    const claiming = table('stco', [dataStart]);
    claiming.writeUInt32BE(0xffff_ffff, 12);
    const file = Buffer.concat([FTYP, box('mdat', DATA), box('moov', track(claiming))]);
    expect(withIndexFirst(file)).toEqual([file]);
  });

  it('is never read beyond its end, and loses no byte, whatever stands in it', () => {
    const file = Buffer.concat([
      FTYP,
      box('mdat', DATA),
      box('moov', track(table('stco', offsets)), track(table('co64', offsets))),
      box('free', Buffer.alloc(3)),
    ]);
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(file.length), (changes, length) => {
        const damaged = Buffer.from(file);
        for (const [at, value] of changes) damaged[at] = value;
        const cut = damaged.subarray(0, length);
        const before = Buffer.from(cut);
        expect(joined(cut)).toHaveLength(cut.length);
        expect(cut.equals(before)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('stays whole for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(joined(bytes)).toHaveLength(bytes.length);
      }),
    );
  });
});
