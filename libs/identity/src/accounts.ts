// Staff accounts: making, changing and disabling them. Each act with its event, in the caller's transaction.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { InvalidInputError, isUniqueViolation, newId, NotFoundError, type KeyRing } from '#libs/platform';
import { EmailTakenError, OwnAccountError, WrongPasswordError } from './identity.errors.js';
import { assertPassword, hashPassword, newPassword, verifyPassword } from './password.js';
import type { Role } from './permissions.js';
import { endSessions } from './session.service.js';
import { StaffAccount } from './staff-account.entity.js';
import { newTotp, type NewTotp } from './totp.js';

export interface NewAccount {
  readonly organisationId: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale?: string;
  /** Made up when absent. */
  readonly password?: string;
  /** Only accounts of a demonstration may do without a second factor. */
  readonly withoutTotp?: boolean;
}

export interface CreatedAccount {
  readonly id: string;
  /** Shown once; only its hash is kept. */
  readonly password: string;
  /** Base32 and as an address for an authenticator; shown once. */
  readonly totp?: Pick<NewTotp, 'secret' | 'address'>;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/**
 * Makes an account in the running transaction, whose tenant must be the account's organisation.
 * @param masterRing seals the secret of the second factor
 * @throws EmailTakenError, InvalidInputError
 */
export async function createAccount(
  manager: EntityManager,
  masterRing: KeyRing,
  account: NewAccount,
  actor: Actor = { kind: 'operator' },
): Promise<CreatedAccount> {
  const email = account.email.trim().toLowerCase();
  if (!EMAIL.test(email)) {
    throw new InvalidInputError('The e-mail is not one.', { email: 'must be like name@example.org' });
  }
  if (account.displayName.trim() === '') {
    throw new InvalidInputError('The name is missing.', { displayName: 'must not be empty' });
  }
  if (account.withoutTotp === true) await assertDemonstration(manager, account.organisationId);
  const id = newId();
  // One that is made up is random, and may hold a short account name by chance.
  if (account.password !== undefined) assertPassword(account.password, email);
  const password = account.password ?? newPassword();
  const totp = account.withoutTotp === true ? undefined : newTotp(masterRing, id, email);
  const passwordHash = await hashPassword(password);
  try {
    await manager.query(
      `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash, totp_secret_sealed, locale)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        account.organisationId,
        email,
        account.displayName.trim(),
        account.role,
        passwordHash,
        totp?.sealed ?? null,
        account.locale ?? 'en',
      ],
    );
  } catch (error) {
    if (isUniqueViolation(error)) throw new EmailTakenError();
    throw error;
  }
  await recordEvent(manager, {
    organisationId: account.organisationId,
    actor,
    act: 'account.created',
    subjectKind: 'staff-account',
    subjectId: id,
    details: { role: account.role, secondFactor: totp !== undefined },
  });
  return { id, password, ...(totp ? { totp: { secret: totp.secret, address: totp.address } } : {}) };
}

async function assertDemonstration(manager: EntityManager, organisationId: string): Promise<void> {
  const [organisation] = await manager.query<{ is_demonstration: boolean }[]>(
    'SELECT is_demonstration FROM organisations WHERE id = $1',
    [organisationId],
  );
  if (organisation?.is_demonstration !== true) {
    throw new InvalidInputError('Only accounts of a demonstration may do without a second factor.');
  }
}

/** An organisation's accounts, by name. */
export function listAccounts(manager: EntityManager, organisationId: string): Promise<StaffAccount[]> {
  return manager.find(StaffAccount, { where: { organisationId }, order: { displayName: 'ASC', id: 'ASC' } });
}

export interface AccountChange {
  readonly role?: Role;
  readonly isDisabled?: boolean;
}

/**
 * Changes role or state of somebody else's account; its sessions end, so that the change holds at once.
 * @throws NotFoundError, OwnAccountError
 */
export async function changeAccount(
  manager: EntityManager,
  organisationId: string,
  actorId: string,
  accountId: string,
  change: AccountChange,
  now: Date,
): Promise<StaffAccount> {
  // Locked: what somebody else has just changed stays.
  const account = await manager.findOne(StaffAccount, {
    where: { id: accountId, organisationId },
    lock: { mode: 'pessimistic_write' },
  });
  if (account === null) throw new NotFoundError('account');
  if (accountId === actorId) throw new OwnAccountError();
  if (change.role !== undefined) account.role = change.role;
  if (change.isDisabled !== undefined) {
    account.disabledAt = change.isDisabled ? (account.disabledAt ?? now) : null;
  }
  await manager.query(
    'UPDATE staff_accounts SET role = $3, disabled_at = $4 WHERE id = $1 AND organisation_id = $2',
    [accountId, organisationId, account.role, account.disabledAt],
  );
  await endSessions(manager, organisationId, accountId, now);
  await recordEvent(manager, {
    organisationId,
    actor: { kind: 'staff', id: actorId },
    act: 'account.changed',
    subjectKind: 'staff-account',
    subjectId: accountId,
    details: { role: account.role, disabled: account.disabledAt !== null },
  });
  return account;
}

/**
 * Sets a person's own new password; the person's other sessions end.
 * @throws WrongPasswordError when the current one is wrong, InvalidInputError when the new one is unfit
 */
export async function changeOwnPassword(
  manager: EntityManager,
  who: { organisationId: string; accountId: string; email: string; sessionId: string },
  passwords: { current: string; next: string },
  now: Date,
): Promise<void> {
  assertPassword(passwords.next, who.email);
  const [row] = await manager.query<{ password_hash: string }[]>(
    'SELECT password_hash FROM staff_accounts WHERE id = $1 AND organisation_id = $2',
    [who.accountId, who.organisationId],
  );
  if (!(await verifyPassword(row?.password_hash, passwords.current))) {
    throw new WrongPasswordError();
  }
  await manager.query('UPDATE staff_accounts SET password_hash = $3 WHERE id = $1 AND organisation_id = $2', [
    who.accountId,
    who.organisationId,
    await hashPassword(passwords.next),
  ]);
  await endSessions(manager, who.organisationId, who.accountId, now, who.sessionId);
  await recordEvent(manager, {
    organisationId: who.organisationId,
    actor: { kind: 'staff', id: who.accountId },
    act: 'account.password-changed',
    subjectKind: 'staff-account',
    subjectId: who.accountId,
  });
}
