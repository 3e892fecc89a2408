// The media that an organisation holds, searched by entries: the reverse of matching. A list of a million entries is
// streamed past a few thousand media, so that memory holds the smaller side.
import { HashIndex } from '#libs/hash-index';
import type { EntryRow } from './entry.stream.js';
import { GrowingNumbers, GrowingRows } from './growing-arrays.js';
import { DIGEST_FIELDS } from './new-entry.js';

/** A media as it is stored. */
export interface HeldMedia {
  readonly id: string;
  readonly md5: Uint8Array;
  readonly sha1: Uint8Array;
  readonly sha256: Uint8Array;
  readonly pdq: Uint8Array | null;
  readonly quality: number | null;
  /** Eight hashes of 32 bytes each, the picture's own first. */
  readonly dihedral: Uint8Array | null;
  /** Of an animation, in hex. */
  readonly frames: readonly { readonly hash: string; readonly quality: number }[] | null;
}

export interface NearLimits {
  readonly maxDistance: number;
  readonly minQuality: number;
}

const DIGEST_KINDS = ['sha256', 'sha1', 'md5'] as const;

export class HeldMediaIndex {
  private readonly places = { sha256: new Map(), sha1: new Map(), md5: new Map() } as Record<
    (typeof DIGEST_KINDS)[number],
    Map<string, number[]>
  >;
  private readonly pictures: HashIndex;
  private readonly mediaOfHash = new GrowingNumbers();

  constructor(
    media: readonly HeldMedia[],
    private readonly limits: NearLimits,
  ) {
    const hashes = new GrowingRows(DIGEST_FIELDS.pdq);
    for (const [place, one] of media.entries()) {
      for (const kind of DIGEST_KINDS) {
        const key = keyOf(one[kind]);
        const known = this.places[kind].get(key);
        if (known === undefined) this.places[kind].set(key, [place]);
        else known.push(place);
      }
      for (const hash of this.comparedHashes(one)) {
        hashes.push(hash);
        this.mediaOfHash.push(place);
      }
    }
    const ids = Uint32Array.from({ length: hashes.length }, (_, row) => row);
    this.pictures = HashIndex.build({ hashes: hashes.view(), ids });
  }

  /** Places of the media that an entry fits, by digest or near, as matching would find it. */
  fitting(entry: EntryRow): { readonly exact: readonly number[]; readonly near: readonly number[] } {
    const exact = this.byDigest(entry);
    const { pdq, quality } = entry;
    if (pdq === null || (quality !== null && quality < this.limits.minQuality)) return { exact, near: [] };
    const near = new Set<number>();
    for (const { id } of this.pictures.search(pdq, this.limits.maxDistance))
      near.add(this.mediaOfHash.at(id));
    for (const place of exact) near.delete(place);
    return { exact, near: [...near] };
  }

  /** Every media has all digests, so the entry's strongest one decides: a weaker one that fits would be contradicted. */
  private byDigest(entry: EntryRow): readonly number[] {
    for (const kind of DIGEST_KINDS) {
      const digest = entry[kind];
      if (digest !== null) return this.places[kind].get(keyOf(digest)) ?? [];
    }
    return [];
  }

  /** The picture in its eight orientations, and what else an animation shows. */
  private comparedHashes({ pdq, quality, dihedral, frames }: HeldMedia): Uint8Array[] {
    const hashes: Uint8Array[] = [];
    const bytes = DIGEST_FIELDS.pdq;
    if (pdq !== null && quality !== null && dihedral !== null && quality >= this.limits.minQuality) {
      hashes.push(pdq);
      for (let at = bytes; at < dihedral.length; at += bytes) hashes.push(dihedral.subarray(at, at + bytes));
    }
    for (const frame of frames ?? []) {
      if (frame.quality >= this.limits.minQuality) hashes.push(Buffer.from(frame.hash, 'hex'));
    }
    return hashes;
  }
}

const keyOf = (digest: Uint8Array) =>
  Buffer.from(digest.buffer, digest.byteOffset, digest.length).toString('latin1');
