import { NotFoundError, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  HandClock,
  makeAccount,
  makeCase,
  makeDerivative,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { breakDueAt, exposureFigures } from './exposure.service.js';
import { Exposure } from './exposure.entity.js';
import { LeaseService, type Lease } from './lease.service.js';
import {
  LeaseLostError,
  NoDerivativeError,
  TicketSpentError,
  ViewReasonNeededError,
} from './review.errors.js';
import { VIEW_LEVELS, ViewService } from './view.service.js';

describe('viewing a picture', () => {
  let test: TestDatabase;
  let database: Database;
  let world: World;
  let clock: HandClock;
  let views: ViewService;
  let kept: boolean;
  let person: { organisationId: string; accountId: string };
  let made: MadeCase;
  let lease: Lease;
  let media: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('console', [Exposure]);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    clock = new HandClock();
    kept = true;
    views = new ViewService(database, clock, {
      read: async (organisationId, mediaId, level) =>
        kept && organisationId === world.organisationId
          ? { bytes: Buffer.from(`${mediaId} ${level}`), mediaType: 'image/webp' }
          : null,
    });
    person = { organisationId: world.organisationId, accountId: await makeAccount(test, world) };
    made = await makeCase(test, world, { pictures: 1 });
    media = made.mediaIds[0]!;
    for (const level of VIEW_LEVELS) await makeDerivative(test, world, media, level);
    lease = (await new LeaseService(database, clock).claim(person))!;
  });
  const exposureOf = async (id: string) =>
    (await database.within(world.organisationId, (manager) => manager.find(Exposure, { where: { id } })))[0]!;

  it('gives a ticket that works once', async () => {
    const { ticket } = await views.open(person, media, { level: 2, lease });
    expect((await views.serve(person, ticket)).bytes.toString()).toBe(`${media} 2`);
    await expect(views.serve(person, ticket)).rejects.toBeInstanceOf(TicketSpentError);
  });

  it('serves one of ten who come with the same ticket at once', async () => {
    const { ticket } = await views.open(person, media, { level: 1, lease });
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => views.serve(person, ticket)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('gives a ticket that ends after ten seconds', async () => {
    const { ticket } = await views.open(person, media, { level: 1, lease });
    clock.forwardSeconds(10);
    await expect(views.serve(person, ticket)).rejects.toBeInstanceOf(TicketSpentError);
  });

  it('gives a ticket that is of no use to anybody else, and is not stored', async () => {
    const { ticket } = await views.open(person, media, { level: 1, lease });
    const other = { ...person, accountId: await makeAccount(test, world, 'supervisor') };
    await expect(views.serve(other, ticket)).rejects.toBeInstanceOf(TicketSpentError);
    const rows = await test.asOwner<{ row: string }>('SELECT e::text AS row FROM exposures e');
    for (const { row } of rows) expect(row).not.toContain(ticket);
    await expect(views.serve(person, ticket)).resolves.toBeDefined();
  });

  it.each(['', 'x', `${'a'.repeat(42)}'`, 'a'.repeat(43)])(
    'serves nothing for the ticket "%s"',
    async (ticket) => {
      await expect(views.serve(person, ticket)).rejects.toBeInstanceOf(TicketSpentError);
    },
  );

  it('needs the lease of a case that holds the picture', async () => {
    await expect(
      views.open(person, media, { level: 1, lease: { ...lease, version: lease.version + 1 } }),
    ).rejects.toBeInstanceOf(LeaseLostError);
    const other = await makeCase(test, world, { pictures: 1 });
    await expect(views.open(person, other.mediaIds[0]!, { level: 1, lease })).rejects.toBeInstanceOf(
      LeaseLostError,
    );
    clock.forwardSeconds(15 * 60);
    await expect(views.open(person, media, { level: 1, lease })).rejects.toBeInstanceOf(LeaseLostError);
  });

  it.each(['none', 'hash'])(
    'shows nothing under the mandate %s, though another case kept a copy',
    async (mandate) => {
      await makeCase(test, world, { sharedMedia: [media], mandate: 'retain', state: 'closed' });
      await test.asOwner('UPDATE cases SET mandate = $2 WHERE id = $1', [made.id, mandate]);
      await expect(views.open(person, media, { level: 1, lease })).rejects.toBeInstanceOf(NoDerivativeError);
    },
  );

  it('finds no picture of another organisation', async () => {
    const other = await makeCase(test, await makeOrganisation(test), { pictures: 1 });
    await expect(views.open(person, other.mediaIds[0]!, { level: 1, lease })).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });

  it('needs a reason from level 3 on', async () => {
    await views.open(person, media, { level: 2, lease });
    for (const reason of [undefined, '', '   ', 'x', 'y'.repeat(201)]) {
      await expect(
        views.open(person, media, { level: 3, lease, ...(reason === undefined ? {} : { reason }) }),
      ).rejects.toBeInstanceOf(ViewReasonNeededError);
    }
    const { id } = await views.open(person, media, { level: 3, lease, reason: ' age is unclear ' });
    expect((await exposureOf(id)).reason).toBe('age is unclear');
  });

  it('needs a reason at every level for what a list has confirmed', async () => {
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, live_version)
       VALUES ($1, $1, 'known', 't', 'several-analysts', 'settle', 1)`,
      [world.organisationId],
    );
    await test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, first_version)
       VALUES ($1, $1, $1, $2, $2, 1)`,
      [world.organisationId, Buffer.alloc(32, 1)],
    );
    await test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm)
       VALUES ($1, $1, $2, $1, $1, 1, 'exact', 'sha256')`,
      [world.organisationId, media],
    );
    await expect(views.open(person, media, { level: 1, lease })).rejects.toBeInstanceOf(
      ViewReasonNeededError,
    );
    await expect(
      views.open(person, media, { level: 1, lease, reason: 'second opinion asked for' }),
    ).resolves.toBeDefined();
    // The list has taken it back: a person has to look again.
    await test.asOwner('UPDATE hash_lists SET live_version = 2 WHERE id = $1', [world.organisationId]);
    await test.asOwner('UPDATE hash_entries SET ended_version = 2 WHERE id = $1', [world.organisationId]);
    await expect(views.open(person, media, { level: 1, lease })).resolves.toBeDefined();
  });

  it('says so when no such derivative is kept', async () => {
    await test.asOwner('DELETE FROM evidence_objects WHERE media_id = $1 AND level = 4', [media]);
    await expect(views.open(person, media, { level: 4, lease, reason: 'detail' })).rejects.toBeInstanceOf(
      NoDerivativeError,
    );
  });

  it('counts as served only if there were bytes to serve', async () => {
    const { id, ticket } = await views.open(person, media, { level: 1, lease });
    kept = false;
    await expect(views.serve(person, ticket)).rejects.toBeInstanceOf(NoDerivativeError);
    expect((await exposureOf(id)).servedAt).toBeNull();
  });

  it.each([
    ['measures a view by the server’s clock', 42, 42],
    ['counts a view that nobody ended ten minutes at most', 5000, 600],
    ['counts a glance as a second', 0, 1],
  ])('%s', async (_name, passed, seconds) => {
    const { id, ticket } = await views.open(person, media, { level: 2, lease });
    await views.serve(person, ticket);
    clock.forwardSeconds(passed);
    expect(await views.end(person, id)).toBe(seconds);
    clock.forwardSeconds(100);
    expect(await views.end(person, id)).toBe(seconds);
  });

  it('measures nothing where nothing was served, and the ticket ends with the view', async () => {
    const { id, ticket } = await views.open(person, media, { level: 2, lease });
    expect(await views.end(person, id)).toBe(0);
    await expect(views.serve(person, ticket)).rejects.toBeInstanceOf(TicketSpentError);
  });

  it('lets nobody end another person’s view', async () => {
    const { id } = await views.open(person, media, { level: 2, lease });
    const other = { ...person, accountId: await makeAccount(test, world) };
    await expect(views.end(other, id)).rejects.toBeInstanceOf(NotFoundError);
  });

  it('shows a person their own figures, open views included', async () => {
    // Noon, so that the day does not change under the test.
    clock = new HandClock(new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`));
    views = new ViewService(database, clock, {
      read: async () => ({ bytes: Buffer.from('picture'), mediaType: 'image/webp' }),
    });
    await test.asOwner(`UPDATE cases SET lease_expires_at = $1`, [new Date(clock.now().getTime() + 900_000)]);
    await test.asOwner(`DELETE FROM work_stretches`);
    const first = await views.open(person, media, { level: 2, lease });
    await views.serve(person, first.ticket);
    clock.forwardSeconds(20);
    await views.end(person, first.id);
    const second = await views.open(person, media, { level: 1, lease });
    await views.serve(person, second.ticket);
    clock.forwardSeconds(5);
    const figures = await database.within(world.organisationId, (manager) =>
      exposureFigures(manager, person, clock.now()),
    );
    expect(figures.byLevel).toEqual([
      { level: 1, views: 1, seconds: 5 },
      { level: 2, views: 1, seconds: 20 },
    ]);
    expect(figures.work.exposedSeconds).toBe(20);
    expect(breakDueAt(figures, clock.now())).toEqual(new Date(clock.now().getTime() + (50 * 60 - 25) * 1000));
  });

  it('writes who opened which level into the audit log, the reason only as a digest', async () => {
    await views.open(person, media, { level: 3, lease, reason: 'marked reason' });
    const [event] = await test.asOwner<{ act: string; details: object }>(
      `SELECT act, details FROM audit_events WHERE subject_id = $1`,
      [media],
    );
    expect(event).toMatchObject({ act: 'media.view-opened', details: { level: 3, caseId: made.id } });
    expect(JSON.stringify(event)).not.toContain('marked reason');
  });
});
