// Follows the bytes of a Project VIC file, bracket by bracket, and gives its records. See `jsonRecords`.
import { ListUnreadableError } from '../known-material.errors.js';
import type { Refusal } from '../new-entry.js';
import {
  QUOTE,
  BACKSLASH,
  COLON,
  COMMA,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  isSpace,
  OPENED,
  SEPARATED,
  NAMED,
  STRING,
  BARE,
  CLOSED,
  ROOT,
  VALUES,
  ELEMENT,
  MEDIA,
  MAX_RECORD_BYTES,
  MAX_RECORD_DEPTH,
  MAX_DEPTH,
  MAX_WORD,
  BYTE_ORDER_MARK,
  BEHIND,
  MAX_SKIPPED,
  mayStand,
} from './json.marks.js';
import { AHEAD, HeldRecords, type JsonRecord } from './held.records.js';

export class RecordScanner {
  found: JsonRecord[] = [];
  readonly heading = new Map<string, string>();

  /** What is looked at, and where it stands in the file: some bytes that are done with, and those that are not. */
  private window: Buffer = Buffer.alloc(0);
  private windowFrom = 0;
  private done = 0;
  private readonly open: number[] = [];
  private depth = 0;
  /** Depth of the array whose objects are records; 0 outside. */
  private listDepth = 0;
  /** Depth inside the record that is being read; 0 outside. */
  private recordDepth = 0;
  private hasList = false;
  /** Of the list that was opened last. */
  private openedDepth = VALUES;
  private hasEnded = false;
  private records = 0;
  /** The array of records holds something between two commas that is no object. */
  private isStray = false;
  private last = 0;
  private readonly held = new HeldRecords();
  /** Within a record: the first name in it. */
  private firstName: string | undefined;
  /** Bytes left out since a record was torn; negative while none is. */
  private skipped = -1;
  /** The last ones of these that are no spaces. */
  private lastSkipped = '';
  /** Place in the file of the last string's first quote. */
  private stringFrom = 0;

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

  take(part: Buffer): void {
    this.window = Buffer.concat([this.window, part]);
    this.scan(Math.max(this.done, this.window.length - AHEAD));
    const from = Math.max(0, this.done - BEHIND);
    this.window = this.window.subarray(from);
    this.windowFrom += from;
    this.done -= from;
  }

  /** Goes on up to a place in the window. */
  private scan(length: number): void {
    const bytes = this.window;
    this.recordFrom = this.done;
    if (this.wordFrom >= 0) this.wordFrom = this.done;
    for (let at = this.done; at < length; at++) {
      if (this.skipped >= 0) {
        at = this.skipTo(bytes, at, length);
        if (at >= length) break;
      }
      const byte = bytes[at]!;
      if (this.isInString) {
        at = this.scanString(bytes, at, length);
        continue;
      }
      if (isSpace(byte)) continue;
      if (!this.fits(byte, at)) {
        at = this.tear(at);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.beginString(at);
          this.last = STRING;
          break;
        case COLON:
          if (this.isRepeated()) {
            at = this.tear(at);
            continue;
          }
          if (this.namesCount()) this.name = this.word;
          this.last = NAMED;
          break;
        case COMMA:
          if (this.namesCount()) this.name = undefined;
          this.endStray();
          this.last = SEPARATED;
          break;
        case OPEN_OBJECT:
          if (this.depth === this.listDepth && this.listDepth > 0) this.beginRecord(at);
          this.push(CLOSE_OBJECT, at);
          this.last = OPENED;
          break;
        case OPEN_ARRAY:
          this.beginArray();
          this.push(CLOSE_ARRAY, at);
          this.last = OPENED;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          this.close(byte, bytes, at);
          this.last = CLOSED;
          break;
        default:
          this.other(byte, at);
          this.last = BARE;
      }
    }
    if (this.wordFrom >= 0) this.extendWord(bytes, length);
    if (this.recordDepth > 0) this.keepPart(bytes.subarray(this.recordFrom, length));
    this.done = length;
  }

  /** Whether brackets and strings are followed here: from the list on, and not deeper than a record may be. */
  private isFollowed(): boolean {
    if (!this.hasList || this.depth === 0) return false;
    return this.recordDepth === 0 || this.depth - this.recordDepth <= MAX_RECORD_DEPTH;
  }

  /** Whether a byte may stand where it does; false for one that shows that something before it is torn. */
  private fits(byte: number, at: number): boolean {
    if (this.hasEnded && this.hasList) return false;
    if (!this.isFollowed()) return true;
    // Records in a list within the list: a bracket too many.
    if (this.isStray && byte === OPEN_OBJECT && this.held.begins(this.window, at)) return false;
    return mayStand(byte, this.last, this.open[this.depth]!);
  }

  /** Whether the name before a colon is the record's first one: two records have run into one. */
  private isRepeated(): boolean {
    if (this.recordDepth === 0 || this.depth !== this.recordDepth) return false;
    if (this.firstName === undefined) this.firstName = this.word;
    else return this.word === this.firstName;
    return false;
  }

  /**
   * Refuses what is torn, and the record before it where that may have ended too early.
   * @returns the place before the one to look from for the next beginning
   * @throws ListUnreadableError where the beginning of a record is not to be told from that of something in one
   */
  private tear(at: number): number {
    if (this.held.isAmbiguous)
      throw new ListUnreadableError(
        `The brackets of the JSON do not fit together after record ${this.records}.`,
      );
    if (this.recordDepth > 0 || this.held.isEmpty)
      this.found.push({ number: ++this.records, content: this.refusal ?? 'record-malformed' });
    this.found.push(...this.held.refuse(this.openedDepth));
    // A string that was never closed holds the next beginning in it.
    const from = this.isInString || this.last === STRING ? this.stringFrom - this.windowFrom : at;
    this.refusal = undefined;
    this.dropRecord();
    this.isInString = this.isEscaped = this.isStray = false;
    this.wordFrom = -1;
    [this.name, this.skipped, this.hasEnded] = [undefined, 0, false];
    const place = Math.max(0, from, at - BEHIND);
    const before = this.window.toString('latin1', Math.max(0, place - MEDIA * 8), place);
    this.lastSkipped = before.replaceAll(/\s/g, '').slice(-MEDIA);
    return place - 1;
  }

  /** @returns where the next record begins; or the end */
  private skipTo(bytes: Buffer, from: number, length: number): number {
    for (let at = from; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === OPEN_OBJECT && this.held.begins(bytes, at)) {
        this.skipped = -1;
        this.listDepth = this.depth = this.held.listDepth;
        for (let depth = ROOT; depth <= this.depth; depth++)
          this.open[depth] = depth % 2 === 1 ? CLOSE_OBJECT : CLOSE_ARRAY;
        this.last = SEPARATED;
        return at;
      }
      if (!isSpace(byte)) this.lastSkipped = (this.lastSkipped + String.fromCharCode(byte)).slice(-MEDIA);
      if (++this.skipped > MAX_SKIPPED)
        throw new ListUnreadableError(
          `The brackets of the JSON do not fit together after record ${this.records}.`,
        );
    }
    return length;
  }

  /** @returns where the string ends, or the last place */
  private scanString(bytes: Buffer, from: number, length: number): number {
    const isFollowed = this.isFollowed();
    let at = from;
    if (this.isEscaped) {
      this.isEscaped = false;
      at++;
    }
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte < 0x20 && isFollowed) return this.tear(at);
      if (byte === QUOTE) {
        this.endString(bytes, at);
        return at;
      }
      if (byte === BACKSLASH && ++at >= length) this.isEscaped = true;
    }
    return at;
  }

  end(): void {
    this.scan(this.window.length);
    if (this.skipped >= 0) this.endSkipped();
    if (!this.hasEnded) throw new ListUnreadableError('The JSON is empty or ends in its middle.');
    if (!this.hasList) {
      throw new ListUnreadableError('The JSON has no array "value"; is it a Project VIC file?');
    }
    this.found.push(...this.held.letGo());
  }

  /** After a torn record that was the last one, the file has to end as it would have. */
  private endSkipped(): void {
    const ends = ']}]}'.slice(-this.held.listDepth);
    this.hasEnded = this.lastSkipped.endsWith(ends);
  }

  private namesCount(): boolean {
    return this.depth === ROOT || this.depth === ELEMENT || this.depth === this.recordDepth;
  }

  private beginString(at: number): void {
    this.requireInside();
    this.isInString = true;
    this.stringFrom = this.windowFrom + at;
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
      this.listDepth = this.openedDepth = MEDIA;
    }
  }

  private beginRecord(at: number): void {
    if (this.held.begins(this.window, at)) this.found.push(...this.held.letGo());
    this.recordDepth = this.depth + 1;
    this.recordFrom = at;
    this.firstName = undefined;
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
      // Which bracket closes which is asked no deeper than a record may be.
      if (this.depth - this.recordDepth > MAX_RECORD_DEPTH) {
        this.refuse('record-too-deep');
        return;
      }
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
    const record = { bytes, refusal: this.refusal, firstName: this.firstName, listDepth: this.openedDepth };
    this.found.push(...this.held.hold(++this.records, record));
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
      const position = this.windowFrom + at;
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
