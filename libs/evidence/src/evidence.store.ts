// Encrypted evidence: a row that says what an object is, a wrapped key that alone can open it, and the object in a store.
// Destroying is one transaction in the database, which makes the object unreadable; the file follows after the commit.
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import {
  type Database,
  firstRow,
  type KeyRing,
  keyIdOf,
  newId,
  openFor,
  openStream,
  SealBrokenError,
  sealFor,
  sealStream,
  SettingError,
} from '#libs/platform';
import type { EvidencePurpose } from './evidence-object.entity.js';
import { EvidenceDamagedError, EvidenceGoneError } from './evidence.errors.js';
import { ObjectMissingError, type ObjectStorage, randomObjectName } from './object.storage.js';

const KEY_PURPOSE = 'evidence';

/** Where the wrapped keys of evidence stand, for who asks which master keys are in use. */
export const SEALED_DATA_KEYS = { table: 'data_keys', column: 'sealed_key' } as const;

export interface NewEvidence {
  readonly organisationId: string;
  readonly purpose: EvidencePurpose;
  /** Of a spool: what it was fetched for. */
  readonly contentItemId?: string;
  /** Of an original or a derivative. */
  readonly mediaId?: string;
  /** Of a derivative: 1 to 4. */
  readonly level?: number;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly deleteAfter?: Date;
}

interface ObjectRow {
  id: string;
  organisation_id: string;
  object_name: string;
  sha256: Buffer;
  sealed_key: Buffer;
}

/** What an object and its key are bound to: moved to another row, neither opens. */
function bindingOf(row: { id: string; organisation_id: string; sha256: Buffer }): string {
  return `${row.organisation_id}\n${row.id}\n${row.sha256.toString('hex')}`;
}

export class EvidenceStore {
  constructor(
    private readonly storage: ObjectStorage,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Encrypts and stores bytes; the object lies in the store before its row commits. A second spool of an item takes the
   * place of the first; of an original or derivative that is there already nothing is stored again.
   * @returns the object's id
   */
  async keep(manager: EntityManager, evidence: NewEvidence): Promise<string> {
    if (evidence.purpose === 'spool') {
      if (evidence.contentItemId === undefined) throw new TypeError('a spool belongs to a content item');
      await this.destroySpool(manager, evidence.organisationId, evidence.contentItemId, 'replaced');
    } else {
      const known = await this.find(manager, evidence);
      if (known !== undefined)
        return this.prolong(manager, evidence.organisationId, known, evidence.deleteAfter ?? null);
    }
    const row = {
      id: newId(),
      organisation_id: evidence.organisationId,
      sha256: createHash('sha256').update(evidence.bytes).digest(),
    };
    const binding = bindingOf(row);
    const dataKey = randomBytes(32);
    const name = randomObjectName();
    await this.storage.write(name, sealStream(dataKey, inOnePart(evidence.bytes), binding));
    const inserted = await manager.query(
      `INSERT INTO evidence_objects
         (id, organisation_id, content_item_id, media_id, purpose, level, object_name, media_type, bytes, sha256, delete_after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id`,
      [
        row.id,
        row.organisation_id,
        evidence.contentItemId ?? null,
        evidence.mediaId ?? null,
        evidence.purpose,
        evidence.level ?? null,
        name,
        evidence.mediaType,
        evidence.bytes.length,
        row.sha256,
        evidence.deleteAfter ?? null,
      ],
    );
    if (inserted.length === 0) {
      // Another worker was faster; its object is the one.
      await this.storage.delete(name);
      const known = await this.find(manager, evidence);
      if (known === undefined) throw new EvidenceGoneError();
      return this.prolong(manager, evidence.organisationId, known, evidence.deleteAfter ?? null);
    }
    await manager.query(
      `INSERT INTO data_keys (evidence_object_id, organisation_id, sealed_key) VALUES ($1, $2, $3)`,
      [row.id, row.organisation_id, sealFor(this.ring, KEY_PURPOSE, dataKey, binding)],
    );
    return row.id;
  }

  /**
   * Opens an object.
   * @throws EvidenceGoneError when it was destroyed, EvidenceDamagedError when its file is missing or was changed
   */
  async read(manager: EntityManager, organisationId: string, objectId: string): Promise<Buffer> {
    const row = firstRow<ObjectRow>(
      await manager.query(
        `SELECT e.id, e.organisation_id, e.object_name, e.sha256, k.sealed_key
         FROM evidence_objects e
           JOIN data_keys k ON k.evidence_object_id = e.id AND k.organisation_id = e.organisation_id
         WHERE e.id = $1 AND e.organisation_id = $2`,
        [objectId, organisationId],
      ),
    );
    if (row === undefined) throw new EvidenceGoneError();
    const binding = bindingOf(row);
    const dataKey = openFor(this.ring, KEY_PURPOSE, row.sealed_key, binding);
    const parts: Buffer[] = [];
    try {
      for await (const part of openStream(dataKey, this.storage.read(row.object_name), binding))
        parts.push(part);
    } catch (error) {
      if (error instanceof ObjectMissingError) throw new EvidenceDamagedError('missing');
      if (error instanceof SealBrokenError) throw new EvidenceDamagedError('changed');
      throw error;
    }
    return Buffer.concat(parts);
  }

  /** The spool of an item, if there is one. */
  async findSpool(
    manager: EntityManager,
    organisationId: string,
    contentItemId: string,
  ): Promise<string | undefined> {
    return this.find(manager, { organisationId, purpose: 'spool', contentItemId });
  }

  /** The original of a media, if it is kept. */
  async findOriginal(
    manager: EntityManager,
    organisationId: string,
    mediaId: string,
  ): Promise<string | undefined> {
    return this.find(manager, { organisationId, purpose: 'original', mediaId });
  }

  /** A derivative of a media at a level, if it is kept. */
  async findDerivative(
    manager: EntityManager,
    organisationId: string,
    mediaId: string,
    level: number,
  ): Promise<string | undefined> {
    return this.find(manager, { organisationId, purpose: 'derivative', mediaId, level });
  }

  /**
   * Makes what was fetched for an item the original of its media, without encrypting anew. Where there is an original
   * already, that one stays for the longer of both times and the spool is destroyed. Can run twice.
   * @param deleteAfter null: until it is destroyed by a decision
   * @returns the original's id, or undefined when there is neither spool nor original
   */
  async turnSpoolIntoOriginal(
    manager: EntityManager,
    organisationId: string,
    contentItemId: string,
    mediaId: string,
    deleteAfter: Date | null,
  ): Promise<string | undefined> {
    const known = await this.findOriginal(manager, organisationId, mediaId);
    if (known !== undefined) {
      await this.destroySpool(manager, organisationId, contentItemId, 'kept-already');
      return this.prolong(manager, organisationId, known, deleteAfter);
    }
    const [turned] = (await manager.query(
      `UPDATE evidence_objects e SET purpose = 'original', media_id = m.id, delete_after = $3
       FROM media m WHERE e.content_item_id = $1 AND e.purpose = 'spool' AND e.organisation_id = $4
         AND m.id = $2 AND m.sha256 = e.sha256 AND m.organisation_id = $4
       RETURNING e.id`,
      [contentItemId, mediaId, deleteAfter, organisationId],
    )) as [{ id: string }[], number];
    return firstRow(turned)?.id;
  }

  /**
   * Destroys an object: its key and row go with the transaction, the ledger remembers it, its file is removed by
   * `noteDeletions` once that has committed.
   * @param reason a code
   * @returns false when it was gone already
   */
  async destroy(
    manager: EntityManager,
    organisationId: string,
    objectId: string,
    reason: string,
  ): Promise<boolean> {
    return (await this.destroyWhere(manager, organisationId, 'e.id = $2', objectId, reason)) > 0;
  }

  /** Destroys what was fetched for an item, if it is still there. */
  async destroySpool(
    manager: EntityManager,
    organisationId: string,
    contentItemId: string,
    reason: string,
  ): Promise<boolean> {
    const where = `e.content_item_id = $2 AND e.purpose = 'spool'`;
    return (await this.destroyWhere(manager, organisationId, where, contentItemId, reason)) > 0;
  }

  /** Destroys original and derivatives of a media. @returns how many objects */
  async destroyOfMedia(
    manager: EntityManager,
    organisationId: string,
    mediaId: string,
    reason: string,
  ): Promise<number> {
    return this.destroyWhere(manager, organisationId, 'e.media_id = $2', mediaId, reason);
  }

  /**
   * Proves at start that the master keys fit what is stored: opens a data key of each master key in use.
   * @throws SettingError
   */
  async assertKeyFits(manager: EntityManager): Promise<void> {
    const rows: ObjectRow[] = await manager.query(
      `SELECT DISTINCT ON (substring(k.sealed_key FROM 3 FOR 4)) e.id, e.organisation_id, e.sha256, k.sealed_key
       FROM data_keys k JOIN evidence_objects e ON e.id = k.evidence_object_id AND e.organisation_id = k.organisation_id
       WHERE e.organisation_id = ANY ((SELECT caller_organisations())::uuid[])`,
    );
    for (const row of rows) {
      try {
        openFor(this.ring, KEY_PURPOSE, row.sealed_key, bindingOf(row));
      } catch (error) {
        if (!(error instanceof SealBrokenError)) throw error;
        throw new SettingError(
          'MANARA_KEY_FILE',
          `does not open the stored evidence; the key with id ${keyIdOf(row.sealed_key)} is needed`,
        );
      }
    }
  }

  /**
   * Wraps data keys anew that an older master key protects, of the organisations that the transaction sees; runs beside
   * everything else.
   * @returns how many; 0 when all are under the newest
   */
  async rotateKeys(manager: EntityManager, limit: number): Promise<number> {
    const newest = Buffer.from(this.ring.newest(KEY_PURPOSE).id, 'hex');
    const rows: ObjectRow[] = await manager.query(
      `SELECT e.id, e.organisation_id, e.sha256, k.sealed_key
       FROM data_keys k JOIN evidence_objects e ON e.id = k.evidence_object_id
       WHERE substring(k.sealed_key FROM 3 FOR 4) <> $1
         AND e.organisation_id = ANY ((SELECT caller_organisations())::uuid[]) LIMIT $2 FOR UPDATE OF k SKIP LOCKED`,
      [newest, limit],
    );
    for (const row of rows) {
      const binding = bindingOf(row);
      const dataKey = openFor(this.ring, KEY_PURPOSE, row.sealed_key, binding);
      await manager.query(`UPDATE data_keys SET sealed_key = $2 WHERE evidence_object_id = $1`, [
        row.id,
        sealFor(this.ring, KEY_PURPOSE, dataKey, binding),
      ]);
    }
    return rows.length;
  }

  private async destroyWhere(
    manager: EntityManager,
    organisationId: string,
    where: string,
    subjectId: string,
    reason: string,
  ): Promise<number> {
    return destroyObjects(
      manager,
      [organisationId],
      `SELECT e.id FROM evidence_objects e WHERE e.organisation_id = ANY ($1) AND ${where} FOR UPDATE`,
      [subjectId],
      reason,
    );
  }

  private async find(
    manager: EntityManager,
    subject: Pick<NewEvidence, 'organisationId' | 'purpose' | 'contentItemId' | 'mediaId' | 'level'>,
  ): Promise<string | undefined> {
    const rows: { id: string }[] = await manager.query(
      `SELECT id FROM evidence_objects WHERE purpose = $1
         AND CASE purpose WHEN 'spool' THEN content_item_id = $2 ELSE media_id = $3 END
         AND level IS NOT DISTINCT FROM $4 AND organisation_id = $5`,
      [
        subject.purpose,
        subject.contentItemId ?? null,
        subject.mediaId ?? null,
        subject.level ?? null,
        subject.organisationId,
      ],
    );
    return firstRow(rows)?.id;
  }

  /** Of two times to keep an object the longer one holds. */
  private async prolong(
    manager: EntityManager,
    organisationId: string,
    objectId: string,
    deleteAfter: Date | null,
  ): Promise<string> {
    await manager.query(
      `UPDATE evidence_objects SET delete_after =
         CASE WHEN delete_after IS NULL OR $2::timestamptz IS NULL THEN NULL ELSE greatest(delete_after, $2) END
       WHERE id = $1 AND organisation_id = $3`,
      [objectId, deleteAfter, organisationId],
    );
    return objectId;
  }
}

/**
 * Destroys the objects that a statement selects by id.
 * @param selectIds its `$1` are the organisations, further parameters follow
 * @returns how many
 */
export async function destroyObjects(
  manager: EntityManager,
  organisations: readonly string[],
  selectIds: string,
  parameters: readonly unknown[],
  reason: string,
): Promise<number> {
  const rows: { id: string }[] = await manager.query(selectIds, [organisations, ...parameters]);
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  await manager.query(
    `DELETE FROM data_keys WHERE evidence_object_id = ANY ($1) AND organisation_id = ANY ($2)`,
    [ids, organisations],
  );
  const [gone] = (await manager.query(
    `DELETE FROM evidence_objects WHERE id = ANY ($1) AND organisation_id = ANY ($2)
     RETURNING id, organisation_id, object_name`,
    [ids, organisations],
  )) as [{ id: string; organisation_id: string; object_name: string }[], number];
  for (const { id, organisation_id, object_name } of gone) {
    await manager.query(
      `INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, object_name)
       VALUES ($1, $2, 'evidence', $3, $4, $5) ON CONFLICT (object_kind, object_id) DO NOTHING`,
      [newId(), organisation_id, id, reason, object_name],
    );
  }
  return gone.length;
}

/** All organisations, for the sweeps of triage, which work for each alike. */
export async function everyOrganisation(database: Database): Promise<string[]> {
  const rows = await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
    'SELECT id FROM triage_api.organisations() AS id',
  );
  return rows.map((row) => row.id);
}

async function* inOnePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
