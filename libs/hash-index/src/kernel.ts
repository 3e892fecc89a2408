// The loops over an index's memory, compiled or in plain TypeScript: both give the same answers.
import { KERNEL_BASE64 } from './search.kernel.generated.js';
import { plainKernel } from './plain-kernel.js';
import { webAssembly, type WebAssemblyMemory } from './web-assembly.js';

/** What kernel/search.kernel.ts exports; every address is a number of bytes from the start of the memory. */
export interface Kernel {
  buildTable(
    words: number,
    rows: number,
    firstBit: number,
    bits: number,
    nextBit: number,
    nextBits: number,
    rowBits: number,
    starts: number,
    entries: number,
  ): void;
  probe(
    plan: number,
    slots: number,
    masks: number,
    query: number,
    words: number,
    rowBits: number,
    limit: number,
    buckets: number,
    candidates: number,
    candidateRoom: number,
    out: number,
    outRoom: number,
    most: number,
  ): number;
  scan(
    words: number,
    stride: number,
    from: number,
    rows: number,
    query: number,
    limit: number,
    out: number,
    outRoom: number,
  ): number;
}

let compiled: object | null | undefined;

/** The compiled module; null where the platform has no WebAssembly with shared memory. Compiled once a thread. */
function compiledModule(): object | null {
  if (compiled === undefined) {
    try {
      const bytes = Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
      compiled = typeof SharedArrayBuffer === 'undefined' ? null : new webAssembly!.Module(bytes);
    } catch {
      // No WebAssembly, none with threads, or not permitted: the plain kernel serves.
      compiled = null;
    }
  }
  return compiled;
}

/** Whether loops run compiled on this platform. */
export function canCompile(): boolean {
  return compiledModule() !== null;
}

/** The compiled kernel on a memory of WebAssembly where that is possible, else the plain one. */
export function kernelFor(memory: WebAssemblyMemory | ArrayBufferLike): Kernel {
  if (!('buffer' in memory)) return plainKernel(memory);
  const module = compiledModule();
  if (module === null) return plainKernel(memory.buffer);
  return new webAssembly!.Instance(module, { env: { memory } }).exports as Kernel;
}
