// Hashes of an organisation's pictures in memory, with the media that each is of.
import { HashIndex } from '#libs/hash-index';
import { HASH_BYTES } from '#libs/pdq';
import { placesNear } from './compared-pictures.js';

const ID_BYTES = 16;
/** Bytes of a picture as it is read: its media's id, then its own hash. */
const PICTURE_BYTES = ID_BYTES + HASH_BYTES;

export class KeptPictures {
  private index: HashIndex;
  /** Ids of media, by place; the index knows a hash by its place, which it keeps for good. */
  private ids: Buffer;
  private places: number;

  /**
   * @param parts `PICTURE_BYTES` a picture
   * @param room changes after which the index is built anew: additions are scanned
   */
  constructor(
    parts: readonly Buffer[],
    private readonly room: number,
  ) {
    this.places = parts.reduce((sum, part) => sum + part.length, 0) / PICTURE_BYTES;
    this.ids = Buffer.alloc(this.places * ID_BYTES);
    const hashes = Buffer.alloc(this.places * HASH_BYTES);
    let place = 0;
    for (const part of parts) {
      for (const { id, hash } of picturesIn(part)) {
        this.ids.set(id, place * ID_BYTES);
        hashes.set(hash, place * HASH_BYTES);
        place += 1;
      }
    }
    const ids = Uint32Array.from({ length: this.places }, (_, at) => at);
    this.index = HashIndex.build({ hashes, ids }, { room });
  }

  /** Number of pictures. */
  get size(): number {
    return this.index.size;
  }

  get byteLength(): number {
    return this.index.byteLength + this.ids.length;
  }

  /** Adds pictures; one that is there already stays as it is. */
  add(part: Buffer): void {
    for (const { id, hash } of picturesIn(part)) {
      if (this.placeOf(id, hash) !== undefined) continue;
      this.makeRoom();
      this.ids.set(id, this.places * ID_BYTES);
      this.index.add(this.places, hash);
      this.places += 1;
    }
  }

  /** Takes out what lies at a place. */
  remove(place: number): void {
    this.makeRoom();
    this.index.remove(place);
  }

  /** What is near to a picture in any of its orientations: media by place. */
  near(dihedral: Uint8Array): Map<number, string> {
    return new Map(placesNear(this.index, dihedral).map((place) => [place, textOf(this.idAt(place))]));
  }

  private placeOf(id: Uint8Array, hash: Uint8Array): number | undefined {
    return this.index.search(hash, 0).find((found) => this.idAt(found.id).equals(id))?.id;
  }

  private idAt(place: number): Buffer {
    return this.ids.subarray(place * ID_BYTES, (place + 1) * ID_BYTES);
  }

  private makeRoom(): void {
    if (this.index.changes >= this.room) {
      this.index = HashIndex.build(this.index.entries(), { room: this.room });
    }
    if ((this.places + 1) * ID_BYTES > this.ids.length) {
      const grown = Buffer.alloc((this.places + this.room) * ID_BYTES);
      this.ids.copy(grown);
      this.ids = grown;
    }
  }
}

function* picturesIn(part: Buffer): Generator<{ readonly id: Buffer; readonly hash: Buffer }> {
  for (let at = 0; at < part.length; at += PICTURE_BYTES) {
    yield { id: part.subarray(at, at + ID_BYTES), hash: part.subarray(at + ID_BYTES, at + PICTURE_BYTES) };
  }
}

function textOf(id: Buffer): string {
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
