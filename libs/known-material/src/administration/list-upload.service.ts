// A list that is brought in through the console: announced, uploaded in parts that are sealed as they come, and left to
// triage. The console never reads a part again; who lost the connection goes on with the part that is missing.
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Actor, recordEvent } from '#libs/audit';
import {
  ConflictError,
  enqueue,
  firstRow,
  InvalidInputError,
  isUniqueViolation,
  type KeyRing,
  ManaraError,
  newId,
  NotFoundError,
  sealFor,
} from '#libs/platform';
import { firstPolicy, givenPolicy, policyAfter, policyOf } from '../list-policy.js';
import type { ListSettings } from '../list-settings.js';
import type { ColumnMapping } from '../list.reader.js';
import type { ListFormat } from '../list.formats.js';
import type { VersionState } from '../list-version.lifecycle.js';
import { requireNoSource } from '../sources/filled-by-source.js';
import type { ListImportKind } from './list-import.entity.js';
import { type ListImportState, moveListImport } from './list-import.lifecycle.js';

/** Of every part but the last. */
export const PART_BYTES = 4 * 1024 * 1024;
/** Imports of an organisation that have not ended, at most: each may hold a file. */
const MOST_OPEN = 5;
const SPOOL_PURPOSE = 'list-upload';

/** What a part is sealed for: nothing else can be put in its place. */
export const partOf = (organisationId: string, listImportId: string, number: number): string =>
  `list upload ${organisationId} ${listImportId} ${number}`;

/** Seals a part of an upload. */
export function sealPart(
  ring: KeyRing,
  organisationId: string,
  listImportId: string,
  number: number,
  bytes: Uint8Array,
): Buffer {
  return sealFor(ring, SPOOL_PURPOSE, bytes, partOf(organisationId, listImportId, number));
}

/** The file is larger than this installation takes through the console. */
export class UploadTooLargeError extends ManaraError {
  constructor(readonly maxBytes: number) {
    super(
      'upload-too-large',
      'The file is larger than the console takes; import it on the command line, or raise LIST_UPLOAD_MAX_MB.',
      413,
    );
  }
}

export interface UploadBounds {
  /** Of a file. */
  readonly maxBytes: number;
  readonly partBytes?: number;
}

export interface NewUpload {
  readonly listName: string;
  readonly format: ListFormat;
  readonly columns?: ColumnMapping;
  /** What the import is to say of its list. */
  readonly settings: Omit<ListSettings, 'name'>;
  /** Of the whole file. */
  readonly bytes: number;
}

/**
 * Opens an upload, with its event.
 * @param askedBy the staff account, which alone may send its parts
 * @throws InvalidInputError; UploadTooLargeError; ConflictError while the same list is being imported, too many are, or
 *   a source fills the list
 */
export async function openUpload(
  manager: EntityManager,
  organisationId: string,
  upload: NewUpload,
  askedBy: string,
  { maxBytes, partBytes = PART_BYTES }: UploadBounds,
): Promise<{ id: string; partBytes: number }> {
  const { bytes, format, columns, settings } = upload;
  const listName = upload.listName.trim();
  if (listName === '' || listName.length > 100)
    throw new InvalidInputError('A list has a name of 1 to 100 characters.', {
      list: 'must have 1 to 100 characters',
    });
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new InvalidInputError('The file is empty.', { bytes: 'must be at least 1' });
  if (bytes > maxBytes) throw new UploadTooLargeError(maxBytes);
  // Asked before anything is sent.
  policyAfter(
    (await policyOf(manager, organisationId, listName)) ?? firstPolicy(listName),
    givenPolicy(settings),
  );
  await requireNoSource(manager, organisationId, listName);
  const id = await insertImport(manager, organisationId, {
    kind: 'upload',
    listName,
    askedBy,
    state: 'uploading',
    format,
    columns: columns ?? null,
    settings,
    toVersion: null,
    bytes,
  });
  await recordEvent(manager, {
    organisationId,
    actor: { kind: 'staff', id: askedBy },
    act: 'hash-list.import-asked',
    subjectKind: 'list-import',
    subjectId: id,
    details: { format, bytes },
  });
  return { id, partBytes };
}

/**
 * Asks for an earlier version of a list to be live again, as a new version.
 * @returns the import's id
 * @throws NotFoundError; ConflictError when it was never replaced, or while the list is being imported
 */
export async function askToTakeBack(
  manager: EntityManager,
  organisationId: string,
  hashListId: string,
  version: number,
  askedBy: string,
): Promise<string> {
  const found = firstRow<{ name: string; state: VersionState }>(
    await manager.query(
      `SELECT l.name, v.state FROM hash_lists l JOIN hash_list_versions v
         ON v.hash_list_id = l.id AND v.organisation_id = l.organisation_id
       WHERE l.id = $1 AND l.organisation_id = $2 AND v.number = $3`,
      [hashListId, organisationId, version],
    ),
  );
  if (found === undefined) throw new NotFoundError('version of the list');
  if (found.state !== 'replaced') {
    throw new ConflictError(
      'list-version-not-replaced',
      `A list goes back to a version that was live and was replaced; version ${version} is ${found.state}.`,
    );
  }
  const id = await insertImport(manager, organisationId, {
    kind: 'take-back',
    listName: found.name,
    askedBy,
    state: 'queued',
    format: null,
    columns: null,
    settings: {},
    toVersion: version,
    bytes: 0,
  });
  await recordEvent(manager, {
    organisationId,
    actor: { kind: 'staff', id: askedBy },
    act: 'hash-list.take-back-asked',
    subjectKind: 'hash-list',
    subjectId: hashListId,
    details: { to: version },
  });
  await enqueueImport(manager, organisationId, id);
  return id;
}

interface ImportRow {
  readonly kind: ListImportKind;
  readonly listName: string;
  readonly askedBy: string;
  readonly state: ListImportState;
  readonly format: ListFormat | null;
  readonly columns: ColumnMapping | null;
  readonly settings: Omit<ListSettings, 'name'>;
  readonly toVersion: number | null;
  readonly bytes: number;
}

/** Opens an import. @throws ConflictError while the list is being imported, or too many are */
export async function insertImport(
  manager: EntityManager,
  organisationId: string,
  row: ImportRow,
): Promise<string> {
  const open = firstRow<{ open: number }>(
    await manager.query(
      `SELECT count(*)::int AS open FROM list_imports WHERE organisation_id = $1 AND ended_at IS NULL`,
      [organisationId],
    ),
  );
  if (open!.open >= MOST_OPEN) {
    throw new ConflictError(
      'too-many-imports',
      'Other imports have not ended yet; wait until one has, or cancel one.',
    );
  }
  const id = newId();
  try {
    await manager.query(
      `INSERT INTO list_imports (id, organisation_id, kind, list_name, asked_by, state, format, columns, settings,
         to_version, bytes, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CASE WHEN $6 = 'queued' THEN now() END)`,
      [
        id,
        organisationId,
        row.kind,
        row.listName,
        row.askedBy,
        row.state,
        row.format,
        row.columns === null ? null : JSON.stringify(row.columns),
        JSON.stringify(row.settings),
        row.toVersion,
        row.bytes,
      ],
    );
  } catch (error) {
    if (!isUniqueViolation(error, 'one_open_import_a_list')) throw error;
    throw new ConflictError(
      'import-running',
      'This list is being imported now; wait until that has ended, or cancel it.',
    );
  }
  return id;
}

interface OpenUpload {
  readonly state: ListImportState;
  readonly bytes: number;
  readonly receivedBytes: number;
  readonly receivedParts: number;
}

/**
 * Takes the next part of an upload. The last one hands the import to triage.
 * @param number from 0; one that was taken before is left as it is, so that it can be sent again
 * @throws NotFoundError for an upload of somebody else; ConflictError when it is not this part's turn;
 *   InvalidInputError when the part has not the length that was agreed
 */
export async function takePart(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  { id, number, bytes }: { readonly id: string; readonly number: number; readonly bytes: Uint8Array },
  askedBy: string,
  partBytes = PART_BYTES,
): Promise<void> {
  const upload = firstRow<OpenUpload>(
    await manager.query(
      `SELECT state, bytes::float8 AS bytes, received_bytes::float8 AS "receivedBytes", received_parts AS "receivedParts"
       FROM list_imports WHERE id = $1 AND organisation_id = $2 AND asked_by = $3 AND kind = 'upload' FOR UPDATE`,
      [id, organisationId, askedBy],
    ),
  );
  if (upload === undefined) throw new NotFoundError('upload');
  const digest = createHash('sha256').update(bytes).digest();
  if (number < upload.receivedParts) return requireSamePart(manager, organisationId, id, number, digest);
  if (upload.state !== 'uploading')
    throw new ConflictError('list-import-moved', `The upload takes nothing more; it is ${upload.state}.`);
  if (number > upload.receivedParts)
    throw new ConflictError('part-out-of-turn', `The next part is number ${upload.receivedParts}.`);
  const expected = Math.min(partBytes, upload.bytes - upload.receivedBytes);
  if (bytes.length !== expected)
    throw new InvalidInputError(`Part ${number} has ${expected} bytes, as the upload was announced.`);
  await manager.query(
    `INSERT INTO list_import_parts (list_import_id, organisation_id, number, digest, sealed) VALUES ($1, $2, $3, $4, $5)`,
    [id, organisationId, number, digest, sealPart(ring, organisationId, id, number, bytes)],
  );
  await manager.query(
    `UPDATE list_imports SET received_bytes = $3, received_parts = $4, seen_at = now()
     WHERE id = $1 AND organisation_id = $2`,
    [id, organisationId, upload.receivedBytes + bytes.length, number + 1],
  );
  if (upload.receivedBytes + bytes.length < upload.bytes) return;
  await moveListImport(manager, organisationId, id, 'queued', { dueInSeconds: 0 });
  await enqueueImport(manager, organisationId, id);
}

async function requireSamePart(
  manager: EntityManager,
  organisationId: string,
  id: string,
  number: number,
  digest: Buffer,
): Promise<void> {
  const known = firstRow<{ digest: Buffer }>(
    await manager.query(
      `SELECT digest FROM list_import_parts WHERE list_import_id = $1 AND organisation_id = $2 AND number = $3`,
      [id, organisationId, number],
    ),
  );
  // Gone when the import has ended meanwhile.
  if (known !== undefined && !known.digest.equals(digest))
    throw new ConflictError(
      'part-differs',
      `Part ${number} was taken with other bytes: the file has changed.`,
    );
}

/** Hands an import to the queue. */
export async function enqueueImport(
  manager: EntityManager,
  organisationId: string,
  listImportId: string,
): Promise<void> {
  await enqueue(manager, listImportId, {
    queue: 'triage',
    name: 'import-list',
    payload: { organisationId, listImportId },
  });
}

/**
 * Ends an import before it is done; nothing of it stays.
 * @throws NotFoundError; ConflictError when it has ended
 */
export async function cancelListImport(
  manager: EntityManager,
  organisationId: string,
  id: string,
  actor: Actor,
): Promise<void> {
  const known: unknown[] = await manager.query(
    `SELECT 1 FROM list_imports WHERE id = $1 AND organisation_id = $2`,
    [id, organisationId],
  );
  if (known.length === 0) throw new NotFoundError('import');
  await moveListImport(manager, organisationId, id, 'cancelled');
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'hash-list.import-cancelled',
    subjectKind: 'list-import',
    subjectId: id,
  });
}
