import { randomBytes, randomUUID } from 'node:crypto';
import { createOrganisationKey } from '#libs/organisations';
import { createDataSource, createLogger, Database, KeyRing, newId, type ManaraLogger } from '#libs/platform';
import {
  askForClosings,
  askForLetter,
  IntakeService,
  PortalApi,
  readSubmission,
  ReceiptService,
  SubmissionMark,
  writeToReporter,
  type LivePortal,
  type Receipt,
} from '#libs/reports';
import { PassThrough } from 'node:stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { readMail, startMailServer, type MailServer } from '../../../test/support/mail-server.js';
import { forgetLetterCounts, LetterService, noteMailService } from './letter.service.js';
import { Mailer } from './mailer.js';

const [organisationId, ownerId] = [newId(), newId()];
const ring = new KeyRing([randomBytes(32)]);
const portalKeys = new KeyRing([randomBytes(32)]);

describe('letters to reporters', () => {
  let test: TestDatabase;
  let triage: Database;
  let desk: Database;
  let server: MailServer;
  let letters: LetterService;
  let logger: ManaraLogger;
  let portal: LivePortal;
  let intake: IntakeService;
  let receipts: ReceiptService;
  let now = Date.now();
  const logged: string[] = [];
  beforeAll(async () => {
    const log = new PassThrough();
    log.on('data', (line: Buffer) => logged.push(line.toString()));
    logger = createLogger('test', 'debug', log);
    server = await startMailServer();
    test = await createTestDatabase();
    triage = await test.open('triage');
    desk = await test.open('console');
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country, policy) VALUES ($1, 'ONE', 'One', 'TN', '{"receipt":{"delayHours":24}}')`,
      [organisationId],
    );
    await test.asOwner(
      `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash)
       VALUES ($1, $2, 'owner', 'Owner', 'supervisor', 'x')`,
      [ownerId, organisationId],
    );
    const owner = createDataSource({ url: test.ownerUrl, program: 'test', poolSize: 1 });
    await owner.initialize();
    await new Database(owner).within(organisationId, (manager) =>
      createOrganisationKey(manager, ring, organisationId),
    );
    await owner.destroy();
    await test.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
       VALUES ($1, $2, $2, 'one', 'TN', '{en,fr}', true)`,
      [newId(), organisationId],
    );
    const api = new PortalApi(await test.open('portal'));
    await noteMailService(triage, true);
    [portal] = (await api.portals()) as [LivePortal];
    intake = new IntakeService(api, portalKeys);
    receipts = new ReceiptService(api, portalKeys);
    letters = new LetterService(
      triage,
      ring,
      new Mailer(
        { host: '127.0.0.1', port: server.port, security: 'none' },
        { name: '', address: 'post@sender.example' },
        ring,
      ),
      logger,
      { attemptSeconds: 120 },
      { now: () => new Date(now) },
    );
  });
  afterAll(async () => {
    await server.stop();
    await test.drop();
  });
  beforeEach(() => {
    server.fault = undefined;
    server.mails.length = 0;
  });

  const within = <T>(database: Database, work: Parameters<typeof database.within<T>>[1]) =>
    database.within(organisationId, work);

  async function report(email?: string): Promise<{ id: string; receipt: Receipt; email: string }> {
    const contactEmail = email ?? `${randomUUID()}@marked-reader.example`;
    const { submission } = readSubmission({ place: 'a place', contactEmail }, new Date());
    const mark = new SubmissionMark('form', randomUUID());
    const { receipt } = await intake.submit(portal, submission!, mark, 'fr');
    const [row] = await test.asOwner<{ id: string }>(
      `SELECT report_id AS id FROM receipts WHERE lookup = $1`,
      [receipt.lookup],
    );
    return { id: row!.id, receipt, email: contactEmail };
  }
  /** Writes to the reporter as the console does. */
  const ask = ({ id }: { id: string }) =>
    within(desk, async (manager) => {
      await writeToReporter(manager, { id, organisationId }, 'Which one was it?');
      return askForLetter(manager, { id, organisationId });
    });
  /** A case of the report, closed some hours ago, which came in before. */
  async function closedCase({ id }: { id: string }, hoursAgo: number): Promise<string> {
    const caseId = newId();
    await test.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, number, portal_id, kind, mandate, state, opened_at,
         closed_at, outcome)
       SELECT $1, organisation_id, organisation_id, $4, portal_id, 'tip', 'none', 'closed', now() - interval '9 days',
         now() - make_interval(hours => $3), 'forwarded' FROM reports WHERE id = $2`,
      [caseId, id, hoursAgo, caseId],
    );
    await test.asOwner(`INSERT INTO case_reports (case_id, report_id, organisation_id) VALUES ($1, $2, $3)`, [
      caseId,
      id,
      organisationId,
    ]);
    await test.asOwner(
      `UPDATE reports SET state = 'attached', received_at = date_trunc('minute', now() - interval '9 days') WHERE id = $1`,
      [id],
    );
    return caseId;
  }
  const hold = async (caseId: string) => {
    const [made] = await test.asOwner<{ id: string }>(
      `INSERT INTO holds (id, organisation_id, case_id, ordered_by, owner_id, expires_at, shown_state, shown_since)
       VALUES ($1, $2, $3, 'police', $4, now() + interval '30 days', 'received', now() - interval '1 minute') RETURNING id`,
      [newId(), organisationId, caseId, ownerId],
    );
    return made!.id;
  };
  const lettersOf = ({ id }: { id: string }) =>
    test.asOwner<{ id: string; cause: string; state: string; code: string | null; isLater: boolean }>(
      `SELECT id, cause, state, last_code AS code, due_at > now() AS "isLater" FROM letters WHERE report_id = $1 ORDER BY state = 'queued', id`,
      [id],
    );
  const make = async (letterId: string | undefined) => {
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    now += 61_000;
    return letters.send(organisationId, letterId!);
  };
  const closings = () => within(triage, (manager) => askForClosings(manager, organisationId));

  it('tell of a message, once, in the language of the form, and say nothing of it', async () => {
    const one = await report();
    const letterId = await ask(one);
    // What is written meanwhile is told of by the same.
    expect(await ask(one)).toBeUndefined();
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    const came = await Promise.all([1, 2, 3].map(() => letters.send(organisationId, letterId!)));
    expect(came.filter(Boolean)).toEqual(['sent']);
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]!.to).toEqual([one.email]);
    expect(readMail(server.mails[0]!.raw).headers.get('content-language')).toBe('fr');
    expect(await make(letterId)).toBeUndefined();
    const [{ name }] = (await test.asOwner<{ name: string }>(
      `SELECT name FROM outbox WHERE payload ->> 'letterId' = $1`,
      [letterId],
    )) as [{ name: string }];
    expect(name).toBe('letter');
  });

  it('are from whom the portal says, if it does', async () => {
    const fromOf = async () => {
      await make(await ask(await report()));
      return readMail(server.mails.at(-1)!.raw).headers.get('from');
    };
    expect(await fromOf()).toBe('post@sender.example');
    await test.asOwner(`UPDATE portals SET published = '{"letterSender": "Your messages"}'`);
    expect(await fromOf()).toBe('Your messages <post@sender.example>');
    await test.asOwner(`UPDATE portals SET published = '{}'`);
  });

  it('are found again when the queue was emptied', async () => {
    const letterId = await ask(await report());
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    const due = await triage.queryAcrossOrganisationsByNamedFunction(
      `SELECT name, subject, organisation_id AS of, id FROM triage_api.due_letters(100)`,
    );
    expect(due).toContainEqual({ name: 'letter', subject: 'letterId', of: organisationId, id: letterId });
    await make(letterId);
  });

  it('go to nobody who left no address, or left it where no letters were promised', async () => {
    await noteMailService(triage, false);
    const before = await report();
    await noteMailService(triage, true);
    const { submission } = readSubmission({ place: 'a place' }, new Date());
    const { receipt } = await intake.submit(
      portal,
      submission!,
      new SubmissionMark('form', randomUUID()),
      'en',
    );
    const [without] = await test.asOwner<{ id: string }>(
      `SELECT report_id AS id FROM receipts WHERE lookup = $1`,
      [receipt.lookup],
    );
    for (const one of [before, without!]) {
      expect(await ask(one)).toBeUndefined();
      await closedCase(one, 48);
    }
    expect(await closings()).toBe(0);
  });

  it('tell of the closing when the receipt shows it, and only then', async () => {
    const [early, late] = [await report(), await report()];
    await closedCase(early, 3);
    await closedCase(late, 48);
    const statusOf = async ({ receipt }: { receipt: Receipt }) =>
      (await receipts.open(portal, receipt))!.status;
    expect([await statusOf(early), await statusOf(late)]).toEqual(['in-assessment', 'closed']);
    expect(await closings()).toBe(1);
    expect(await lettersOf(early)).toEqual([]);
    const [letter] = await lettersOf(late);
    expect(await make(letter!.id)).toBe('sent');
    // Told once, whoever asks again.
    expect(await closings()).toBe(0);
  });

  it('tell of a message and of the closing together where both wait', async () => {
    const one = await report();
    const letterId = await ask(one);
    await closedCase(one, 48);
    expect(await closings()).toBe(0);
    expect(await make(letterId)).toBe('sent');
    expect(await closings()).toBe(0);
    expect(await lettersOf(one)).toMatchObject([{ cause: 'closing', state: 'sent' }]);
  });

  it('wait while the police hold the case, however long, and go when it ends', async () => {
    const one = await report();
    const caseId = await closedCase(one, 48);
    const holdId = await hold(caseId);
    expect(await closings()).toBe(0);
    const letterId = await ask(one);
    expect(await make(letterId)).toBe('queued');
    expect(await lettersOf(one)).toMatchObject([{ state: 'queued', code: 'held', isLater: true }]);
    await test.asOwner(`UPDATE letters SET keep_until = now() - interval '1 day' WHERE id = $1`, [letterId]);
    await make(letterId);
    await test.asOwner(`UPDATE holds SET released_at = now() WHERE id = $1`, [holdId]);
    expect(server.mails).toEqual([]);
    expect(await make(letterId)).toBe('sent');
  });

  it.each([
    [
      'the address was deleted',
      'contact-deleted',
      async (one: { receipt: Receipt }) => {
        await receipts.forgetContact(portal, one.receipt);
      },
    ],
    [
      'the reporter has answered in the meantime',
      'nothing-new',
      async (one: { id: string; receipt: Receipt }) => {
        await test.asOwner(
          `UPDATE messages SET written_at = written_at - interval '5 minutes' WHERE report_id = $1`,
          [one.id],
        );
        await receipts.answer(portal, one.receipt, 'The second.', randomUUID());
      },
    ],
    [
      'the message was erased',
      'nothing-new',
      async (one: { id: string }) => {
        await test.asOwner(`DELETE FROM messages WHERE report_id = $1`, [one.id]);
      },
    ],
    [
      'it has become old',
      'too-late',
      async (one: { id: string }) => {
        await test.asOwner(
          `UPDATE letters SET keep_until = now() - interval '1 minute' WHERE report_id = $1`,
          [one.id],
        );
      },
    ],
  ])('are dropped when %s', async (_name, code, change) => {
    // prettier-ignore
    const one = await report();
    const letterId = await ask(one);
    await change(one);
    expect(await make(letterId)).toBe('dropped');
    expect(await lettersOf(one)).toMatchObject([{ state: 'dropped', code }]);
    expect(server.mails).toEqual([]);
  });

  it('tell of the closing after all when a case was open again at the first try', async () => {
    const one = await report();
    const caseId = await closedCase(one, 48);
    expect(await closings()).toBe(1);
    const [first] = await lettersOf(one);
    await test.asOwner(`UPDATE cases SET state = 'triage', closed_at = NULL WHERE id = $1`, [caseId]);
    expect(await make(first!.id)).toBe('dropped');
    expect(await closings()).toBe(0);
    await test.asOwner(
      `UPDATE cases SET state = 'closed', closed_at = now() - interval '48 hours' WHERE id = $1`,
      [caseId],
    );
    expect(await closings()).toBe(1);
    expect(await make((await lettersOf(one)).at(-1)!.id)).toBe('sent');
  });

  it('come again after a temporary failure, ever later, and end at a lasting one', async () => {
    const one = await report();
    const letterId = await ask(one);
    server.fault = { at: 'RCPT', code: 450 };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      expect(await make(letterId)).toBe('queued');
      const [{ seconds }] = (await test.asOwner<{ seconds: number }>(
        `SELECT round(extract(epoch FROM due_at - now()))::int AS seconds FROM letters WHERE id = $1`,
        [letterId],
      )) as [{ seconds: number }];
      waits.push(seconds);
    }
    expect(waits.map((seconds) => Math.round(seconds / 600))).toEqual([1, 2, 4, 8]);
    server.fault = { at: 'RCPT', code: 550 };
    expect(await make(letterId)).toBe('failed');
    expect(await lettersOf(one)).toMatchObject([{ state: 'failed', code: 'smtp-550' }]);
    const events = await test.asOwner<{ act: string; details: object }>(
      `SELECT act, details FROM audit_events WHERE subject_id = $1`,
      [letterId],
    );
    expect(events).toEqual([{ act: 'letter.failed', details: { code: 'smtp-550', attempts: 5 } }]);
  });

  it('that were sent when the process ended are sent twice at most, with the same id', async () => {
    const one = await report();
    const letterId = await ask(one);
    const mailer = { send: async () => Promise.reject(new Error('killed')) };
    const killed = new LetterService(triage, ring, mailer, logger, { attemptSeconds: 0 });
    const sending = letters['mailer']!;
    mailer.send = async (...given: unknown[]) => {
      await sending.send(...(given as Parameters<typeof sending.send>));
      throw new Error('killed');
    };
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    await expect(killed.send(organisationId, letterId!)).rejects.toThrow('killed');
    expect(await make(letterId)).toBe('sent');
    const ids = server.mails.map(({ raw }) => readMail(raw).headers.get('message-id'));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('are three a day to one mailbox, whoever typed it and however, and the rest goes tomorrow', async () => {
    const spellings = ['someone@bombed.example', 'SomeOne@Bombed.example', 'someone+1@bombed.example'];
    const made: string[] = [];
    for (const email of [...spellings, ...spellings]) made.push((await ask(await report(email)))!);
    const states = [];
    for (const letterId of made) states.push(await make(letterId));
    expect(states).toEqual(['sent', 'sent', 'sent', 'queued', 'queued', 'queued']);
    expect(server.mails).toHaveLength(3);
    // Tomorrow: what was counted is forgotten.
    await test.asOwner(`UPDATE letter_counts SET day = day - 1`);
    expect(await forgetLetterCounts(triage)).toBeGreaterThan(0);
    expect(await make(made[3])).toBe('sent');
  });

  it('try again on the same day without another place of the mailbox', async () => {
    const [one, two, three] = ['1', '2', '3'].map((tag) => `patient+${tag}@slow.example`);
    const letterId = await ask(await report(one));
    server.fault = 'drop-in-data';
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await make(letterId)).toBe('queued');
    server.fault = undefined;
    for (const email of [two, three]) expect(await make(await ask(await report(email)))).toBe('sent');
    expect(await make(letterId)).toBe('sent');
  });

  it('leave a server that is away alone for a minute, and ask it by one of them', async () => {
    const [one, two] = [await ask(await report()), await ask(await report())];
    server.fault = 'drop-in-data';
    expect(await make(one)).toBe('queued');
    server.begun = 0;
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = ANY ($1)`, [[one, two]]);
    const both = () => Promise.all([letters.send(organisationId, one!), letters.send(organisationId, two!)]);
    expect([await both(), server.begun]).toEqual([[undefined, undefined], 0]);
    now += 61_000;
    expect([await both(), server.begun]).toEqual([['queued', undefined], 1]);
    server.fault = undefined;
    expect(await make(one)).toBe('sent');
    expect(await letters.send(organisationId, two!)).toBe('sent');
  });

  it('on messages of one report are four, and one on its closing', async () => {
    const one = await report();
    const states = [];
    for (let turn = 0; turn < 6; turn += 1) {
      states.push(await make(await ask(one)));
      await test.asOwner(`DELETE FROM letter_counts`);
    }
    expect(states).toEqual(['sent', 'sent', 'sent', 'sent', 'dropped', 'dropped']);
    await closedCase(one, 48);
    expect(await closings()).toBe(1);
    expect(await make((await lettersOf(one)).at(-1)!.id)).toBe('sent');
  });

  it('wait where there is no mail server, and end where what was sealed is no mailbox', async () => {
    const one = await report();
    const letterId = await ask(one);
    const without = new LetterService(triage, ring, undefined, logger, { attemptSeconds: 120 });
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    expect(await without.send(organisationId, letterId!)).toBe('queued');
    const forged = await intake.submit(
      portal,
      {
        ...readSubmission({ place: 'p', contactEmail: 'a@b.example' }, new Date()).submission!,
        contactEmail: 'a@b.example\r\nBcc: c@d.example',
      },
      new SubmissionMark('form', randomUUID()),
      'en',
    );
    const [row] = await test.asOwner<{ id: string }>(
      `SELECT report_id AS id FROM receipts WHERE lookup = $1`,
      [forged.receipt.lookup],
    );
    expect(await make(await ask(row!))).toBe('failed');
    expect(server.mails).toEqual([]);
  });

  it('belong to their organisation', async () => {
    const letterId = await ask(await report());
    await test.asOwner(`UPDATE letters SET due_at = now() WHERE id = $1`, [letterId]);
    expect(await letters.send(newId(), letterId!)).toBeUndefined();
    expect(await desk.within(newId(), (manager) => manager.query(`SELECT 1 FROM letters`))).toEqual([]);
  });

  it('leave the address in no table and in no log', async () => {
    const tables = await test.asOwner<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { name } of tables) {
      const rows = await test.asOwner(
        `SELECT t::text AS text FROM "${name}" t WHERE t::text ~* 'marked-reader|bombed'`,
      );
      expect([name, rows]).toEqual([name, []]);
    }
    expect(logged.join('')).toContain('smtp-450');
    expect(logged.join('')).not.toMatch(/marked-reader|bombed|@/);
  });
});
