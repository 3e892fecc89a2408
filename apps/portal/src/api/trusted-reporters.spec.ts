import { randomUUID } from 'node:crypto';
import { makeApiKey, newId } from '#libs/platform';
import { MOST_ITEMS } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import {
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from '../testing/portal-under-test.js';

const SHA256 = 'AB'.repeat(32);
const urls = ['http://reported.example/'];

describe('the API of a portal, with a key', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let seeded: SeededPortal;
  let key: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    key = await giveKey();
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  async function giveKey(
    given: {
      portalId?: string;
      scope?: string;
      perMinute?: number;
      perDay?: number;
      expires?: string;
      revoked?: boolean;
    } = {},
  ): Promise<string> {
    const { text, lookup, secretHash } = makeApiKey();
    const scope = given.scope ?? 'reports:write';
    await database.asOwner(
      `INSERT INTO api_keys (id, organisation_id, name, lookup, secret_hash, scopes, portal_id, per_minute, per_day,
         created_at, expires_at, revoked_at)
       VALUES ($1, $2, 'Helpline', $3, $4, ARRAY[$5], $6, $7, $10,
         now() - interval '1 day', now() + $8::interval, $9)`,
      [
        newId(),
        seeded.organisationId,
        lookup,
        secretHash,
        scope,
        scope === 'reports:write' ? (given.portalId ?? seeded.id) : null,
        given.perMinute ?? 10_000,
        given.expires ?? '1 day',
        given.revoked === true ? new Date() : null,
        given.perDay ?? 100_000,
      ],
    );
    return text;
  }
  async function send(body: unknown, headers: Record<string, string> = {}, withKey: string | null = key) {
    const answer = await portal.call('/api/v1/harbour/reports', body, {
      ...(withKey === null ? {} : { authorization: `Bearer ${withKey}` }),
      ...headers,
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: (await answer.json()) as Record<string, unknown>,
    };
  }
  const once = () => ({ 'idempotency-key': randomUUID() });
  const countReports = async () =>
    (await database.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM reports'))[0]!.count;

  it('takes addresses and hashes, kept with the key that sent them', async () => {
    const { status } = await send({ urls, hashes: [{ algorithm: 'sha256', value: SHA256 }] });
    expect(status).toBe(201);
    expect(
      await database.asOwner(
        `SELECT a.kind, a.as_typed, a.normalised, r.api_key_id IS NOT NULL AS has_key, r.arrived_in_flood AS in_flood
         FROM report_addresses a JOIN reports r ON r.id = a.report_id ORDER BY a.position`,
      ),
    ).toEqual([
      { kind: 'address', as_typed: urls[0], normalised: urls[0], has_key: true, in_flood: false },
      {
        kind: 'hash',
        as_typed: `sha256:${SHA256.toLowerCase()}`,
        normalised: null,
        has_key: true,
        in_flood: false,
      },
    ]);
  });

  it('answers many reports item by item: what is wrong with one keeps no other back', async () => {
    const before = await countReports();
    const { status, body } = await send(
      {
        locale: 'fr',
        items: [
          { reference: 'case-1', urls },
          { reference: 'case-2', urls: [] },
          { hashes: [{ algorithm: 'md5', value: 'f'.repeat(32) }] },
          { urls, hashes: [{ algorithm: 'md5', value: 'short' }] },
          'no report',
        ],
      },
      once(),
    );
    expect(status).toBe(201);
    expect(body.items).toEqual([
      { reference: 'case-1', status: 'received', receipt: expect.stringMatching(/^[\w-]{29}$/) },
      {
        reference: 'case-2',
        status: 'refused',
        message: expect.any(String),
        fields: { urls: expect.any(String) },
      },
      { status: 'received', receipt: expect.stringMatching(/^[\w-]{29}$/) },
      {
        status: 'refused',
        message: expect.any(String),
        fields: { hashes: expect.stringContaining('sha256') },
      },
      { status: 'refused', message: expect.any(String), fields: { urls: expect.any(String) } },
    ]);
    expect(await countReports()).toBe(before + 2);
  });

  it('gives the same receipts when the call is repeated, and takes what was mended since', async () => {
    const headers = once();
    const items = [{ urls }, { urls: [] }, { urls, comment: 'x' }];
    const [first, second] = [await send({ items }, headers), await send({ items }, headers)];
    expect(second).toEqual(first);
    const before = await countReports();
    items[1] = { urls: ['http://mended.example/'] };
    items[2] = { urls, comment: 'another' };
    const answers = (await send({ items }, headers)).body.items as { status: string }[];
    expect(answers.map(({ status }) => status)).toEqual(['received', 'received', 'refused']);
    expect(answers[0]).toEqual((first.body.items as unknown[])[0]);
    expect(await countReports()).toBe(before + 1);
  });

  it('takes as many as may be in one call', async () => {
    const before = await countReports();
    const items = Array.from({ length: MOST_ITEMS }, (_, at) => ({
      urls: [`http://reported.example/${at}`],
    }));
    const answers = (await send({ items }, once())).body.items as { receipt: string }[];
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(MOST_ITEMS);
    expect(await countReports()).toBe(before + MOST_ITEMS);
    const tooMany = await send({ items: [...items, { urls }] }, once());
    expect(tooMany).toMatchObject({ status: 400, body: { fields: { items: expect.any(String) } } });
  });

  it('counts every report against the quota, says when to come back, and takes nothing beyond it', async () => {
    const limited = await giveKey({ perMinute: 3 });
    expect((await send({ items: [{ urls }, { urls }] }, once(), limited)).status).toBe(201);
    const before = await countReports();
    const refused = await send({ items: [{ urls }, { urls }] }, once(), limited);
    expect(refused).toMatchObject({ status: 429, body: { statusCode: 429, error: 'Too Many Requests' } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(await countReports()).toBe(before);
  });

  it('counts no repeat, and says at once what no wait lets through', async () => {
    const limited = await giveKey({ perDay: 5 });
    const items = Array.from({ length: 6 }, (_, at) => ({ urls: [`http://reported.example/batch-${at}`] }));
    const beyond = await send({ items }, once(), limited);
    expect(beyond).toMatchObject({
      status: 400,
      retryAfter: null,
      body: { fields: { items: expect.stringContaining('at most 5') } },
    });
    const headers = once();
    const [first, again] = [
      await send({ items: items.slice(0, 5) }, headers, limited),
      await send({ items: items.slice(0, 5) }, headers, limited),
    ];
    expect([first.status, again]).toEqual([201, first]);
    // Beyond the quota a new call is refused, and the old one is still answered.
    expect((await send({ items: items.slice(5) }, once(), limited)).status).toBe(429);
    expect(await send({ items: items.slice(0, 5) }, headers, limited)).toEqual(first);
  });

  it('asks the database no more about a key that it has refused, until it may be used again', async () => {
    const limited = await giveKey({ perDay: 1 });
    await send({ urls }, {}, limited);
    const answers = await Promise.all(Array.from({ length: 40 }, () => send({ urls }, {}, limited)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
    const [{ tries } = { tries: 0 }] = await database.asOwner<{ tries: number }>(
      `SELECT r.tries FROM api_key_refusals r JOIN api_keys k ON k.id = r.api_key_id WHERE k.lookup = $1`,
      [limited.split('_')[1]],
    );
    expect(tries).toBe(1);
  });

  describe('refuses', () => {
    it.each([
      ['a key that nobody has', async () => makeApiKey().text, 401],
      ['a key that is cut short', async () => 'manara_0123456789abcdef_short', 401],
      ['a revoked key', () => giveKey({ revoked: true }), 401],
      ['a key that has expired', () => giveKey({ expires: '-1 minute' }), 401],
      ['a key for other things', () => giveKey({ scope: 'addresses:read' }), 403],
      [
        'a key of another portal',
        async () => giveKey({ portalId: (await seedPortal(database, 'other')).id }),
        403,
      ],
    ])('%s', async (_what, make, status) => {
      expect(await send({ urls }, {}, await make())).toMatchObject({ status, body: { statusCode: status } });
    });

    it.each([
      ['hashes', { urls, hashes: [{ algorithm: 'sha256', value: SHA256 }] }, 400],
      ['several reports in one call', { items: [{ urls }] }, 401],
    ])('%s without a key', async (_what, body, status) => {
      expect((await send(body, once(), null)).status).toBe(status);
    });

    it('several reports in one call without an Idempotency-Key', async () => {
      expect(await send({ items: [{ urls }] })).toMatchObject({
        status: 400,
        body: { fields: { 'Idempotency-Key': expect.any(String) } },
      });
    });
  });
});
