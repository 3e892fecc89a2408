// The little of WebAssembly that is used here, described so that Node's types and a browser's need not agree.

/** Memory of WebAssembly; a shared one can be posted to other threads. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBufferLike;
}

export interface WebAssemblyPlatform {
  readonly Memory: new (options: { initial: number; maximum: number; shared: boolean }) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

/** Bytes of a page, by which memory is counted. */
export const PAGE_BYTES = 65_536;
/** Pages that an address of 32 bits reaches. */
export const MOST_PAGES = 65_536;

/** Undefined where there is none. */
export const webAssembly = (globalThis as { WebAssembly?: WebAssemblyPlatform }).WebAssembly;
