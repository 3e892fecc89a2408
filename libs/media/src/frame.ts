// Frames on the pipe between pool and child: two lengths, a small JSON header, then bytes as they are.
const PREFIX_BYTES = 8;

export interface Frame {
  header: unknown;
  body: Buffer;
}

/** The pieces to write, in order; the body is not copied. */
export function encodeFrame(header: unknown, body: Uint8Array = new Uint8Array(0)): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(json.length, 0);
  prefix.writeUInt32BE(body.length, 4);
  return [Buffer.concat([prefix, json]), body];
}

/** Puts frames together from chunks of any size. Whoever writes at the other end is not trusted with our memory. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(
    private readonly maxHeaderBytes: number,
    private readonly maxBodyBytes: number,
  ) {}

  /**
   * @returns the frames that this chunk completes
   * @throws RangeError when a frame says that it is longer than the bounds given, SyntaxError when its header is no JSON
   */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.#take(); frame !== undefined; frame = this.#take()) frames.push(frame);
    return frames;
  }

  #take(): Frame | undefined {
    if (this.#length < PREFIX_BYTES) return undefined;
    const prefix = this.#prefix();
    const headerBytes = prefix.readUInt32BE(0);
    const bodyBytes = prefix.readUInt32BE(4);
    if (headerBytes > this.maxHeaderBytes || bodyBytes > this.maxBodyBytes) {
      throw new RangeError(`a frame of ${headerBytes} + ${bodyBytes} bytes is longer than allowed`);
    }
    const total = PREFIX_BYTES + headerBytes + bodyBytes;
    if (this.#length < total) return undefined;
    const all = this.#joined();
    const rest = all.subarray(total);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return {
      header: JSON.parse(all.toString('utf8', PREFIX_BYTES, PREFIX_BYTES + headerBytes)) as unknown,
      body: all.subarray(PREFIX_BYTES + headerBytes, total),
    };
  }

  #prefix(): Buffer {
    const first = this.#chunks[0];
    return first !== undefined && first.length >= PREFIX_BYTES ? first : this.#joined();
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const all = Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [all];
    return all;
  }
}
