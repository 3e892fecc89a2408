// The bytes inside a `data:` address. @see RFC 2397

/** Declared type and bytes, or null when it is no readable `data:` address. The declared type is not to be believed. */
export function parseDataUri(address: string): { contentType: string; bytes: Buffer } | null {
  const comma = address.indexOf(',');
  if (comma === -1 || !/^data:/i.test(address)) return null;
  const head = address.slice(5, comma).trim();
  const content = address.slice(comma + 1);
  const base64 = /;\s*base64$/i.test(head);
  const contentType = (head.split(';', 1)[0] ?? '').trim().toLowerCase() || 'text/plain';
  const bytes = unescapePercent(content);
  if (!base64) return { contentType, bytes };
  const text = bytes.toString('latin1').replace(/[\t\n\f\r ]/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return null;
  return { contentType, bytes: Buffer.from(text, 'base64') };
}

function unescapePercent(text: string): Buffer {
  const source = Buffer.from(text, 'utf8');
  const target = Buffer.alloc(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index += 1) {
    const hex = source[index] === 0x25 ? source.toString('latin1', index + 1, index + 3) : '';
    const escaped = /^[0-9a-f]{2}$/i.test(hex);
    target[length] = escaped ? Number.parseInt(hex, 16) : (source[index] ?? 0);
    if (escaped) index += 2;
    length += 1;
  }
  return target.subarray(0, length);
}
