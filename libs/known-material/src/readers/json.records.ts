// Records of a JSON file that is too large to be held: the objects of the array `value`, or of the array `Media` in each
// of these. Brackets and strings are followed byte by byte; each record is parsed by itself, and a bad one costs only
// itself. Where brackets or strings do not fit together the record is torn: reading goes on where the next one begins,
// which is known by the name that every record begins with. What cannot be told apart by that is refused as a whole.
import type { JsonRecord } from './held.records.js';
import { RecordScanner } from './record.scanner.js';

export interface JsonRecords {
  readonly records: readonly JsonRecord[];
  /** Texts that stood beside the records in the outermost object so far. */
  readonly heading: ReadonlyMap<string, string>;
}

/** @throws ListUnreadableError when the file is no JSON with such records, or ends in its middle */
export async function* jsonRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonRecords> {
  const scanner = new RecordScanner();
  for await (const part of source) {
    scanner.take(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    if (scanner.found.length > 0) {
      yield { records: scanner.found, heading: scanner.heading };
      scanner.found = [];
    }
  }
  scanner.end();
  yield { records: scanner.found, heading: scanner.heading };
}
