/**
 * Reads an address. To be used instead of `URL.canParse`, which Node 20 answers wrongly for letters beyond ASCII once the
 * engine has optimised the caller.
 * @returns null where it is none
 */
export function parseUrl(text: string, base?: string | URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
