// Which pictures are compared, and which of those that were compared are nearest.
import type { HashIndex } from '#libs/hash-index';
import { DIHEDRAL_NAMES, HASH_BYTES, MATCH_DISTANCE, MIN_QUALITY } from '#libs/pdq';
import { likeness, type HashedPicture, type NearPicture } from './representatives.js';

/** SQL: whether the perceptual hash of media `d` says enough to be compared. */
export const COMPARABLE = `d.pdq IS NOT NULL AND d.pdq_quality >= ${MIN_QUALITY} AND length(d.pdq_dihedral) = ${DIHEDRAL_NAMES.length * HASH_BYTES}`;

/** SQL: whether assessment `a` is of a person who has looked at the media to decide on it. Only such can speak for others. */
export const LOOKED_AT = `(a.made_by = 'person' AND a.looked AND a.media_id IS NOT NULL)`;

/** A picture with its own hash only. */
export interface ComparedPicture {
  readonly id: string;
  readonly hash: Uint8Array;
}

/** The nearest to a picture within a distance, itself left out: each pair is of two that were compared themselves. */
export function nearestOf(
  picture: HashedPicture,
  others: readonly ComparedPicture[],
  maxDistance: number,
  most: number,
): NearPicture[] {
  return others
    .filter(({ id }) => id !== picture.id)
    .map(({ id, hash }) => ({
      id: picture.id,
      representativeId: id,
      ...likeness(picture.dihedral, hash),
    }))
    .filter(({ distance }) => distance <= maxDistance)
    .toSorted((a, b) => a.distance - b.distance || (a.representativeId < b.representativeId ? -1 : 1))
    .slice(0, most);
}

/** What an index has near to a picture in any of its orientations. */
export function placesNear(index: HashIndex, dihedral: Uint8Array): number[] {
  const places = new Set<number>();
  for (let turn = 0; turn < DIHEDRAL_NAMES.length; turn += 1) {
    const hash = dihedral.subarray(turn * HASH_BYTES, (turn + 1) * HASH_BYTES);
    for (const { id } of index.search(hash, MATCH_DISTANCE)) places.add(id);
  }
  return [...places];
}
