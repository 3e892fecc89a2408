import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

describe('the API of a portal', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  const path = '/api/v1/harbour/reports';
  const send = async (body: unknown, headers: Record<string, string> = {}, to = path) => {
    const answer = await portal.call(to, body, headers);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const countReports = async () =>
    (await database.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM reports'))[0]!.count;
  const urls = ['http://reported.example/'];

  it('takes a report with an address and gives the receipt', async () => {
    expect(await send({ urls })).toEqual({
      status: 201,
      body: {
        receipt: expect.stringMatching(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/),
        status: 'received',
      },
    });
  });

  it('takes everything that may be said, with an API key or without', async () => {
    const full = {
      urls, comment: 'words', kind: 'grooming', seenAt: '2026-11-20T10:00:00Z', childInDanger: true,
      contactEmail: 'a@example.org', locale: 'fr-FR', somethingElse: { left: 'out' },
    }; // prettier-ignore
    expect((await send(full)).status).toBe(201);
    expect((await send({ place: 'a group' }, { authorization: 'Bearer whatever' })).status).toBe(201);
    expect(
      await database.asOwner(
        `SELECT locale, seen_at::text FROM reports WHERE kind = 'grooming' AND child_in_danger`,
      ),
    ).toEqual([{ locale: 'fr', seen_at: '2026-11-20' }]);
  });

  it('files a kind that it does not know as other, rather than refuse the report', async () => {
    expect((await send({ urls, kind: 'csam-website' })).status).toBe(201);
    expect(await database.asOwner(`SELECT count(*)::int AS count FROM reports WHERE kind = 'other'`)).toEqual(
      [{ count: 1 }],
    );
  });

  describe('with an Idempotency-Key', () => {
    const key = () => ({ 'idempotency-key': randomUUID() });

    it('gives the same receipt for the same key and body, however the body is spelled', async () => {
      const before = await countReports();
      const headers = key();
      const first = await send({ urls, comment: 'x' }, headers);
      expect(await send('{ "comment":"x",\n"urls":["http://reported.example/"] }', headers)).toEqual(first);
      expect(first.status).toBe(201);
      expect(await countReports()).toBe(before + 1);
    });

    it('makes one report of twenty calls at once', async () => {
      const before = await countReports();
      const headers = key();
      const answers = await Promise.all(Array.from({ length: 20 }, () => send({ urls }, headers)));
      expect(new Set(answers.map(({ status, body }) => `${status} ${String(body.receipt)}`)).size).toBe(1);
      expect(await countReports()).toBe(before + 1);
    });

    it('refuses the same key with another body', async () => {
      const headers = key();
      await send({ urls }, headers);
      expect(await send({ urls, comment: 'more' }, headers)).toMatchObject({
        status: 409,
        body: { statusCode: 409, error: 'Conflict', message: expect.stringContaining('Idempotency-Key') },
      });
    });

    it.each([
      ['too short', 'x'.repeat(21), 400],
      ['just long enough', randomUUID().replaceAll('-', '').slice(0, 22), 201],
      ['as long as may be', (randomUUID() + randomUUID() + randomUUID() + randomUUID()).slice(0, 128), 201],
      ['too long', 'x'.repeat(129), 400],
      ['with spaces in it', 'some words that are not random', 400],
      ['empty', '', 400],
    ])('that is %s', async (_what, value, status) => {
      expect((await send({ urls }, { 'idempotency-key': value })).status).toBe(status);
    });

    it('keeps nothing by which whoever has the database and the portal’s key could open the receipt or guess the body', async () => {
      const headers = key();
      const { body } = await send({ urls, contactEmail: 'known@example.org' }, headers);
      const rows = await database.asOwner('SELECT row_to_json(s)::text AS row FROM submissions s');
      const text = JSON.stringify(rows);
      expect(text).not.toContain(headers['idempotency-key']);
      expect(text).not.toContain(String(body.receipt));
    });
  });

  it.each([
    ['no address and no place', {}, { urls: expect.any(String) }],
    ['no object', [], { urls: expect.any(String) }],
    ['addresses that are no list', { urls: 'http://x.example' }, { urls: 'Must be a list of texts.' }],
    ['addresses that are no text', { urls: [7] }, { urls: expect.any(String) }],
    [
      'too many addresses',
      { urls: Array.from({ length: 51 }, (_, at) => `http://x.example/${at}`) },
      { urls: expect.any(String) },
    ],
    [
      'several wrong fields',
      { urls, seenAt: 'soon', childInDanger: 'yes', contactEmail: 'x', comment: 7 },
      {
        seenAt: expect.any(String),
        childInDanger: expect.any(String),
        contactEmail: expect.any(String),
        comment: expect.any(String),
      },
    ],
  ])('refuses %s with one JSON object that names the fields', async (_what, body, fields) => {
    expect(await send(body)).toEqual({
      status: 400,
      body: { statusCode: 400, error: 'Bad Request', message: expect.any(String), fields },
    });
  });

  it.each([
    ['what is not JSON', '{"urls":', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['another type', 'urls=x', 'application/x-www-form-urlencoded', 415],
    [
      'several megabytes of JSON',
      JSON.stringify({ urls, comment: 'x'.repeat(5_000_000) }),
      'application/json',
      413,
    ],
    ['several megabytes of nothing', 'x'.repeat(7_900_000), 'application/json', 413],
  ])('answers %s with one JSON object', async (_what, body, type, status) => {
    const answer = await send(body, { 'content-type': type });
    expect(answer).toEqual({
      status,
      body: { statusCode: status, error: expect.any(String), message: expect.any(String) },
    });
  });

  it.each([
    ['an unknown portal', '/api/v1/nowhere/reports'],
    ['an unknown call', '/api/v1/harbour/nothing'],
    ['an unknown version', '/api/v9/harbour/reports'],
  ])('answers %s with 404 in JSON', async (_what, to) => {
    expect(await send({ urls }, {}, to)).toMatchObject({
      status: 404,
      body: { statusCode: 404, error: 'Not Found' },
    });
  });

  it.each([
    ['unknown', { receipt: '0000-0000-0000-0000-0000-0000' }],
    ['malformed', { receipt: 'nonsense' }],
    ['no text', { receipt: { $ne: null } }],
    ['missing', {}],
    ['null', null],
  ])('answers a receipt that is %s with the same 404', async (_what, body) => {
    expect(await send(body, {}, '/api/v1/harbour/receipts')).toEqual({
      status: 404,
      body: { statusCode: 404, error: 'Not Found', message: expect.stringContaining('no such receipt') },
    });
  });

  it('shows status and messages for a receipt', async () => {
    const { body } = await send({ urls });
    expect(
      await send({ receipt: String(body.receipt).toLowerCase() }, {}, '/api/v1/harbour/receipts'),
    ).toEqual({
      status: 200,
      body: { status: 'received', messages: [] },
    });
  });
});
