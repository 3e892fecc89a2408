// Key pairs of organisations: made at set-up, opened where a person or the mailer reads what a reporter wrote.
import type { EntityManager } from 'typeorm';
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

/** @throws NotFoundError when the key is not of an organisation that the transaction sees; SealBrokenError */
export async function openOrganisationKey(
  manager: EntityManager,
  ring: KeyRing,
  keyId: string,
): Promise<BoxKeyPair> {
  await sealedBoxReady;
  const [row] = await manager.query(
    `SELECT public_key, sealed_private_key FROM organisation_keys WHERE id = $1`,
    [keyId],
  );
  if (row === undefined) throw new NotFoundError('key');
  return { publicKey: row.public_key, privateKey: openFor(ring, PURPOSE, row.sealed_private_key, keyId) };
}
