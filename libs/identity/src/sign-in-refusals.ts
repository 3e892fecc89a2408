// Refused sign-ins in the audit log: of accounts that exist, by their id and why, and so counted that a flood of them
// cannot fill the log. What was typed is written nowhere.
import { MACHINE, recordEvent } from '#libs/audit';
import type { Database } from '#libs/platform';

export const REFUSAL_REASONS = [
  'wrong-password',
  'no-code',
  'wrong-code',
  'code-used-before',
  'no-second-factor',
  'disabled',
  'too-often',
  // Of somebody who is signed in and asks for another password.
  'wrong-current-password',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REFUSAL_WINDOW_SECONDS = 3600;
/** Accounts whose refusals wait to be written; the tries beyond are those of a flood. */
const MOST_WAITING = 1000;

interface Waiting {
  readonly email: string;
  readonly reason: RefusalReason;
  readonly at: Date;
  tries: number;
}

/**
 * Writes refusals down behind the answer: an account that exists must not answer later than one that does not. One after
 * the other, those of the same account and reason together.
 */
export class SignInRefusals {
  private readonly waiting = new Map<string, Waiting>();
  private writing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** @param email in lower case; where no account has it nothing is written */
  note(email: string, reason: RefusalReason, at: Date): void {
    const key = `${reason} ${email}`;
    const same = this.waiting.get(key);
    if (same !== undefined) same.tries += 1;
    else if (this.waiting.size < MOST_WAITING) this.waiting.set(key, { email, reason, at, tries: 1 });
    this.writing ??= this.writeAll();
  }

  /** Waits until all that was noted is written. */
  async settled(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private async writeAll(): Promise<void> {
    for (;;) {
      const [next] = this.waiting;
      if (next === undefined) {
        this.writing = undefined;
        return;
      }
      this.waiting.delete(next[0]);
      try {
        await this.write(next[1]);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  private async write({ email, reason, at, tries }: Waiting): Promise<void> {
    const [account] = await this.database.queryAcrossOrganisationsByNamedFunction<{
      id: string;
      organisation_id: string;
    }>('SELECT id, organisation_id FROM console_api.account_by_email($1)', [email]);
    if (account === undefined) return;
    const { id: accountId, organisation_id: organisationId } = account;
    await this.database.within(organisationId, async (manager) => {
      const record = (since: Date, counted: number) =>
        recordEvent(manager, {
          organisationId,
          actor: MACHINE,
          act: 'session.refused',
          subjectKind: 'staff-account',
          subjectId: accountId,
          details: { reason, tries: counted, since: since.toISOString() },
        });
      await manager.query(
        `INSERT INTO sign_in_refusals (organisation_id, staff_account_id, reason, since, tries)
         VALUES ($1, $2, $3, $4, 0) ON CONFLICT DO NOTHING`,
        [organisationId, accountId, reason, at],
      );
      const [before] = await manager.query<[{ since: Date; tries: number }]>(
        `SELECT since, tries FROM sign_in_refusals
         WHERE organisation_id = $1 AND staff_account_id = $2 AND reason = $3 FOR UPDATE`,
        [organisationId, accountId, reason],
      );
      const isOver = at.getTime() - before.since.getTime() >= REFUSAL_WINDOW_SECONDS * 1000;
      // What a window came to in the end, where the last event of it says less.
      if (isOver && before.tries > 0 && !isPowerOfTwo(before.tries)) await record(before.since, before.tries);
      const now = isOver ? { since: at, tries } : { since: before.since, tries: before.tries + tries };
      await manager.query(
        `UPDATE sign_in_refusals SET since = $4, tries = $5
         WHERE organisation_id = $1 AND staff_account_id = $2 AND reason = $3`,
        [organisationId, accountId, reason, now.since, now.tries],
      );
      if (isNewsworthy(isOver ? 0 : before.tries, now.tries)) await record(now.since, now.tries);
    });
  }
}

/** The first, the second, the fourth, the eighth …: a flood of thousands makes a dozen events. */
function isNewsworthy(before: number, after: number): boolean {
  return before === 0 || Math.floor(Math.log2(after)) > Math.floor(Math.log2(before));
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}
