// Text files as ThreatExchange and the hasher-matcher-actioner keep them: a signal a line, with or without its type; PDQ
// with its quality; the frames of a video as vPDQ writes them.
import type { ListReader } from '../list.reader.js';
import { type EntryTexts, type HashField, type NewEntry, readEntry, type Refusal } from '../new-entry.js';
import { isNoText, linesOf, type TextLine } from './text.lines.js';

/** A hash without a type is known by its length; 64 digits are PDQ here, for these files know no bare SHA-256. */
const FIELD_OF_LENGTH: ReadonlyMap<number, HashField> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'pdq'],
] as const);

const FIELD_OF_TYPE: ReadonlyMap<string, HashField> = new Map([
  ['pdq', 'pdq'],
  ['hash_pdq', 'pdq'],
  ['md5', 'md5'],
  ['hash_md5', 'md5'],
  ['photo_md5', 'md5'],
  ['video_md5', 'md5'],
  ['hash_video_md5', 'md5'],
  ['sha1', 'sha1'],
  ['hash_sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['hash_sha256', 'sha256'],
] as const);

const HASH = /^[0-9a-f]+$/i;
const TYPED = /^([a-z][a-z0-9_]{0,63})[ \t]+(\S+)$/i;
const FRAME = /^\d{1,9}$/;
const SECONDS = /^\d{1,9}(\.\d{1,20})?$/;

/** Reads signals, a line each; each frame of a video becomes an entry. */
export const readThreatExchange: ListReader = async function* (source, { refuse }) {
  let line = 0;
  for await (const texts of linesOf(source)) {
    const batch: NewEntry[] = [];
    for (const text of texts) {
      line++;
      if (text?.trim() === '') continue;
      const entry = readSignal(text);
      if (typeof entry === 'string') refuse({ line, reason: entry });
      else batch.push(entry);
    }
    if (batch.length > 0) yield batch;
  }
};

function readSignal(line: TextLine): NewEntry | Refusal {
  if (line === undefined) return 'line-too-long';
  if (isNoText(line)) return 'not-text';
  const texts = textsOf(line.trim());
  return typeof texts === 'string' ? texts : readEntry(texts);
}

function textsOf(line: string): EntryTexts | Refusal {
  const typed = TYPED.exec(line);
  if (typed !== null) {
    const field = FIELD_OF_TYPE.get(typed[1]!.toLowerCase());
    return field === undefined ? 'kind-unknown' : { [field]: typed[2]! };
  }
  const fields = line.split(',').map((field) => field.trim());
  if (fields.length === 1) return bare(line);
  const [first, second, third, fourth] = fields;
  if (fields.length === 4 && FRAME.test(first!) && SECONDS.test(fourth!)) {
    return { pdq: third!, quality: second! };
  }
  // The hashing tools write the name of the file behind hash and quality.
  if (fields.length <= 3 && HASH.test(first!) && first!.length === 64)
    return { pdq: first!, quality: second! };
  return 'kind-unknown';
}

function bare(text: string): EntryTexts | Refusal {
  const field = HASH.test(text) ? FIELD_OF_LENGTH.get(text.length) : undefined;
  return field === undefined ? 'kind-unknown' : { [field]: text };
}
