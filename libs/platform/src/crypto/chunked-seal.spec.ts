import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CHUNK_BYTES, openStream, sealedLength, sealStream } from './chunked-seal.js';

const TAG_BYTES = 16;
const HEADER_BYTES = 10;
const key = randomBytes(32);

async function* inParts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const seal = (plain: Uint8Array, belongsTo = 'object 1') =>
  whole(sealStream(key, inParts(plain, 10_000), belongsTo));
const open = (sealed: Uint8Array, belongsTo = 'object 1', usedKey: Uint8Array = key) =>
  whole(openStream(usedKey, inParts(sealed, 7777), belongsTo));
const damaged = { code: 'seal-damaged' };

describe('a stream sealed in chunks', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_001])(
    'opens to the same %i bytes, and its length is foreseen',
    async (length) => {
      const plain = randomBytes(length);
      const sealed = await seal(plain);
      expect(sealed.length).toBe(sealedLength(length));
      expect((await open(sealed)).equals(plain)).toBe(true);
    },
  );

  it('opens however its bytes arrive', async () => {
    const plain = randomBytes(2 * CHUNK_BYTES + 5);
    const sealed = await seal(plain);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 500, max: 100_000 }), async (size) => {
        expect((await whole(openStream(key, inParts(sealed, size), 'object 1'))).equals(plain)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('is refused under another key or for another object', async () => {
    const sealed = await seal(Buffer.from('drawn picture'));
    await expect(open(sealed, 'object 2')).rejects.toMatchObject(damaged);
    await expect(open(sealed, 'object 1', randomBytes(32))).rejects.toMatchObject(damaged);
  });

  it('is refused when any byte was changed', async () => {
    const sealed = await seal(randomBytes(CHUNK_BYTES + 100));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: sealed.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(sealed);
          changed[at]! ^= flip;
          await expect(open(changed)).rejects.toMatchObject(damaged);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is refused when it was cut off anywhere, between chunks too', async () => {
    const sealed = await seal(randomBytes(3 * CHUNK_BYTES));
    const chunk = CHUNK_BYTES + TAG_BYTES;
    for (const length of [
      0,
      5,
      HEADER_BYTES,
      HEADER_BYTES + chunk,
      HEADER_BYTES + 2 * chunk,
      sealed.length - 1,
    ]) {
      await expect(open(sealed.subarray(0, length))).rejects.toMatchObject(damaged);
    }
  });

  it('is refused when chunks were swapped, repeated or added', async () => {
    const sealed = await seal(randomBytes(3 * CHUNK_BYTES));
    const chunk = CHUNK_BYTES + TAG_BYTES;
    const header = sealed.subarray(0, HEADER_BYTES);
    const [first, second, third] = [0, 1, 2].map((n) =>
      sealed.subarray(HEADER_BYTES + n * chunk, HEADER_BYTES + (n + 1) * chunk),
    ) as [Buffer, Buffer, Buffer];
    for (const order of [
      [second, first, third],
      [first, first, second, third],
      [first, third],
      [first, second, third, third],
    ]) {
      await expect(open(Buffer.concat([header, ...order]))).rejects.toMatchObject(damaged);
    }
  });
});
