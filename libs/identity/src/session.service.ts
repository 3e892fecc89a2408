// Sessions: a random token in the browser, its digest in the database.
import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordEvent } from '#libs/audit';
import { newId, type Clock, type Database } from '#libs/platform';
import { FreshSignInNeededError } from './identity.errors.js';
import type { Role } from './permissions.js';

export const SESSION_SECONDS = 12 * 3600;
export const SESSION_IDLE_SECONDS = 30 * 60;
export const FRESH_SIGN_IN_SECONDS = 10 * 60;
const SEEN_EVERY_SECONDS = 60;
const TOKEN = /^[\w-]{43}$/;

/** Who is asking: what every call of the console is made with. */
export interface SignedIn {
  readonly sessionId: string;
  readonly organisationId: string;
  readonly accountId: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  readonly locale: string;
  readonly signedInAt: Date;
  readonly expiresAt: Date;
}

interface SessionRow {
  session_id: string;
  organisation_id: string;
  staff_account_id: string;
  email: string;
  display_name: string;
  role: Role;
  locale: string;
  signed_in_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

const digest = (token: string) => createHash('sha256').update(token).digest();

export interface NewSession {
  /** 256 random bits in base64url; only the browser keeps it. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Opens a session in the running transaction. */
export async function openSession(
  manager: EntityManager,
  organisationId: string,
  accountId: string,
  now: Date,
): Promise<NewSession> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
  await manager.query(
    `INSERT INTO sessions (id, organisation_id, staff_account_id, token_hash, signed_in_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $5, $6)`,
    [newId(), organisationId, accountId, digest(token), now, expiresAt],
  );
  return { token, expiresAt };
}

/** Ends an account's sessions, all or all but one. */
export async function endSessions(
  manager: EntityManager,
  organisationId: string,
  accountId: string,
  now: Date,
  exceptSessionId?: string,
): Promise<void> {
  await manager.query(
    `UPDATE sessions SET ended_at = $3
     WHERE organisation_id = $1 AND staff_account_id = $2 AND ended_at IS NULL AND id IS DISTINCT FROM $4::uuid`,
    [organisationId, accountId, now, exceptSessionId ?? null],
  );
}

export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Who holds a token; undefined when nobody does any more. */
  async read(token: string | undefined): Promise<SignedIn | undefined> {
    if (token === undefined || !TOKEN.test(token)) return undefined;
    const [row] = await this.database.queryAcrossOrganisationsByNamedFunction<SessionRow>(
      'SELECT * FROM console_api.session_by_token($1)',
      [digest(token)],
    );
    const now = this.clock.now();
    if (row === undefined || row.expires_at <= now) return undefined;
    const idleSeconds = (now.getTime() - row.last_seen_at.getTime()) / 1000;
    if (idleSeconds > SESSION_IDLE_SECONDS) return undefined;
    if (idleSeconds > SEEN_EVERY_SECONDS) {
      await this.database.within(row.organisation_id, (manager) =>
        manager.query('UPDATE sessions SET last_seen_at = $3 WHERE id = $1 AND organisation_id = $2', [
          row.session_id,
          row.organisation_id,
          now,
        ]),
      );
    }
    return {
      sessionId: row.session_id,
      organisationId: row.organisation_id,
      accountId: row.staff_account_id,
      email: row.email,
      displayName: row.display_name,
      role: row.role,
      locale: row.locale,
      signedInAt: row.signed_in_at,
      expiresAt: row.expires_at,
    };
  }

  /** Signs out. Twice does no harm. */
  async end(who: SignedIn): Promise<void> {
    await this.database.within(who.organisationId, async (manager) => {
      await manager.query(
        'UPDATE sessions SET ended_at = $3 WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL',
        [who.sessionId, who.organisationId, this.clock.now()],
      );
      await recordEvent(manager, {
        organisationId: who.organisationId,
        actor: { kind: 'staff', id: who.accountId },
        act: 'session.ended',
        subjectKind: 'session',
        subjectId: who.sessionId,
      });
    });
  }

  /** @throws FreshSignInNeededError when the sign-in is too long ago for a change that cannot be taken lightly */
  assertFresh(who: SignedIn): void {
    if (this.clock.now().getTime() - who.signedInAt.getTime() > FRESH_SIGN_IN_SECONDS * 1000) {
      throw new FreshSignInNeededError();
    }
  }
}
