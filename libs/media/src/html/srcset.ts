// The addresses in a srcset attribute. @see HTML Standard, "parsing a srcset attribute"

/** Addresses in order, descriptors dropped; commas inside an address, as in `data:`, are kept. */
export function parseSrcset(value: string): string[] {
  const addresses: string[] = [];
  let position = 0;
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = position;
    const found = pattern.exec(value)?.[0] ?? '';
    position += found.length;
    return found;
  };
  while (position < value.length) {
    skip(/[\s,]*/y);
    const run = skip(/\S*/y);
    if (run === '') break;
    const address = run.replace(/,+$/, '');
    if (address !== '') addresses.push(address);
    if (address === run) skip(/(?:\([^)]*\)?|[^,(])*/y);
  }
  return addresses;
}
