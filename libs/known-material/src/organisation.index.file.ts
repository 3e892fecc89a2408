// Keeps each organisation's index in a file, so that a program is ready without asking the database for millions of
// entries. A file says which versions of which lists it holds; it is used only where the database says that these are
// the versions it has, and never where anything about it is not as it was written.
//
// Hashes of a list are confidential: a file is encrypted under a key of its own, which is sealed under one derived from
// the master key, and its name is a keyed hash. Layout: sealed key | chunks of AES-256-GCM over the length of the
// header, header, and the parts one after the other. Each table carries a version and a checksum besides.
import { randomBytes } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  keyedHash,
  type KeyRing,
  openStream,
  openValue,
  SealBrokenError,
  sealStream,
  sealValue,
} from '#libs/platform';
import { IndexFileUnusableError } from './known-material.errors.js';
import type { EntryColumns } from './organisation.index.entries.js';
import { ALGORITHMS, type EncodedTables } from './organisation.index.tables.js';

const PURPOSE = 'known-material index';
const VERSION = 1;
const ENDING = '.index';
const PART = '.part';
const MOST_HEADER_BYTES = 16 * 1024 * 1024;
/** A draft that was not touched for so long was left by a program that was killed. */
const DRAFT_LEFT_MS = 3_600_000;
const READ_BYTES = 1024 * 1024;
/** `M1`, key id, nonce, 32 bytes of key, tag. */
const SEALED_KEY_BYTES = 2 + 4 + 12 + 32 + 16;

/** A version of a list, known by its number and by its own id: numbers may come again after a restore. */
export interface KeptVersion {
  readonly hashListId: string;
  readonly number: number;
  readonly id: string;
}

/** An index as it is kept. */
export interface KeptIndex {
  readonly versions: readonly KeptVersion[];
  readonly columns: EntryColumns;
  readonly encoded: EncodedTables;
}

interface Header {
  readonly version: number;
  readonly versions: readonly KeptVersion[];
  readonly listIds: readonly string[];
  readonly entries: number;
  /** Bytes of each table. */
  readonly tables: Readonly<Record<keyof EncodedTables, number>>;
}

export class IndexFiles {
  /**
   * @param folder for these files alone; made if need be
   * @param ring holds the master keys
   */
  constructor(
    private readonly folder: string,
    private readonly ring: KeyRing,
  ) {}

  /** Writes an organisation's index in place of an earlier one: whole, or not at all. */
  async write(organisationId: string, kept: KeptIndex): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
    const path = this.pathOf(organisationId);
    const draft = `${path}.${randomBytes(6).toString('hex')}${PART}`;
    const dataKey = randomBytes(32);
    const binding = bindingOf(organisationId);
    const sealedKey = sealValue(this.ring.newest(PURPOSE), dataKey, binding);
    const file = await open(draft, 'wx', 0o600);
    try {
      await writeFile(file, sealedParts(sealedKey, sealStream(dataKey, partsOf(kept), binding)));
      await file.sync();
      await file.close();
      await rename(draft, path);
    } catch (error) {
      await file.close().catch(() => undefined);
      await rm(draft, { force: true });
      throw error;
    }
  }

  /**
   * An organisation's index as it was written; undefined where there is none.
   * @throws IndexFileUnusableError when there is a file, but not one that can be trusted
   */
  async read(organisationId: string): Promise<KeptIndex | undefined> {
    const file = await open(this.pathOf(organisationId), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (file === undefined) return undefined;
    try {
      const dataKey = await this.dataKeyOf(file, organisationId);
      return await gather(openStream(dataKey, readFrom(file, SEALED_KEY_BYTES), bindingOf(organisationId)));
    } catch (error) {
      if (error instanceof SealBrokenError) throw new IndexFileUnusableError('damaged');
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Removes the files of organisations other than these, and drafts that were left behind. */
  async sweep(organisationIds: Iterable<string>): Promise<void> {
    const kept = new Set(Array.from(organisationIds, (id) => this.pathOf(id)));
    const names = await readdir(this.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      const path = join(this.folder, name);
      const isLeft = name.endsWith(PART)
        ? await stat(path).then(
            ({ mtimeMs }) => Date.now() - mtimeMs > DRAFT_LEFT_MS,
            () => false,
          )
        : name.endsWith(ENDING) && !kept.has(path);
      if (isLeft) await rm(path, { force: true });
    }
  }

  private pathOf(organisationId: string): string {
    const name = keyedHash(this.ring.newest(`${PURPOSE} name`).bytes, organisationId).toString('hex');
    return join(this.folder, `${name.slice(0, 32)}${ENDING}`);
  }

  private async dataKeyOf(file: FileHandle, organisationId: string): Promise<Buffer> {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SEALED_KEY_BYTES), 0, SEALED_KEY_BYTES, 0);
    const key = this.ring.byId(PURPOSE, buffer.toString('hex', 2, 6));
    if (bytesRead < SEALED_KEY_BYTES || key === undefined) throw new IndexFileUnusableError('damaged');
    return openValue(key, buffer, bindingOf(organisationId));
  }
}

const bindingOf = (organisationId: string) => `known-material index of ${organisationId}`;

async function* sealedParts(
  sealedKey: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield sealedKey;
  yield* chunks;
}

async function* readFrom(file: FileHandle, start: number): AsyncGenerator<Uint8Array> {
  for (let at = start; ;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** What is encrypted, in large pieces. */
async function* partsOf({ versions, columns, encoded }: KeptIndex): AsyncGenerator<Uint8Array> {
  const { listIds, entryIds, lists, qualities, flags } = columns;
  const header: Header = {
    version: VERSION,
    versions,
    listIds,
    entries: lists.length,
    tables: {
      pdq: encoded.pdq.length,
      md5: encoded.md5.length,
      sha1: encoded.sha1.length,
      sha256: encoded.sha256.length,
    },
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  yield Buffer.concat([length, text]);
  const numbers = new Uint8Array(lists.buffer, lists.byteOffset, lists.byteLength);
  for (const part of [entryIds, numbers, qualities, flags, ...ALGORITHMS.map((name) => encoded[name])]) {
    for (let at = 0; at < part.length; at += READ_BYTES) yield part.subarray(at, at + READ_BYTES);
  }
}

/** @throws IndexFileUnusableError when it is not what `partsOf` made */
async function gather(plain: AsyncIterable<Buffer>): Promise<KeptIndex> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let header: Header | undefined;
  let parts: Uint8Array[] = [];
  let part = 0;
  let at = 0;
  const take = (bytes: Uint8Array): void => {
    for (let from = 0; from < bytes.length;) {
      while (part < parts.length && at === parts[part]!.length) {
        part++;
        at = 0;
      }
      const room = parts[part];
      if (room === undefined) throw new IndexFileUnusableError('damaged');
      const piece = bytes.subarray(from, from + room.length - at);
      room.set(piece, at);
      at += piece.length;
      from += piece.length;
    }
  };
  for await (const bytes of plain) {
    if (start === undefined) {
      take(bytes);
      continue;
    }
    start = Buffer.concat([start, bytes]);
    if (start.length < 4) continue;
    const headerBytes = start.readUInt32LE(0);
    if (headerBytes > MOST_HEADER_BYTES) throw new IndexFileUnusableError('damaged');
    if (start.length < 4 + headerBytes) continue;
    header = readHeader(start.subarray(4, 4 + headerBytes));
    parts = roomFor(header);
    take(start.subarray(4 + headerBytes));
    start = undefined;
  }
  // Parts that follow the last full one are empty, or something is missing.
  const isWhole =
    header !== undefined && parts.every((room, i) => i < part || room.length === (i === part ? at : 0));
  if (!isWhole) throw new IndexFileUnusableError('damaged');
  return keptIndex(header!, parts);
}

function readHeader(text: Buffer): Header {
  let header: Header;
  try {
    header = JSON.parse(text.toString()) as Header;
  } catch {
    throw new IndexFileUnusableError('damaged');
  }
  if (header.version !== VERSION) throw new IndexFileUnusableError('other-version');
  return header;
}

/** Memory that other threads can read, so that it is not copied for the one that builds. */
function roomFor({ entries, tables }: Header): Uint8Array[] {
  return [16 * entries, 4 * entries, entries, entries, ...ALGORITHMS.map((name) => tables[name])].map(
    (bytes) => new Uint8Array(new SharedArrayBuffer(bytes)),
  );
}

function keptIndex({ versions, listIds }: Header, parts: readonly Uint8Array[]): KeptIndex {
  const [entryIds, numbers, qualities, flags, ...tables] = parts as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    ...Uint8Array[],
  ];
  const encoded = Object.fromEntries(ALGORITHMS.map((name, i) => [name, tables[i]!]));
  return {
    versions,
    columns: { listIds, entryIds, lists: new Uint32Array(numbers.buffer), qualities, flags },
    encoded: encoded as unknown as EncodedTables,
  };
}
