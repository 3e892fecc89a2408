// Records of a JSON list that are whole, held back until one follows that begins as records do: one that is torn may
// have ended too early, and would say something else than it did.
import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../new-entry.js';

/** How far ahead of a place one looks. */
export const AHEAD = 512;
/** The first name of a record in Project VIC's model; of a file that has another, that of its first good record. */
const FIRST_NAME = 'MediaID';
const PLAIN_NAME = /^[\w@.-]{1,64}$/;
/** Of a file that has no name that all its records begin with. */
const MOST_HELD = 8;

/** One record, by its number from 1. */
export interface JsonRecord {
  readonly number: number;
  /** Its fields, or why it has none. */
  readonly content: Readonly<Record<string, unknown>> | Refusal;
}

/** A record as it was read. */
export interface ReadRecord {
  readonly bytes: Buffer;
  readonly refusal: Refusal | undefined;
  readonly firstName: string | undefined;
  /** Of the list that it stands in. */
  readonly listDepth: number;
}

type Held = JsonRecord & Pick<ReadRecord, 'firstName' | 'listDepth'>;

export class HeldRecords {
  /** Depth of the list that reading goes on in after a torn record; 0 before there was any. */
  listDepth = 0;
  /** Objects within records begin as records do: where the next record begins is not to be told. */
  isAmbiguous = false;
  private name = FIRST_NAME;
  private isKnown = false;
  private held: Held[] = [];

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  /** Whether a bracket at that place begins an object as records do. */
  begins(bytes: Buffer, at: number): boolean {
    const start = bytes.toString('latin1', at + 1, at + AHEAD).trimStart();
    const name = `"${this.name}"`;
    return start.startsWith(name) && start.slice(name.length).trimStart().startsWith(':');
  }

  /** @returns what need not be held any longer */
  hold(number: number, { bytes, refusal, firstName, listDepth }: ReadRecord): JsonRecord[] {
    const content = refusal ?? parseRecord(bytes);
    this.held.push({ number, content, firstName, listDepth });
    const name = `"${this.isKnown || firstName === undefined ? this.name : firstName}"`;
    if (typeof content !== 'string' && bytes.indexOf(name) !== bytes.lastIndexOf(name))
      this.isAmbiguous = true;
    return this.letGo(MOST_HELD);
  }

  /** @param most that stay */
  letGo(most = 0): JsonRecord[] {
    if (this.held.length <= most) return [];
    const gone = this.held.splice(0, this.held.length - most);
    const model = this.isKnown ? undefined : gone.find(isModel);
    if (model !== undefined) {
      [this.name, this.listDepth] = [model.firstName!, model.listDepth];
      this.isKnown = true;
    }
    return gone.map(({ number, content }) => ({ number, content }));
  }

  /** Refuses what is held. @param openedDepth of the list that was opened last */
  refuse(openedDepth: number): JsonRecord[] {
    if (!this.isKnown) this.listDepth = openedDepth;
    return this.held.splice(0).map(({ number }) => ({ number, content: 'record-malformed' }));
  }
}

const isModel = ({ content, firstName }: Held): boolean =>
  typeof content !== 'string' && firstName !== undefined && PLAIN_NAME.test(firstName);

function parseRecord(bytes: Buffer): Readonly<Record<string, unknown>> | Refusal {
  if (!isUtf8(bytes)) return 'not-text';
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return 'record-malformed';
  }
}
