// The little of WebAssembly that is used here, described so that neither Node's types nor a browser's are needed.

export interface WebAssemblyPlatform {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  compile(bytes: Uint8Array): Promise<object>;
}

/** Undefined where there is none. */
export const webAssembly = (globalThis as { WebAssembly?: WebAssemblyPlatform }).WebAssembly;
