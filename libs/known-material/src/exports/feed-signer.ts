// What an organisation signs its feeds with: an Ed25519 key of its own, derived from the newest master key, which only
// triage and the console hold. The partners' zone serves what was signed and could sign nothing.
import { createHash, sign, type KeyObject } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ed25519Key, ed25519PublicBytes, type KeyRing } from '#libs/platform';

export interface FeedSigner {
  /** 16 hexadecimal digits of the SHA-256 of the public key. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
  /** @returns 64 bytes over the UTF-8 of the text */
  sign(body: string): Buffer;
}

export function feedSigner(ring: KeyRing, organisationId: string): FeedSigner {
  const key: KeyObject = ed25519Key(ring.newest(`feeds of ${organisationId}`).bytes);
  const publicKey = ed25519PublicBytes(key);
  return {
    keyId: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
    publicKey,
    sign: (body) => sign(null, Buffer.from(body), key),
  };
}

/** Publishes the public half, and retires those of earlier master keys. */
export async function publishKey(
  manager: EntityManager,
  organisationId: string,
  { keyId, publicKey }: FeedSigner,
): Promise<void> {
  await manager.query(
    `INSERT INTO feed_keys (organisation_id, key_id, public_key) VALUES ($1, $2, $3)
     ON CONFLICT (organisation_id, key_id) DO UPDATE SET retired_at = NULL WHERE feed_keys.retired_at IS NOT NULL`,
    [organisationId, keyId, publicKey],
  );
  await manager.query(
    `UPDATE feed_keys SET retired_at = now() WHERE organisation_id = $1 AND key_id <> $2 AND retired_at IS NULL`,
    [organisationId, keyId],
  );
}
