// Elements and texts of an XML stream, strictly: UTF-8, well-formed, no document type and so no entities but the five of
// XML, bounded depth and length. Anything else makes the whole source unreadable.
// @see https://www.w3.org/TR/xml/
import { ListUnreadableError } from '../known-material.errors.js';

const MAX_DEPTH = 16;
/** Of a tag: each closing bracket in a value means another try. */
const MAX_BRACKETS = 32;
/** Of a tag, a comment or a text. */
const MAX_TOKEN = 64 * 1024;

const NAME = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const ATTRIBUTE = String.raw`\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
const OPENING = new RegExp(`^<(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>$`);
const CLOSING = new RegExp(`^</(${NAME})\\s*>$`);
const ATTRIBUTES = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');
const REFERENCE = /&([^;&]{0,10});?/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const NUMBERED = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i;

export interface XmlHandler {
  /** @param name without its prefix */
  readonly open: (name: string, attributes: ReadonlyMap<string, string>) => void;
  readonly text: (text: string) => void;
  readonly close: (name: string) => void;
}

/** Follows XML that comes in parts. Several documents may follow one another. */
export class XmlEvents {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly stack: string[] = [];
  private rest = '';
  private hasRoot = false;

  constructor(private readonly handler: XmlHandler) {}

  /** @throws ListUnreadableError */
  write(part: Uint8Array): void {
    this.take(this.decode(part));
  }

  /** @throws ListUnreadableError when the document is not complete */
  end(): void {
    this.take(this.decode());
    if (!this.hasRoot || this.stack.length > 0 || this.rest.trim() !== '')
      throw new ListUnreadableError('The XML is empty or ends in its middle.');
  }

  private decode(part?: Uint8Array): string {
    try {
      return part === undefined ? this.decoder.decode() : this.decoder.decode(part, { stream: true });
    } catch {
      throw new ListUnreadableError('The XML is not UTF-8.');
    }
  }

  private take(text: string): void {
    const all = this.rest + text;
    let at = 0;
    while (at < all.length) {
      const end = all[at] === '<' ? this.markup(all, at) : this.characters(all, at);
      if (end === undefined) break;
      at = end;
    }
    this.rest = all.slice(at);
    if (this.rest.length > MAX_TOKEN) throw new ListUnreadableError('A tag or text of the XML is too long.');
  }

  /** @returns where it ends; undefined when that is not here yet */
  private characters(all: string, from: number): number | undefined {
    const end = all.indexOf('<', from);
    if (end < 0) return undefined;
    this.emit(unescape(all.slice(from, end)));
    return end;
  }

  private emit(text: string): void {
    if (text.length > MAX_TOKEN) throw new ListUnreadableError('A tag or text of the XML is too long.');
    if (this.stack.length > 0) this.handler.text(text);
    else if (text.trim() !== '') throw new ListUnreadableError('The file is no XML.');
  }

  private markup(all: string, from: number): number | undefined {
    // Enough to tell what it is, or as much as there is.
    const start = all.slice(from, from + 9);
    if (start.startsWith('<?')) return after(all, '?>', from + 2);
    if (start.startsWith('<!--')) return after(all, '-->', from + 4);
    if (start.startsWith('<![CDATA[')) {
      const end = after(all, ']]>', from + 9);
      if (end !== undefined) this.emit(all.slice(from + 9, end - 3));
      return end;
    }
    if (start.startsWith('<!')) {
      if ('<!--'.startsWith(start) || '<![CDATA['.startsWith(start)) return undefined;
      throw new ListUnreadableError('The XML has a document type or entities of its own; none is read.');
    }
    return this.tag(all, from);
  }

  private tag(all: string, from: number): number | undefined {
    let brackets = 0;
    for (let end = all.indexOf('>', from); end >= 0; end = all.indexOf('>', end + 1)) {
      if (end - from > MAX_TOKEN || ++brackets > MAX_BRACKETS)
        throw new ListUnreadableError('A tag or text of the XML is too long.');
      const tag = all.slice(from, end + 1);
      const opening = OPENING.exec(tag);
      if (opening !== null) {
        this.open(opening[1]!, opening[2]!, opening[3] === '/');
        return end + 1;
      }
      const closing = CLOSING.exec(tag);
      if (closing !== null) {
        this.close(closing[1]!);
        return end + 1;
      }
      // The bracket may stand within a value.
      if (!/["']/.test(tag)) throw new ListUnreadableError('The XML is not well formed.');
    }
    return undefined;
  }

  private open(name: string, attributes: string, isEmpty: boolean): void {
    if (this.stack.length >= MAX_DEPTH)
      throw new ListUnreadableError('The XML is nested deeper than any list.');
    this.hasRoot = true;
    this.stack.push(name);
    const read = new Map<string, string>();
    for (const [, key, double, single] of attributes.matchAll(ATTRIBUTES)) {
      if (read.has(key!)) throw new ListUnreadableError('The XML is not well formed.');
      read.set(key!, unescape(double ?? single ?? ''));
    }
    this.handler.open(localName(name), read);
    if (isEmpty) this.close(name);
  }

  private close(name: string): void {
    if (this.stack.pop() !== name) throw new ListUnreadableError('The XML is not well formed.');
    this.handler.close(localName(name));
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function after(all: string, end: string, from: number): number | undefined {
  const at = all.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
}

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (whole, name: string) => {
    const known = whole.endsWith(';') ? (ENTITIES.get(name) ?? numbered(name)) : undefined;
    if (known === undefined)
      throw new ListUnreadableError('The XML has a document type or entities of its own; none is read.');
    return known;
  });
}

function numbered(name: string): string | undefined {
  const found = NUMBERED.exec(name);
  if (found === null) return undefined;
  const code = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16);
  const isCharacter = code >= 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
  return isCharacter && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
