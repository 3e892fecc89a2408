// Cuts a stream of raw pictures into frames, one at a time: whoever takes them slowly slows the decoder down.
import type { Readable } from 'node:stream';

/** Whole frames of so many bytes; what is left at the end is none. The buffer is a new one for each. */
export async function* readFrames(stream: Readable, frameBytes: number): AsyncGenerator<Buffer> {
  let frame = Buffer.allocUnsafeSlow(frameBytes);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.copy(frame, filled, at);
      at += taken;
      filled += taken;
      if (filled === frameBytes) {
        yield frame;
        frame = Buffer.allocUnsafeSlow(frameBytes);
        filled = 0;
      }
    }
  }
}
