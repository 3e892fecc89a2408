// Bytes of JSON, what may have stood before one, and the depths of a Project VIC file.
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COLON = 0x3a;
export const COMMA = 0x2c;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** What stood last; spaces do not count. */
export const OPENED = 1;
export const SEPARATED = 2;
export const NAMED = 3;
export const STRING = 4;
export const BARE = 5;
export const CLOSED = 6;

/** Depths at which things stand: `{"value": [{"Media": [{…}]}]}`. */
export const ROOT = 1;
export const VALUES = 2;
export const ELEMENT = 3;
export const MEDIA = 4;

export const MAX_RECORD_BYTES = 1024 * 1024;
export const MAX_RECORD_DEPTH = 16;
/** Outside records. */
export const MAX_DEPTH = 32;
export const MAX_WORD = 256;
export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** How far behind a place one looks, whatever parts the bytes come in. */
export const BEHIND = 256;
/** Bytes without a beginning of a record after one that is torn. */
export const MAX_SKIPPED = 1024 * 1024;

/**
 * Whether a byte may stand where it does; not where something before it is torn.
 * @param last what stood before it
 * @param closing the bracket that closes what is open
 */
export function mayStand(byte: number, last: number, closing: number): boolean {
  const isInObject = closing === CLOSE_OBJECT;
  const isValue = isInObject ? last === NAMED : last === OPENED || last === SEPARATED;
  switch (byte) {
    case QUOTE:
      return last === OPENED || last === SEPARATED || last === NAMED;
    case COLON:
      return isInObject && last === STRING;
    case COMMA:
      return true;
    case OPEN_OBJECT:
    case OPEN_ARRAY:
      return isValue;
    case CLOSE_OBJECT:
    case CLOSE_ARRAY:
      return closing === byte;
    default:
      return last === BARE || isValue;
  }
}
