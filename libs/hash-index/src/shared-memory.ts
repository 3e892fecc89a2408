/** Zeroed bytes that all threads of a process can read; private ones where the platform has no shared memory. */
export function allocate(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** Unsigned 32-bit integers in such memory. */
export function allocateWords(length: number): Uint32Array {
  return new Uint32Array(allocate(4 * length));
}
