// The entries of one organisation's lists in memory: by digest and by perceptual hash. An entry is known here by its
// place in the order of arrival.
import { type DigestKind, DigestIndex, HashIndex } from '#libs/hash-index';
import { DIHEDRAL_NAMES, type DihedralName } from '#libs/pdq';
import type { EntryRow } from './entry.stream.js';
import { GrowingNumbers, GrowingRows } from './growing-arrays.js';
import { DIGEST_FIELDS } from './new-entry.js';
import type { MatchAlgorithm, MatchKind } from './match.entity.js';

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
  readonly isEnabled: boolean;
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
}

const DIGEST_KINDS = ['sha256', 'sha1', 'md5'] as const satisfies readonly DigestKind[];
const FLAGS: Readonly<Record<DigestKind, number>> = { sha256: 4, sha1: 2, md5: 1 };
const UNKNOWN_QUALITY = 255;

/** An identifier's 16 bytes as text. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export class OrganisationIndex {
  private readonly listIds: string[] = [];
  private readonly entryIds = new GrowingRows(16);
  private readonly listOfEntry = new GrowingNumbers();
  private readonly qualities = new GrowingRows(1);
  private readonly digestFlags = new GrowingRows(1);
  private digests: Record<DigestKind, DigestIndex>;
  private pictures: HashIndex;
  private gathered: Gathered | undefined = new Gathered();

  constructor() {
    this.digests = emptyDigests();
    this.pictures = HashIndex.build({ hashes: new Uint8Array(0), ids: new Uint32Array(0) });
  }

  /** Entries that matching finds, digests and pictures counted apart. */
  get sizes(): Readonly<Record<MatchAlgorithm, number>> {
    const { md5, sha1, sha256 } = this.digests;
    return { md5: md5.size, sha1: sha1.size, sha256: sha256.size, pdq: this.pictures.size };
  }

  /** Additions and withdrawals since `build`: a measure of when to load anew. */
  get changes(): number {
    const { md5, sha1, sha256 } = this.digests;
    return md5.changes + sha1.changes + sha256.changes + this.pictures.changes;
  }

  /** Adds an entry of a list: before `build` to what it gathers, after it at once. */
  add(hashListId: string, row: EntryRow): void {
    const place = this.entryIds.length;
    let list = this.listIds.indexOf(hashListId);
    if (list < 0) list = this.listIds.push(hashListId) - 1;
    this.entryIds.push(row.id);
    this.listOfEntry.push(list);
    this.qualities.push(Uint8Array.of(row.quality ?? UNKNOWN_QUALITY));
    let flags = 0;
    for (const kind of DIGEST_KINDS) {
      const digest = row[kind];
      if (digest === null) continue;
      flags |= FLAGS[kind];
      if (this.gathered === undefined) this.digests[kind].add(place, digest);
      else this.gathered.push(kind, place, digest);
    }
    this.digestFlags.push(Uint8Array.of(flags));
    if (row.pdq === null) return;
    if (this.gathered === undefined) this.pictures.add(place, row.pdq);
    else this.gathered.push('pdq', place, row.pdq);
  }

  /** Builds the tables of all that was gathered. */
  build(): void {
    const { gathered } = this;
    if (gathered === undefined) return;
    for (const kind of DIGEST_KINDS) {
      this.digests[kind] = DigestIndex.build(kind, {
        digests: gathered.hashes[kind].view(),
        ids: gathered.places[kind].view(),
      });
    }
    this.pictures = HashIndex.build({ hashes: gathered.hashes.pdq.view(), ids: gathered.places.pdq.view() });
    this.gathered = undefined;
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
      if (!this.entryIds.at(place).equals(row.id)) continue;
      for (const kind of DIGEST_KINDS) this.digests[kind].remove(place);
      this.pictures.remove(place);
    }
  }

  /**
   * Every entry of the given lists that fits, each once by its strongest way: exact ones first, then the nearest.
   * @param lists by id; entries of others, and of those that are switched off, do not fit
   */
  match(probe: Probe, lists: ReadonlyMap<string, LoadedList>): FoundMatch[] {
    const found = new Map<number, FoundMatch>();
    const usable = (place: number) => {
      const list = lists.get(this.listIds[this.listOfEntry.at(place)]!);
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
        if (list === undefined || found.has(place) || this.isContradicted(place, kind, exact)) continue;
        found.set(place, this.describe(place, list, { kind: 'exact', algorithm: kind, distance: 0 }));
      }
    }
    for (const near of this.near(probe, lists)) {
      const list = usable(near.place);
      if (list === undefined || near.distance > list.maxDistance || found.has(near.place)) continue;
      if (near.quality < list.minQuality || this.qualities.at(near.place)[0]! < list.minQuality) continue;
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
    const flags = this.digestFlags.at(place)[0]!;
    return DIGEST_KINDS.slice(0, DIGEST_KINDS.indexOf(kind)).some(
      (stronger) => (flags & FLAGS[stronger]) !== 0 && exact.get(stronger)?.has(place) === false,
    );
  }

  /** Entries near the picture in any orientation, each once, nearest first. */
  private near(
    { pdq, quality, dihedral }: Probe,
    lists: ReadonlyMap<string, LoadedList>,
  ): { place: number; distance: number; quality: number; orientation: DihedralName }[] {
    if (pdq == null || quality == null) return [];
    const asked = [...lists.values()].filter((list) => list.isEnabled && quality >= list.minQuality);
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
      hashEntryId: uuidText(this.entryIds.at(place)),
      kind: how.kind,
      algorithm: how.algorithm,
      distance: how.distance,
      quality: how.quality ?? null,
      orientation: how.orientation ?? null,
    };
  }
}

class Gathered {
  readonly hashes = {
    md5: new GrowingRows(DIGEST_FIELDS.md5),
    sha1: new GrowingRows(DIGEST_FIELDS.sha1),
    sha256: new GrowingRows(DIGEST_FIELDS.sha256),
    pdq: new GrowingRows(DIGEST_FIELDS.pdq),
  };
  readonly places = {
    md5: new GrowingNumbers(),
    sha1: new GrowingNumbers(),
    sha256: new GrowingNumbers(),
    pdq: new GrowingNumbers(),
  };

  push(field: MatchAlgorithm, place: number, hash: Uint8Array): void {
    this.hashes[field].push(hash);
    this.places[field].push(place);
  }
}

function emptyDigests(): Record<DigestKind, DigestIndex> {
  const none = { digests: new Uint8Array(0), ids: new Uint32Array(0) };
  return {
    md5: DigestIndex.build('md5', none),
    sha1: DigestIndex.build('sha1', none),
    sha256: DigestIndex.build('sha256', none),
  };
}
