import { noteMailService } from '#libs/mail';
import { KeyRing } from '#libs/platform';
import { formatReceipt, makeReceipt, openReporterText, writeToReporter } from '#libs/reports';
import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

describe('a receipt', () => {
  let database: TestDatabase;
  let seeded: SeededPortal;
  let portal: PortalUnderTest;
  let oldKey: Buffer;
  beforeAll(async () => {
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour');
    await seedPortal(database, 'other');
    oldKey = randomBytes(32);
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal, keys: new KeyRing([oldKey]) });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  async function report(fields: Record<string, string> = {}): Promise<{ code: string; reportId: string }> {
    const before = await database.asOwner<{ id: string }>('SELECT id FROM reports');
    const answer = await portal.post('/harbour/en/report', {
      mark: await portal.mark(),
      urls: 'http://reported.example/',
      ...fields,
    });
    const code = codeIn(await answer.text())!;
    const [row] = await database.asOwner<{ id: string }>('SELECT id FROM reports WHERE NOT (id = ANY ($1))', [
      before.map(({ id }) => id),
    ]);
    return { code, reportId: row!.id };
  }
  async function open(receipt: string, more: Record<string, string> = {}, path = '/harbour/en/receipt') {
    const answer = await portal.post(path, { receipt, ...more });
    return { status: answer.status, html: await answer.text() };
  }
  async function staffWrites(reportId: string, text: string): Promise<void> {
    const staff = await database.open('console');
    await staff.within(seeded.organisationId, (manager) =>
      writeToReporter(manager, { id: reportId, organisationId: seeded.organisationId }, text),
    );
  }
  const readByStaff = async (reportId: string) =>
    (await database.open('console')).within(seeded.organisationId, (manager) =>
      openReporterText(manager, async () => seeded.keyPair, {
        id: reportId,
        organisationId: seeded.organisationId,
      }),
    );

  describe('that was kept', () => {
    const form = async () => ({ mark: await portal.mark(), urls: 'http://reported.example/' });
    const sealed = () =>
      database.asOwner<{ sealed: boolean }>('SELECT sealed_receipt IS NOT NULL AS sealed FROM submissions');

    it('is shown again by nobody: neither by going back and sending again, nor from what is stored', async () => {
      await database.asOwner('TRUNCATE submissions');
      const fields = await form();
      const code = codeIn(await (await portal.post('/harbour/en/report', fields)).text())!;
      expect(codeIn(await (await portal.post('/harbour/en/report', fields)).text())).toBe(code);
      const kept = await open(code, { mark: fields.mark, action: 'kept' });
      expect([kept.status, kept.html.includes('We do not show the code any more')]).toEqual([200, true]);
      const again = await portal.post('/harbour/en/report', fields);
      const html = await again.text();
      expect([again.status, codeIn(html), html.includes('We do not show it again.')]).toEqual([
        200,
        undefined,
        true,
      ]);
      expect(await sealed()).toEqual([{ sealed: false }]);
      expect((await open(code)).status).toBe(200);
    });

    it('is forgotten for its own form alone, and by a forged mark for none', async () => {
      await database.asOwner('TRUNCATE submissions');
      const fields = await form();
      await portal.post('/harbour/en/report', fields);
      for (const mark of ['', 'forged', await portal.mark()]) await open('', { mark, action: 'kept' });
      await open('', { mark: fields.mark, action: 'kept' }, '/other/en/receipt');
      expect(await sealed()).toEqual([{ sealed: true }]);
    });
  });

  it('stays with a change of language: beside the report, where it is asked for, and with a message half written', async () => {
    const sent = await portal.post('/harbour/en/report', {
      mark: await portal.mark(), urls: 'http://reported.example/', kind: 'self-report',
    }); // prettier-ignore
    const html = await sent.text();
    const code = codeIn(html)!;
    const button = /formaction="\/harbour\/fr\/receipt" name="go" value="([^"]+)"/;
    const said = Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const french = await open(said.receipt!, { ...said, go: button.exec(html)![1]! }, '/harbour/fr/receipt');
    expect(codeIn(french.html)).toBe(code);
    expect(french.html).toContain('Une personne lit ce que vous avez écrit.');
    const asking = await (await portal.get('/harbour/en/receipt')).text();
    const asked = await open('half a code', { go: button.exec(asking)![1]! }, '/harbour/fr/receipt');
    expect([asked.status, asked.html.includes('value="half a code"')]).toEqual([200, true]);
    const status = await open(code);
    const more = { go: button.exec(status.html)![1]!, answer: 'half a message' };
    const again = await open(code, more, '/harbour/fr/receipt');
    expect(again.html).toContain('>half a message</textarea>');
    expect(again.html).toContain('lang="fr"');
    expect(again.html).not.toContain('Votre message est arrivé');
  });

  it('opens its report however it is typed', async () => {
    const { code } = await report();
    const spaced = code.replace(/(.{4})/g, '$1 ').toLowerCase();
    const forgiving = code.replaceAll('0', 'o').replaceAll('1', 'L');
    for (const typed of [code, spaced, `  ${code.replace(/(.{4})/g, '$1 - ')}`, forgiving]) {
      const { status, html } = await open(typed);
      expect(status).toBe(200);
      expect(html).toContain('Your report has arrived. As soon as there is more to say, it stands here.');
    }
  });

  it('opens no other report: not with its own look-up part and a guessed secret, nor at another portal', async () => {
    const [one, two] = [await report(), await report()];
    const mixed = one.code.slice(0, 8) + two.code.slice(8);
    expect((await open(mixed)).status).toBe(404);
    expect((await open(one.code, {}, '/other/en/receipt')).status).toBe(404);
  });

  it('that is unknown, malformed, empty or missing gets one and the same answer', async () => {
    const unknown = await open(formatReceipt(makeReceipt()));
    expect(unknown.status).toBe(404);
    expect(unknown.html).toContain('There is no report with this code here.');
    const plain = (html: string) => html.replace(/name="receipt" value(?:="[^"]*")?/, '');
    for (const typed of ['', 'nonsense', '<b>', 'U'.repeat(24), 'x'.repeat(100_000)]) {
      const { status, html } = await open(typed);
      expect(status).toBe(404);
      expect(plain(html)).toBe(plain(unknown.html));
    }
  });

  it('still opens after the portal’s key was replaced, as long as the old one is kept', async () => {
    const { code } = await report();
    const start = (keys: Buffer[]) =>
      startPortalUnderTest({ databaseUrl: database.urls.portal, keys: new KeyRing(keys) });
    const [rotated, without] = [await start([randomBytes(32), oldKey]), await start([randomBytes(32)])];
    try {
      expect((await rotated.post('/harbour/en/receipt', { receipt: code })).status).toBe(200);
      expect((await without.post('/harbour/en/receipt', { receipt: code })).status).toBe(404);
    } finally {
      await rotated.stop();
      await without.stop();
    }
  });

  it('shows what the analysts wrote, which neither the portal nor the database can read without it', async () => {
    const { code, reportId } = await report();
    await staffWrites(reportId, 'Which group was it?\nPlease tell us.');
    const stored = await database.asOwner<{ text: string }>(
      `SELECT encode(sealed_text, 'escape') || encode(sealed_copy, 'escape') AS text FROM messages WHERE report_id = $1`,
      [reportId],
    );
    expect(stored[0]!.text).not.toContain('group');
    const { html } = await open(code);
    expect(html).toContain('Which group was it?\nPlease tell us.');
    expect((await readByStaff(reportId)).messages.map(({ text }) => text)).toEqual([
      'Which group was it?\nPlease tell us.',
    ]);
  });

  it('takes an answer, once however often it is sent, and only the analysts can read it', async () => {
    const { code, reportId } = await report();
    const mark = /name="mark" value="([^"]+)"/.exec((await open(code)).html)![1]!;
    const answer = { action: 'answer', answer: 'The second one.\r\nOn the left.', mark };
    const sent = await Promise.all([open(code, answer), open(code, answer), open(code, answer)]);
    for (const { status, html } of sent) {
      expect(status).toBe(200);
      expect(html).toContain('Your message has arrived.');
      expect(html).not.toContain('The second one.');
    }
    const { messages } = await readByStaff(reportId);
    expect(messages).toMatchObject([{ direction: 'from-reporter', text: 'The second one.\nOn the left.' }]);
    expect(messages[0]!.writtenAt.getTime() % 60_000).toBe(0);
  });

  it('keeps an answer that is too long, and asks for one that is empty', async () => {
    const { code } = await report();
    const long = await open(code, { action: 'answer', answer: 'y'.repeat(4_001) });
    expect(long.status).toBe(400);
    expect(long.html).toContain('y'.repeat(4_001));
    expect((await open(code, { action: 'answer', answer: ' ' })).html).toContain('Write something first.');
  });

  it('says what the e-mail address is used for: for letters where they are sent, and else for a person', async () => {
    const triage = await database.open('triage');
    for (const isOn of [true, false]) {
      await noteMailService(triage, isOn);
      const fresh = await startPortalUnderTest({ databaseUrl: database.urls.portal, keys: portal.keys });
      try {
        const form = await (await fresh.get('/harbour/en/report?all')).text();
        const mark = await fresh.mark();
        const given = await fresh.post('/harbour/en/report', {
          mark,
          urls: 'http://reported.example/',
          contactEmail: 'someone@example.org',
        });
        const receipt = codeIn(await given.text())!;
        const shown = await (await fresh.post('/harbour/en/receipt', { receipt })).text();
        expect({
          isPromised: form.includes('Only if you want an e-mail when there is something new.'),
          isSaid: shown.includes('We write to it when we have a question'),
        }).toEqual({ isPromised: isOn, isSaid: isOn });
      } finally {
        await fresh.stop();
      }
    }
  });

  it('lets the reporter delete the e-mail address, after which nobody can read it', async () => {
    const { code, reportId } = await report({ contactEmail: 'someone@example.org' });
    expect((await open(code)).html).toContain('Delete my e-mail address');
    const after = await open(code, { action: 'forget' });
    expect(after.html).toContain('Your e-mail address has been deleted.');
    expect(after.html).not.toContain('Delete my e-mail address');
    expect(await readByStaff(reportId)).not.toHaveProperty('contactEmail');
  });

  it('never stands in an address, a header or a title', async () => {
    const { code } = await report();
    const answer = await portal.post('/harbour/en/receipt', { receipt: code });
    const html = await answer.text();
    const shown = code.replace(/(.{4})(?!$)/g, '$1-');
    expect(JSON.stringify([...answer.headers])).not.toContain(shown);
    expect([...html.matchAll(/(?:href|action|src|title)="?([^"]*)/g)].join('\n')).not.toContain(shown);
    expect(/<title>(.*?)<\/title>/.exec(html)![1]).not.toContain(shown.slice(0, 4));
  });

  it.each([
    ['triage', null, 'received', undefined],
    ['in-assessment', null, 'in-assessment', undefined],
    ['closed', 'forwarded', 'closed', 'forwarded'],
    ['closed', 'not-illegal', 'closed', 'not-illegal'],
    ['closed', 'not-reachable', 'closed', 'not-reachable'],
  ])('of a case in state %s with outcome %s shows %s, %s', async (state, outcome, status, shown) => {
    const { code, reportId } = await report();
    const caseId = (await database.asOwner<{ id: string }>('SELECT gen_random_uuid() AS id'))[0]!.id;
    await database.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate, outcome)
       VALUES ($1, $2, $2, $3, $4, 'address', $5, 'none', $6)`,
      [caseId, seeded.organisationId, seeded.id, caseId, state, outcome],
    );
    await database.asOwner(
      'INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)',
      [seeded.organisationId, caseId, reportId],
    );
    const answer = await portal.call('/api/v1/harbour/receipts', { receipt: code });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status, ...(shown && { outcome: shown }), messages: [] });
    for (const locale of ['en', 'fr', 'ar']) {
      expect((await open(code, {}, `/harbour/${locale}/receipt`)).status).toBe(200);
    }
  });

  describe('without a rule of the organisation', () => {
    /** Some days old, for what is shown of it. */
    const age = (reportId: string) =>
      database.asOwner(`UPDATE reports SET received_at = received_at - interval '4 days' WHERE id = $1`, [
        reportId,
      ]);

    beforeAll(() =>
      database.asOwner(`UPDATE organisations SET policy = '{}' WHERE id = $1`, [seeded.organisationId]),
    );
    afterAll(() =>
      database.asOwner(`UPDATE organisations SET policy = '{"receipt": {"delayHours": 0}}' WHERE id = $1`, [
        seeded.organisationId,
      ]),
    );

    it.each([
      ['in-assessment', 2, null, 'received'],
      ['in-assessment', 26, null, 'in-assessment'],
      ['ready', 26, null, 'in-assessment'],
      ['closed', 26, 2, 'in-assessment'],
      ['closed', 2, 1, 'received'],
      ['closed', 50, 26, 'closed'],
    ])(
      'shows of a case that is %s, looked at %s and closed %s hours ago, %s',
      async (state, looked, closed, status) => {
        const { code, reportId } = await report();
        await age(reportId);
        const hoursAgo = (hours: number | null) =>
          hours === null ? null : new Date(Date.now() - hours * 3_600_000);
        await database.asOwner(
          `WITH made AS (INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate,
             outcome, opened_at, looked_at, closed_at)
           VALUES (gen_random_uuid(), $1, $1, $2, gen_random_uuid()::text, 'tip', $3, 'none',
             CASE WHEN $3 = 'closed' THEN 'forwarded' END, $4, $5, $6) RETURNING id)
         INSERT INTO case_reports (organisation_id, case_id, report_id) SELECT $1, id, $7 FROM made`,
          [
            seeded.organisationId,
            seeded.id,
            state,
            hoursAgo(60),
            hoursAgo(looked),
            hoursAgo(closed),
            reportId,
          ],
        );
        const answer = await portal.call('/api/v1/harbour/receipts', { receipt: code });
        expect(await answer.json()).toEqual({
          status,
          ...(status === 'closed' && { outcome: 'forwarded' }),
          messages: [],
        });
      },
    );

    it('shows a report of today as received, whatever is known of its address already', async () => {
      const { code, reportId } = await report();
      await database.asOwner(
        `WITH made AS (INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate,
             outcome, opened_at, looked_at, closed_at)
           VALUES (gen_random_uuid(), $1, $1, $2, gen_random_uuid()::text, 'tip', 'closed', 'none', 'forwarded',
             now() - interval '9 days', now() - interval '8 days', now() - interval '7 days') RETURNING id)
         INSERT INTO case_reports (organisation_id, case_id, report_id) SELECT $1, id, $3 FROM made`,
        [seeded.organisationId, seeded.id, reportId],
      );
      const answer = await portal.call('/api/v1/harbour/receipts', { receipt: code });
      expect(await answer.json()).toEqual({ status: 'received', messages: [] });
      await age(reportId);
      const later = await portal.call('/api/v1/harbour/receipts', { receipt: code });
      expect(await later.json()).toMatchObject({ status: 'closed', outcome: 'forwarded' });
    });
  });
});
