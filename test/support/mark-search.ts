// Looks for marked words in everything that a running system keeps: as they were sent, and in the forms in which a
// program might have written them down.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export interface Find {
  /** Name of the mark. */
  readonly mark: string;
  readonly form: string;
  /** The table, file or other place. */
  readonly where: string;
}

export interface Place {
  readonly where: string;
  readonly bytes: Buffer;
  /** Large, and read in another way as well: digests are not looked for. */
  readonly isBulk?: boolean;
}

interface Needle {
  readonly isDigest: boolean;
  readonly mark: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Base 64 of a text that stands anywhere in another: three ways, without what its neighbours decide. */
function insideBase64(text: string): Buffer[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return Buffer.from(whole.slice(before === 0 ? 0 : before + 1));
  });
}

function needlesOf(mark: string, text: string): Needle[] {
  const digests: (readonly [string, Buffer])[] = ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(text).digest();
    return [
      [algorithm, digest],
      [`${algorithm} in hex`, Buffer.from(digest.toString('hex'))],
      [`${algorithm} in base 64`, Buffer.from(digest.toString('base64url').slice(0, 20))],
      [`${algorithm} in base 64`, Buffer.from(digest.toString('base64').slice(0, 20))],
    ] as const;
  });
  const forms: (readonly [string, Buffer])[] = [
    ['as it is', Buffer.from(text)],
    ['in small letters', Buffer.from(text.toLowerCase())],
    ['in UTF-16', Buffer.from(text, 'utf16le')],
    ['in hex', Buffer.from(Buffer.from(text).toString('hex'))],
    ['percent-encoded', Buffer.from(encodeURIComponent(text))],
    ...insideBase64(text).map((bytes) => ['in base 64', bytes] as const),
    ...digests,
  ];
  const known = new Set<string>();
  return forms
    .filter(([, bytes]) => !known.has(bytes.toString('latin1')) && known.add(bytes.toString('latin1')))
    .map(([form, bytes]) => ({ mark, form, bytes, isDigest: digests.some(([, one]) => one === bytes) }));
}

/** Finds marks (name → text) in places. */
export function findMarks(places: Iterable<Place>, marks: Readonly<Record<string, string>>): Find[] {
  const needles = Object.entries(marks).flatMap(([name, text]) => needlesOf(name, text));
  const found: Find[] = [];
  for (const { where, bytes, isBulk } of places) {
    for (const needle of needles) {
      if (isBulk && needle.isDigest) continue;
      if (bytes.includes(needle.bytes)) found.push({ mark: needle.mark, form: needle.form, where });
    }
  }
  return found;
}

/** Every file below a folder; what goes away meanwhile is left out. */
export function* filesBelow(folder: string, base = folder): Generator<Place> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, base);
    else if (entry.isFile()) {
      try {
        yield { where: relative(base, path), bytes: readFileSync(path) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }
}

/** Every row of every table of every schema, in COPY's text and with its bytes as they are. */
export async function tablesOf(ownerUrl: string): Promise<Place[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'm') ORDER BY 1`,
    );
    const places: Place[] = [];
    for (const { name } of rows) {
      const chunks: Buffer[] = [];
      // A partitioned table can only be copied by way of a query.
      const rowsOfTable = client.query(copyTo(`COPY (SELECT * FROM ${name}) TO STDOUT`));
      for await (const chunk of rowsOfTable) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks);
      const bytes = text
        .toString('latin1')
        .replace(/\\\\x((?:[0-9a-f]{2})+)/g, (_all, hex: string) =>
          Buffer.from(hex, 'hex').toString('latin1'),
        );
      places.push({ where: name, bytes: text }, { where: name, bytes: Buffer.from(bytes, 'latin1') });
    }
    return places;
  } finally {
    await client.end();
  }
}
