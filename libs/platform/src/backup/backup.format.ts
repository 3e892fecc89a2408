// The file: a plain header that names the key, then one sealed stream of frames, ended by a trailer with counts and digest.
// Plain header: 'MANARA-BACKUP-1\n' | key id (4 bytes) | salt (32). Frame: kind (1 byte) | length (4) | content.
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { SealBrokenError } from '../crypto/envelope.js';
import { openStream, sealStream } from '../crypto/chunked-seal.js';
import type { KeyRing } from '../crypto/key-ring.js';
import { BackupRefusedError } from './backup.errors.js';

const MAGIC = Buffer.from('MANARA-BACKUP-1\n');
const KEY_ID_BYTES = 4;
const SALT_BYTES = 32;
const PLAIN_HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES;
const FRAME_HEADER_BYTES = 5;
const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const KEY_PURPOSE = 'backup';

export interface BackupHeader {
  readonly madeAt: string;
  /** Names of the migrations that the tables are made by. */
  readonly migrations: readonly string[];
  readonly withMedia: boolean;
}

export interface BackupTrailer {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  readonly objects: number;
}

export type BackupFrame =
  | { readonly kind: 'header'; readonly value: BackupHeader }
  | { readonly kind: 'table'; readonly value: { readonly name: string; readonly columns: readonly string[] } }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'table-end' }
  | { readonly kind: 'object'; readonly value: { readonly name: string } }
  | { readonly kind: 'part'; readonly bytes: Buffer }
  | { readonly kind: 'object-end' }
  | { readonly kind: 'trailer'; readonly value: BackupTrailer };

const KINDS = ['header', 'table', 'rows', 'table-end', 'object', 'part', 'object-end', 'trailer'] as const;

function frameBytes(kind: BackupFrame['kind'], content: Uint8Array): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header[0] = KINDS.indexOf(kind);
  header.writeUInt32BE(content.length, 1);
  return Buffer.concat([header, content]);
}

function fileKey(ring: KeyRing, keyId: string, salt: Buffer): Buffer {
  const key = ring.byId(KEY_PURPOSE, keyId);
  if (key === undefined) throw new BackupRefusedError('unknown-key');
  return Buffer.from(hkdfSync('sha256', key.bytes, salt, 'manara backup file', 32));
}

/** Seals frames into the bytes of a file; the trailer comes last and gets the digest of all before it. */
export async function* writeFrames(
  ring: KeyRing,
  frames: AsyncIterable<BackupFrame>,
): AsyncGenerator<Buffer> {
  const keyId = ring.newest(KEY_PURPOSE).id;
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.from(keyId, 'hex'), salt]);
  yield header;
  const digest = createHash('sha256');
  async function* plain(): AsyncGenerator<Uint8Array> {
    for await (const frame of frames) {
      let content: Uint8Array = Buffer.alloc(0);
      if ('bytes' in frame) content = frame.bytes;
      else if (frame.kind === 'trailer') {
        content = Buffer.from(JSON.stringify({ ...frame.value, sha256: digest.digest('hex') }));
        yield frameBytes(frame.kind, content);
        return;
      } else if ('value' in frame) content = Buffer.from(JSON.stringify(frame.value));
      const bytes = frameBytes(frame.kind, content);
      digest.update(bytes);
      yield bytes;
    }
  }
  yield* sealStream(fileKey(ring, keyId, salt), plain(), header.toString('hex'));
}

/**
 * Opens the frames of a file. All are authentic, but that none is missing is known only at the end.
 * @throws BackupRefusedError
 */
export async function* readFrames(
  ring: KeyRing,
  file: AsyncIterable<Uint8Array>,
): AsyncGenerator<BackupFrame> {
  const { header, rest } = await takeHeader(file);
  const keyId = header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES).toString('hex');
  const key = fileKey(ring, keyId, header.subarray(MAGIC.length + KEY_ID_BYTES));
  const digest = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  let isEnded = false;
  try {
    for await (const part of openStream(key, rest, header.toString('hex'))) {
      held = held.length === 0 ? part : Buffer.concat([held, part]);
      let at = 0;
      while (held.length - at >= FRAME_HEADER_BYTES) {
        const length = held.readUInt32BE(at + 1);
        if (length > MAX_FRAME_BYTES || isEnded) throw new BackupRefusedError('damaged');
        const end = at + FRAME_HEADER_BYTES + length;
        if (held.length < end) break;
        const kind = KINDS[held[at]!];
        const content = held.subarray(at + FRAME_HEADER_BYTES, end);
        if (kind === undefined) throw new BackupRefusedError('newer');
        if (kind === 'trailer') {
          isEnded = true;
          const { sha256, ...value } = JSON.parse(content.toString()) as BackupTrailer & { sha256: string };
          if (sha256 !== digest.digest('hex')) throw new BackupRefusedError('damaged');
          yield { kind, value };
        } else {
          digest.update(held.subarray(at, end));
          yield readFrame(kind, content);
        }
        at = end;
      }
      held = held.subarray(at);
    }
  } catch (error) {
    if (error instanceof SealBrokenError) throw new BackupRefusedError('damaged');
    throw error;
  }
  if (!isEnded || held.length > 0) throw new BackupRefusedError('damaged');
}

function readFrame(kind: Exclude<BackupFrame['kind'], 'trailer'>, content: Buffer): BackupFrame {
  switch (kind) {
    case 'rows':
    case 'part':
      return { kind, bytes: Buffer.from(content) };
    case 'table-end':
    case 'object-end':
      return { kind };
    default:
      return { kind, value: JSON.parse(content.toString()) as never };
  }
}

async function takeHeader(
  file: AsyncIterable<Uint8Array>,
): Promise<{ header: Buffer; rest: AsyncGenerator<Uint8Array> }> {
  const source = file[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  while (held.length < PLAIN_HEADER_BYTES) {
    const next = await source.next();
    if (next.done) break;
    held = Buffer.concat([held, next.value]);
  }
  if (!held.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupRefusedError('not-a-backup');
  if (held.length < PLAIN_HEADER_BYTES) throw new BackupRefusedError('damaged');
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield held.subarray(PLAIN_HEADER_BYTES);
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  return { header: held.subarray(0, PLAIN_HEADER_BYTES), rest: rest() };
}
