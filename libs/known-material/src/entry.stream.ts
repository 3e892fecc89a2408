// Entries out of the database for the index, in PostgreSQL's binary COPY: no text is made of millions of hashes.
// @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Values that are there are views into a larger buffer: copy what is kept. */
export interface EntryRow {
  readonly id: Buffer;
  readonly md5: Buffer | null;
  readonly sha1: Buffer | null;
  readonly sha256: Buffer | null;
  readonly pdq: Buffer | null;
  readonly quality: number | null;
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 8;
const FIELDS = 6;

/** Which entries of a list: those of `to` that are not of `from`, or the reverse. Versions are numbers of ours. */
export interface EntryRange {
  readonly hashListId: string;
  readonly from: number;
  readonly to: number;
  readonly which: 'added' | 'ended';
}

/** Entries by version as a condition; all values are numbers or a checked id, for COPY takes no parameters. */
export function conditionOf({ hashListId, from, to, which }: EntryRange): string {
  if (!/^[0-9a-f-]{36}$/.test(hashListId) || !Number.isInteger(from) || !Number.isInteger(to)) {
    throw new TypeError('a range of entries is given by id and version numbers');
  }
  const list = `hash_list_id = '${hashListId}'`;
  return which === 'added'
    ? `${list} AND first_version > ${from} AND first_version <= ${to} AND (ended_version IS NULL OR ended_version > ${to})`
    : `${list} AND first_version <= ${from} AND ended_version > ${from} AND ended_version <= ${to}`;
}

/** Streams entries within the client's transaction. */
export async function* streamEntries(client: PoolClient, range: EntryRange): AsyncGenerator<EntryRow> {
  const stream = client.query(
    copyTo(
      `COPY (SELECT id, md5, sha1, sha256, pdq, pdq_quality FROM hash_entries WHERE ${conditionOf(range)}) TO STDOUT (FORMAT binary)`,
    ),
  );
  let held: Buffer = Buffer.alloc(0);
  let isStarted = false;
  for await (const part of stream as AsyncIterable<Buffer>) {
    held = held.length === 0 ? part : Buffer.concat([held, part]);
    let at = 0;
    if (!isStarted) {
      if (held.length < HEADER_BYTES) continue;
      if (!held.subarray(0, SIGNATURE.length).equals(SIGNATURE))
        throw new Error('COPY did not answer in binary');
      at = HEADER_BYTES + held.readUInt32BE(HEADER_BYTES - 4);
      isStarted = true;
    }
    for (;;) {
      const end = rowEnd(held, at);
      if (end === undefined) break;
      yield readRow(held, at);
      at = end;
    }
    held = held.subarray(at);
  }
}

/** Where the row at a place ends; undefined when it is not all there, or is the mark of the end. */
function rowEnd(bytes: Buffer, from: number): number | undefined {
  if (bytes.length < from + 2 || bytes.readInt16BE(from) === -1) return undefined;
  let at = from + 2;
  for (let field = 0; field < FIELDS; field++) {
    if (bytes.length < at + 4) return undefined;
    at += 4 + Math.max(0, bytes.readInt32BE(at));
  }
  return at <= bytes.length ? at : undefined;
}

function readRow(bytes: Buffer, from: number): EntryRow {
  let at = from + 2;
  const next = (): Buffer | null => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return bytes.subarray(at - length, at);
  };
  const [id, md5, sha1, sha256, pdq, quality] = [next(), next(), next(), next(), next(), next()];
  return { id: id!, md5, sha1, sha256, pdq, quality: quality === null ? null : quality.readInt32BE(0) };
}
