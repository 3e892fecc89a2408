// A list that lies in a file: what it is, to the byte, and its bytes.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { SourceIdentity } from './staged-batches.js';

export interface ListFile {
  readonly identity: SourceIdentity;
  /** Can be read once. */
  readonly source: AsyncIterable<Uint8Array>;
}

/** Reads a file once to know it, so that an import of it that is killed can go on when it is run again. */
export async function openListFile(path: string): Promise<ListFile> {
  const read = () => createReadStream(path) as AsyncIterable<Uint8Array>;
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const part of read()) {
    digest.update(part);
    bytes += part.length;
  }
  return { identity: { sha256: digest.digest('hex'), bytes }, source: read() };
}
