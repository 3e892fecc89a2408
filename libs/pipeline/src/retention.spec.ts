import { randomBytes } from 'node:crypto';
import { newId, newRandomId, type Database } from '#libs/platform';
import { setRetention, type DataClass } from '#libs/organisations';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeAccount, makeOrganisation, type World } from '../../../test/support/review-world.js';
import { enforceCommonRetention, enforceRetention } from './retention.js';

const DAY = 24;
const hoursBefore = (hours: number) => new Date(Date.now() - hours * 3_600_000);

describe('the schedule of retention', () => {
  let test: TestDatabase;
  let triage: Database;
  let console: Database;
  let portal: Database;
  let hotline: World;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console = await test.open('console');
    portal = await test.open('portal');
  });
  beforeEach(async () => {
    hotline = await makeOrganisation(test);
  });
  afterAll(() => test.drop());

  const enforce = () => enforceRetention(triage, hotline.organisationId);

  /** A report with everything that can be erased of it. */
  async function report(): Promise<string> {
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind, state,
         sealed_text, sealed_contact, received_at)
       VALUES ($1, $2, $2, $3, $4, 'en', 'picture', 'attached', '\\x01', '\\x01', date_trunc('minute', now()))`,
      [id, hotline.organisationId, hotline.portalId, hotline.keyId],
    );
    await test.asOwner(
      `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed) VALUES ($1, $2, $3, 1, 'somewhere')`,
      [newRandomId(), hotline.organisationId, id],
    );
    await test.asOwner(
      `INSERT INTO messages (id, organisation_id, report_id, direction, sealed_text, written_at)
       VALUES ($1, $2, $3, 'from-reporter', '\\x01', date_trunc('minute', now()))`,
      [newRandomId(), hotline.organisationId, id],
    );
    return id;
  }

  /** A case of reports, closed so many hours ago; null: open. */
  async function caseOf(reports: readonly string[], closedHoursAgo: number | null): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate, closed_at)
       VALUES ($1, $2, $2, $3, $4, 'address', $5, 'none', $6)`,
      [
        id,
        hotline.organisationId,
        hotline.portalId,
        `${hotline.code}-2026-${id.slice(-6)}`,
        closedHoursAgo === null ? 'ready' : 'closed',
        closedHoursAgo === null ? null : hoursBefore(closedHoursAgo),
      ],
    );
    for (const reportId of reports) {
      await test.asOwner(
        `INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)`,
        [hotline.organisationId, id, reportId],
      );
    }
    return id;
  }

  async function closedReport(hoursAgo: number): Promise<string> {
    const id = await report();
    await caseOf([id], hoursAgo);
    return id;
  }

  async function preserve(kind: 'report' | 'case', subjectId: string, more = ''): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, $3, $4, 'Police', 'Order 1', now() + interval '1 day')`,
      [id, hotline.organisationId, kind, subjectId],
    );
    if (more !== '') await test.asOwner(`UPDATE preservations SET ${more} WHERE id = $1`, [id]);
    return id;
  }

  const has = async (sql: string, id: string) => (await test.asOwner(sql, [id])).length > 0;
  const reportHas = async (id: string) => ({
    contact: await has(`SELECT 1 FROM reports WHERE id = $1 AND sealed_contact IS NOT NULL`, id),
    text: await has(`SELECT 1 FROM reports WHERE id = $1 AND sealed_text IS NOT NULL`, id),
    messages: await has(`SELECT 1 FROM messages WHERE report_id = $1`, id),
    addresses: await has(`SELECT 1 FROM report_addresses WHERE report_id = $1`, id),
  });
  const everything = { contact: true, text: true, messages: true, addresses: true };

  /** A look and its fetch record, under one id. */
  async function look(hoursAgo: number, caseId: string): Promise<string> {
    const [id, itemId, org] = [newId(), newId(), hotline.organisationId];
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step)
       VALUES ($1::uuid, $2, $3, 'source', 'x', $1::text, 'done')`,
      [itemId, org, caseId],
    );
    await test.asOwner(
      `INSERT INTO fetch_records (id, organisation_id, content_item_id, purpose, started_at, ended_at, outcome, record)
       VALUES ($1, $2, $3, 'check', $4, $4, 'answered', '{}')`,
      [id, org, itemId, hoursBefore(hoursAgo)],
    );
    await test.asOwner(
      `INSERT INTO online_checks (id, organisation_id, content_item_id, round, fetch_record_id, checked_at, state)
       VALUES ($1, $2, $3, 1, $1, $4, 'online')`,
      [id, org, itemId, hoursBefore(hoursAgo)],
    );
    return id;
  }

  interface Kept {
    readonly what: string;
    readonly dataClass: DataClass;
    readonly hours: number;
    /** Makes one that has been kept for so many hours. */
    readonly make: (hoursAgo: number) => Promise<string>;
    readonly isThere: (id: string) => Promise<boolean>;
  }

  const ofReport = (key: keyof typeof everything): Pick<Kept, 'make' | 'isThere'> => ({
    make: closedReport,
    isThere: async (id) => (await reportHas(id))[key],
  });

  const classes: readonly Kept[] = [
    { what: 'a reporter’s contact', dataClass: 'reporter-contact', hours: 30 * DAY, ...ofReport('contact') },
    { what: 'a reporter’s text', dataClass: 'reporter-text', hours: 180 * DAY, ...ofReport('text') },
    { what: 'messages', dataClass: 'reporter-text', hours: 180 * DAY, ...ofReport('messages') },
    {
      what: 'reported addresses',
      dataClass: 'report-address',
      hours: 3 * 365 * DAY,
      ...ofReport('addresses'),
    },
    {
      what: 'a session that has ended',
      dataClass: 'session',
      hours: 7 * DAY,
      async make(hoursAgo) {
        const id = newId();
        await test.asOwner(
          `INSERT INTO sessions (id, organisation_id, staff_account_id, token_hash, expires_at)
           VALUES ($1, $2, $3, $4, $5)`,
          [
            id,
            hotline.organisationId,
            await makeAccount(test, hotline),
            Buffer.from(id),
            hoursBefore(hoursAgo),
          ],
        );
        return id;
      },
      isThere: (id) => has(`SELECT 1 FROM sessions WHERE id = $1`, id),
    },
    {
      what: 'a record of a view',
      dataClass: 'exposure',
      hours: 2 * 365 * DAY,
      async make(hoursAgo) {
        const id = newId();
        const accountId = await makeAccount(test, hotline);
        const mediaId = newId();
        await test.asOwner(
          `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, sha256($3), $4, $5, 1)`,
          [mediaId, hotline.organisationId, Buffer.from(mediaId), Buffer.alloc(20), Buffer.alloc(16)],
        );
        await test.asOwner(
          `INSERT INTO exposures (id, organisation_id, staff_account_id, media_id, case_id, level, ticket_hash, ticket_expires_at, opened_at)
           VALUES ($1, $2, $3, $4, $5, 1, $6, now(), $7)`,
          [
            id,
            hotline.organisationId,
            accountId,
            mediaId,
            await caseOf([], null),
            Buffer.from(id),
            hoursBefore(hoursAgo),
          ],
        );
        return id;
      },
      isThere: (id) => has(`SELECT 1 FROM exposures WHERE id = $1`, id),
    },
    {
      what: 'a look at a referred address',
      dataClass: 'online-check',
      hours: 180 * DAY,
      make: async (hoursAgo) => look(hoursAgo, await caseOf([], 1)),
      isThere: async (id) => {
        const [check, record] = [
          await has(`SELECT 1 FROM online_checks WHERE id = $1`, id),
          await has(`SELECT 1 FROM fetch_records WHERE id = $1`, id),
        ];
        expect(record).toBe(check);
        return check;
      },
    },
  ];

  it('keeps looks at the addresses of a case that is ordered to be preserved, itself or by a report', async () => {
    const [one, reportId] = [await caseOf([], 1), await report()];
    const ids = [
      await look(200 * DAY, one),
      await look(200 * DAY, await caseOf([reportId], 1)),
      await look(200 * DAY, await caseOf([], 1)),
    ];
    await preserve('case', one);
    await preserve('report', reportId);
    await enforce();
    const there = (id: string) => has(`SELECT 1 FROM online_checks WHERE id = $1`, id);
    expect(await Promise.all(ids.map(there))).toEqual([true, true, false]);
  });

  describe.each(classes)('of $what', ({ dataClass, hours, make, isThere }) => {
    it(`keeps it for ${hours} hours where nothing else is set, and not longer`, async () => {
      const [young, old] = [await make(hours - 1), await make(hours + 1)];
      const counts = await enforce();
      expect(await isThere(young)).toBe(true);
      expect(await isThere(old)).toBe(false);
      expect(counts[dataClass]).toBeGreaterThan(0);
    });

    it('follows the organisation’s own rule, and only its', async () => {
      const mine = hotline;
      const other = await makeOrganisation(test);
      const rule = hours - 25;
      await console.within(mine.organisationId, (manager) =>
        setRetention(manager, mine.organisationId, dataClass, rule, { kind: 'operator' }),
      );
      const [young, old] = [await make(rule - 1), await make(rule + 1)];
      hotline = other;
      const others = await make(rule + 1);
      await enforce();
      hotline = mine;
      await enforce();
      expect([await isThere(young), await isThere(old), await isThere(others)]).toEqual([true, false, true]);
    });

    it('says in the audit log what class and how much went, and a second run finds nothing', async () => {
      await make(hours + 1);
      await enforce();
      const events = () =>
        test.asOwner(
          `SELECT actor_kind, details FROM audit_events WHERE organisation_id = $1 AND act = 'retention.erased'`,
          [hotline.organisationId],
        );
      const told = await events();
      expect(told).toContainEqual({ actor_kind: 'machine', details: { dataClass, rows: 1 } });
      expect(Object.values(await enforce()).every((count) => count === 0)).toBe(true);
      expect(await events()).toEqual(told);
    });
  });

  const LONG_AGO = 10 * 365 * DAY;

  it('keeps a report whole while a case of it is open, however old another one is', async () => {
    const id = await closedReport(LONG_AGO);
    await caseOf([id], null);
    await enforce();
    expect(await reportHas(id)).toEqual(everything);
  });

  it('counts from the last of its cases that was closed', async () => {
    const id = await closedReport(LONG_AGO);
    await caseOf([id], 1);
    await enforce();
    expect(await reportHas(id)).toEqual(everything);
  });

  it('keeps what has not been attached to a case yet', async () => {
    const id = await report();
    await enforce();
    expect(await reportHas(id)).toEqual(everything);
  });

  it('forgets what became of letters once the contact is gone, but for one that still waits', async () => {
    const [id, waiting] = [await closedReport(LONG_AGO), await closedReport(LONG_AGO)];
    for (const [reportId, state] of [
      [id, 'sent'],
      [waiting, 'queued'],
    ]) {
      await test.asOwner(
        `INSERT INTO letters (id, organisation_id, report_id, cause, state, due_at, keep_until, ended_at)
         VALUES ($1, $2, $3, 'closing', $4, now(), now(), CASE WHEN $4 = 'sent' THEN now() END)`,
        [newId(), hotline.organisationId, reportId, state],
      );
    }
    await enforce();
    expect(await test.asOwner(`SELECT report_id AS id FROM letters`)).toEqual([{ id: waiting }]);
  });

  it('stops for an order to preserve the report, and goes on when it is released', async () => {
    const id = await closedReport(LONG_AGO);
    const order = await preserve('report', id);
    await enforce();
    expect(await reportHas(id)).toEqual(everything);
    await test.asOwner(`UPDATE preservations SET released_at = now() WHERE id = $1`, [order]);
    await enforce();
    expect(await reportHas(id)).toEqual({ contact: false, text: false, messages: false, addresses: false });
  });

  it('stops for every report of a case that is to be preserved, and for no other', async () => {
    const reports = [await report(), await report()];
    await preserve('case', await caseOf(reports, LONG_AGO));
    const other = await closedReport(LONG_AGO);
    await enforce();
    for (const id of reports) expect(await reportHas(id)).toEqual(everything);
    expect(await reportHas(other)).toMatchObject({ contact: false, addresses: false });
  });

  it('takes no notice of an order that has run out', async () => {
    const id = await closedReport(LONG_AGO);
    await preserve(
      'report',
      id,
      `created_at = now() - interval '2 days', expires_at = now() - interval '1 day'`,
    );
    await enforce();
    expect((await reportHas(id)).contact).toBe(false);
  });

  it('leaves other organisations alone', async () => {
    const id = await closedReport(LONG_AGO);
    const other = await makeOrganisation(test);
    await enforceRetention(triage, other.organisationId);
    expect(await reportHas(id)).toEqual(everything);
  });

  it('leaves the report itself, its case and its receipt', async () => {
    const id = await closedReport(LONG_AGO);
    await test.asOwner(
      `INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      [newRandomId(), hotline.organisationId, id, id.slice(0, 8), Buffer.alloc(32)],
    );
    await enforce();
    for (const table of ['receipts', 'case_reports'])
      expect(await has(`SELECT 1 FROM ${table} WHERE report_id = $1`, id)).toBe(true);
  });

  describe('of what belongs to no organisation', () => {
    it('forgets an attempt to sign in after a day', async () => {
      const [young, old] = [newId(), newId()];
      for (const [id, hours] of [
        [young, 23],
        [old, 25],
      ] as const) {
        await test.asOwner(
          `INSERT INTO sign_in_attempts (id, account_key, at, succeeded) VALUES ($1, '\\x00', $2, false)`,
          [id, hoursBefore(hours)],
        );
      }
      await enforceCommonRetention(triage);
      expect(await test.asOwner(`SELECT id FROM sign_in_attempts`)).toEqual([{ id: young }]);
      expect(await enforceCommonRetention(triage)).toBe(0);
    });

    /** Sends a report as the public program does. @returns hours that its mark will be kept */
    async function submit(): Promise<number> {
      const mark = randomBytes(32);
      const [{ answer }] = (await portal.dataSource.query(
        `SELECT portal_api.submit($1, $2, $3, $4, $5, $6, $7, $8, 'en', 'picture', false, false, NULL, NULL, NULL, '[]') AS answer`,
        [
          hotline.portalId,
          hotline.keyId,
          mark,
          Buffer.alloc(32),
          Buffer.alloc(32),
          newRandomId().slice(0, 8),
          Buffer.alloc(32),
          Buffer.alloc(32),
        ],
      )) as [{ answer: { outcome: string } }];
      expect(answer).toMatchObject({ outcome: 'stored' });
      const [row] = await test.asOwner<{ hours: string }>(
        `SELECT extract(epoch FROM expires_at - now()) / 3600 AS hours FROM submissions WHERE mark_hash = $1`,
        [mark],
      );
      return Number(row!.hours);
    }

    it('keeps the mark of a submission for a day and at most an hour more, then forgets it', async () => {
      const hours = await submit();
      expect(hours).toBeGreaterThan(23.99);
      expect(hours).toBeLessThanOrEqual(25);
      await enforceCommonRetention(triage);
      expect(await test.asOwner(`SELECT 1 FROM submissions`)).toHaveLength(1);
      await test.asOwner(`UPDATE submissions SET expires_at = now() - interval '1 second'`);
      expect(await enforceCommonRetention(triage)).toBe(1);
    });

    it('reads that time from the rule, the organisation’s own first', async () => {
      await console.within(hotline.organisationId, (manager) =>
        setRetention(manager, hotline.organisationId, 'submission-mark', 48, { kind: 'operator' }),
      );
      const hours = await submit();
      expect(hours).toBeGreaterThan(47.99);
      expect(hours).toBeLessThanOrEqual(49);
    });
  });
});
