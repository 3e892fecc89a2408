// Records of a JSON file that is too large to be held: the objects of the array `value`, or of the array `Media` in each
// of these. Brackets and strings are followed byte by byte; each record is parsed by itself, and a bad one costs only
// itself. Where the brackets do not fit together nothing can be told apart any more, and the file is refused.
import { isUtf8 } from 'node:buffer';
import { ListUnreadableError } from '../known-material.errors.js';
import type { Refusal } from '../new-entry.js';

const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_RECORD_DEPTH = 16;
/** Outside records. */
const MAX_DEPTH = 32;
const MAX_WORD = 256;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Depths at which things stand: `{"value": [{"Media": [{…}]}]}`. */
const ROOT = 1;
const VALUES = 2;
const ELEMENT = 3;
const MEDIA = 4;

/** One record, by its number from 1. */
export interface JsonRecord {
  readonly number: number;
  /** Its fields, or why it has none. */
  readonly content: Readonly<Record<string, unknown>> | Refusal;
}

export interface JsonRecords {
  readonly records: readonly JsonRecord[];
  /** Texts that stood beside the records in the outermost object so far. */
  readonly heading: ReadonlyMap<string, string>;
}

/** @throws ListUnreadableError when the file is no JSON with such records, or ends in its middle */
export async function* jsonRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonRecords> {
  const scanner = new RecordScanner();
  for await (const part of source) {
    scanner.scan(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    if (scanner.found.length > 0) {
      yield { records: scanner.found, heading: scanner.heading };
      scanner.found = [];
    }
  }
  scanner.end();
  yield { records: [], heading: scanner.heading };
}

class RecordScanner {
  found: JsonRecord[] = [];
  readonly heading = new Map<string, string>();

  private position = 0;
  private readonly open: number[] = [];
  private depth = 0;
  /** Depth of the array whose objects are records; 0 outside. */
  private listDepth = 0;
  /** Depth inside the record that is being read; 0 outside. */
  private recordDepth = 0;
  private hasList = false;
  private hasEnded = false;
  private records = 0;
  /** The array of records holds something between two commas that is no object. */
  private isStray = false;

  private isInString = false;
  private isEscaped = false;
  /** The last string at a depth where names count, the name that a colon made of it, and where it goes on. */
  private word = '';
  private name: string | undefined;
  private wordFrom = -1;

  /** What stood of the record in earlier parts, and where it goes on in this one. */
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private recordFrom = 0;
  private refusal: Refusal | undefined;

  scan(bytes: Buffer): void {
    this.recordFrom = 0;
    if (this.wordFrom >= 0) this.wordFrom = 0;
    const { length } = bytes;
    for (let at = 0; at < length; at++) {
      const byte = bytes[at]!;
      if (this.isInString) {
        at = this.scanString(bytes, at);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.beginString(at);
          break;
        case COLON:
          if (this.namesCount()) this.name = this.word;
          break;
        case COMMA:
          if (this.namesCount()) this.name = undefined;
          this.endStray();
          break;
        case OPEN_OBJECT:
          if (this.depth === this.listDepth && this.listDepth > 0) this.beginRecord(at);
          this.push(CLOSE_OBJECT, at);
          break;
        case OPEN_ARRAY:
          this.beginArray();
          this.push(CLOSE_ARRAY, at);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.close(byte, bytes, at);
          break;
        default:
          if (!isSpace(byte)) this.other(byte, at);
      }
    }
    if (this.wordFrom >= 0) this.extendWord(bytes, length);
    if (this.recordDepth > 0) this.keepPart(bytes.subarray(this.recordFrom));
    this.position += length;
  }

  /** @returns where the string ends, or the last place of the part */
  private scanString(bytes: Buffer, from: number): number {
    let at = from;
    if (this.isEscaped) {
      this.isEscaped = false;
      at++;
    }
    const { length } = bytes;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.endString(bytes, at);
        return at;
      }
      if (byte === BACKSLASH && ++at >= length) this.isEscaped = true;
    }
    return at;
  }

  end(): void {
    if (!this.hasEnded) throw new ListUnreadableError('The JSON is empty or ends in its middle.');
    if (!this.hasList) {
      throw new ListUnreadableError('The JSON has no array "value"; is it a Project VIC file?');
    }
  }

  private namesCount(): boolean {
    return this.depth === ROOT || this.depth === ELEMENT;
  }

  private beginString(at: number): void {
    this.requireInside();
    this.isInString = true;
    if (this.depth === this.listDepth) this.isStray = true;
    if (!this.namesCount()) return;
    this.word = '';
    this.wordFrom = at + 1;
  }

  private endString(bytes: Buffer, at: number): void {
    this.isInString = false;
    if (this.wordFrom < 0) return;
    this.extendWord(bytes, at);
    this.wordFrom = -1;
    if (this.depth === ROOT && this.name !== undefined) this.heading.set(this.name, this.word);
  }

  private extendWord(bytes: Buffer, to: number): void {
    const wanted = Math.min(to, this.wordFrom + MAX_WORD - this.word.length);
    if (wanted > this.wordFrom) this.word += bytes.toString('latin1', this.wordFrom, wanted);
  }

  private beginArray(): void {
    this.requireInside();
    if (this.depth === this.listDepth) this.isStray = true;
    else if (this.depth === ROOT && this.name === 'value') {
      this.listDepth = VALUES;
      this.hasList = true;
    } else if (this.depth === ELEMENT && this.listDepth === VALUES && this.name === 'Media') {
      // The element is a case: what stands in it are the records.
      if (this.recordDepth > 0) this.dropRecord();
      this.listDepth = MEDIA;
    }
  }

  private beginRecord(at: number): void {
    this.recordDepth = this.depth + 1;
    this.recordFrom = at;
    this.refusal = undefined;
    this.name = undefined;
  }

  private dropRecord(): void {
    this.recordDepth = 0;
    this.parts = [];
    this.partsBytes = 0;
  }

  private push(closing: number, at: number): void {
    if (this.hasEnded || (this.depth === 0 && closing === CLOSE_ARRAY)) this.other(closing, at);
    this.depth++;
    if (this.recordDepth > 0) {
      // Which bracket closes which is for the parser of the record to say.
      if (this.depth - this.recordDepth > MAX_RECORD_DEPTH) this.refuse('record-too-deep');
      if (this.depth > this.recordDepth) return;
    } else if (this.depth > MAX_DEPTH) {
      throw new ListUnreadableError('The JSON is nested deeper than any list.');
    }
    this.open[this.depth] = closing;
  }

  private close(byte: number, bytes: Buffer, at: number): void {
    this.requireInside();
    if (this.depth > this.recordDepth && this.recordDepth > 0) {
      this.depth--;
      return;
    }
    if (this.open[this.depth] !== byte) {
      throw new ListUnreadableError(
        `The brackets of the JSON do not fit together after record ${this.records}.`,
      );
    }
    if (this.recordDepth > 0) this.endRecord(bytes.subarray(this.recordFrom, at + 1));
    else if (this.depth === this.listDepth) {
      this.endStray();
      this.listDepth = this.listDepth === MEDIA ? VALUES : 0;
    }
    this.name = undefined;
    this.depth--;
    if (this.depth === 0) this.hasEnded = true;
  }

  private endRecord(last: Buffer): void {
    this.keepPart(last);
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.found.push({ number: ++this.records, content: this.refusal ?? parseRecord(bytes) });
    this.dropRecord();
  }

  private endStray(): void {
    if (!this.isStray || this.depth !== this.listDepth) return;
    this.isStray = false;
    this.found.push({ number: ++this.records, content: 'record-malformed' });
  }

  private keepPart(part: Buffer): void {
    if (this.refusal !== undefined || part.length === 0) return;
    this.partsBytes += part.length;
    if (this.partsBytes > MAX_RECORD_BYTES) this.refuse('record-too-long');
    else this.parts.push(part);
  }

  private refuse(refusal: Refusal): void {
    this.refusal ??= refusal;
    this.parts = [];
  }

  /** Anything else: numbers and the like. */
  private other(byte: number, at: number): void {
    if (this.depth === 0) {
      const position = this.position + at;
      if (position < 3 && byte === BYTE_ORDER_MARK[position]) return;
      if (position === 0 && (byte === 0xff || byte === 0xfe))
        throw new ListUnreadableError('The file is UTF-16; save it as UTF-8.');
      throw new ListUnreadableError('The file is no JSON object.');
    }
    if (this.depth === this.listDepth) this.isStray = true;
  }

  private requireInside(): void {
    if (this.depth === 0) throw new ListUnreadableError('The file is no JSON object.');
  }
}

function parseRecord(bytes: Buffer): Readonly<Record<string, unknown>> | Refusal {
  if (!isUtf8(bytes)) return 'not-text';
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return 'record-malformed';
  }
}
