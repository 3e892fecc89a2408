// Exact search over known-material hashes, in memory: 256-bit perceptual hashes by Hamming distance, and
// cryptographic digests by equality.
//
// Hamming search is multi-index hashing made exact by the generalised pigeonhole principle (see slot-plan.ts): of
// m slots, slot i is searched to radius r_i with sum(r_i + 1) = D + 1, hence every hash within D is met in some
// slot. At D = 31 and a million entries that is 12 slots of 21 bits, eight searched to radius 2 and four to radius 1.
// A row met in a slot is compared in full only if the first bits of the next slot, which stand beside it in the table,
// agree as far as they must by the same principle; of those that are no match, about one in four does at ten million
// entries, one in twenty at a million. Beyond D = 31 every row is compared.
//
// An index is one block of shared memory that any thread of the process can search (index-memory.ts). Its loops are
// compiled to WebAssembly (kernel/search.kernel.ts); a twin in plain TypeScript (plain-kernel.ts) gives the same
// answers where that is missing.
export {
  DIGEST_BYTES,
  type DigestEntries,
  DigestIndex,
  type DigestKind,
  type SharedDigests,
} from './digest-index.js';
export {
  type DamageReason,
  HashIndexDamagedError,
  HashIndexFullError,
  HashIndexInputError,
} from './errors.js';
export { type BuildOptions, type HashEntries, HashIndex, type HashMatch } from './hash-index.js';
export type { SharedHashes } from './index-memory.js';
export { INDEXED_DISTANCE } from './slot-plan.js';
