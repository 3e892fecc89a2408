// Key pairs of organisations: made at set-up, opened where a person or the mailer reads what a reporter wrote.
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import {
  newBoxKeyPair,
  newId,
  NotFoundError,
  openFor,
  sealedBoxReady,
  sealFor,
  type BoxKeyPair,
  type KeyRing,
  type SealedColumn,
} from '#libs/platform';

const PURPOSE = 'organisation keys';

/** Private halves, for who renews what protects them. */
export const SEALED_ORGANISATION_KEYS: SealedColumn = {
  purpose: PURPOSE,
  table: 'organisation_keys',
  column: 'sealed_private_key',
  id: 'id',
  boundTo: [],
  belongsTo: ({ id }) => String(id),
};

/** Makes a key pair for an organisation. @returns its id */
export async function createOrganisationKey(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
): Promise<string> {
  await sealedBoxReady;
  const pair = newBoxKeyPair();
  const id = newId();
  await manager.query(
    `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, $4)`,
    [id, organisationId, Buffer.from(pair.publicKey), sealFor(ring, PURPOSE, pair.privateKey, id)],
  );
  return id;
}

/** @throws NotFoundError when the key is not the organisation's; SealBrokenError */
export async function openOrganisationKey(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  keyId: string,
): Promise<BoxKeyPair> {
  await sealedBoxReady;
  const [row] = await manager.query(
    `SELECT public_key, sealed_private_key FROM organisation_keys WHERE id = $1 AND organisation_id = $2`,
    [keyId, organisationId],
  );
  if (row === undefined) throw new NotFoundError('key');
  return { publicKey: row.public_key, privateKey: openFor(ring, PURPOSE, row.sealed_private_key, keyId) };
}

export interface OrganisationKeyState {
  readonly id: string;
  /** Of the public half: the first 16 hexadecimal digits of its SHA-256. */
  readonly fingerprint: string;
  readonly createdAt: Date;
  /** Since when nothing new is sealed to it; what was sealed before still opens. */
  readonly retiredAt: Date | null;
  /** Reports and messages that only it opens. */
  readonly sealedTexts: number;
}

/** An organisation's key pairs, the newest first. */
export async function listOrganisationKeys(
  manager: EntityManager,
  organisationId: string,
): Promise<OrganisationKeyState[]> {
  const rows: (Omit<OrganisationKeyState, 'fingerprint'> & { publicKey: Buffer })[] = await manager.query(
    `SELECT k.id, k.public_key AS "publicKey", k.created_at AS "createdAt", k.retired_at AS "retiredAt",
       ((SELECT count(*) FROM reports r WHERE r.organisation_key_id = k.id AND r.organisation_id = k.organisation_id
           AND (r.sealed_text IS NOT NULL OR r.sealed_contact IS NOT NULL))
        + (SELECT count(*) FROM messages m WHERE m.organisation_key_id = k.id AND m.organisation_id = k.organisation_id))::int AS "sealedTexts"
     FROM organisation_keys k WHERE k.organisation_id = $1 ORDER BY k.created_at DESC, k.id DESC`,
    [organisationId],
  );
  return rows.map(({ publicKey, ...row }) => ({
    ...row,
    fingerprint: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
  }));
}

/**
 * Makes a new key pair and retires the earlier ones: portals seal to the new one as soon as they read their settings
 * again, and whatever was sealed before still opens.
 * @returns the new key's id
 */
export async function renewOrganisationKey(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  actor: Actor,
  now: Date,
): Promise<string> {
  // Two at once would retire each other's and leave none to seal to.
  await manager.query(`SELECT 1 FROM organisations WHERE id = $1 FOR UPDATE`, [organisationId]);
  const id = await createOrganisationKey(manager, ring, organisationId);
  const [, retired] = await manager.query(
    `UPDATE organisation_keys SET retired_at = $3 WHERE organisation_id = $1 AND id <> $2 AND retired_at IS NULL`,
    [organisationId, id, now],
  );
  await recordEvent(manager, {
    organisationId,
    actor,
    act: 'organisation-key.renewed',
    subjectKind: 'organisation-key',
    subjectId: id,
    details: { retired },
  });
  return id;
}
