// Repeatable input for benchmarks.

/** Integers of 32 bits at random (xorshift), the same each time. */
export function randomWords(length: number, seed: number): Uint32Array {
  const words = new Uint32Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return words;
}

/** Bytes at random, the same each time. */
export function randomBytes(length: number, seed: number): Uint8Array {
  return new Uint8Array(randomWords(Math.ceil(length / 4), seed).buffer, 0, length);
}
