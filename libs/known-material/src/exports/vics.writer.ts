// Project VIC's JSON 2.0 as a hash set, in the categories of the United States profile.
import { vicsCategories } from '#libs/taxonomy';
import { type CategoryMapping, verdictOf } from '../category-mapping.js';
import type { ExportedEntry, ListFile } from './list-export.js';

const CONTEXT = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media';
const SAID_ALREADY = /^vics-(\d{1,2})$/;

/** @param mapping what the words of the list mean */
export function vicsFile(mapping: CategoryMapping): ListFile {
  return {
    head: `{"@odata.context":${JSON.stringify(CONTEXT)},"value":[`,
    line: (entry, index) => {
      const media = mediaOf(entry, index + 1, mapping);
      return media && `${index === 0 ? '' : ','}\n${JSON.stringify(media)}`;
    },
    foot: '\n]}\n',
  };
}

/** Undefined without an MD5, which the format demands. */
function mediaOf(
  { md5, sha1, sha256, pdq, photoDna, category }: ExportedEntry,
  mediaId: number,
  mapping: CategoryMapping,
): object | undefined {
  if (md5 === null) return undefined;
  const alternatives = [
    ['SHA256', sha256],
    ['PDQ', pdq],
  ].flatMap(([HashName, HashValue]) => (HashValue === null ? [] : [{ MD5: md5, HashName, HashValue }]));
  return {
    MediaID: mediaId,
    Category: categoryOf(category, mapping),
    MD5: md5.toUpperCase(),
    ...(sha1 !== null && { SHA1: sha1.toUpperCase() }),
    ...(photoDna !== null && { PhotoDNA: Buffer.from(photoDna, 'hex').toString('base64') }),
    ...(alternatives.length > 0 && { AlternativeHashes: alternatives }),
  };
}

/** Where a verdict fits several, the mildest: a receiver must not be told more than was found. Null where nothing is said. */
function categoryOf(category: string | null, mapping: CategoryMapping): number | null {
  const [, said] = SAID_ALREADY.exec(category ?? '') ?? [];
  if (said !== undefined) return Number(said);
  const verdict = verdictOf(mapping, category);
  return verdict === null ? null : (vicsCategories({ verdict }).at(-1) ?? null);
}
