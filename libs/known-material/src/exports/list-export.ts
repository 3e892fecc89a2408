// A list as a file for others: what is live, page by page, so that a list of millions needs little memory and no
// transaction that lasts. An own list goes whole; of any other only what its licence lets go.
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import { type Database, NotFoundError } from '#libs/platform';
import type { CategoryMapping } from '../category-mapping.js';
import { type LicensedTo, type Licence, mayPassOn } from '../licence.js';
import { entryInUse, isWithheld } from '../match-standing.js';
import { csvFile } from './csv.writer.js';
import { vicsFile } from './vics.writer.js';

export const EXPORT_FORMATS = ['csv', 'vics'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const ENTRIES_AT_ONCE = 2000;

/** Hashes in lower-case hex. */
export interface ExportedEntry {
  readonly id: string;
  readonly md5: string | null;
  readonly sha1: string | null;
  readonly sha256: string | null;
  readonly pdq: string | null;
  readonly photoDna: string | null;
  readonly quality: number | null;
  readonly category: string | null;
  readonly video: string | null;
}

/** How entries become text. */
export interface ListFile {
  readonly head: string;
  /** Undefined for an entry that the format cannot hold. */
  readonly line: (entry: ExportedEntry, index: number) => string | undefined;
  readonly foot: string;
}

export interface ExportSummary {
  readonly version: number;
  readonly entries: number;
  /** Not passed on by the licence of the list. */
  readonly kept: number;
  /** The format has no place for them. */
  readonly unfit: number;
}

interface ExportedList extends Licence {
  readonly id: string;
  readonly isOwn: boolean;
  readonly version: number;
  readonly mapping: CategoryMapping;
}

/**
 * Writes the live version of a list, with an event before its first line.
 * @param to whom it is for: the licence of a list that is not the organisation's own says what may go to them
 * @param write takes the file part by part, and may make the reading wait
 * @throws NotFoundError
 */
export async function exportList(
  database: Database,
  organisationId: string,
  name: string,
  { format, to, actor }: { readonly format: ExportFormat; readonly to: LicensedTo; readonly actor: Actor },
  write: (text: string) => Promise<void>,
): Promise<ExportSummary> {
  const list = await database.within(organisationId, async (manager) => {
    const found = await listOf(manager, organisationId, name);
    await recordEvent(manager, {
      organisationId,
      actor,
      act: 'hash-list.exported',
      subjectKind: 'hash-list',
      subjectId: found.id,
      details: { version: found.version, format, to },
    });
    return found;
  });
  const file = format === 'csv' ? csvFile() : vicsFile(list.mapping);
  const counts = { entries: 0, kept: 0, unfit: 0 };
  await write(file.head);
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const entries = await database.within(organisationId, (manager) =>
      entriesAfter(manager, organisationId, list, last),
    );
    let text = '';
    for (const entry of entries) {
      if (!list.isOwn && !mayPassOn(list, entry.category, to)) {
        counts.kept += 1;
        continue;
      }
      const line = file.line(entry, counts.entries);
      if (line === undefined) counts.unfit += 1;
      else {
        counts.entries += 1;
        text += line;
      }
    }
    if (text !== '') await write(text);
    if (entries.length < ENTRIES_AT_ONCE) break;
    last = entries.at(-1)!.id;
  }
  await write(file.foot);
  return { version: list.version, ...counts };
}

async function listOf(manager: EntityManager, organisationId: string, name: string): Promise<ExportedList> {
  const [list]: ExportedList[] = await manager.query(
    `SELECT id, is_own AS "isOwn", live_version AS version, licence, licence_categories AS "licenceCategories",
       category_mapping AS mapping FROM hash_lists WHERE organisation_id = $1 AND name = $2`,
    [organisationId, name.trim()],
  );
  if (list === undefined) throw new NotFoundError('hash list');
  return list;
}

/** Of the version that was live at the beginning, so that the file is of one version; none once the list is off. */
function entriesAfter(
  manager: EntityManager,
  organisationId: string,
  { id, version }: ExportedList,
  last: string,
): Promise<ExportedEntry[]> {
  const hex = (column: string) => `encode(e.${column}, 'hex')`;
  return manager.query(
    `SELECT e.id, ${hex('md5')} AS md5, ${hex('sha1')} AS sha1, ${hex('sha256')} AS sha256, ${hex('pdq')} AS pdq,
       ${hex('photo_dna')} AS "photoDna", e.pdq_quality AS quality, e.category, e.video
     FROM hash_entries e JOIN (SELECT id, is_enabled, expires_at, trust, $3::integer AS live_version FROM hash_lists
       WHERE id = $2 AND organisation_id = $1) l ON l.id = e.hash_list_id
     WHERE e.hash_list_id = $2 AND e.organisation_id = $1 AND e.id > $4 AND ${entryInUse()} AND NOT ${isWithheld()}
     ORDER BY e.id LIMIT ${ENTRIES_AT_ONCE}`,
    [organisationId, id, version, last],
  );
}
