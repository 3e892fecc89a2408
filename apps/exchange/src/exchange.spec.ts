// A subscriber with a key, from the confirmation of material to its withdrawal, over HTTP.
import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApiKey, revokeApiKey, type ApiKeyScope } from '#libs/identity';
import { keepOwnList, publishForPartners, switchList, verifyLists } from '#libs/known-material';
import { createLogger, KeyRing, newId, type Database } from '#libs/platform';
import { ASSESSMENT_STANDS, decisionHolds } from '#libs/review';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeMedia,
  makeOrganisation,
  testRing,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { createExchangeApp } from './exchange.app.js';

const RULE = { assessmentStands: ASSESSMENT_STANDS, decisionHolds };
const OPERATOR = { kind: 'operator' } as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

interface Change {
  sequence: number;
  change: 'add' | 'withdraw';
  id?: string;
  address?: string;
  sha256?: string;
  category?: string;
  looked?: boolean;
  validUntil?: string;
}
interface Page {
  kind: string;
  organisation: string;
  feed: string;
  completeFrom: number;
  after: number;
  upTo: number;
  statedAt: string;
  changes: Change[];
}

describe('the exchange', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let app: NestFastifyApplication;
  let address: string;
  let hotline: World;
  let analysts: string[];
  let listId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
    app = await createExchangeApp({
      database: await test.open('exchange'),
      logger: createLogger('exchange', 'silent'),
      origin: 'https://exchange.example.org',
    });
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await test.drop();
  });
  beforeEach(async () => {
    hotline = await makeOrganisation(test);
    analysts = [await makeAccount(test, hotline), await makeAccount(test, hotline)];
    listId = await console_.within([], () => ownList(hotline, 2));
  });

  const ownList = (world: World, confirmations: number) =>
    triage.within(world.organisationId, (manager) =>
      keepOwnList(manager, world.organisationId, { name: 'Our own', confirmations }, OPERATOR),
    );

  async function key(
    scopes: ApiKeyScope[] = ['lists:read'],
    change: { perMinute?: number; world?: World; list?: string } = {},
  ): Promise<{ id: string; key: string }> {
    const { organisationId } = change.world ?? hotline;
    return console_.within(organisationId, (manager) =>
      createApiKey(
        manager,
        {
          organisationId,
          name: 'A provider',
          scopes,
          ...(scopes.includes('lists:read') ? { listIds: [change.list ?? listId] } : {}),
          perMinute: change.perMinute ?? 1000,
          perDay: 10_000,
          expiresAt: inDays(30),
        },
        OPERATOR,
        new Date(),
      ),
    );
  }

  /** A closed case in which analysts have said something of one picture each. */
  async function decided(
    mediaId: string,
    analyst: string,
    verdict = 'baseline',
    change: { looked?: boolean } = {},
  ): Promise<MadeCase> {
    const made = await makeCase(test, hotline, { sharedMedia: [mediaId], state: 'closed' });
    await test.asOwner(`UPDATE cases SET decided_at = now() - interval '1 minute' WHERE id = $1`, [made.id]);
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, looked) VALUES ($1, $2, $3, $4, $5, 1, 1, 't', $6, '{}', 'person', $7, $8)`,
      [
        newId(),
        hotline.organisationId,
        made.id,
        made.itemIds[0],
        mediaId,
        verdict,
        analyst,
        change.looked ?? true,
      ],
    );
    return made;
  }
  async function confirmed(): Promise<{ mediaId: string; cases: MadeCase[] }> {
    const mediaId = await makeMedia(test, hotline);
    return { mediaId, cases: [await decided(mediaId, analysts[0]!), await decided(mediaId, analysts[1]!)] };
  }
  /** As two analysts would have it who saw the same pictures, one each in a case. */
  async function manyConfirmed(count: number): Promise<void> {
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       SELECT gen_random_uuid(), $1, sha256(n::text::bytea), substring(sha256(n::text::bytea) FOR 20), decode(md5(n::text), 'hex'), 9
       FROM generate_series(1, $2) n`,
      [hotline.organisationId, count],
    );
    for (const analyst of analysts) {
      const { id } = await makeCase(test, hotline, { state: 'closed' });
      await test.asOwner(`UPDATE cases SET decided_at = now() - interval '1 minute' WHERE id = $1`, [id]);
      await test.asOwner(
        `WITH items AS (
           INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, media_id)
           SELECT gen_random_uuid(), $1, $2, 'embedded', encode(m.sha256, 'hex'), encode(m.sha256, 'hex'), 'done', m.id
           FROM media m WHERE m.organisation_id = $1 AND m.bytes = 9 RETURNING id, media_id)
         INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
           answers, made_by, staff_account_id, looked)
         SELECT gen_random_uuid(), $1, $2, i.id, i.media_id, 1, 1, 't', 'national', '{}', 'person', $3, true FROM items i`,
        [hotline.organisationId, id, analyst],
      );
    }
  }
  const reopen = ({ id }: MadeCase) =>
    test.asOwner(`UPDATE cases SET state = 'ready', decided_at = NULL WHERE id = $1`, [id]);

  const round = (now = new Date(), ring = testRing, { organisationId }: World = hotline) =>
    publishForPartners(triage, ring, organisationId, RULE, now);

  const call = (path: string, bearer?: string) =>
    fetch(address + path, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });
  const status = async (path: string, bearer?: string) => (await call(path, bearer)).status;
  const entries = (since: number, list = listId) => `/api/v1/lists/${list}/entries?since=${since}`;

  /** What a subscriber does with an answer: nothing is read of it before its signature is right. */
  async function read(path: string, bearer: string): Promise<{ page: Page; text: string }> {
    const answer = await call(path, bearer);
    const text = await answer.text();
    expect([answer.status, answer.status === 200 ? '' : text]).toEqual([200, '']);
    const [, keyId, signature] = /^keyid="([0-9a-f]{16})", ed25519="([\w+/=]+)"$/.exec(
      answer.headers.get('manara-signature')!,
    )!;
    const page = JSON.parse(text) as Page;
    const keys = (await (await call(`/api/v1/signing-keys/${page.organisation}`)).json()) as {
      id: string;
      publicKey: string;
    }[];
    const pem = keys.find(({ id }) => id === keyId)!.publicKey;
    expect(verify(null, Buffer.from(text), createPublicKey(pem), Buffer.from(signature!, 'base64'))).toBe(
      true,
    );
    return { page, text };
  }

  /** Reads to the end, as the guide says. */
  async function follow(
    start: number,
    bearer: string,
    path = entries,
  ): Promise<{ known: Change[]; since: number }> {
    const known: Change[] = [];
    for (let since = start; ;) {
      const { page } = await read(path(since), bearer);
      expect(page.after <= Math.max(since, page.completeFrom)).toBe(true);
      if (page.upTo === since) return { known, since };
      known.push(...page.changes.filter(({ sequence }) => sequence > since));
      since = page.upTo;
    }
  }
  const addresses = (since: number) => `/api/v1/addresses?since=${since}`;
  const events = (act: string) =>
    test.asOwner<{ details: Record<string, unknown> }>(
      `SELECT details FROM audit_events WHERE organisation_id = $1 AND act = $2 ORDER BY transaction_id`,
      [hotline.organisationId, act],
    );

  describe('gives a subscriber the hotline’s own list', () => {
    it('as it grows and shrinks, and says when nothing follows', async () => {
      const { key: bearer } = await key();
      expect(await status(entries(0), bearer)).toBe(404);
      await round();
      expect(await follow(0, bearer)).toEqual({ known: [], since: 0 });
      const { mediaId, cases } = await confirmed();
      await round();
      const first = await follow(0, bearer);
      const [media] = await test.asOwner<{ sha256: Buffer }>('SELECT sha256 FROM media WHERE id = $1', [
        mediaId,
      ]);
      expect(first.known).toMatchObject([
        { sequence: 1, change: 'add', sha256: media!.sha256.toString('hex'), category: 'baseline' },
      ]);
      await reopen(cases[1]!);
      await round();
      const second = await follow(first.since, bearer);
      expect(second.known).toEqual([{ sequence: 2, change: 'withdraw', id: first.known[0]!.id }]);
      await test.asOwner(
        `UPDATE cases SET state = 'closed', decided_at = now() - interval '1 hour' WHERE id = $1`,
        [cases[1]!.id],
      );
      await round();
      expect((await follow(second.since, bearer)).known).toMatchObject([{ sequence: 3, change: 'add' }]);
      // Whoever begins now learns what holds, and nothing that was withdrawn.
      expect((await follow(0, bearer)).known.map(({ sequence }) => sequence)).toEqual([2, 3]);
      expect(await triage.within(hotline.organisationId, verifyLists)).toEqual([]);
    });

    it.each<[string, () => Promise<unknown>]>([
      ['one analyst alone has seen', async () => decided(await makeMedia(test, hotline), analysts[0]!)],
      [
        'the same analyst has seen twice',
        async () => {
          const mediaId = await makeMedia(test, hotline);
          await decided(mediaId, analysts[0]!);
          await decided(mediaId, analysts[0]!);
        },
      ],
      [
        'somebody has found not illegal',
        async () => {
          const { mediaId } = await confirmed();
          await decided(mediaId, await makeAccount(test, hotline), 'not-illegal');
        },
      ],
      [
        'a second person has not looked at',
        async () => {
          const mediaId = await makeMedia(test, hotline);
          await decided(mediaId, analysts[0]!);
          await decided(mediaId, analysts[1]!, 'baseline', { looked: false });
        },
      ],
    ])('without what %s', async (_what, make) => {
      const { key: bearer } = await key();
      await make();
      await round();
      expect((await follow(0, bearer)).known).toEqual([]);
    });

    it('in pages that have no gap, and the same when they are asked for again', async () => {
      const { key: bearer } = await key();
      await confirmed();
      await round();
      await manyConfirmed(1200);
      await round();
      const { known, since } = await follow(0, bearer);
      expect(known.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1201 }, (_, n) => n + 1));
      expect(since).toBe(1201);
      // A poll that was killed before its answer was taken.
      const [once, again] = [await read(entries(700), bearer), await read(entries(700), bearer)];
      expect(again.text).toBe(once.text);
      expect([once.page.after, once.page.upTo]).toEqual([500, 1000]);
    });

    it('and withdraws all of it when the list is switched off, until it is on again', async () => {
      const { key: bearer } = await key();
      await confirmed();
      await round();
      const before = await follow(0, bearer);
      const turn = (isEnabled: boolean) =>
        triage.within(hotline.organisationId, (manager) =>
          switchList(manager, hotline.organisationId, 'Our own', isEnabled, OPERATOR),
        );
      await turn(false);
      // From now on, and not from the next round on.
      const refused = await call(entries(0), bearer);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '60']);
      expect(await refused.json()).toMatchObject({ error: 'being-withdrawn' });
      await round();
      const off = await follow(before.since, bearer);
      expect(off.known).toMatchObject([{ change: 'withdraw', id: before.known[0]!.id }]);
      await turn(true);
      await round();
      expect((await follow(off.since, bearer)).known).toMatchObject([
        { change: 'add', id: before.known[0]!.id },
      ]);
    });

    it('once, however many workers publish at once', async () => {
      const { key: bearer } = await key();
      await round();
      await confirmed();
      await confirmed();
      // Each change has one number, and none is left out.
      await Promise.all([1, 2, 3].map(() => round()));
      expect((await follow(0, bearer)).known.map(({ sequence }) => sequence)).toEqual([1, 2]);
    });

    it('signed anew by the next key after the master key was changed', async () => {
      const { key: bearer } = await key();
      await confirmed();
      await round();
      const { page } = await read(entries(0), bearer);
      await round(new Date(), new KeyRing([Buffer.alloc(32, 9), Buffer.alloc(32, 7)]));
      expect((await read(entries(0), bearer)).page.changes).toEqual(page.changes);
      const keys = (await (await call(`/api/v1/signing-keys/${hotline.code}`)).json()) as {
        retiredAt: string | null;
      }[];
      expect(keys.map(({ retiredAt }) => retiredAt === null)).toEqual([true, false]);
    });

    it('and tells whoever has read further than the feed that it began anew', async () => {
      const { key: bearer } = await key();
      await round();
      const answer = await call(entries(5), bearer);
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
        409,
        'feed-began-anew',
      ]);
    });

    it('with an age by which a feed that stands still is noticed', async () => {
      const { key: bearer } = await key();
      const start = new Date();
      const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
      for (const [at, said] of [
        [start, start],
        [after(30), start],
        [after(90), after(90)],
      ] as const) {
        await round(at);
        expect((await read(entries(0), bearer)).page.statedAt).toBe(said.toISOString());
      }
    });
  });

  it('is read by the subscriber of the documentation, who takes nothing that was signed otherwise', async () => {
    const [, script] = /```js\n(.*?)```/s.exec(readFileSync('docs/exchange.md', 'utf8'))!;
    const folder = mkdtempSync(join(tmpdir(), 'manara-subscriber-'));
    try {
      writeFileSync(join(folder, 'subscriber.mjs'), script!);
      const { key: bearer } = await key();
      const { cases } = await confirmed();
      await confirmed();
      await round();
      const { page } = await read(entries(0), bearer);
      const [signing] = (await (await call(`/api/v1/signing-keys/${page.organisation}`)).json()) as {
        id: string;
      }[];
      const subscriber = async (signingKeyId: string) => {
        await promisify(execFile)(process.execPath, ['subscriber.mjs'], {
          cwd: folder,
          env: { EXCHANGE: address, LIST: listId, KEY: bearer, SIGNING_KEY_ID: signingKeyId },
        });
        const { known } = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8')) as { known: object };
        return Object.keys(known).length;
      };
      await expect(subscriber('0'.repeat(16))).rejects.toThrow('another key than the hotline told us');
      expect(await subscriber(signing!.id)).toBe(2);
      await reopen(cases[0]!);
      await round();
      expect(await subscriber(signing!.id)).toBe(1);
      // As after a restored backup.
      await test.asOwner('DELETE FROM feed_reads');
      await test.asOwner('DELETE FROM feed_pages');
      await test.asOwner('DELETE FROM feed_changes');
      await test.asOwner('DELETE FROM feeds');
      await round();
      expect(await subscriber(signing!.id)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe('gives nothing', () => {
    it.each<[string, () => Promise<string | undefined>, number]>([
      ['without a key', async () => undefined, 401],
      ['for what is no key', async () => 'manara_1', 401],
      ['for a key of another list', async () => (await key(['lists:read'], await elsewhere())).key, 403],
      ['for a key of another scope', async () => (await key(['addresses:read'])).key, 403],
    ])('%s', async (_what, bearer, expected) => {
      await round();
      expect(await status(entries(0), await bearer())).toBe(expected);
    });

    async function elsewhere(): Promise<{ world: World; list: string }> {
      const world = await makeOrganisation(test);
      return { world, list: await ownList(world, 1) };
    }

    it('of a list’s own entries to the key of another organisation, by whatever id', async () => {
      await confirmed();
      await round();
      const other = await elsewhere();
      const { key: bearer } = await key(['lists:read', 'addresses:read'], other);
      for (const path of [entries(0), entries(0, newId())]) expect(await status(path, bearer)).toBe(403);
      await round(new Date(), testRing, other.world);
      expect((await follow(0, bearer, (since) => entries(since, other.list))).known).toEqual([]);
    });

    it('from the moment in which a key is revoked', async () => {
      const { id, key: bearer } = await key();
      await round();
      expect(await status(entries(0), bearer)).toBe(200);
      await console_.within(hotline.organisationId, (manager) =>
        revokeApiKey(manager, hotline.organisationId, id, OPERATOR, new Date()),
      );
      const answer = await call(entries(0), bearer);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="manara"']);
    });

    it('beyond the quota, and says for how long', async () => {
      const { key: bearer } = await key(['lists:read'], { perMinute: 2 });
      await round();
      const answers = [];
      // The minute may turn once between.
      for (let calls = 0; calls < 5; calls++) answers.push(await call(entries(0), bearer));
      const refused = answers.find((answer) => answer.status === 429)!;
      const seconds = Number(refused.headers.get('retry-after'));
      expect(seconds >= 1 && seconds <= 60).toBe(true);
    });

    it.each(['x', '-1', '1.5', '01', '1e3', '', '9'.repeat(30), '0&since=1', '0%00'])(
      'for since=%s, which is no place',
      async (since) => {
        const { key: bearer } = await key();
        expect(await status(`/api/v1/lists/${listId}/entries?since=${since}`, bearer)).toBe(400);
      },
    );

    it('at other addresses, nor to other methods', async () => {
      for (const path of [
        '/',
        '/api/v1/lists',
        '/api/v1/lists/1/entries',
        '/api/v1/signing-keys/NONE',
        '/api/v1/%00',
      ])
        expect([path, await status(path)]).toEqual([path, 404]);
      const posted = await fetch(address + entries(0), { method: 'POST', body: '{}' });
      expect(posted.status).toBe(404);
    });
  });

  it('keeps in the audit log who has read, few times however often', async () => {
    const { id, key: bearer } = await key();
    await round();
    for (let polls = 0; polls < 9; polls++) await read(entries(0), bearer);
    const reads = (await events('feed.read')).map(({ details }) => details.requests);
    expect(reads).toEqual([1, 2, 4, 8]);
    const [row] = await test.asOwner('SELECT requests FROM feed_reads WHERE api_key_id = $1', [id]);
    expect(row).toEqual({ requests: 9 });
  });

  describe('gives a subscriber the live addresses', () => {
    /** Seen by the fetch that brought the bytes, so many hours ago. */
    async function seen({ itemIds }: MadeCase, hoursAgo: number): Promise<void> {
      await test.asOwner(
        `INSERT INTO fetch_records (id, organisation_id, content_item_id, purpose, started_at, ended_at, outcome, body_sha256, record)
         SELECT gen_random_uuid(), $1, $2, 'retrieve', t, t, 'fetched', sha256('x'), '{}'
         FROM (SELECT now() - make_interval(hours => $3) AS t) at`,
        [hotline.organisationId, itemIds[0], hoursAgo],
      );
    }
    const look = ({ itemIds }: MadeCase, state: string) =>
      test.asOwner(
        `UPDATE content_items SET online_state = $2, online_checked_at = now(), gone_at = CASE WHEN $2 = 'gone' THEN now() END
         WHERE id = $1`,
        [itemIds[0], state],
      );
    const place = ({ number }: MadeCase) => `http://sample.invalid/${number}/0.png`;

    it('with the time until which each may be used, and without those that are gone', async () => {
      const { key: bearer } = await key(['addresses:read']);
      const made = await decided(await makeMedia(test, hotline), analysts[0]!);
      await seen(made, 1);
      const old = await decided(await makeMedia(test, hotline), analysts[0]!);
      await seen(old, 49);
      await decided(await makeMedia(test, hotline), analysts[0]!);
      await round();
      const first = await follow(0, bearer, addresses);
      expect(first.known).toMatchObject([
        { change: 'add', address: place(made), category: 'baseline', looked: true },
      ]);
      const hours = (Date.parse(first.known[0]!.validUntil!) - Date.now()) / 3_600_000;
      expect(hours > 46.9 && hours <= 47).toBe(true);
      await look(made, 'gone');
      await round();
      const second = await follow(first.since, bearer, addresses);
      expect(second.known).toMatchObject([{ change: 'withdraw', address: place(made) }]);
      await look(made, 'online');
      await look(old, 'online');
      await round();
      const third = await follow(second.since, bearer, addresses);
      expect(new Set(third.known.map((one) => one.address))).toEqual(new Set([place(made), place(old)]));
    });

    it('renewed while they are seen, and not told any more once they have run out', async () => {
      const { key: bearer } = await key(['addresses:read']);
      const made = await decided(await makeMedia(test, hotline), analysts[0]!);
      await seen(made, 30);
      await round();
      await look(made, 'online');
      await round();
      const before = Date.now();
      const { known, since } = await follow(0, bearer, addresses);
      expect(known).toMatchObject([{ sequence: 2, change: 'add', address: place(made) }]);
      expect(Date.parse(known[0]!.validUntil!) - before > 47 * 3_600_000).toBe(true);
      await round();
      expect((await follow(since, bearer, addresses)).known).toEqual([]);
      const inThreeDays = new Date(Date.now() + 3 * 86_400_000);
      await test.asOwner(`UPDATE content_items SET online_state = 'unknown' WHERE id = $1`, [
        made.itemIds[0],
      ]);
      await round(inThreeDays);
      const { page, text } = await read(addresses(0), bearer);
      expect([page.changes, page.upTo, text.includes(place(made))]).toEqual([[], 2, false]);
    });

    it.each<[string, (made: MadeCase) => Promise<unknown>]>([
      [
        'while the police hold what is said of the case',
        ({ id }) =>
          test.asOwner(
            `INSERT INTO holds (id, organisation_id, case_id, ordered_by, owner_id, shown_state, expires_at)
             VALUES (gen_random_uuid(), $1, $2, 'Police', $3, 'received', now() + interval '1 day')`,
            [hotline.organisationId, id, analysts[0]],
          ),
      ],
      ['while its case is decided anew', (made) => reopen(made)],
      [
        'that is inside a page itself',
        ({ itemIds }) =>
          test.asOwner(`UPDATE content_items SET found_via = 'inline' WHERE id = $1`, [itemIds[0]]),
      ],
    ])('without one %s', async (_what, change) => {
      const { key: bearer } = await key(['addresses:read']);
      const made = await decided(await makeMedia(test, hotline), analysts[0]!);
      await seen(made, 1);
      await change(made);
      await round();
      expect((await follow(0, bearer, addresses)).known).toEqual([]);
    });

    /** The case rests on an entry of a list, which is of the list's version 2 or was withdrawn by it. */
    async function settled(made: MadeCase, endedVersion: number | null): Promise<void> {
      const [list, entry, match] = [newId(), newId(), newId()];
      await test.asOwner(
        `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
         VALUES ($1, $2, $3, 's', 'several-analysts', 'settle', 2)`,
        [list, hotline.organisationId, `list ${list}`],
      );
      await test.asOwner(
        `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, category, first_version, ended_version)
         VALUES ($1, $2, $3, uuid_send($1), sha256('x'), 'baseline', 1, $4)`,
        [entry, hotline.organisationId, list, endedVersion],
      );
      await test.asOwner(
        `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
         VALUES ($1, $2, $3, $4, $5, 1, 'exact', 'sha256')`,
        [match, hotline.organisationId, made.mediaIds[0], list, entry],
      );
      await test.asOwner(
        `UPDATE assessments SET made_by = 'settlement', staff_account_id = NULL, looked = false, settled_by_match_id = $2
         WHERE case_id = $1`,
        [made.id, match],
      );
    }

    it('that a list has settled, saying that nobody looked, until the list withdraws', async () => {
      const { key: bearer } = await key(['addresses:read']);
      const places: string[] = [];
      for (const endedVersion of [null, 2]) {
        const made = await decided(await makeMedia(test, hotline), analysts[0]!);
        await seen(made, 1);
        await settled(made, endedVersion);
        places.push(place(made));
      }
      await round();
      expect((await follow(0, bearer, addresses)).known).toMatchObject([
        { address: places[0], looked: false },
      ]);
      // Off from now on, and not from the next round on.
      const [{ name }] = (await test.asOwner<{ name: string }>(
        `SELECT name FROM hash_lists l WHERE organisation_id = $1 AND EXISTS (SELECT FROM hash_entries e
           WHERE e.hash_list_id = l.id AND e.ended_version IS NULL)`,
        [hotline.organisationId],
      )) as [{ name: string }];
      await triage.within(hotline.organisationId, (manager) =>
        switchList(manager, hotline.organisationId, name, false, OPERATOR),
      );
      expect(await status(addresses(0), bearer)).toBe(503);
      await round(new Date(Date.now() + 10_000));
      const after = await follow(0, bearer, addresses);
      expect(after.known).toMatchObject([{ change: 'withdraw', address: places[0] }]);
    });

    it('only where somebody subscribes: without a key nothing is published', async () => {
      await seen(await decided(await makeMedia(test, hotline), analysts[0]!), 1);
      await round();
      expect(
        await test.asOwner(`SELECT 1 FROM feeds WHERE organisation_id = $1 AND kind = 'addresses'`, [
          hotline.organisationId,
        ]),
      ).toEqual([]);
    });
  });

  it('answers for its health, keeps nothing on the way, and describes itself', async () => {
    expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
    const answer = await call('/api/openapi.json');
    expect([
      answer.status,
      answer.headers.get('cache-control'),
      answer.headers.get('x-content-type-options'),
      answer.headers.get('strict-transport-security'),
    ]).toEqual([200, 'no-store', 'nosniff', 'max-age=63072000; includeSubDomains']);
    expect(await answer.json()).toEqual(JSON.parse(readFileSync('apps/exchange/openapi.json', 'utf8')));
  });
});
