// Elements and texts of an XML stream, strictly: UTF-8, well-formed, no document type and so no entities but the five of
// XML, bounded depth and length. Anything else makes the whole source unreadable, but for what is wrong within a record:
// that is left out up to its end, or to where the next one begins.
// @see https://www.w3.org/TR/xml/
import { ListUnreadableError } from '../known-material.errors.js';

const MAX_DEPTH = 16;
/** Of a tag: each closing bracket in a value means another try. */
const MAX_BRACKETS = 32;
/** Characters without a record's end or beginning after what is torn. */
const MAX_SKIPPED = 1024 * 1024;
/** Of an element, with its brackets. */
const MAX_NAME = 256;
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
  /** Something is wrong within the record that is open, which is closed next; or with a record that is not. */
  readonly torn?: () => void;
}

/** Elements that are records, by name without prefix, in lists that are called by the plural: `image` in `images`. */
export type RecordNames = ReadonlySet<string>;

/** Elements that are open within a record, itself among them. */
const RECORD_DEPTH = 3;
/** A source that says so is none of ours, wherever it stands. */
class ForbiddenXmlError extends ListUnreadableError {}
const REPLACEMENT = '\u{fffd}';

/** Follows XML that comes in parts. Several documents may follow one another. */
export class XmlEvents {
  private readonly decoder = new TextDecoder('utf-8');
  private readonly stack: string[] = [];
  private rest = '';
  private hasRoot = false;
  /** What is left out: up to here at least, in what is not done with. */
  private isSkipping = false;
  /** The element that is open is a list of records, or some have stood in it: what is wrong there is of one of them. */
  private isInList = false;
  private skipped = 0;
  private readonly boundary: RegExp;

  constructor(
    private readonly handler: XmlHandler,
    private readonly records: RecordNames = new Set(),
  ) {
    const names = [...records].join('|');
    this.boundary = new RegExp(`<(/?)((?:[A-Za-z_][\\w.-]*:)?(?:${names}))(?=[\\s/>])`, 'g');
  }

  /** @throws ListUnreadableError */
  write(part: Uint8Array): void {
    this.take(this.decode(part));
  }

  /** @throws ListUnreadableError when the document is not complete */
  end(): void {
    this.take(this.decode(), true);
    if (!this.hasRoot || this.stack.length > 0 || this.rest.trim() !== '')
      throw new ListUnreadableError('The XML is empty or ends in its middle.');
  }

  private decode(part?: Uint8Array): string {
    return part === undefined ? this.decoder.decode() : this.decoder.decode(part, { stream: true });
  }

  private take(text: string, isEnd = false): void {
    const all = this.rest + text;
    let at = 0;
    while (at < all.length) {
      let end: number | undefined;
      try {
        if (this.isSkipping) end = this.skip(all, at, isEnd);
        else {
          end = all[at] === '<' ? this.markup(all, at) : this.characters(all, at);
          const isTooLong = all.length - at > MAX_TOKEN;
          if (end === undefined && isTooLong)
            throw new ListUnreadableError('A tag or text of the XML is too long.');
          // What never ends is torn, too.
          if (end === undefined && isEnd && this.isInList)
            throw new ListUnreadableError('The XML is empty or ends in its middle.');
        }
      } catch (error) {
        if (!this.isInList || error instanceof ForbiddenXmlError || this.isSkipping) throw error;
        if (!(error instanceof ListUnreadableError)) throw error;
        this.isSkipping = true;
        // A record's end may stand at this very place; a beginning there is the one that is torn.
        const isEndOfAny = this.stack.length >= RECORD_DEPTH && all.startsWith('</', at);
        this.skipped = isEndOfAny ? 0 : 1;
        end = at;
      }
      if (end === undefined) break;
      at = end;
    }
    this.rest = all.slice(at);
  }

  private isInRecord(): boolean {
    return this.stack.length >= RECORD_DEPTH && this.records.has(localName(this.stack[RECORD_DEPTH - 1]!));
  }

  /** Leaves out what is torn. @returns where the record ends, or another begins; undefined when that is not here yet */
  private skip(all: string, from: number, isEnd: boolean): number | undefined {
    this.boundary.lastIndex = from + this.skipped;
    const found = this.boundary.exec(all);
    const list = `</${this.stack[RECORD_DEPTH - 2]!}`;
    const listEnd = all.indexOf(list, from + this.skipped);
    if (found === null && listEnd < 0) {
      if (isEnd || all.length - from > MAX_SKIPPED)
        throw new ListUnreadableError(
          'The XML is not well formed, and does not say where its next entry begins.',
        );
      // A tag may be here in part.
      this.skipped = Math.max(0, all.length - from - MAX_NAME);
      return undefined;
    }
    const place = Math.min(found?.index ?? Infinity, listEnd < 0 ? Infinity : listEnd);
    let end = place;
    if (place === found?.index && found[1] === '/') {
      end += found[0].length;
      const bracket = /^\s*(>?)/.exec(all.slice(end, end + MAX_NAME))!;
      if (bracket[1] !== '') end += bracket[0].length;
      else if (!isEnd && end + bracket[0].length === all.length) return undefined;
    }
    this.isSkipping = false;
    this.closeTorn();
    return end;
  }

  /** Closes the record that is open as one of which nothing is taken. */
  private closeTorn(): void {
    this.handler.torn?.();
    while (this.stack.length >= RECORD_DEPTH) this.handler.close(localName(this.stack.pop()!));
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
    if (text.includes(REPLACEMENT)) throw new ListUnreadableError('The XML is not UTF-8.');
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
      throw new ForbiddenXmlError('The XML has a document type or entities of its own; none is read.');
    }
    return this.tag(all, from);
  }

  private tag(all: string, from: number): number | undefined {
    let brackets = 0;
    for (let end = all.indexOf('>', from); end >= 0; end = all.indexOf('>', end + 1)) {
      if (end - from > MAX_TOKEN || ++brackets > MAX_BRACKETS)
        throw new ListUnreadableError('A tag or text of the XML is too long.');
      const tag = all.slice(from, end + 1);
      if (tag.includes(REPLACEMENT)) throw new ListUnreadableError('The XML is not UTF-8.');
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
    // Records stand beside each other: the one that is open was never closed.
    if (this.isInRecord() && this.records.has(localName(name))) this.closeTorn();
    if (this.stack.length >= MAX_DEPTH)
      throw new ListUnreadableError('The XML is nested deeper than any list.');
    const read = new Map<string, string>();
    for (const [, key, double, single] of attributes.matchAll(ATTRIBUTES)) {
      if (read.has(key!)) throw new ListUnreadableError('The XML is not well formed.');
      read.set(key!, unescape(double ?? single ?? ''));
    }
    this.hasRoot = true;
    this.stack.push(name);
    const isList = this.stack.length === RECORD_DEPTH - 1 && this.records.has(localName(name).slice(0, -1));
    if (isList || this.isInRecord()) this.isInList = true;
    this.handler.open(localName(name), read);
    if (isEmpty) this.close(name);
  }

  private close(name: string): void {
    if (this.stack.at(-1) !== name) {
      // The end of a record whose beginning is torn.
      const isOfRecord = this.stack.length === RECORD_DEPTH - 1 && this.records.has(localName(name));
      if (!isOfRecord) throw new ListUnreadableError('The XML is not well formed.');
      this.handler.torn?.();
      return;
    }
    this.stack.pop();
    if (this.stack.length < RECORD_DEPTH - 1) this.isInList = false;
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
