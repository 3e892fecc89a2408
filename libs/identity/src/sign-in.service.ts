// Signing in: name, password and one-time code. Wrong ones of every kind look alike from outside.
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { keyedHash, newId, takeTurn, type Clock, type Database, type KeyRing } from '#libs/platform';
import { SignInRefusedError, SignInTooOftenError } from './identity.errors.js';
import { MOST_PASSWORD_LENGTH, verifyPassword } from './password.js';
import { openSession, type NewSession } from './session.service.js';
import { SignInRefusals, type RefusalReason } from './sign-in-refusals.js';
import { FAILURE_MEMORY_SECONDS, signInWaitSeconds } from './sign-in-limits.js';
import { stepOfCode } from './totp.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Six digits of the authenticator. */
  readonly code?: string;
}

interface AccountRow {
  id: string;
  organisation_id: string;
  password_hash: string;
  totp_secret_sealed: Buffer | null;
  disabled_at: Date | null;
}

export class SignInService {
  private readonly refusals: SignInRefusals;

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
    /** Whether accounts of demonstration organisations may do without a second factor. */
    private readonly isDemonstration: boolean,
    /** Told when a refusal could not be written to the audit log. */
    onError: (error: unknown) => void = () => undefined,
  ) {
    this.refusals = new SignInRefusals(database, onError);
  }

  /** Notes that somebody who is signed in gave a wrong password for their own account. */
  noteWrongCurrentPassword(email: string): void {
    this.refusals.note(email, 'wrong-current-password', this.clock.now());
  }

  /** Waits until every refusal so far stands in the audit log. */
  settled(): Promise<void> {
    return this.refusals.settled();
  }

  /** The program that uses it ends: what was refused until now must be written. */
  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  /**
   * Checks the credentials and opens a session.
   * @throws SignInTooOftenError, SignInRefusedError
   */
  async signIn(given: Credentials): Promise<NewSession> {
    const email = given.email.trim().toLowerCase();
    const now = this.clock.now();
    const accountKey = keyedHash(this.ring.newest('sign-in attempts').bytes, email);
    const wait = await this.countTry(accountKey, now);
    if (wait > 0) {
      this.refusals.note(email, 'too-often', now);
      throw new SignInTooOftenError(wait);
    }
    const session = await this.checkAndOpen({ ...given, email }, accountKey, now);
    if (typeof session !== 'string') return session;
    this.refusals.note(email, session, now);
    throw new SignInRefusedError();
  }

  /** @returns why not, where it is refused */
  private async checkAndOpen(
    given: Credentials,
    accountKey: Buffer,
    now: Date,
  ): Promise<NewSession | RefusalReason> {
    const [account] = await this.database.queryAcrossOrganisationsByNamedFunction<AccountRow>(
      `SELECT id, organisation_id, password_hash, totp_secret_sealed, disabled_at
       FROM console_api.account_by_email($1)`,
      [given.email],
    );
    const password = given.password.slice(0, MOST_PASSWORD_LENGTH);
    const isPassword = await verifyPassword(account?.password_hash, password);
    if (account === undefined || !isPassword || password !== given.password) return 'wrong-password';
    if (account.disabled_at !== null) return 'disabled';
    const step =
      account.totp_secret_sealed === null
        ? null
        : stepOfCode(this.ring, account.id, account.totp_secret_sealed, given.code ?? '', now);
    if (step === undefined) return (given.code ?? '').trim() === '' ? 'no-code' : 'wrong-code';
    return this.open(account, step, accountKey, now);
  }

  /**
   * Writes the try down as failed before it is looked at, so that tries at the same time count too.
   * @returns seconds until the next try is heard; 0 when this one is
   */
  private async countTry(accountKey: Buffer, now: Date): Promise<number> {
    return this.database.within([], async (manager) => {
      await takeTurn(manager, 'console', `sign-in ${accountKey.toString('hex')}`);
      const [row] = await manager.query<[{ failures: number; last: Date | null }]>(
        `SELECT count(*)::int AS failures, max(at) AS last FROM sign_in_attempts
         WHERE account_key = $1 AND NOT succeeded AND at > $2
           AND id > coalesce((SELECT id FROM sign_in_attempts WHERE account_key = $1 AND succeeded ORDER BY id DESC LIMIT 1),
                             '00000000-0000-0000-0000-000000000000')`,
        [accountKey, new Date(now.getTime() - FAILURE_MEMORY_SECONDS * 1000)],
      );
      const seconds = signInWaitSeconds(row.failures, row.last ?? undefined, now);
      if (seconds === 0) {
        await manager.query(
          'INSERT INTO sign_in_attempts (id, account_key, at, succeeded) VALUES ($1, $2, $3, false)',
          [newId(), accountKey, now],
        );
      }
      return seconds;
    });
  }

  private async open(
    account: AccountRow,
    step: number | null,
    accountKey: Buffer,
    now: Date,
  ): Promise<NewSession | RefusalReason> {
    return this.database.within(account.organisation_id, async (manager) => {
      const changed = await changedSince(manager, account);
      if (changed !== undefined) return changed;
      if (step === null) {
        const [organisation] = await manager.query<{ is_demonstration: boolean }[]>(
          'SELECT is_demonstration FROM organisations WHERE id = $1',
          [account.organisation_id],
        );
        if (!this.isDemonstration || organisation?.is_demonstration !== true) return 'no-second-factor';
      } else {
        const [, taken] = await manager.query<[unknown, number]>(
          `UPDATE staff_accounts SET totp_last_step = $3
           WHERE id = $1 AND organisation_id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)`,
          [account.id, account.organisation_id, step],
        );
        if (taken !== 1) return 'code-used-before';
      }
      await manager.query(
        'INSERT INTO sign_in_attempts (id, account_key, at, succeeded) VALUES ($1, $2, $3, true)',
        [newId(), accountKey, now],
      );
      const session = await openSession(manager, account.organisation_id, account.id, now);
      await recordEvent(manager, {
        organisationId: account.organisation_id,
        actor: { kind: 'staff', id: account.id },
        act: 'session.started',
        subjectKind: 'staff-account',
        subjectId: account.id,
      });
      return session;
    });
  }
}

/**
 * Locks the account and compares it with what the try was checked against: checking a password takes long enough for an
 * administrator to set another or to end all access meanwhile.
 * @returns why the try is refused, if it is
 */
async function changedSince(manager: EntityManager, account: AccountRow): Promise<RefusalReason | undefined> {
  const [now] = await manager.query<Omit<AccountRow, 'id' | 'organisation_id'>[]>(
    `SELECT password_hash, totp_secret_sealed, disabled_at FROM staff_accounts
     WHERE id = $1 AND organisation_id = $2 FOR UPDATE`,
    [account.id, account.organisation_id],
  );
  if (now === undefined || now.disabled_at !== null) return 'disabled';
  if (now.password_hash !== account.password_hash) return 'wrong-password';
  const [secret, checked] = [now.totp_secret_sealed, account.totp_secret_sealed];
  if (secret === null || checked === null) return secret === checked ? undefined : 'wrong-code';
  return secret.equals(checked) ? undefined : 'wrong-code';
}
