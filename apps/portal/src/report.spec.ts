import { openBox } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

describe('the form', () => {
  let database: TestDatabase;
  let seeded: SeededPortal;
  let portal: PortalUnderTest;
  let now = new Date('2026-11-22T12:00:30Z');
  beforeAll(async () => {
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour');
    await seedPortal(database, 'other');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal, clock: { now: () => now } });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });
  beforeEach(() => {
    now = new Date('2026-11-22T12:00:30Z');
  });

  const send = async (fields: Record<string, string>, path = '/harbour/en/report') => {
    const answer = await portal.post(path, fields);
    const html = await answer.text();
    return { status: answer.status, html, code: codeIn(html) };
  };
  const countReports = async () =>
    (await database.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM reports'))[0]!.count;
  const [hiddenMark, typedAddress] = [/name="mark" value="([^"]+)"/, 'hxxp://pictures[.]example/page?x=1'];

  it('takes a report and gives a code of six groups of four, never in an address', async () => {
    const answer = await portal.post('/harbour/en/report', { mark: await portal.mark(), urls: typedAddress });
    expect(answer.status).toBe(200);
    expect(answer.redirected).toBe(false);
    expect(codeIn(await answer.text())).toMatch(/^[0-9A-HJKMNP-TV-Z]{24}$/);
  });

  it('keeps each address as typed, beside its normal form, and what else was said sealed', async () => {
    const { code } = await send({
      mark: await portal.mark(),
      urls: `${typedAddress}\r\n\r\nsomewhere in a group`,
      place: 'a place',
      kind: 'self-report',
      seenAt: '2026-11-20',
      childInDanger: '1',
      comment: 'line one\r\nline two',
      contactEmail: 'someone@example.org',
    });
    expect(code).toBeDefined();
    const [report] = await database.asOwner<{
      id: string; sealed_text: Buffer; sealed_contact: Buffer; seen_at: string; received_at: Date;
    }>(`SELECT id, sealed_text, sealed_contact, seen_at::text, received_at FROM reports
        WHERE is_self_report AND child_in_danger AND kind = 'self-report' AND locale = 'en' AND portal_id = $1`, [seeded.id]); // prettier-ignore
    expect(report!.seen_at).toBe('2026-11-20');
    expect(report!.received_at.getTime() % 60_000).toBe(0);
    expect(JSON.parse(openBox(seeded.keyPair, report!.sealed_text).toString())).toEqual({
      place: 'a place',
      comment: 'line one\nline two',
      addressText: [typedAddress, 'somewhere in a group'],
    });
    expect(openBox(seeded.keyPair, report!.sealed_contact).toString()).toBe('someone@example.org');
    expect(
      await database.asOwner(
        'SELECT as_typed, normalised FROM report_addresses WHERE report_id = $1 ORDER BY position',
        [report!.id],
      ),
    ).toEqual([{ as_typed: typedAddress, normalised: 'http://pictures.example/page?x=1' }]);
    expect(
      await database.asOwner('SELECT queue, name, payload FROM outbox WHERE job_key = $1', [
        `intake-${report!.id}`,
      ]),
    ).toEqual([
      {
        queue: 'triage',
        name: 'intake',
        payload: { organisationId: seeded.organisationId, reportId: report!.id },
      },
    ]);
  });

  it('takes a place alone', async () => {
    expect((await send({ mark: await portal.mark(), place: 'a chat group' })).status).toBe(200);
  });

  it('makes one report of twenty clicks at once, and each sees the same code', async () => {
    const before = await countReports();
    const fields = {
      mark: await portal.mark(),
      urls: 'http://double.example/',
      contactEmail: 'a@example.org',
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(fields)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ code }) => code)).size).toBe(1);
    expect(answers[0]!.code).toBeDefined();
    expect(await countReports()).toBe(before + 1);
  });

  it('says that a form was sent before when it comes again with other content, keeps it, and takes it then', async () => {
    const mark = await portal.mark();
    const first = await send({ mark, urls: 'http://one.example/' });
    const second = await send({ mark, urls: 'http://two.example/' });
    expect(second.status).toBe(409);
    expect(second.html).toContain('http://two.example/');
    const third = await send({ mark: hiddenMark.exec(second.html)![1]!, urls: 'http://two.example/' });
    expect(third.status).toBe(200);
    expect(third.code).not.toBe(first.code);
  });

  it.each([
    ['nothing in it', {}, ['urls']],
    ['only spaces', { urls: ' \n ', place: '  ' }, ['urls']],
    ['a day to come', { urls: 'x.example', seenAt: '2027-01-01' }, ['seenAt']],
    ['a day that is none', { urls: 'x.example', seenAt: '2026-02-30' }, ['seenAt']],
    ['half an e-mail address', { urls: 'x.example', contactEmail: 'someone@' }, ['contactEmail']],
    ['too long a text', { urls: 'x.example', comment: 'x'.repeat(10_001) }, ['comment']],
    ['too many addresses', { urls: 'http://x.example/\n'.repeat(51) }, ['urls']],
    ['several things wrong', { seenAt: 'soon', contactEmail: 'x' }, ['urls', 'seenAt', 'contactEmail']],
  ])('is shown again with %s: what is wrong on top, tied to its field', async (_what, fields, wrong) => {
    const before = await countReports();
    const { status, html } = await send({ mark: await portal.mark(), ...fields });
    expect(status).toBe(400);
    expect(html).toMatch(/<title>Error: /);
    const summary = /role="alert"(.*?)<\/ul>/s.exec(html)![1]!;
    expect([...summary.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)).toEqual(wrong);
    for (const field of wrong) {
      expect(html).toMatch(
        new RegExp(`id="${field}" aria-describedby="[^"]*${field}-error" aria-invalid="true"`),
      );
      expect(html).toMatch(new RegExp(`id="${field}-error"`));
    }
    expect(await countReports()).toBe(before);
  });

  it('keeps everything that was typed when something is wrong, and nothing of it becomes markup', async () => {
    const typed = {
      urls: 'http://x.example/?a=<b>&c="d"',
      place: '</textarea><b id="evil">',
      kind: 'grooming',
      seenAt: '"><i>',
      childInDanger: '1',
      comment: "it's <script>alert(1)</script>",
      contactEmail: '"x"><u>',
    };
    const mark = await portal.mark();
    const { html } = await send({ mark, ...typed });
    expect(html).not.toMatch(/<script|<b id|<i>|<u>/);
    const text = html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    for (const value of [typed.urls, typed.place, typed.seenAt, typed.comment, typed.contactEmail]) {
      expect(text).toContain(value);
    }
    expect(html).toMatch(/value="grooming" checked/);
    expect(html).toMatch(/name="childInDanger" value="1" checked/);
    expect(html).toContain(mark);
  });

  it('asks in Arabic what is wrong, right-to-left', async () => {
    const { html } = await send({ mark: await portal.mark() }, '/harbour/ar/report');
    expect(html).toContain('dir="rtl"');
    expect(html).toContain('<title>خطأ: ');
    expect(html).toContain('اكتب عنوانًا أو صف المكان.');
  });

  describe('the mark of a form', () => {
    const asks = async (mark: string) => send({ mark, urls: 'http://kept.example/', comment: 'kept words' });
    const changed = (mark: string) =>
      mark.endsWith('A') ? `${mark.slice(0, -1)}B` : `${mark.slice(0, -1)}A`;

    it.each([
      ['missing', async () => ''],
      ['invented', async () => 'x'.repeat(70)],
      ['changed', async () => changed(await portal.mark())],
      ['of another portal', async () => portal.mark('other')],
      [
        'more than a day old',
        async () => {
          const mark = await portal.mark();
          now = new Date(now.getTime() + 25 * 3_600_000);
          return mark;
        },
      ],
    ])(
      'that is %s brings the form back with what was typed and a new mark, which works',
      async (_what, make) => {
        const before = await countReports();
        const { status, html } = await asks(await make());
        expect(status).toBe(400);
        expect(html).toContain('http://kept.example/');
        expect(html).toContain('kept words');
        expect(await countReports()).toBe(before);
        expect((await asks(hiddenMark.exec(html)![1]!)).status).toBe(200);
      },
    );

    it('is good for most of a day', async () => {
      const mark = await portal.mark();
      now = new Date(now.getTime() + 23 * 3_600_000);
      expect((await asks(mark)).status).toBe(200);
    });
  });

  it('refuses files kindly', async () => {
    const body = new FormData();
    body.set('urls', 'http://x.example/');
    body.set('file', new Blob(['some bytes']), 'picture.jpg');
    const answer = await fetch(`${portal.url}/harbour/en/report`, { method: 'POST', body });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('This form cannot take files');
  });

  it('reads a body of several megabytes whole, says that it is too long, and keeps it', async () => {
    const comment = 'long '.repeat(1_000_000);
    const answer = await portal.post('/harbour/en/report', {
      mark: await portal.mark(),
      urls: 'x.example',
      comment,
    });
    expect(answer.status).toBe(413);
    const html = await answer.text();
    expect(html).toContain('The text is longer than 10,000 characters.');
    expect(html).toContain(comment.trim());
  });
});
