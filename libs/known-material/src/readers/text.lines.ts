// Lines of a UTF-8 text that is too large to be held, in batches as they arrive.
import { ListUnreadableError } from '../known-material.errors.js';

const LINE_FEED = 10;
const MAX_LINE_BYTES = 64 * 1024;
const REPLACEMENT = '\u{fffd}';

/** A line, or undefined for one that is too long to be one. */
export type TextLine = string | undefined;

/**
 * Without line ends and a byte-order mark at the beginning.
 * @throws ListUnreadableError for UTF-16
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine[]> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  let isSkipping = false;
  for await (const part of source) {
    let bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    if (isSkipping) {
      const end = bytes.indexOf(LINE_FEED);
      if (end < 0) continue;
      bytes = bytes.subarray(end + 1);
      isSkipping = false;
    }
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf(LINE_FEED);
    rest = Buffer.from(all.subarray(end + 1));
    const lines: TextLine[] = end < 0 ? [] : textLines(all.subarray(0, end), isFirst);
    if (end >= 0) isFirst = false;
    if (rest.length > MAX_LINE_BYTES) {
      lines.push(undefined);
      rest = Buffer.alloc(0);
      isSkipping = true;
      isFirst = false;
    }
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield textLines(rest, isFirst);
}

/** Whether a line holds what is no text: bytes that are not UTF-8, or null characters. */
export const isNoText = (line: string): boolean => line.includes(REPLACEMENT) || line.includes('\0');

/** @throws ListUnreadableError */
export function requireNotUtf16(start: Uint8Array): void {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new ListUnreadableError('The file is UTF-16; save it as UTF-8.');
}

function textLines(bytes: Buffer, isFirst: boolean): TextLine[] {
  if (isFirst) requireNotUtf16(bytes);
  const lines: TextLine[] = bytes.toString('utf8').split('\n');
  if (isFirst) lines[0] = lines[0]!.replace(/^\u{feff}/u, '');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.length > MAX_LINE_BYTES) lines[i] = undefined;
    else if (line.endsWith('\r')) lines[i] = line.slice(0, -1);
  }
  return lines;
}
