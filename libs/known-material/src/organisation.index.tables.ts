// The searchable part of an organisation's entries: four indexes on memory that threads share, as plain data that can
// be posted from the thread that builds them.
import {
  type DigestKind,
  DigestIndex,
  HashIndex,
  type SharedDigests,
  type SharedHashes,
} from '#libs/hash-index';
import type { MatchAlgorithm } from './match.entity.js';

/** Digests from the strongest. */
export const DIGEST_KINDS = ['sha256', 'sha1', 'md5'] as const satisfies readonly DigestKind[];
export const ALGORITHMS = [...DIGEST_KINDS, 'pdq'] as const satisfies readonly MatchAlgorithm[];

/** Hashes of one algorithm, and the places of the entries that they are of. */
export interface HashColumn {
  readonly hashes: Uint8Array;
  readonly places: Uint32Array;
}

export type HashColumns = Readonly<Record<MatchAlgorithm, HashColumn>>;
export type EncodedTables = Readonly<Record<MatchAlgorithm, Uint8Array>>;

export interface SharedTables {
  readonly pictures: SharedHashes;
  readonly digests: Readonly<Record<DigestKind, SharedDigests>>;
}

/** What is to be built, of hashes as they are or of what was encoded; what is built of hashes is encoded if asked for. */
export interface BuildTask {
  readonly from: { readonly columns: HashColumns } | { readonly encoded: EncodedTables };
  readonly encodes: boolean;
  /** Additions of pictures for which there shall be room. */
  readonly room: number;
}

export interface BuiltTables {
  readonly tables: SharedTables;
  readonly encoded?: EncodedTables;
}

/**
 * Builds the indexes, in the thread that calls.
 * @throws HashIndexDamagedError when what was encoded is not intact
 */
export function buildTables({ from, encodes, room }: BuildTask): BuiltTables {
  const digestIndex = (kind: DigestKind) =>
    'encoded' in from
      ? DigestIndex.decode(kind, from.encoded[kind])
      : DigestIndex.build(kind, { digests: from.columns[kind].hashes, ids: from.columns[kind].places });
  const pictures =
    'encoded' in from
      ? HashIndex.decode(from.encoded.pdq, { room })
      : HashIndex.build({ hashes: from.columns.pdq.hashes, ids: from.columns.pdq.places }, { room });
  const digests = { md5: digestIndex('md5'), sha1: digestIndex('sha1'), sha256: digestIndex('sha256') };
  const { md5, sha1, sha256 } = digests;
  return {
    tables: {
      pictures: pictures.shared,
      digests: { md5: md5.shared, sha1: sha1.shared, sha256: sha256.shared },
    },
    ...(encodes && {
      encoded: {
        pdq: pictures.encode(),
        md5: md5.encode(),
        sha1: sha1.encode(),
        sha256: sha256.encode(),
      },
    }),
  };
}
