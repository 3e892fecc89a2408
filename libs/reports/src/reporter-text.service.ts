// The staff's side of what reporters wrote: opened with the organisation's private key, answered to the reporter's own.
// Whoever calls this records who opened it and why.
import type { EntityManager } from 'typeorm';
import {
  closeBox,
  InvalidInputError,
  newId,
  NotFoundError,
  openBox,
  sealedBoxReady,
  toMinute,
  type BoxKeyPair,
} from '#libs/platform';
import type { MessageDirection } from './message.entity.js';
import type { ReporterText } from './reporter-text.js';

/** Gives the key pair of an organisation key by its id; `openOrganisationKey` does. */
export type KeyPairOpener = (keyId: string) => Promise<BoxKeyPair>;

export interface OpenedMessage {
  readonly id: string;
  readonly direction: MessageDirection;
  /** Absent when the message was written before copies for staff were kept. */
  readonly text?: string;
  readonly writtenAt: Date;
}

export interface OpenedReporterText extends ReporterText {
  readonly contactEmail?: string;
  readonly messages: readonly OpenedMessage[];
}

export const MESSAGE_CHARACTERS = 4_000;

/**
 * Opens the free text, the contact and the messages of a report.
 * @param manager a transaction that sees the report's organisation
 * @throws NotFoundError when it is not a report of the organisation; SealBrokenError
 */
export async function openReporterText(
  manager: EntityManager,
  keyPair: KeyPairOpener,
  of: { readonly id: string; readonly organisationId: string },
): Promise<OpenedReporterText> {
  await sealedBoxReady;
  const [report] = (await manager.query(
    `SELECT organisation_key_id AS "keyId", sealed_text AS "text", sealed_contact AS "contact"
     FROM reports WHERE id = $1 AND organisation_id = $2`,
    [of.id, of.organisationId],
  )) as { keyId: string; text: Buffer | null; contact: Buffer | null }[];
  if (report === undefined) throw new NotFoundError('report');
  const pairs = new Map<string, Promise<BoxKeyPair>>();
  const open = async (keyId: string, sealed: Buffer) => {
    let pair = pairs.get(keyId);
    if (pair === undefined) pairs.set(keyId, (pair = keyPair(keyId)));
    return openBox(await pair, sealed).toString('utf8');
  };
  const rows = (await manager.query(
    `SELECT id, direction, organisation_key_id AS "keyId", written_at AS "writtenAt",
            CASE direction WHEN 'from-reporter' THEN sealed_text ELSE sealed_copy END AS sealed
     FROM messages WHERE report_id = $1 AND organisation_id = $2 ORDER BY written_at, id`,
    [of.id, of.organisationId],
  )) as {
    id: string;
    direction: MessageDirection;
    keyId: string | null;
    writtenAt: Date;
    sealed: Buffer | null;
  }[];
  const messages: OpenedMessage[] = [];
  for (const { id, direction, keyId, writtenAt, sealed } of rows) {
    const text = keyId !== null && sealed !== null ? { text: await open(keyId, sealed) } : {};
    messages.push({ id, direction, ...text, writtenAt });
  }
  return {
    ...(report.text === null ? {} : (JSON.parse(await open(report.keyId, report.text)) as ReporterText)),
    ...(report.contact === null ? {} : { contactEmail: await open(report.keyId, report.contact) }),
    messages,
  };
}

/**
 * Opens the contact alone, for the mailer.
 * @param manager a transaction that sees the report's organisation
 * @returns undefined when there is none
 * @throws SealBrokenError
 */
export async function openContact(
  manager: EntityManager,
  keyPair: KeyPairOpener,
  of: { readonly id: string; readonly organisationId: string },
): Promise<string | undefined> {
  await sealedBoxReady;
  const [report] = await manager.query<{ keyId: string; contact: Buffer }[]>(
    `SELECT organisation_key_id AS "keyId", sealed_contact AS contact FROM reports
     WHERE id = $1 AND organisation_id = $2 AND sealed_contact IS NOT NULL`,
    [of.id, of.organisationId],
  );
  return report && openBox(await keyPair(report.keyId), report.contact).toString('utf8');
}

/**
 * Writes a message that only the reporter's receipt opens, and a copy that the organisation's key opens.
 * @param manager a transaction that sees the report's organisation
 * @returns the message's id
 * @throws NotFoundError when the report has no receipt that could open it; InvalidInputError
 */
export async function writeToReporter(
  manager: EntityManager,
  report: { readonly id: string; readonly organisationId: string },
  text: string,
  now: Date = new Date(),
): Promise<string> {
  const clean = text.trim();
  if (clean === '' || clean.length > MESSAGE_CHARACTERS) {
    throw new InvalidInputError(`A message has 1 to ${MESSAGE_CHARACTERS} characters.`, { text: 'too-long' });
  }
  await sealedBoxReady;
  const [to] = (await manager.query(
    `SELECT r.reply_public_key AS "replyKey", k.id AS "keyId", k.public_key AS "publicKey"
     FROM receipts r
     LEFT JOIN LATERAL (SELECT id, public_key FROM organisation_keys
       WHERE organisation_id = r.organisation_id AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1) k ON true
     WHERE r.report_id = $1 AND r.organisation_id = $2`,
    [report.id, report.organisationId],
  )) as { replyKey: Buffer; keyId: string | null; publicKey: Buffer | null }[];
  if (to === undefined) throw new NotFoundError('report');
  const id = newId();
  await manager.query(
    `INSERT INTO messages (id, organisation_id, report_id, direction, organisation_key_id, sealed_text, sealed_copy,
       written_at)
     VALUES ($1, $2, $3, 'to-reporter', $4, $5, $6, $7)`,
    [
      id,
      report.organisationId,
      report.id,
      to.keyId,
      closeBox(to.replyKey, clean),
      to.publicKey === null ? null : closeBox(to.publicKey, clean),
      toMinute(now),
    ],
  );
  return id;
}
