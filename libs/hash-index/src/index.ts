// Exact search over known-material hashes, in memory: 256-bit perceptual hashes by Hamming distance, and
// cryptographic digests by equality.
//
// Hamming search is multi-index hashing made exact by the generalised pigeonhole principle (see slot-plan.ts): of
// m slots, slot i is searched to radius r_i with sum(r_i + 1) = D + 1, hence every hash within D is met in some
// slot. At D = 31 and a million entries that is 12 slots of 21 bits, eight searched to radius 2 and four to radius 1.
export { DIGEST_BYTES, type DigestEntries, DigestIndex, type DigestKind } from './digest-index.js';
export { type DamageReason, HashIndexDamagedError, HashIndexInputError } from './errors.js';
export { type HashEntries, HashIndex, type HashMatch } from './hash-index.js';
export type { IndexedHashes, SlotTable } from './indexed-hashes.js';
export { INDEXED_DISTANCE } from './slot-plan.js';
