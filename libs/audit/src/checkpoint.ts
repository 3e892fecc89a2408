// Signed statements of how far the chain had come (Ed25519, RFC 8032). Kept elsewhere, they show a rewriting of the whole
// chain, which the chain alone cannot.
import { sign, verify } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ed25519Key, ed25519PublicBytes, ed25519PublicKey, newId, type KeyRing } from '#libs/platform';

export interface Checkpoint {
  readonly organisationId: string;
  readonly number: bigint;
  /** 32 bytes */
  readonly link: Buffer;
  readonly madeAt: Date;
  /** 32 bytes */
  readonly publicKey: Buffer;
  /** 64 bytes */
  readonly signature: Buffer;
}

function statement(checkpoint: Pick<Checkpoint, 'organisationId' | 'number' | 'link' | 'madeAt'>): Buffer {
  return Buffer.from(
    [
      'manara audit checkpoint',
      checkpoint.organisationId,
      checkpoint.number.toString(),
      checkpoint.link.toString('hex'),
      checkpoint.madeAt.toISOString(),
    ].join('\n'),
  );
}

/** Signs how far a chain has come. */
export function signCheckpoint(
  ring: KeyRing,
  of: Pick<Checkpoint, 'organisationId' | 'number' | 'link' | 'madeAt'>,
): Checkpoint {
  // One a master key.
  const key = ed25519Key(ring.newest('audit checkpoints').bytes);
  return { ...of, publicKey: ed25519PublicBytes(key), signature: sign(null, statement(of), key) };
}

/** Whether a checkpoint was signed by the key that it names. */
export function isCheckpointGenuine(checkpoint: Checkpoint): boolean {
  const key = ed25519PublicKey(checkpoint.publicKey);
  return verify(null, statement(checkpoint), key, checkpoint.signature);
}

/** The public keys that checkpoints of this installation may bear, one a master key; 32 bytes each. */
export function checkpointKeys(ring: KeyRing): Buffer[] {
  return ring.all('audit checkpoints').map(({ bytes }) => ed25519PublicBytes(ed25519Key(bytes)));
}

/** Signs and stores the present end of an organisation's chain, if it moved since the last. */
export async function makeCheckpoint(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  now: Date,
): Promise<Checkpoint | undefined> {
  const [end] = await manager.query(
    `SELECT number, link FROM audit_events WHERE organisation_id = $1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1`,
    [organisationId],
  );
  if (end === undefined) return undefined;
  const checkpoint = signCheckpoint(ring, {
    organisationId,
    number: BigInt(end.number),
    link: end.link,
    madeAt: new Date(Math.floor(now.getTime() / 1000) * 1000),
  });
  const stored = await manager.query(
    `INSERT INTO audit_checkpoints (id, organisation_id, number, link, made_at, public_key, signature)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, number) DO NOTHING RETURNING id`,
    [
      newId(),
      organisationId,
      checkpoint.number.toString(),
      checkpoint.link,
      checkpoint.madeAt,
      checkpoint.publicKey,
      checkpoint.signature,
    ],
  );
  return stored.length === 1 ? checkpoint : undefined;
}
