// Recipients of referrals: who they are and how they are reached. Their secrets stand apart, sealed.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { isCountry } from '#libs/organisations';
import {
  ConflictError,
  InvalidInputError,
  isUniqueViolation,
  newId,
  NotFoundError,
  type KeyRing,
} from '#libs/platform';
import { setRecipientSecret } from './recipient-secrets.js';
import type { ReferralWay } from './referral.lifecycle.js';

/** Ways that something delivers by. */
export const DELIVERED_WAYS = ['iccam'] as const satisfies readonly ReferralWay[];

export interface RecipientAddress {
  readonly host: string;
  readonly port: number;
}

export interface NewIccamRecipient extends RecipientAddress {
  readonly organisationId: string;
  readonly name: string;
  readonly way: (typeof DELIVERED_WAYS)[number];
  /** Of the interface, below the host. */
  readonly path: string;
  /** The interface's account name as ICCAM shows it. */
  readonly analystName: string;
  /** Authority to trust instead of the public ones, in PEM. */
  readonly ca?: string;
  /** A person has approved that the host is inside our own network. */
  readonly isInternal?: boolean;
  /** Takes what is hosted there alone; absent or null: wherever it is hosted. ISO 3166-1, two letters. */
  readonly country?: string | null;
  /** Gets nothing before it is switched on. */
  readonly isOff?: boolean;
}

/** What of a recipient can be changed. */
export interface IccamRecipientChange extends RecipientAddress {
  readonly name: string;
  readonly path: string;
  readonly analystName: string;
  /** Absent: as it is; null: the public authorities. */
  readonly ca?: string | null;
  readonly isInternal: boolean;
  /** Absent: as it is; null: wherever it is hosted. */
  readonly country?: string | null;
}

/** A recipient by its name, as on the command line, or by its id. */
export type RecipientKey = string | { readonly id: string };

export interface IccamSecret {
  readonly username: string;
  readonly password: string;
  /** PEM, each. */
  readonly clientCertificate: string;
  readonly clientKey: string;
}

export interface RecipientState extends RecipientAddress {
  readonly id: string;
  readonly name: string;
  readonly way: ReferralWay;
  readonly isActive: boolean;
  readonly isSandbox: boolean;
  /** Of the interface, below the host. */
  readonly path: string;
  readonly analystName: string;
  readonly hasOwnAuthority: boolean;
  readonly isInternal: boolean;
  /** Takes what is hosted there alone; null: wherever it is hosted. */
  readonly country: string | null;
  /** When the secret for its present address was entered. */
  readonly secretSetAt: Date | null;
  /** End of the client certificate in that secret. */
  readonly certificateExpiresAt: Date | null;
}

const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Without `.` and `..`, which would lead elsewhere than they look. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*\/?$/;

function addressProblems({ host, port }: RecipientAddress): Record<string, string> {
  const problems: Record<string, string> = {};
  if (isIP(host) === 0 && !HOST_NAME.test(host))
    problems.host = 'must be a host name alone, like api.example.org';
  if (!Number.isInteger(port) || port < 1 || port > 65_535) problems.port = 'must be 1 to 65535';
  return problems;
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function refuseIf(message: string, problems: Readonly<Record<string, string>>): void {
  if (Object.keys(problems).length > 0) throw new InvalidInputError(message, { ...problems });
}

type GivenRecipient = Omit<NewIccamRecipient, 'organisationId'>;
interface CheckedRecipient {
  readonly name: string;
  readonly host: string;
  readonly country: string | null;
  readonly details: object;
}

/** What is stored of a recipient. @throws InvalidInputError naming the fields */
function checkedRecipient(recipient: GivenRecipient): CheckedRecipient {
  const name = recipient.name.trim();
  const host = recipient.host.toLowerCase();
  const problems = addressProblems({ host, port: recipient.port });
  if (name === '' || name.length > 200) problems.name = 'must be 1 to 200 characters';
  if (!DELIVERED_WAYS.includes(recipient.way)) problems.way = `must be one of ${DELIVERED_WAYS.join(', ')}`;
  const country = recipient.country?.toUpperCase() ?? null;
  if (country !== null && !isCountry(country))
    problems.country = 'must be a country or territory of ISO 3166, as two letters';
  if (!PATH.test(recipient.path)) problems.path = 'must be a plain path, like /api';
  if (recipient.analystName.trim() === '') problems.analystName = 'must be the account’s name in ICCAM';
  if (recipient.ca !== undefined && certificateOf(recipient.ca) === undefined)
    problems.ca = 'must be a certificate in PEM';
  refuseIf('The recipient is incomplete or malformed.', problems);
  const details = {
    path: recipient.path,
    analystName: recipient.analystName.trim(),
    ...(recipient.ca === undefined ? {} : { ca: recipient.ca }),
    ...(recipient.isInternal === true ? { isInternal: true } : {}),
  };
  return { name, host, country, details };
}

async function unlessNameTaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new ConflictError('recipient-exists', 'There is a recipient of that name already.');
    throw error;
  }
}

/**
 * Makes a recipient. Nothing goes to it before its secret is entered.
 * @returns its id
 * @throws InvalidInputError naming the fields; ConflictError when the name is taken
 */
export async function addRecipient(
  manager: EntityManager,
  recipient: NewIccamRecipient,
  actor: Actor,
): Promise<string> {
  const checked = checkedRecipient(recipient);
  const id = newId();
  const { name, host, country, details } = checked;
  await unlessNameTaken(() =>
    manager.query(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port, details, is_active, country)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        recipient.organisationId,
        name,
        recipient.way,
        host,
        recipient.port,
        details,
        recipient.isOff !== true,
        country,
      ],
    ),
  );
  await record(manager, recipient.organisationId, actor, 'recipient.added', id, {
    way: recipient.way,
    isInternal: recipient.isInternal === true,
  });
  return id;
}

interface LockedRecipient {
  id: string;
  way: NewIccamRecipient['way'];
  host: string;
  port: number;
  details: { readonly ca?: string };
  country: string | null;
  is_active: boolean;
}

async function lockedRecipient(
  manager: EntityManager,
  organisationId: string,
  key: RecipientKey,
): Promise<LockedRecipient> {
  const [row] = await manager.query(
    `SELECT id, way, host, port, details, country, is_active FROM recipients
     WHERE organisation_id = $1 AND ${typeof key === 'string' ? 'name' : 'id'} = $2 FOR UPDATE`,
    [organisationId, typeof key === 'string' ? key : key.id],
  );
  if (row === undefined) throw new NotFoundError('recipient');
  return row;
}

/**
 * Gives a recipient another address. Its secret was given for the old one and is cleared.
 * @returns whether a secret has to be entered again
 * @throws NotFoundError, InvalidInputError
 */
export async function moveRecipient(
  manager: EntityManager,
  organisationId: string,
  key: RecipientKey,
  address: RecipientAddress,
  actor: Actor,
): Promise<boolean> {
  const next = { host: address.host.toLowerCase(), port: address.port };
  refuseIf('The address is malformed.', addressProblems(next));
  const { id, host, port } = await lockedRecipient(manager, organisationId, key);
  if (host === next.host && port === next.port) return false;
  await manager.query(`UPDATE recipients SET host = $3, port = $4 WHERE id = $1 AND organisation_id = $2`, [
    id,
    organisationId,
    next.host,
    next.port,
  ]);
  await record(manager, organisationId, actor, 'recipient.moved', id);
  return true;
}

/**
 * Changes a recipient. At another address, or before another authority, its secret is worth nothing but to a thief: it is
 * cleared, and the recipient is switched off until a person approves of it again.
 * @returns whether that is so
 * @throws NotFoundError, InvalidInputError naming the fields; ConflictError when the name is taken
 */
export async function changeRecipient(
  manager: EntityManager,
  organisationId: string,
  key: RecipientKey,
  change: IccamRecipientChange,
  actor: Actor,
): Promise<boolean> {
  const { id, way, ...before } = await lockedRecipient(manager, organisationId, key);
  const { ca = before.details.ca, country = before.country, ...rest } = change;
  const checked = checkedRecipient({ ...rest, way, country, ...(ca == null ? {} : { ca }) });
  const { name, host, details } = checked;
  const isElsewhere =
    host !== before.host || change.port !== before.port || (ca ?? undefined) !== before.details.ca;
  await unlessNameTaken(() =>
    manager.query(
      `UPDATE recipients SET name = $3, host = $4, port = $5, details = $6, is_active = is_active AND NOT $7,
         country = $8
       WHERE id = $1 AND organisation_id = $2`,
      [id, organisationId, name, host, change.port, details, isElsewhere, checked.country],
    ),
  );
  if (isElsewhere)
    await manager.query(`DELETE FROM recipient_secrets WHERE recipient_id = $1 AND organisation_id = $2`, [
      id,
      organisationId,
    ]);
  await record(manager, organisationId, actor, isElsewhere ? 'recipient.moved' : 'recipient.changed', id, {
    isInternal: change.isInternal,
  });
  return isElsewhere;
}

/** Lets a recipient get referrals, or no more. @throws NotFoundError */
export async function switchRecipient(
  manager: EntityManager,
  organisationId: string,
  key: RecipientKey,
  isActive: boolean,
  actor: Actor,
): Promise<void> {
  const recipient = await lockedRecipient(manager, organisationId, key);
  if (recipient.is_active === isActive) return;
  await manager.query(`UPDATE recipients SET is_active = $3 WHERE id = $1 AND organisation_id = $2`, [
    recipient.id,
    organisationId,
    isActive,
  ]);
  await record(
    manager,
    organisationId,
    actor,
    isActive ? 'recipient.enabled' : 'recipient.disabled',
    recipient.id,
  );
}

function secretProblems(secret: IccamSecret, now: Date): Record<string, string> {
  const problems: Record<string, string> = {};
  if (secret.username.trim() === '') problems.username = 'is missing';
  if (secret.password === '') problems.password = 'is empty';
  const certificate = certificateOf(secret.clientCertificate);
  if (certificate === undefined) problems.clientCertificate = 'must be a certificate in PEM';
  else if (new Date(certificate.validTo).getTime() <= now.getTime())
    problems.clientCertificate = 'has run out';
  try {
    const key = createPrivateKey(secret.clientKey);
    if (certificate !== undefined && !certificate.checkPrivateKey(key))
      problems.clientKey = 'does not belong to the client certificate';
  } catch {
    problems.clientKey = 'must be a private key in PEM, without a passphrase';
  }
  return problems;
}

/**
 * Seals what a recipient wants to see, in place of an earlier secret; it counts for its present host and port alone.
 * @throws NotFoundError; InvalidInputError when key and certificate do not fit
 */
export async function enterRecipientSecret(
  manager: EntityManager,
  ring: KeyRing,
  organisationId: string,
  key: RecipientKey,
  secret: IccamSecret,
  actor: Actor,
  now: Date,
): Promise<void> {
  refuseIf('The secret is incomplete or malformed.', secretProblems(secret, now));
  const { id, host, port } = await lockedRecipient(manager, organisationId, key);
  await setRecipientSecret(manager, ring, { id, organisationId, host, port }, { ...secret });
  await record(manager, organisationId, actor, 'recipient.secret-entered', id);
}

/** An organisation's recipients, by name. */
export async function listRecipients(
  manager: EntityManager,
  organisationId: string,
): Promise<RecipientState[]> {
  return manager.query(
    `SELECT r.id, r.name, r.way, r.host, r.port, r.is_active AS "isActive", r.is_sandbox AS "isSandbox",
       coalesce(r.details->>'path', '') AS path, coalesce(r.details->>'analystName', '') AS "analystName",
       r.details ? 'ca' AS "hasOwnAuthority", coalesce((r.details->>'isInternal')::boolean, false) AS "isInternal",
       r.country, s.set_at AS "secretSetAt", s.certificate_expires_at AS "certificateExpiresAt"
     FROM recipients r LEFT JOIN recipient_secrets s ON s.recipient_id = r.id AND s.host = r.host AND s.port = r.port
     WHERE r.organisation_id = $1 ORDER BY r.name`,
    [organisationId],
  );
}

async function record(
  manager: EntityManager,
  organisationId: string,
  actor: Actor,
  act: string,
  subjectId: string,
  details: Readonly<Record<string, string | boolean>> = {},
): Promise<void> {
  await recordEvent(manager, { organisationId, actor, act, subjectKind: 'recipient', subjectId, details });
}
