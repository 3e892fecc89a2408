// The entries of an organisation as columns: an entry is known by its place in the order of arrival. The memory can be
// read by other threads.
import type { EntryRow } from './entry.stream.js';
import { GrowingNumbers, GrowingRows } from './growing-arrays.js';
import { DIGEST_FIELDS } from './new-entry.js';
import { ALGORITHMS, DIGEST_KINDS, type HashColumns } from './organisation.index.tables.js';

const FLAGS = { sha256: 4, sha1: 2, md5: 1 } as const;
const UNKNOWN_QUALITY = 255;
const ID_BYTES = 16;

/** What is known of each entry beside its hashes, as it can be kept. */
export interface EntryColumns {
  readonly listIds: readonly string[];
  /** 16 bytes an entry. */
  readonly entryIds: Uint8Array;
  /** Where its list stands in `listIds`. */
  readonly lists: Uint32Array;
  /** 255 where it is not known. */
  readonly qualities: Uint8Array;
  /** Which digests it has. */
  readonly flags: Uint8Array;
}

/** Entries, without their hashes. */
export class OrganisationEntries {
  private readonly listIds: string[];
  private readonly entryIds = new GrowingRows(ID_BYTES);
  private readonly lists = new GrowingNumbers();
  private readonly qualities = new GrowingRows(1);
  private readonly flags = new GrowingRows(1);

  constructor(columns?: EntryColumns) {
    this.listIds = [...(columns?.listIds ?? [])];
    if (columns === undefined) return;
    this.entryIds.pushAll(columns.entryIds);
    this.lists.pushAll(columns.lists);
    this.qualities.pushAll(columns.qualities);
    this.flags.pushAll(columns.flags);
  }

  get length(): number {
    return this.entryIds.length;
  }

  /** @returns its place */
  push(hashListId: string, row: EntryRow): number {
    const place = this.length;
    let list = this.listIds.indexOf(hashListId);
    if (list < 0) list = this.listIds.push(hashListId) - 1;
    this.entryIds.push(row.id);
    this.lists.push(list);
    this.qualities.push(Uint8Array.of(row.quality ?? UNKNOWN_QUALITY));
    const flags = DIGEST_KINDS.reduce((sum, kind) => (row[kind] === null ? sum : sum | FLAGS[kind]), 0);
    this.flags.push(Uint8Array.of(flags));
    return place;
  }

  idAt(place: number): Buffer {
    return this.entryIds.at(place);
  }

  listAt(place: number): string {
    return this.listIds[this.lists.at(place)]!;
  }

  /** 255 where it is not known: good enough for any list. */
  qualityAt(place: number): number {
    return this.qualities.at(place)[0]!;
  }

  hasAt(place: number, kind: (typeof DIGEST_KINDS)[number]): boolean {
    return (this.flags.at(place)[0]! & FLAGS[kind]) !== 0;
  }

  /** How many entries each list has. */
  countsOfLists(): Map<string, number> {
    const counts = new Uint32Array(this.listIds.length);
    for (const list of this.lists.view()) counts[list]!++;
    return new Map(this.listIds.map((id, list) => [id, counts[list]!]));
  }

  /** As it stands now; entries that come later do not show. */
  columns(): EntryColumns {
    return {
      listIds: [...this.listIds],
      entryIds: this.entryIds.view(),
      lists: this.lists.view(),
      qualities: this.qualities.view(),
      flags: this.flags.view(),
    };
  }
}

/** Entries with their hashes, gathered to be built. */
export class GatheredEntries {
  readonly entries = new OrganisationEntries();
  private readonly hashes = {
    md5: new GrowingRows(DIGEST_FIELDS.md5),
    sha1: new GrowingRows(DIGEST_FIELDS.sha1),
    sha256: new GrowingRows(DIGEST_FIELDS.sha256),
    pdq: new GrowingRows(DIGEST_FIELDS.pdq),
  };
  private readonly places = {
    md5: new GrowingNumbers(),
    sha1: new GrowingNumbers(),
    sha256: new GrowingNumbers(),
    pdq: new GrowingNumbers(),
  };

  push(hashListId: string, row: EntryRow): void {
    const place = this.entries.push(hashListId, row);
    for (const algorithm of ALGORITHMS) {
      const hash = row[algorithm];
      if (hash === null) continue;
      this.hashes[algorithm].push(hash);
      this.places[algorithm].push(place);
    }
  }

  columns(): HashColumns {
    const { hashes, places } = this;
    return {
      md5: { hashes: hashes.md5.view(), places: places.md5.view() },
      sha1: { hashes: hashes.sha1.view(), places: places.sha1.view() },
      sha256: { hashes: hashes.sha256.view(), places: places.sha256.view() },
      pdq: { hashes: hashes.pdq.view(), places: places.pdq.view() },
    };
  }
}
