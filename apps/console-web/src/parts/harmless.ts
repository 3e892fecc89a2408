/** An address written so that no program makes a link of it: `hxxps://example[.]org/a`. */
export function harmless(address: string): string {
  const written = address.replace(/^http/i, 'hxxp');
  const authorityEnd = /^[a-z]+:\/\/[^/?#]*/i.exec(written)?.[0].length ?? written.search(/[/?#]|$/);
  return written.slice(0, authorityEnd).replaceAll('.', '[.]') + written.slice(authorityEnd);
}
