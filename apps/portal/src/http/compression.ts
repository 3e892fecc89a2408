// What may be compressed, and how. Nothing is that holds what somebody typed or alone may know: from the length of such an
// answer a listener could tell it, a letter at a time. @see CVE-2013-3587 (BREACH)
import type { FastifyReply, FastifyRequest } from 'fastify';
import { brotliCompressSync, constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** Whether a browser takes answers in an encoding. */
export function takes(request: Pick<FastifyRequest, 'headers'>, encoding: Encoding): boolean {
  const given = request.headers['accept-encoding']?.toString() ?? '';
  return WORDS[encoding].test(given);
}

/** The word, alone, and not with the weight of nothing. */
const asWord = (word: Encoding) =>
  new RegExp(`(?:^|[,\\s])${word}(?=[\\s;,]|$)(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`, 'i');
const WORDS: Readonly<Record<Encoding, RegExp>> = { br: asWord('br'), gzip: asWord('gzip') };

/** The better of the ways that a browser takes; undefined when it takes none. */
export function encodingFor(request: Pick<FastifyRequest, 'headers'>): Encoding | undefined {
  return (['br', 'gzip'] as const).find((one) => takes(request, one));
}

/** Bytes that are the same for everybody and sent many times; compressed as well as can be, once, when first asked for. */
export class PublicBytes {
  private readonly compressed = new Map<Encoding, Buffer>();

  constructor(readonly bytes: Buffer) {}

  send(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const encoding = encodingFor(request);
    return encoding === undefined
      ? reply.send(this.bytes)
      : reply.header('content-encoding', encoding).send(this.as(encoding));
  }

  as(encoding: Encoding): Buffer {
    let bytes = this.compressed.get(encoding);
    if (bytes === undefined) {
      bytes = encoding === 'br' ? brotliCompressSync(this.bytes) : gzipSync(this.bytes, { level: 9 });
      this.compressed.set(encoding, bytes);
    }
    return bytes;
  }
}

/** RFC 1952: deflate, no name, no time, unknown system. */
const GZIP_HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** A block that is stored as it is states its length in 16 bits. */
const MOST_STORED = 0xffff;

/**
 * A page that is the same for everybody but for one word, which only its reader may know. What stands around the word is
 * compressed once; the word itself never is, so that the length of the page tells nothing of it, and a page costs little.
 */
export class PageAroundWord {
  private readonly before: Buffer;
  private readonly after: Buffer;
  private readonly front: Buffer;
  private readonly back: Buffer;
  private readonly crcBefore: number;

  /** @param placeholder stands in the page once, where the word will be */
  constructor(html: string, placeholder: string) {
    const [before, after, ...more] = html.split(placeholder);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error('The page does not hold the placeholder once.');
    }
    this.before = Buffer.from(before);
    this.after = Buffer.from(after);
    // Flushed, the first part ends with a whole byte, after which a stored block can stand.
    this.front = deflateRawSync(this.before, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
    this.back = deflateRawSync(this.after, { level: 9 });
    this.crcBefore = crc32(this.before);
  }

  /** @param word as it stands in HTML: nothing in it that would need escaping */
  plain(word: string): Buffer {
    return Buffer.concat([this.before, Buffer.from(word), this.after]);
  }

  /** The same in gzip. @see RFC 1951, section 3.2.4 */
  gzipped(word: string): Buffer {
    const stored = Buffer.from(word);
    if (stored.length > MOST_STORED) throw new RangeError('The word is too long for one block.');
    const head = Buffer.alloc(5);
    head.writeUInt16LE(stored.length, 1);
    head.writeUInt16LE(stored.length ^ MOST_STORED, 3);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(crc32(this.after, crc32(stored, this.crcBefore)), 0);
    tail.writeUInt32LE(this.before.length + stored.length + this.after.length, 4);
    return Buffer.concat([GZIP_HEAD, this.front, head, stored, this.back, tail]);
  }
}
