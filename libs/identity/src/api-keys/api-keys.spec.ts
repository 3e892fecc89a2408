import { Client } from 'pg';
import { newId, readApiKey, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { makeAccount, makeOrganisation, type World } from '../../../../test/support/review-world.js';
import { createApiKey, listApiKeys, revokeApiKey, type NewApiKey } from './api-keys.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

describe('keys of partners', () => {
  let test: TestDatabase;
  let console_: Database;
  let ours: World;
  let theirs: World;
  let administrator: string;
  let listId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
    theirs = await makeOrganisation(test);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    ours = await makeOrganisation(test);
    administrator = await makeAccount(test, ours, 'administrator');
    listId = await makeList(ours, true);
  });

  async function makeList(world: World, isOwn = false): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, is_own, confirmations)
       VALUES ($1::uuid, $2, $1::uuid::text, 's', 'one-analyst', 'flag', $3, CASE WHEN $3 THEN 1 END)`,
      [id, world.organisationId, isOwn],
    );
    return id;
  }

  const wanted = (change: Partial<NewApiKey> = {}): NewApiKey => ({
    organisationId: ours.organisationId,
    name: 'A provider',
    scopes: ['lists:read'],
    listIds: [listId],
    perMinute: 3,
    perDay: 5,
    expiresAt: inDays(90),
    ...change,
  });
  const make = (change: Partial<NewApiKey> = {}) =>
    console_.within(ours.organisationId, (manager) =>
      createApiKey(manager, wanted(change), { kind: 'staff', id: administrator }, new Date()),
    );
  const shown = () =>
    console_.within(ours.organisationId, (manager) => listApiKeys(manager, ours.organisationId));

  interface Use {
    outcome: string;
    api_key_id: string | null;
    organisation_id: string | null;
    retry_after_seconds: number | null;
    most: number | null;
  }
  /** As the functions of the zones do. */
  async function use(key: string, scope = 'lists:read', subject = listId, weight = 1): Promise<Use> {
    const { lookup, secretHash } = readApiKey(key)!;
    const [row] = await test.asOwner<Use>('SELECT * FROM use_api_key($1, $2, $3, $4, $5)', [
      lookup,
      secretHash,
      scope,
      subject,
      weight,
    ]);
    return row!;
  }
  const events = (id: string) =>
    test.asOwner<{ act: string; details: Record<string, unknown> }>(
      `SELECT act, details FROM audit_events WHERE subject_id = $1 ORDER BY transaction_id`,
      [id],
    );

  it('are shown once; what is stored opens nothing', async () => {
    const { id, key } = await make();
    expect(key).toMatch(/^manara_[0-9a-f]{16}_[\w-]{43}$/);
    const [row] = await test.asOwner<{ row: string }>('SELECT k::text AS row FROM api_keys k WHERE id = $1', [
      id,
    ]);
    const secret = Buffer.from(key.split('_').slice(2).join('_'), 'base64url');
    expect(row!.row).not.toContain(secret.toString('hex'));
    expect(row!.row).not.toContain(key.slice(24));
    expect(await shown()).toMatchObject([
      {
        id,
        name: 'A provider',
        lookup: key.slice(7, 23),
        createdBy: `${administrator}@example.org`,
        usedToday: 0,
      },
    ]);
    expect(JSON.stringify(await shown())).not.toContain(key.slice(24));
  });

  it('are taken for what they are bound to, and for nothing else', async () => {
    const { id, key } = await make();
    expect(await use(key)).toEqual({
      outcome: 'taken',
      api_key_id: id,
      organisation_id: ours.organisationId,
      retry_after_seconds: null,
      most: null,
    });
    expect((await use(key, 'lists:read', await makeList(ours))).outcome).toBe('subject');
    expect((await use(key, 'lists:read', await makeList(theirs))).outcome).toBe('subject');
    expect((await use(key, 'addresses:read')).outcome).toBe('scope');
    expect((await use(key, 'reports:write', ours.portalId)).outcome).toBe('scope');
    const reporter = await make({ scopes: ['reports:write'], listIds: [], portalId: ours.portalId });
    expect((await use(reporter.key, 'reports:write', ours.portalId)).outcome).toBe('taken');
    expect((await use(reporter.key, 'reports:write', theirs.portalId)).outcome).toBe('subject');
  });

  it('are unknown with another secret, and with one that is no key', async () => {
    const [mine, other] = [await make(), await make()];
    const mixed = mine.key.slice(0, 24) + other.key.slice(24);
    expect(await use(mixed)).toEqual({
      outcome: 'unknown',
      api_key_id: null,
      organisation_id: null,
      retry_after_seconds: null,
      most: null,
    });
    expect((await use(`manara_${'0'.repeat(16)}_${mine.key.slice(24)}`)).outcome).toBe('unknown');
    for (const text of ['', 'manara_', mine.key.slice(0, -1), `${mine.key}=`, mine.key.toUpperCase()])
      expect(readApiKey(text)).toBeUndefined();
  });

  it('end on their day, and at once when they are revoked', async () => {
    const ending = await make({ expiresAt: inDays(1) });
    await test.asOwner(
      `UPDATE api_keys SET created_at = now() - interval '2 days', expires_at = now() WHERE id = $1`,
      [ending.id],
    );
    expect((await use(ending.key)).outcome).toBe('expired');
    const revoked = await make();
    for (let twice = 0; twice < 2; twice++)
      await console_.within(ours.organisationId, (manager) =>
        revokeApiKey(
          manager,
          ours.organisationId,
          revoked.id,
          { kind: 'staff', id: administrator },
          new Date(),
        ),
      );
    expect((await use(revoked.key)).outcome).toBe('revoked');
    expect((await events(revoked.id)).map(({ act }) => act)).toEqual([
      'api-key.created',
      'api-key.revoked',
      'api-key.refused',
    ]);
  });

  it('are used as often as their quota allows, however many processes count', async () => {
    const { key } = await make({ perMinute: 100, perDay: 5 });
    const clients = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new Client({ connectionString: test.ownerUrl });
        await client.connect();
        return client;
      }),
    );
    const { lookup, secretHash } = readApiKey(key)!;
    const outcomes = await Promise.all(
      clients.flatMap((client) =>
        [1, 2].map(async () => {
          const { rows } = await client.query<Use>(`SELECT * FROM use_api_key($1, $2, 'lists:read', $3, 1)`, [
            lookup,
            secretHash,
            listId,
          ]);
          return rows[0]!.outcome;
        }),
      ),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(outcomes.toSorted()).toEqual(['quota', 'quota', 'quota', ...Array<string>(5).fill('taken')]);
  });

  it('are counted anew each minute and each day', async () => {
    const { id, key } = await make();
    for (let uses = 0; uses < 3; uses++) expect((await use(key)).outcome).toBe('taken');
    const refused = await use(key);
    expect([
      refused.outcome,
      refused.retry_after_seconds! >= 1 && refused.retry_after_seconds! <= 60,
    ]).toEqual(['quota', true]);
    const past = (what: string, interval: string) =>
      test.asOwner(
        `UPDATE api_key_uses SET ${what} = ${what} - interval '${interval}' WHERE api_key_id = $1`,
        [id],
      );
    await past('minute_at', '1 minute');
    expect([(await use(key)).outcome, (await use(key)).outcome]).toEqual(['taken', 'taken']);
    await past('minute_at', '1 minute');
    expect((await use(key)).retry_after_seconds).toBeGreaterThan(60 - 60);
    expect((await use(key)).outcome).toBe('quota');
    await past('day_at', '1 day');
    expect((await use(key, 'lists:read', listId, 3)).outcome).toBe('taken');
    expect((await use(key)).outcome).toBe('quota');
    expect((await shown())[0]).toMatchObject({ usedToday: 3, lastUsedAt: expect.any(Date) });
  });

  it('leave few events however often they are refused, and none for a key that does not exist', async () => {
    const { id, key } = await make();
    for (let tries = 0; tries < 20; tries++) await use(key, 'addresses:read');
    const refusals = async () =>
      (await events(id)).filter(({ act }) => act === 'api-key.refused').map(({ details }) => details.tries);
    expect(await refusals()).toEqual([1, 2, 4, 8, 16]);
    await test.asOwner(
      `UPDATE api_key_refusals SET since = since - interval '1 hour' WHERE api_key_id = $1`,
      [id],
    );
    await use(key, 'addresses:read');
    expect(await refusals()).toEqual([1, 2, 4, 8, 16, 20, 1]);
    expect((await events(id)).at(-1)!.details).toMatchObject({ reason: 'scope' });
  });

  it.each<[string, (world: World) => Partial<NewApiKey>, string]>([
    ['without a name', () => ({ name: ' ' }), 'name'],
    ['without a scope', () => ({ scopes: [] }), 'scopes'],
    ['for lists, bound to none', () => ({ listIds: [] }), 'listIds'],
    ['for addresses, bound to a list', () => ({ scopes: ['addresses:read'] }), 'listIds'],
    ['for lists, bound to a portal', () => ({ portalId: ours.portalId }), 'portalId'],
    ['for reports, bound to no portal', () => ({ scopes: ['reports:write'], listIds: [] }), 'portalId'],
    [
      'for reports to a portal of somebody else',
      () => ({ scopes: ['reports:write'], listIds: [], portalId: theirs.portalId }),
      'portalId',
    ],
    ['without a quota', () => ({ perDay: 0 }), 'perDay'],
    ['with half a quota', () => ({ perMinute: 1.5 }), 'perMinute'],
    ['that has ended', () => ({ expiresAt: inDays(-1) }), 'expiresAt'],
    ['for ever', () => ({ expiresAt: inDays(4000) }), 'expiresAt'],
    ['that ends on no day', () => ({ expiresAt: new Date(NaN) }), 'expiresAt'],
  ])('are not made %s', async (_what, change, field) => {
    await expect(make(change(ours))).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect(await shown()).toEqual([]);
  });

  it('are made for lists of one’s own making alone, and seen and revoked by it alone', async () => {
    for (const listIds of [[await makeList(theirs, true)], [listId, await makeList(ours)]])
      await expect(make({ listIds })).rejects.toMatchObject({ fields: { listIds: expect.any(String) } });
    const { id } = await make();
    await expect(
      console_.within(theirs.organisationId, (manager) =>
        revokeApiKey(manager, theirs.organisationId, id, { kind: 'operator' }, new Date()),
      ),
    ).rejects.toMatchObject({ statusCode: 404 });
    const seen = await console_.within(theirs.organisationId, (manager) =>
      listApiKeys(manager, theirs.organisationId),
    );
    expect(seen).toEqual([]);
  });
});
