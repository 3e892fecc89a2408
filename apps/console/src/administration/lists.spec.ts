import { createHash, randomBytes } from 'node:crypto';
import { importList } from '#libs/known-material';
import { newId } from '#libs/platform';
import { makeOrganisation, type World } from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const held = Array.from({ length: 25 }, (_, number) => `held ${number}`);

describe('a list version that waits for a person', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let administrator: Signed;
  let listId: string;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    world = await makeOrganisation(console_.test);
    administrator = await console_.signIn(world, 'administrator');
    for (const name of held) {
      await console_.test.asOwner(
        `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes) VALUES ($1, $2, $3, $4, $5, 1)`,
        [newId(), world.organisationId, sha256(name), randomBytes(20), randomBytes(16)],
      );
    }
    listId = (await load('elsewhere')).hashListId;
    await load(...held);
  });

  async function load(...names: string[]) {
    async function* csv() {
      yield Buffer.from(`sha256\n${names.map((name) => sha256(name).toString('hex')).join('\n')}\n`);
    }
    return importList(console_.triage, world.organisationId, { name: 'poisoned' }, csv(), 'csv', {
      actor: { kind: 'operator' },
    });
  }
  const decide = (decision: string, version: number | string = 2, as = administrator) =>
    console_.call('POST', `/api/v1/lists/${listId}/versions/${version}/decision`, { as, body: { decision } });
  const shown = async () => (await console_.call('GET', '/api/v1/lists', { as: administrator })).json[0];
  const decisions = () =>
    console_.test.asOwner(
      `SELECT act, actor_kind, actor_id, details->>'matched' AS matched FROM audit_events
       WHERE subject_id = $1 AND act LIKE 'hash-list.version-%'`,
      [listId],
    );

  it('shows with the figures that a decision needs', async () => {
    expect(await shown()).toMatchObject({
      liveVersion: 1,
      entries: 1,
      waiting: {
        version: 2,
        reason: 'share-too-large',
        entries: 25,
        impact: { held: 25, matched: 25, exact: 25, busiestEntry: { id: expect.any(String), media: 1 } },
      },
    });
  });

  it('goes live when an administrator approves it, who stands in the audit log', async () => {
    expect((await decide('approve')).status).toBe(204);
    expect(await shown()).toMatchObject({ liveVersion: 2, entries: 25, waiting: null });
    expect(await decisions()).toEqual([
      {
        act: 'hash-list.version-approved',
        actor_kind: 'staff',
        actor_id: administrator.accountId,
        matched: '25',
      },
    ]);
    const again = await decide('refuse');
    expect([again.status, again.json.error]).toEqual([409, 'list-version-not-waiting']);
  });

  it('is gone when an administrator refuses it, and what is live stays', async () => {
    expect((await decide('refuse')).status).toBe(204);
    expect(await shown()).toMatchObject({ liveVersion: 1, entries: 1, waiting: null });
    expect(await decisions()).toMatchObject([{ act: 'hash-list.version-refused' }]);
  });

  it.each([
    ['1', 'approve', 409],
    ['3', 'approve', 404],
    ['0', 'approve', 404],
    ['2e0', 'approve', 404],
    ['9999999999', 'approve', 404],
    ['2', 'perhaps', 400],
  ])('version %s, %s: %i, and it waits on', async (version, decision, status) => {
    expect((await decide(decision, version)).status).toBe(status);
    expect(await shown()).toMatchObject({ waiting: { version: 2 } });
  });
});

describe('a hash that is tried', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let supervisor: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    world = await makeOrganisation(console_.test);
    supervisor = await console_.signIn(world, 'supervisor');
    await load('changing', 'first');
    await load('changing', 'second');
  });
  afterAll(() => console_.stop());

  async function load(name: string, entry: string) {
    async function* csv() {
      const hash = sha256(entry).toString('hex');
      yield Buffer.from(`sha256,pdq,quality,category\n${hash},${hash},80,baseline\n`);
    }
    return importList(
      console_.triage,
      world.organisationId,
      { name, trust: 'several-analysts', effect: 'settle', source: 'A clearing house' },
      csv(),
      'csv',
      { actor: { kind: 'operator' } },
    );
  }
  const attempt = (hash: unknown, as = supervisor) =>
    console_.call('POST', '/api/v1/lists/try', { as, body: { hash } });
  const hex = (name: string) => sha256(name).toString('hex');

  it('names what has it, what that does, and what would have had it', async () => {
    expect((await attempt(hex('second').toUpperCase())).json).toEqual([
      {
        list: 'changing',
        source: 'A clearing house',
        trust: 'several-analysts',
        listVersion: 2,
        versionSince: expect.any(String),
        state: 'standing',
        entryId: expect.any(String),
        category: 'baseline',
        kind: 'exact',
        algorithm: 'sha256',
        distance: 0,
        effect: 'settle',
      },
    ]);
    expect((await attempt(hex('first'))).json).toMatchObject([{ state: 'withdrawn', listVersion: 1 }]);
    expect((await attempt(hex('never'))).json).toEqual([]);
  });

  it('finds what is near, which only suggests', async () => {
    const near = Buffer.from(sha256('second'));
    near[31]! ^= 0b1111;
    expect((await attempt(near.toString('hex'))).json).toMatchObject([
      { kind: 'near', algorithm: 'pdq', distance: 4, effect: 'suggest' },
    ]);
  });

  it('stands in the audit log with who asked and how much was found, without the hash', async () => {
    const { accountId } = supervisor;
    const before = await events();
    await attempt(hex('second'));
    const after = (await events()).slice(before.length);
    expect(after).toEqual([{ actor_id: accountId, details: { standing: 1, fitting: 1 } }]);
    expect(JSON.stringify(after)).not.toContain(hex('second'));
  });
  const events = () =>
    console_.test.asOwner(
      `SELECT actor_id, details FROM audit_events WHERE act = 'hash-list.tried' AND organisation_id = $1 ORDER BY id`,
      [world.organisationId],
    );

  it('finds nothing on the lists of another organisation', async () => {
    const elsewhere = await console_.signIn(await makeOrganisation(console_.test), 'supervisor');
    expect((await attempt(hex('second'), elsewhere)).json).toEqual([]);
  });

  it.each(['', 'nonsense', 'a'.repeat(63), 'a'.repeat(500), 7])(
    'is refused where it is none: %j',
    async (hash) => {
      const { status, json } = await attempt(hash);
      expect([status, Object.keys(json.fields)]).toEqual([400, ['hash']]);
    },
  );
});
