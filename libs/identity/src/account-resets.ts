// What an administrator does for somebody who lost the password or the authenticator: another one, shown once.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { NotFoundError, type KeyRing } from '#libs/platform';
import { OwnAccountError } from './identity.errors.js';
import { hashPassword, newPassword } from './password.js';
import { endSessions } from './session.service.js';
import { newTotp, type NewTotp } from './totp.js';

async function lockedOther(
  manager: EntityManager,
  organisationId: string,
  actorId: string,
  accountId: string,
): Promise<{ email: string }> {
  const [account] = await manager.query<{ email: string }[]>(
    'SELECT email FROM staff_accounts WHERE id = $1 AND organisation_id = $2 FOR UPDATE',
    [accountId, organisationId],
  );
  if (account === undefined) throw new NotFoundError('account');
  if (accountId === actorId) throw new OwnAccountError();
  return account;
}

async function recordReset(
  manager: EntityManager,
  organisationId: string,
  actorId: string,
  accountId: string,
  act: 'account.password-reset' | 'account.second-factor-reset',
): Promise<void> {
  await recordEvent(manager, {
    organisationId,
    actor: { kind: 'staff', id: actorId },
    act,
    subjectKind: 'staff-account',
    subjectId: accountId,
  });
}

/**
 * Gives somebody else's account a password that is made up; the old one and its sessions end. The second factor stays, so
 * that the password alone lets nobody in.
 * @returns the password, to be shown once
 * @throws NotFoundError, OwnAccountError
 */
export async function resetPassword(
  manager: EntityManager,
  organisationId: string,
  actorId: string,
  accountId: string,
  now: Date,
): Promise<string> {
  await lockedOther(manager, organisationId, actorId, accountId);
  const password = newPassword();
  await manager.query('UPDATE staff_accounts SET password_hash = $3 WHERE id = $1 AND organisation_id = $2', [
    accountId,
    organisationId,
    await hashPassword(password),
  ]);
  await endSessions(manager, organisationId, accountId, now);
  await recordReset(manager, organisationId, actorId, accountId, 'account.password-reset');
  return password;
}

/**
 * Gives somebody else's account another second factor; the old one and its sessions end. The password stays, so that the
 * authenticator alone lets nobody in.
 * @param masterRing seals the secret
 * @returns the secret, to be shown once
 * @throws NotFoundError, OwnAccountError
 */
export async function resetSecondFactor(
  manager: EntityManager,
  masterRing: KeyRing,
  organisationId: string,
  actorId: string,
  accountId: string,
  now: Date,
): Promise<Pick<NewTotp, 'secret' | 'address'>> {
  const { email } = await lockedOther(manager, organisationId, actorId, accountId);
  const { sealed, secret, address } = newTotp(masterRing, accountId, email);
  await manager.query(
    `UPDATE staff_accounts SET totp_secret_sealed = $3, totp_last_step = NULL WHERE id = $1 AND organisation_id = $2`,
    [accountId, organisationId, sealed],
  );
  await endSessions(manager, organisationId, accountId, now);
  await recordReset(manager, organisationId, actorId, accountId, 'account.second-factor-reset');
  return { secret, address };
}
