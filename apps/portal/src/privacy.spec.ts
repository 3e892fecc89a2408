// The promises of `docs/` on what is known of a reporter, as tests: marked values go in by every door, and are then
// looked for in everything that is kept.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { formatReceipt, parseReceipt } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
} from './testing/portal-under-test.js';

const MARKS = {
  agent: 'MarkedAgent7291',
  referrer: 'marked-referrer.example',
  forwarded: '203.0.113.77',
  host: 'marked-host.example',
  language: 'marked-LANGUAGE',
  comment: 'marked-comment-words',
  place: 'marked-place-words',
  contact: 'marked-contact@example.org',
  answer: 'marked-answer-words',
  kind: 'marked-kind',
  wrong: 'marked-wrong-words',
  address: 'marked-address.example',
};

describe('nothing about the reporter', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let receipt: string;
  let apiKey: string;
  const formMarks: string[] = [];

  /** With headers that a browser would send and fetch would not let us. */
  function send(
    path: string,
    body: string,
    type: string,
    more: Record<string, string> = {},
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        portal.url + path,
        {
          method: 'POST',
          localAddress: '127.0.0.99',
          headers: {
            'content-type': type,
            'user-agent': MARKS.agent,
            referer: `http://${MARKS.referrer}/`,
            'x-forwarded-for': MARKS.forwarded,
            forwarded: `for=${MARKS.forwarded}`,
            host: MARKS.host,
            'accept-language': MARKS.language,
            ...more,
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.on('end', () => resolve(text));
        },
      );
      outgoing.on('error', reject).end(body);
    });
  }
  const form = (path: string, fields: Record<string, string>) =>
    send(path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');

  /** Everything in every table, and in the queue's. */
  async function dump(): Promise<string> {
    const tables = await database.asOwner<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'`,
    );
    expect(tables.length).toBeGreaterThan(40);
    let text = '';
    for (const { name } of tables) {
      const rows = await database.asOwner<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${name} t`);
      for (const { row } of rows) {
        // Bytes are looked at as the text that they may be.
        text += `${row}\n${row.replace(/\\\\x([0-9a-f]*)/g, (_all, hex: string) => Buffer.from(hex, 'hex').toString('latin1'))}\n`;
      }
    }
    return text;
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    formMarks.push(await portal.mark());
    const given = await form('/harbour/en/report', {
      mark: formMarks[0]!,
      urls: `http://${MARKS.address}/`,
      place: MARKS.place,
      comment: MARKS.comment,
      contactEmail: MARKS.contact,
      kind: MARKS.kind,
    });
    receipt = formatReceipt(parseReceipt(codeIn(given))!);
    apiKey = randomUUID();
    await send(
      '/api/v1/harbour/reports',
      JSON.stringify({
        place: MARKS.place,
        comment: MARKS.comment,
        contactEmail: MARKS.contact,
        kind: MARKS.kind,
      }),
      'application/json',
      { 'idempotency-key': apiKey },
    );
    await form('/harbour/en/receipt', { receipt, action: 'answer', answer: MARKS.answer });
    // Errors of every sort, which tend to be logged with what caused them.
    await form('/harbour/en/report', { comment: MARKS.wrong, seenAt: MARKS.wrong });
    await form('/harbour/en/receipt', { receipt: MARKS.wrong });
    await form(`/harbour/${MARKS.wrong}/receipt`, { receipt: MARKS.wrong });
    await send('/api/v1/harbour/reports', `{"comment":"${MARKS.wrong}`, 'application/json');
    await send(`/api/v1/${MARKS.wrong}/reports`, '{}', 'application/json');
    await send('/harbour/en/report', MARKS.wrong, `multipart/form-data; boundary=${MARKS.wrong}`);
    await database.asOwner('ALTER FUNCTION portal_api.submit RENAME TO submit_away');
    await form('/harbour/en/report', { mark: formMarks[0]!, urls: MARKS.wrong, comment: MARKS.wrong });
    await database.asOwner('ALTER FUNCTION portal_api.submit_away RENAME TO submit');
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  it('is written to any table: no address of the connection, agent, referrer, host or language', async () => {
    const text = await dump();
    for (const mark of [
      MARKS.agent,
      MARKS.referrer,
      MARKS.forwarded,
      MARKS.host,
      MARKS.language,
      '127.0.0.99',
    ]) {
      expect(text).not.toContain(mark);
    }
    // The dump would show it: what was reported is there.
    expect(text).toContain(MARKS.address);
  });

  it('that was written can be read in any table: not comment, place, contact, answer or own words', async () => {
    const text = await dump();
    for (const mark of [MARKS.comment, MARKS.place, MARKS.contact, MARKS.answer, MARKS.kind, MARKS.wrong]) {
      expect(text).not.toContain(mark);
    }
  });

  it('opens a receipt: neither the code nor the mark of a form nor a caller’s key is kept', async () => {
    const text = await dump();
    expect(receipt).toMatch(/^(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
    for (const secret of [
      receipt,
      receipt.replaceAll('-', ''),
      receipt.replaceAll('-', '').slice(8),
      apiKey,
      formMarks[0]!,
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('is logged, whatever fails', () => {
    const logged = portal.logged();
    expect(logged).toContain('"level":50');
    for (const mark of [
      ...Object.values(MARKS),
      '127.0.0.99',
      receipt,
      receipt.replaceAll('-', ''),
      apiKey,
    ]) {
      expect(logged).not.toContain(mark);
    }
  });

  it('tells when to the second: times are cut to the minute, identifiers are random', async () => {
    const rows = await database.asOwner<{ at: Date; id: string }>(
      `SELECT received_at AS at, id FROM reports UNION ALL SELECT written_at, id FROM messages
       UNION ALL SELECT not_before, id FROM outbox`,
    );
    expect(rows).toHaveLength(5);
    for (const { at, id } of rows) {
      expect(at.getTime() % 60_000).toBe(0);
      expect(id[14]).toBe('4');
    }
    const others = await database.asOwner<{ id: string }>(
      'SELECT id FROM receipts UNION ALL SELECT id FROM report_addresses',
    );
    for (const { id } of others) expect(id[14]).toBe('4');
    const marks = await database.asOwner<{ expires: Date }>('SELECT expires_at AS expires FROM submissions');
    for (const { expires } of marks) expect(expires.getTime() % 3_600_000).toBe(0);
  });
});
