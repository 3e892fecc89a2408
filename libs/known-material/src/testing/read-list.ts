// Reads a whole list for a test, from bytes that arrive in parts of any size.
import type { ListReader, ReaderOptions } from '../list.reader.js';
import type { NewEntry, RefusedLine } from '../new-entry.js';

export const EMPTY_ENTRY: NewEntry = {
  md5: null,
  sha1: null,
  sha256: null,
  pdq: null,
  photoDna: null,
  quality: null,
  category: null,
};

export async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function readAll(
  reader: ListReader,
  content: string | Buffer | AsyncIterable<Uint8Array>,
  { partBytes = 64, ...options }: { partBytes?: number } & Omit<ReaderOptions, 'refuse'> = {},
): Promise<{ entries: NewEntry[]; refused: RefusedLine[] }> {
  const entries: NewEntry[] = [];
  const refused: RefusedLine[] = [];
  const source =
    typeof content === 'string' || Buffer.isBuffer(content)
      ? inParts(Buffer.from(content as string), partBytes)
      : content;
  for await (const batch of reader(source, { ...options, refuse: (line) => refused.push(line) })) {
    entries.push(...batch);
  }
  return { entries, refused };
}
