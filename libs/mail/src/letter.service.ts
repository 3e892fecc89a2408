// Sends letters. Each call may come twice: what is to be told is looked at anew each time, and what came of it is stored
// once. A process that ends between sending and storing sends once more.
import type { EntityManager } from 'typeorm';
import { MACHINE, recordEvent } from '#libs/audit';
import { openOrganisationKey } from '#libs/organisations';
import {
  keyedHash,
  SealBrokenError,
  systemClock,
  type Clock,
  type Database,
  type KeyRing,
  type ManaraLogger,
} from '#libs/platform';
import {
  LETTER_KEPT_DAYS,
  moveLetter,
  openContact,
  readMailbox,
  type LetterCause,
  type LetterState,
  type Mailbox,
} from '#libs/reports';
import { MailFailedError, type Mailer } from './mailer.js';

/** Letters on messages of one report; the closing has one of its own. */
const MOST_ON_MESSAGES = 4;
/** Letters to one mailbox in a day, over all organisations: nobody is flooded by addresses typed into forms. */
const MOST_A_DAY = 3;
/** A hold can be released early: so often it is looked at again. */
const LOOK_AGAIN_SECONDS = 300;
const WITHOUT_SERVER_SECONDS = 3600;
/** Longer than the mailer tries: no second attempt begins while one runs. */
const LEAST_ATTEMPT_SECONDS = 90;
/** A server that is away keeps one job waiting at a time, and not those that deliver referrals. */
const AWAY_MS = 60_000;
/** Greylisting wants some minutes; half a day is the longest pause. */
const RETRY_SECONDS = { first: 600, most: 43_200 };
/** Those that were put off to the next day do not all go in its first minute. */
const SPREAD_MINUTES = 480;

export interface LetterOptions {
  /** How long an attempt may run before another is started. */
  readonly attemptSeconds: number;
}

interface Waiting {
  readonly id: string;
  readonly attempts: number;
}

interface Taken extends Waiting {
  readonly reportId: string;
  /** Days in UTC. */
  readonly countedOn: string | null;
  readonly today: string;
}

interface Told {
  readonly locale: string;
  /** As the portal wants to be called, if it does. */
  readonly senderName: string | null;
  readonly hasContact: boolean;
  readonly heldUntil: Date | null;
  readonly isClosingNew: boolean;
  readonly isMessageNew: boolean;
  readonly sentOnMessages: number;
  readonly isOver: boolean;
}

interface Ready extends Waiting {
  readonly mailbox: Mailbox;
  readonly locale: string;
  readonly senderName: string | null;
}

export class LetterService {
  /** Since when the mail server has not answered; nothing is tried before it is asked again, by one letter. */
  private awaySince: number | undefined;
  private isAsked = false;

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly mailer: Pick<Mailer, 'send'> | undefined,
    private readonly logger: ManaraLogger,
    private readonly options: LetterOptions,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Sends a letter that is due. @returns the state that it is left in; undefined when nothing was done */
  async send(organisationId: string, letterId: string): Promise<LetterState | undefined> {
    if (this.awaySince === undefined) return this.attempt(organisationId, letterId);
    // It stays due, and the sweep brings it back.
    if (this.isAsked || this.clock.now().getTime() < this.awaySince + AWAY_MS) return undefined;
    this.isAsked = true;
    try {
      return await this.attempt(organisationId, letterId);
    } finally {
      this.isAsked = false;
    }
  }

  private async attempt(organisationId: string, letterId: string): Promise<LetterState | undefined> {
    const ready = await this.database.within(organisationId, (manager) =>
      this.prepare(manager, organisationId, letterId),
    );
    if (ready === undefined || typeof ready === 'string') return ready;
    const failure = await this.mailer!.send({
      id: ready.id,
      to: ready.mailbox.address,
      locale: ready.locale,
      senderName: ready.senderName,
    }).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof MailFailedError) return error;
        throw error;
      },
    );
    this.awaySince = failure?.isOfServer === true ? this.clock.now().getTime() : undefined;
    return this.database.within(organisationId, (manager) =>
      failure === undefined
        ? end(manager, organisationId, ready, 'sent', null)
        : this.recordFailure(manager, organisationId, ready, failure),
    );
  }

  /** Takes a letter in hand and finds whom to send it, or leaves it in the state that is returned. */
  private async prepare(
    manager: EntityManager,
    organisationId: string,
    letterId: string,
  ): Promise<Ready | LetterState | undefined> {
    // Counted before the attempt, and put off, so that the sweep does not start it a second time while it runs.
    const [[letter]]: [Taken[], number] = await manager.query(
      `UPDATE letters SET attempts = attempts + 1, due_at = now() + make_interval(secs => $3)
       WHERE id = $1 AND organisation_id = $2 AND state = 'queued' AND due_at <= now()
       RETURNING id, attempts, report_id AS "reportId", counted_on::text AS "countedOn",
         (now() AT TIME ZONE 'UTC')::date::text AS today`,
      [letterId, organisationId, Math.max(LEAST_ATTEMPT_SECONDS, this.options.attemptSeconds)],
    );
    if (letter === undefined) return undefined;
    const told = await toldBy(manager, organisationId, letter.id);
    if (!told.hasContact) return end(manager, organisationId, letter, 'dropped', 'contact-deleted');
    if (told.heldUntil !== null) return putOffHeld(manager, organisationId, letter, told.heldUntil);
    if (told.isOver) return end(manager, organisationId, letter, 'dropped', 'too-late');
    if (!told.isClosingNew && !told.isMessageNew)
      return end(manager, organisationId, letter, 'dropped', 'nothing-new');
    if (!told.isClosingNew && told.sentOnMessages >= MOST_ON_MESSAGES)
      return end(manager, organisationId, letter, 'dropped', 'enough');
    if (this.mailer === undefined)
      return putOff(manager, organisationId, letter, 'no-mail-server', WITHOUT_SERVER_SECONDS);
    // One that was asked for a message tells of the closing, too, if it leaves that late.
    await setCause(manager, organisationId, letter.id, told.isClosingNew ? 'closing' : 'message');
    const report = { id: letter.reportId, organisationId };
    let contact: string | undefined;
    try {
      contact = await openContact(
        manager,
        (keyId) => openOrganisationKey(manager, this.ring, organisationId, keyId),
        report,
      );
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      this.logger.error('an address of a reporter cannot be opened', { code: error.code });
      return putOff(manager, organisationId, letter, error.code, retryAfter(letter.attempts));
    }
    const mailbox = contact === undefined ? undefined : readMailbox(contact);
    if (mailbox === undefined) return end(manager, organisationId, letter, 'failed', 'address-unusable');
    // A letter that is tried again on the same day has its place already.
    if (letter.countedOn !== letter.today) {
      const addressHash = keyedHash(
        this.ring.newest('letters').bytes,
        `address ${letter.today} ${mailbox.key}`,
      );
      if (!(await takePlace(manager, addressHash, letter.today)))
        return putOffToTomorrow(manager, organisationId, letter);
      await notePlace(manager, organisationId, letter.id, letter.today);
    }
    return { ...letter, mailbox, locale: told.locale, senderName: told.senderName };
  }

  private async recordFailure(
    manager: EntityManager,
    organisationId: string,
    letter: Ready,
    failure: MailFailedError,
  ): Promise<LetterState | undefined> {
    this.logger.warn('an e-mail to a reporter was not sent', { code: failure.code });
    return failure.isTemporary
      ? putOff(manager, organisationId, letter, failure.code, retryAfter(letter.attempts))
      : end(manager, organisationId, letter, 'failed', failure.code);
  }
}

/** Says whether letters are sent, for the forms. */
export async function noteMailService(database: Database, isOn: boolean): Promise<void> {
  await database.dataSource.query(
    `INSERT INTO mail_service (is_on) VALUES ($1)
     ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on, noted_at = now()`,
    [isOn],
  );
}

/** Forgets how many letters went to whom on days that are over. @returns how many lines */
export async function forgetLetterCounts(database: Database): Promise<number> {
  const [, forgotten] = await database.dataSource.query(
    `DELETE FROM letter_counts WHERE day < (now() AT TIME ZONE 'UTC')::date`,
  );
  return forgotten;
}

/** What there is to tell, as the receipt shows it now. */
async function toldBy(manager: EntityManager, organisationId: string, letterId: string): Promise<Told> {
  const [told] = await manager.query<[Told]>(
    `SELECT r.locale, p.published ->> 'letterSender' AS "senderName", r.wants_letters AND r.sealed_contact IS NOT NULL AS "hasContact",
       (SELECT max(h.expires_at) FROM case_reports cr JOIN holds h ON h.case_id = cr.case_id
         WHERE cr.report_id = r.id AND cr.organisation_id = $2 AND h.released_at IS NULL AND h.expires_at > now())
         AS "heldUntil",
       NOT coalesce(sent.closing, false) AND portal_api.shown_status(r.id) = 'closed' AS "isClosingNew",
       -- Neither told of by a letter nor answered: who answers has seen it. Messages carry the minute alone.
       EXISTS (SELECT 1 FROM messages m WHERE m.report_id = r.id AND m.organisation_id = $2
         AND m.direction = 'to-reporter' AND m.written_at >= coalesce(sent.last, '-infinity')
         AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.report_id = r.id AND a.organisation_id = $2
           AND a.direction = 'from-reporter' AND a.written_at > m.written_at)) AS "isMessageNew",
       sent.on_messages AS "sentOnMessages", l.keep_until < now() AS "isOver"
     FROM letters l JOIN reports r ON r.id = l.report_id AND r.organisation_id = $2
       LEFT JOIN portals p ON p.id = r.portal_id
       CROSS JOIN LATERAL (SELECT max(s.ended_at) AS last, bool_or(s.cause = 'closing') AS closing,
           (count(*) FILTER (WHERE s.cause = 'message'))::int AS on_messages
         FROM letters s WHERE s.report_id = r.id AND s.organisation_id = $2 AND s.state = 'sent') sent
     WHERE l.id = $1 AND l.organisation_id = $2`,
    [letterId, organisationId],
  );
  return told;
}

async function setCause(
  manager: EntityManager,
  organisationId: string,
  letterId: string,
  cause: LetterCause,
): Promise<void> {
  await manager.query(`UPDATE letters SET cause = $3 WHERE id = $1 AND organisation_id = $2`, [
    letterId,
    organisationId,
    cause,
  ]);
}

/** @returns false when the mailbox has had its letters of the day */
async function takePlace(manager: EntityManager, addressHash: Buffer, day: string): Promise<boolean> {
  const taken = await manager.query<unknown[]>(
    `INSERT INTO letter_counts AS c (address_hash, day, sent) VALUES ($1, $2, 1)
     ON CONFLICT (address_hash, day) DO UPDATE SET sent = c.sent + 1 WHERE c.sent < $3 RETURNING 1`,
    [addressHash, day, MOST_A_DAY],
  );
  return taken.length > 0;
}

async function notePlace(
  manager: EntityManager,
  organisationId: string,
  letterId: string,
  day: string,
): Promise<void> {
  await manager.query(`UPDATE letters SET counted_on = $3 WHERE id = $1 AND organisation_id = $2`, [
    letterId,
    organisationId,
    day,
  ]);
}

async function putOff(
  manager: EntityManager,
  organisationId: string,
  letter: Waiting,
  code: string,
  seconds: number,
): Promise<LetterState> {
  await manager.query(
    `UPDATE letters SET last_code = $3, due_at = now() + make_interval(secs => $4)
     WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
    [letter.id, organisationId, code, seconds],
  );
  return 'queued';
}

/** Nothing tried is nothing counted; and under a hold it does not get old. */
async function putOffHeld(
  manager: EntityManager,
  organisationId: string,
  letter: Waiting,
  heldUntil: Date,
): Promise<LetterState> {
  await manager.query(
    `UPDATE letters SET last_code = 'held', attempts = attempts - 1, keep_until = now() + make_interval(days => $5),
       due_at = least($4::timestamptz, now() + make_interval(secs => $3))
     WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
    [letter.id, organisationId, LOOK_AGAIN_SECONDS, heldUntil, LETTER_KEPT_DAYS],
  );
  return 'queued';
}

async function putOffToTomorrow(
  manager: EntityManager,
  organisationId: string,
  letter: Waiting,
): Promise<LetterState> {
  await manager.query(
    `UPDATE letters SET last_code = 'address-limit', attempts = attempts - 1,
       due_at = (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC'
         + make_interval(mins => floor(random() * $3)::int)
     WHERE id = $1 AND organisation_id = $2 AND state = 'queued'`,
    [letter.id, organisationId, SPREAD_MINUTES],
  );
  return 'queued';
}

async function end(
  manager: EntityManager,
  organisationId: string,
  letter: Waiting,
  to: Exclude<LetterState, 'queued'>,
  code: string | null,
): Promise<LetterState | undefined> {
  if (!(await moveLetter(manager, organisationId, letter.id, to, code))) return undefined;
  await recordEvent(manager, {
    organisationId,
    actor: MACHINE,
    act: `letter.${to}`,
    subjectKind: 'letter',
    subjectId: letter.id,
    details: { code, attempts: letter.attempts },
  });
  return to;
}

function retryAfter(attempts: number): number {
  return Math.min(RETRY_SECONDS.most, RETRY_SECONDS.first * 2 ** Math.min(20, Math.max(0, attempts - 1)));
}
