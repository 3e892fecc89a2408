// What a reader of lists is. One reader a format; none stops at a line it cannot read.
import type { HashField, NewEntry, RefusedLine } from './new-entry.js';

/** Our column → its name in the source's header. */
export type ColumnMapping = Readonly<
  Partial<Record<HashField | 'quality' | 'category' | 'video' | 'expires', string>>
>;

export interface ReaderOptions {
  /** Called for each line that was not taken. */
  readonly refuse: (refused: RefusedLine) => void;
  /** Where the format has a header and its names are not the usual ones. */
  readonly columns?: ColumnMapping;
}

/** Gives entries in batches as they are read; throws ListUnreadableError when nothing can be made of the source. */
export type ListReader = (
  source: AsyncIterable<Uint8Array>,
  options: ReaderOptions,
) => AsyncIterable<readonly NewEntry[]>;
