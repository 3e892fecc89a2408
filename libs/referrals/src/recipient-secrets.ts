// Secrets of recipients: sealed where they are entered, opened by triage alone, and only for the host and port they
// were given for.
import { X509Certificate } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { openFor, sealFor, type KeyRing, type SealedColumn } from '#libs/platform';
import type { RecipientAccess } from './way.js';

const PURPOSE = 'recipient secrets';
const belonging = (recipientId: string, host: string, port: number) => `${recipientId} ${host}:${port}`;

/** Secrets of recipients, for who renews what protects them. */
export const SEALED_RECIPIENT_SECRETS: SealedColumn = {
  purpose: PURPOSE,
  table: 'recipient_secrets',
  column: 'sealed_secret',
  id: 'recipient_id',
  boundTo: ['host', 'port'],
  belongsTo: ({ recipient_id, host, port }) => belonging(String(recipient_id), String(host), Number(port)),
};

/** The end of the client certificate in a secret, if it holds one that can be read. */
function certificateEnd({ clientCertificate }: Readonly<Record<string, string>>): Date | null {
  if (clientCertificate === undefined) return null;
  try {
    return new Date(new X509Certificate(clientCertificate).validTo);
  } catch {
    return null;
  }
}

/** Stores the secret of a recipient in place of an earlier one. */
export async function setRecipientSecret(
  manager: EntityManager,
  ring: KeyRing,
  recipient: { id: string; organisationId: string; host: string; port: number },
  secret: Readonly<Record<string, string>>,
): Promise<void> {
  await manager.query(`DELETE FROM recipient_secrets WHERE recipient_id = $1 AND organisation_id = $2`, [
    recipient.id,
    recipient.organisationId,
  ]);
  await manager.query(
    `INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret, certificate_expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      recipient.id,
      recipient.organisationId,
      recipient.host,
      recipient.port,
      sealFor(
        ring,
        PURPOSE,
        Buffer.from(JSON.stringify(secret)),
        belonging(recipient.id, recipient.host, recipient.port),
      ),
      certificateEnd(secret),
    ],
  );
}

/**
 * What a way needs to reach a recipient, or undefined when it has no secret for its present address.
 * @param whose it may be: of the referral's organisation, or of the owner of the case's portal
 */
export async function openRecipient(
  manager: EntityManager,
  ring: KeyRing,
  whose: string | readonly string[],
  recipientId: string,
): Promise<RecipientAccess | undefined> {
  const [row] = await manager.query(
    `SELECT r.id, r.host, r.port, r.details, o.country, s.sealed_secret FROM recipients r
       JOIN organisations o ON o.id = r.organisation_id
       JOIN recipient_secrets s ON s.recipient_id = r.id AND s.organisation_id = r.organisation_id
         AND s.host = r.host AND s.port = r.port
     WHERE r.id = $1 AND r.organisation_id = ANY ($2) AND r.is_active`,
    [recipientId, typeof whose === 'string' ? [whose] : whose],
  );
  if (row === undefined) return undefined;
  const secret = openFor(ring, PURPOSE, row.sealed_secret, belonging(row.id, row.host, row.port));
  return {
    recipientId: row.id,
    ownCountry: row.country,
    host: row.host,
    port: row.port,
    details: row.details,
    secret: JSON.parse(secret.toString()) as Record<string, string>,
  };
}
