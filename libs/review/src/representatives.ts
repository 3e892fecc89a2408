// Near copies under one representative. Pure. Likeness is no chain: A like B and B like C do not make A like C, so a
// picture stands only under one that it was compared with itself.
import { DIHEDRAL_NAMES, HASH_BYTES, hammingDistance, type DihedralName } from '#libs/pdq';

export interface HashedPicture {
  readonly id: string;
  /** Its hash in all eight orientations, one after the other, its own first. */
  readonly dihedral: Uint8Array;
}

export interface Likeness {
  readonly distance: number;
  /** How the picture was turned to fit. */
  readonly orientation: DihedralName;
}

export interface NearPicture extends Likeness {
  readonly id: string;
  readonly representativeId: string;
}

/** How alike a picture, turned whichever way fits best, and another are. */
export function likeness(picture: Uint8Array, other: Uint8Array): Likeness {
  const fixed = other.subarray(0, HASH_BYTES);
  let best: Likeness | undefined;
  for (const [place, orientation] of DIHEDRAL_NAMES.entries()) {
    const turned = picture.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
    const distance = hammingDistance(turned, fixed);
    if (best === undefined || distance < best.distance) best = { distance, orientation };
  }
  return best!;
}

/**
 * Puts each picture under the nearest representative within the distance, the earlier of two as near; one that has none
 * becomes a representative itself and stays one. So what came later never changes what was said before.
 * @param pictures in the order in which they are to be taken, which must be one that lasts
 * @returns those that are not representatives themselves, in the same order
 */
export function nearPictures(pictures: readonly HashedPicture[], maxDistance: number): NearPicture[] {
  const representatives: HashedPicture[] = [];
  const near: NearPicture[] = [];
  for (const picture of pictures) {
    let nearest: NearPicture | undefined;
    for (const { id, dihedral } of representatives) {
      const alike = likeness(picture.dihedral, dihedral);
      if (alike.distance > maxDistance || alike.distance >= (nearest?.distance ?? Infinity)) continue;
      nearest = { id: picture.id, representativeId: id, ...alike };
    }
    if (nearest === undefined) representatives.push(picture);
    else near.push(nearest);
  }
  return near;
}
