// Hashes that a trusted reporter gives of a file: an analyst sees them as items of the case. They settle nothing and enter
// no list.

/** With how many hexadecimal digits each is written. */
const DIGITS = { md5: 32, sha1: 40, sha256: 64, pdq: 64 } as const;
export type HashAlgorithm = keyof typeof DIGITS;
export const HASH_ALGORITHMS = Object.keys(DIGITS) as readonly HashAlgorithm[];

export interface ReportedHash {
  readonly algorithm: HashAlgorithm;
  /** Hexadecimal, in small letters. */
  readonly value: string;
}

export const MOST_HASHES = 50;

export type ReadHashes =
  | { readonly hashes?: readonly ReportedHash[]; readonly error?: undefined }
  | { readonly hashes?: undefined; readonly error: 'not-a-list' | 'too-many' | 'hash-form' };

/** Reads `[{"algorithm": "sha256", "value": "…"}, …]`; nothing and an empty list give none. */
export function readHashes(given: unknown): ReadHashes {
  if (given === undefined || given === null) return {};
  if (!Array.isArray(given)) return { error: 'not-a-list' };
  if (given.length > MOST_HASHES) return { error: 'too-many' };
  const found = new Map<string, ReportedHash>();
  for (const one of given as unknown[]) {
    const hash = readHash(one);
    if (hash === undefined) return { error: 'hash-form' };
    found.set(`${hash.algorithm}:${hash.value}`, hash);
  }
  return found.size === 0 ? {} : { hashes: [...found.values()] };
}

function readHash(given: unknown): ReportedHash | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { algorithm: named, value } = given as { algorithm?: unknown; value?: unknown };
  const algorithm = HASH_ALGORITHMS.find((one) => one === named);
  if (algorithm === undefined || typeof value !== 'string' || value.length !== DIGITS[algorithm])
    return undefined;
  return /^[0-9a-f]+$/i.test(value) ? { algorithm, value: value.toLowerCase() } : undefined;
}
