// The entries of one organisation's lists in memory: by digest and by perceptual hash. An entry is known here by its
// place in the order of arrival.
import { type DigestKind, DigestIndex, HashIndex } from '#libs/hash-index';
import { DIHEDRAL_NAMES, type DihedralName } from '#libs/pdq';
import type { EntryRow } from './entry.stream.js';
import type { FrameShares } from './frame-shares.js';
import type { MatchAlgorithm, MatchKind } from './match.entity.js';
import type { OrganisationEntries } from './organisation.index.entries.js';
import { DIGEST_KINDS, type SharedTables } from './organisation.index.tables.js';

/** What is asked about: a file's digests and, if it is a picture, its perceptual hash; what is unknown is left out. */
export interface Probe {
  readonly md5?: Uint8Array | null;
  readonly sha1?: Uint8Array | null;
  readonly sha256?: Uint8Array | null;
  readonly pdq?: Uint8Array | null;
  /** 0 to 100, of `pdq`. */
  readonly quality?: number | null;
  /** The eight rotations and mirrorings of the picture, in the order of `#libs/pdq`; `pdq` alone if not given. */
  readonly dihedral?: readonly Uint8Array[] | null;
}

/** What matching must know of a list. */
export interface LoadedList {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  /** In use: switched on, and not expired. */
  readonly isEnabled: boolean;
  /** A negative list: no weaker digest and nothing near counts. */
  readonly isNegative: boolean;
  readonly maxDistance: number;
  readonly minQuality: number;
  /** The version whose entries are in memory. */
  readonly loadedVersion: number;
}

/** An entry that fits. */
export interface FoundMatch {
  readonly hashListId: string;
  readonly listName: string;
  readonly listVersion: number;
  readonly hashEntryId: string;
  readonly kind: MatchKind;
  readonly algorithm: MatchAlgorithm;
  /** Bits; 0 for a digest. */
  readonly distance: number;
  /** Of the examined picture; null for a digest. */
  readonly quality: number | null;
  /** How the examined picture was turned to fit; null for a digest. */
  readonly orientation: DihedralName | null;
  /** Where a video's frames made it. */
  readonly frames?: FrameShares;
}

/** An identifier's 16 bytes as text. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class OrganisationIndex {
  private readonly digests: Readonly<Record<DigestKind, DigestIndex>>;
  private readonly pictures: HashIndex;
  private readonly countOfList: Map<string, number>;

  /** @param tables of the entries' hashes; may come from another thread */
  constructor(
    private readonly entries: OrganisationEntries,
    { digests, pictures }: SharedTables,
  ) {
    this.digests = {
      md5: DigestIndex.attach(digests.md5),
      sha1: DigestIndex.attach(digests.sha1),
      sha256: DigestIndex.attach(digests.sha256),
    };
    this.pictures = HashIndex.attach(pictures);
    this.countOfList = entries.countsOfLists();
  }

  /** Entries that matching finds, digests and pictures counted apart. */
  get sizes(): Readonly<Record<MatchAlgorithm, number>> {
    const { md5, sha1, sha256 } = this.digests;
    return { md5: md5.size, sha1: sha1.size, sha256: sha256.size, pdq: this.pictures.size };
  }

  /** Additions and withdrawals since it was built: a measure of when to build anew. */
  get changes(): number {
    const { md5, sha1, sha256 } = this.digests;
    return md5.changes + sha1.changes + sha256.changes + this.pictures.changes;
  }

  /** Lists of which there are entries, and how many. */
  get entriesOfLists(): ReadonlyMap<string, number> {
    return this.countOfList;
  }

  /** Adds an entry of a list at once. */
  add(hashListId: string, row: EntryRow): void {
    const place = this.entries.push(hashListId, row);
    for (const kind of DIGEST_KINDS) {
      const digest = row[kind];
      if (digest !== null) this.digests[kind].add(place, digest);
    }
    if (row.pdq !== null) this.pictures.add(place, row.pdq);
    this.count(hashListId, 1);
  }

  /** Withdraws an entry at once, found by its own hashes. */
  remove(row: EntryRow): void {
    const places = new Set<number>();
    for (const kind of DIGEST_KINDS) {
      const digest = row[kind];
      if (digest !== null) for (const place of this.digests[kind].lookup(digest)) places.add(place);
    }
    if (row.pdq !== null) for (const { id } of this.pictures.search(row.pdq, 0)) places.add(id);
    for (const place of places) {
      if (!this.entries.idAt(place).equals(row.id)) continue;
      for (const kind of DIGEST_KINDS) this.digests[kind].remove(place);
      this.pictures.remove(place);
      this.count(this.entries.listAt(place), -1);
    }
  }

  /**
   * Every entry of the given lists that fits, each once by its strongest way: exact ones first, then the nearest.
   * @param lists by id; entries of others, and of those that are switched off, do not fit
   */
  match(probe: Probe, lists: ReadonlyMap<string, LoadedList>): FoundMatch[] {
    const found = new Map<number, FoundMatch>();
    const usable = (place: number) => {
      const list = lists.get(this.entries.listAt(place));
      return list?.isEnabled ? list : undefined;
    };
    const exact = new Map<DigestKind, ReadonlySet<number>>();
    for (const kind of DIGEST_KINDS) {
      const digest = probe[kind];
      if (digest == null) continue;
      const places = new Set(this.digests[kind].lookup(digest));
      exact.set(kind, places);
      for (const place of places) {
        const list = usable(place);
        if (list === undefined || (list.isNegative && kind !== 'sha256')) continue;
        if (found.has(place) || this.isContradicted(place, kind, exact)) continue;
        found.set(place, this.describe(place, list, { kind: 'exact', algorithm: kind, distance: 0 }));
      }
    }
    for (const near of this.near(probe, lists)) {
      const list = usable(near.place);
      if (list === undefined || list.isNegative) continue;
      if (near.distance > list.maxDistance || found.has(near.place)) continue;
      if (near.quality < list.minQuality || this.entries.qualityAt(near.place) < list.minQuality) continue;
      found.set(near.place, this.describe(near.place, list, { kind: 'near', algorithm: 'pdq', ...near }));
    }
    return [...found.values()];
  }

  /** A weak digest fits, but the entry has a stronger one that does not: a collision made on purpose, or a wrong line. */
  private isContradicted(
    place: number,
    kind: DigestKind,
    exact: ReadonlyMap<DigestKind, ReadonlySet<number>>,
  ): boolean {
    return DIGEST_KINDS.slice(0, DIGEST_KINDS.indexOf(kind)).some(
      (stronger) => this.entries.hasAt(place, stronger) && exact.get(stronger)?.has(place) === false,
    );
  }

  /** Entries near the picture in any orientation, each once, nearest first. */
  private near(
    { pdq, quality, dihedral }: Probe,
    lists: ReadonlyMap<string, LoadedList>,
  ): { place: number; distance: number; quality: number; orientation: DihedralName }[] {
    if (pdq == null || quality == null) return [];
    const asked = [...lists.values()].filter(
      (list) => list.isEnabled && !list.isNegative && quality >= list.minQuality,
    );
    if (asked.length === 0) return [];
    const widest = Math.max(...asked.map((list) => list.maxDistance));
    const best = new Map<
      number,
      { place: number; distance: number; quality: number; orientation: DihedralName }
    >();
    // The plain hash stands for the picture as it is; in the list of eight the first may differ for a small picture.
    const hashes = [pdq, ...(dihedral ?? []).slice(1, DIHEDRAL_NAMES.length)];
    for (const [turn, hash] of hashes.entries()) {
      for (const { id, distance } of this.pictures.search(hash, widest)) {
        const known = best.get(id);
        if (known !== undefined && known.distance <= distance) continue;
        best.set(id, { place: id, distance, quality, orientation: DIHEDRAL_NAMES[turn]! });
      }
    }
    return [...best.values()].sort((a, b) => a.distance - b.distance || a.place - b.place);
  }

  private describe(
    place: number,
    list: LoadedList,
    how: {
      kind: MatchKind;
      algorithm: MatchAlgorithm;
      distance: number;
      quality?: number;
      orientation?: DihedralName;
    },
  ): FoundMatch {
    return {
      hashListId: list.id,
      listName: list.name,
      listVersion: list.loadedVersion,
      hashEntryId: uuidText(this.entries.idAt(place)),
      kind: how.kind,
      algorithm: how.algorithm,
      distance: how.distance,
      quality: how.quality ?? null,
      orientation: how.orientation ?? null,
    };
  }

  private count(hashListId: string, by: number): void {
    const count = (this.countOfList.get(hashListId) ?? 0) + by;
    if (count === 0) this.countOfList.delete(hashListId);
    else this.countOfList.set(hashListId, count);
  }
}
