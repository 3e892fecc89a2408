import {
  changePolicy,
  importList,
  KnownMaterialIndex,
  ListImportRunner,
  standingMatches,
  switchList,
  type ListSettings,
} from '#libs/known-material';
import { createLogger, systemClock, type Database } from '#libs/platform';
import { AssessmentService, LeaseService, LookedAtIndex, type Lease } from '#libs/review';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeOrganisation,
  testRing,
  type CaseOptions,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { flipBits, sha256Of, textAsStream } from '../../known-material/src/testing/known-pictures.js';
import { rematch, rematchAgain } from './rematch.step.js';
import { settle } from './settle.step.js';
import { PIPELINE_DEFAULTS, type PipelineContext } from './step-context.js';

const TRUSTED = { trust: 'several-analysts', effect: 'settle' } as const;
const NOT_ILLEGAL = { verdict: 'not-illegal', reason: 'adult-pornography' };

describe('matching open cases with a version that went live', () => {
  let test: TestDatabase;
  let database: Database;
  let console_: Database;
  let world: World;
  let index: KnownMaterialIndex;
  let context: PipelineContext;
  let logged: unknown[];

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('triage');
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    index = new KnownMaterialIndex(database);
    await index.refresh();
    logged = [];
    const logger = createLogger('test', 'silent');
    logger.unexpected = (...told: unknown[]) => {
      logged.push(told);
      return '';
    };
    context = {
      database,
      index,
      lookedAt: new LookedAtIndex(database, systemClock),
      clock: systemClock,
      options: PIPELINE_DEFAULTS,
      logger,
    } as unknown as PipelineContext;
  });
  afterEach(() => index.stop());

  const open = async (options: CaseOptions = {}): Promise<MadeCase> => {
    const made = await makeCase(test, world, { pictures: 1, ...options });
    await test.asOwner(`UPDATE media SET pdq_dihedral = decode(repeat(encode(pdq, 'hex'), 8), 'hex')`);
    await test.asOwner(`UPDATE content_items SET result = 'picture' WHERE media_id IS NOT NULL`);
    return made;
  };
  /** Lists of digests: a made media has that of its own id. */
  const load = (settings: ListSettings, ...mediaIds: string[]) =>
    loadCsv(
      settings,
      `sha256,category\n${['elsewhere', ...mediaIds].map((id) => `${sha256Of(id)},baseline`).join('\n')}\n`,
    );
  const loadCsv = (settings: ListSettings, csv: string) =>
    importList(database, world.organisationId, settings, textAsStream(csv), 'csv', {
      actor: { kind: 'operator' },
    });
  const dueVersions = async () =>
    (
      await database.queryAcrossOrganisationsByNamedFunction<{ id: string; organisation_id: string }>(
        `SELECT id, organisation_id FROM triage_api.due_work(100) WHERE name = 'rematch'`,
      )
    ).filter((row) => row.organisation_id === world.organisationId);
  /** As the sweep does: whatever is due, until nothing is. */
  const runDue = async (bounds?: { batch: number; sliceMs: number }) => {
    for (let rounds = 1; ; rounds++) {
      const due = await dueVersions();
      if (due.length === 0) return rounds - 1;
      for (const { id } of due) await rematch(context, world.organisationId, id, bounds);
    }
  };
  const matchesOf = (mediaId: string) =>
    test.asOwner<{ kind: string; algorithm: string; distance: number; list_version: number }>(
      `SELECT kind, algorithm, distance, list_version FROM matches WHERE media_id = $1 ORDER BY id`,
      [mediaId],
    );
  const assessmentsOf = async (made: MadeCase) =>
    (
      await test.asOwner<{ made_by: string }>(
        `SELECT made_by FROM assessments WHERE content_item_id = $1 ORDER BY version`,
        [made.itemIds[0]],
      )
    ).map(({ made_by }) => made_by);
  const factorsOf = async (made: MadeCase) => {
    const [row] = await test.asOwner<{ priority_factors: { factor: string }[] }>(
      `SELECT priority_factors FROM cases WHERE id = $1`,
      [made.id],
    );
    return row!.priority_factors.map(({ factor }) => factor);
  };
  const rematchesOf = (made: MadeCase) =>
    test.asOwner<{ details: object }>(
      `SELECT details FROM audit_events WHERE subject_id = $1 AND act = 'case.rematched'`,
      [made.id],
    );
  const everything = async () => {
    const rows: unknown[] = [];
    for (const table of ['matches', 'assessments', 'audit_events', 'outbox'])
      rows.push(await test.asOwner(`SELECT t::text FROM ${table} t ORDER BY 1`));
    rows.push(
      await test.asOwner(
        `SELECT id, state, priority, priority_factors, lease_token, decided_at FROM cases ORDER BY id`,
      ),
    );
    return rows;
  };

  it('settles and ranks what the version confirms, with its number, and says so once', async () => {
    const made = await open();
    await load({ name: 'known', ...TRUSTED });
    await runDue();
    expect(await assessmentsOf(made)).toEqual([]);
    await load({ name: 'known' }, made.mediaIds[0]!);
    await runDue();
    expect(await matchesOf(made.mediaIds[0]!)).toEqual([
      { kind: 'exact', algorithm: 'sha256', distance: 0, list_version: 2 },
    ]);
    expect(await assessmentsOf(made)).toEqual(['settlement']);
    expect(await factorsOf(made)).toEqual(['severity']);
    expect(await rematchesOf(made)).toMatchObject([
      { details: { matches: 0 } },
      { details: { matches: 1, settled: 1 } },
    ]);
    const [state] = await test.asOwner(`SELECT state FROM cases WHERE id = $1`, [made.id]);
    expect(state).toEqual({ state: 'ready' });
  });

  it('settles what is matched already, when nothing of the list but its policy changes', async () => {
    const made = await open();
    await load({ name: 'known' }, made.mediaIds[0]!);
    await runDue();
    expect(await assessmentsOf(made)).toEqual([]);
    const again = await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    expect(again.state).toBe('unchanged');
    await runDue();
    expect(await assessmentsOf(made)).toEqual(['settlement']);
    expect(await matchesOf(made.mediaIds[0]!)).toHaveLength(1);
  });

  it('only suggests what is near', async () => {
    const made = await open();
    await loadCsv(
      { name: 'known', ...TRUSTED },
      `pdq,quality,category\n${flipBits(sha256Of(made.mediaIds[0]!), 10)},90,baseline\n`,
    );
    await runDue();
    expect(await matchesOf(made.mediaIds[0]!)).toMatchObject([{ kind: 'near', distance: 10 }]);
    expect(await assessmentsOf(made)).toEqual([]);
    expect(await factorsOf(made)).toEqual([]);
  });

  it('matches by limits that a person changes: by narrower ones at once, by wider ones when they are measured', async () => {
    const made = await open();
    const [mediaId] = made.mediaIds;
    await loadCsv({ name: 'near' }, `pdq,quality\n${flipBits(sha256Of(mediaId!), 40)},90\n`);
    await runDue();
    expect(await matchesOf(mediaId!)).toEqual([]);
    const [list] = await test.asOwner<{ id: string }>(
      `SELECT id FROM hash_lists WHERE organisation_id = $1`,
      [world.organisationId],
    );
    const actor = { kind: 'staff', id: await makeAccount(test, world, 'administrator') } as const;
    const runner = new ListImportRunner({ database, ring: testRing });
    const change = async (limits: object) => {
      await console_.within(world.organisationId, (manager) =>
        changePolicy(manager, world.organisationId, list!.id, limits, actor),
      );
      const asked = await test.asOwner<{ id: string }>(
        `SELECT id FROM list_imports WHERE organisation_id = $1 AND ended_at IS NULL`,
        [world.organisationId],
      );
      for (const { id } of asked) await runner.run(world.organisationId, id);
    };
    const standing = () =>
      database.within(world.organisationId, (manager) =>
        standingMatches(manager, world.organisationId, mediaId!),
      );
    await change({ maxDistance: 45 });
    await runDue();
    expect(await standing()).toMatchObject([{ kind: 'near', distance: 40, listVersion: 2 }]);
    for (const narrower of [{ maxDistance: 39 }, { maxDistance: 45, minQuality: 91 }]) {
      await change(narrower);
      // Counts no more from that moment on, before anything is matched anew.
      expect(await standing()).toEqual([]);
      await runDue();
      expect(await standing()).toEqual([]);
    }
    await change({ minQuality: 90 });
    expect(await standing()).toHaveLength(1);
    // Nothing is done where nothing changes.
    await runDue();
    await change({ maxDistance: 45, minQuality: 90 });
    expect(await dueVersions()).toEqual([]);
  });

  it('has the effect of once when it runs twice, and is not due when it is done', async () => {
    const made = await open();
    await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    const [version] = await dueVersions();
    await runDue();
    const before = await everything();
    await rematch(context, world.organisationId, version!.id);
    await test.asOwner(`UPDATE hash_list_versions SET rematch_due_at = now() WHERE id = $1`, [version!.id]);
    await Promise.all([
      rematch(context, world.organisationId, version!.id),
      rematch(context, world.organisationId, version!.id),
    ]);
    expect(await everything()).toEqual(before);
    expect(await dueVersions()).toEqual([]);
    const due = () =>
      test.asOwner(`SELECT rematch_due_at FROM hash_list_versions WHERE id = $1`, [version!.id]);
    expect(await due()).toEqual([{ rematch_due_at: null }]);
  });

  it('stops after its slice, and goes on from there when the sweep brings it back', async () => {
    const cases: MadeCase[] = [];
    for (let number = 0; number < 3; number++) cases.push(await open());
    await load({ name: 'known', ...TRUSTED }, ...cases.map((made) => made.mediaIds[0]!));
    const [version] = await dueVersions();
    await test.asOwner('DELETE FROM outbox');
    await rematch(context, world.organisationId, version!.id, { batch: 1, sliceMs: 0 });
    const settledSoFar = async () => (await Promise.all(cases.map(assessmentsOf))).map((made) => made.length);
    expect(await settledSoFar()).toEqual([1, 0, 0]);
    expect(
      await test.asOwner(`SELECT rematched_to FROM hash_list_versions WHERE id = $1`, [version!.id]),
    ).toEqual([{ rematched_to: cases[0]!.id }]);
    expect(await test.asOwner('SELECT name, payload FROM outbox')).toEqual([
      { name: 'rematch', payload: { organisationId: world.organisationId, versionId: version!.id } },
    ]);
    expect(await runDue({ batch: 1, sliceMs: 0 })).toBe(3);
    expect(await settledSoFar()).toEqual([1, 1, 1]);
  });

  it('is one worker’s at a time, and another’s once that one has not been heard of', async () => {
    const made = await open();
    await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    const [version] = await dueVersions();
    await test.asOwner(
      `UPDATE hash_list_versions SET rematch_due_at = now() + interval '1 minute' WHERE id = $1`,
      [version!.id],
    );
    await rematch(context, world.organisationId, version!.id);
    expect(await assessmentsOf(made)).toEqual([]);
    await test.asOwner(
      `UPDATE hash_list_versions SET rematch_due_at = now() - interval '1 second' WHERE id = $1`,
      [version!.id],
    );
    await runDue();
    expect(await assessmentsOf(made)).toEqual(['settlement']);
  });

  it('leaves alone what was replaced meanwhile: the next version has a turn of its own', async () => {
    const made = await open();
    await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    const [first] = await dueVersions();
    await load({ name: 'known' });
    await rematch(context, world.organisationId, first!.id);
    await runDue();
    expect(await matchesOf(made.mediaIds[0]!)).toEqual([]);
  });

  it('keeps no case from being matched because of one that cannot be', async () => {
    const broken = await open();
    const made = await open();
    await test.asOwner(
      `UPDATE media SET frame_hashes = '[{"index":1,"hash":"no hash","quality":90}]' WHERE id = $1`,
      [broken.mediaIds[0]],
    );
    await loadCsv(
      { name: 'known', ...TRUSTED },
      `sha256,pdq,quality,category\n${sha256Of(made.mediaIds[0]!)},${sha256Of('a')},90,baseline\n`,
    );
    await runDue();
    expect(await assessmentsOf(made)).toEqual(['settlement']);
    expect(logged).toEqual([
      ['a case was not matched anew', expect.any(Error), { step: 'rematch', caseId: broken.id }],
    ]);
  });

  it('comes back to one that could not be matched, ever later, until it can be', async () => {
    const broken = await open();
    const mediaId = broken.mediaIds[0]!;
    const framesAre = (hashes: string | null) =>
      test.asOwner(`UPDATE media SET frame_hashes = $2 WHERE id = $1`, [mediaId, hashes]);
    const dueCases = async () =>
      (
        await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
          `SELECT id FROM triage_api.due_work(100) WHERE name = 'rematch-case'`,
        )
      ).filter(({ id }) => id === broken.id);
    const mark = async () =>
      (
        await test.asOwner<{ since: Date | null; minutes: number | null }>(
          `SELECT rematch_failed_since AS since, round(extract(epoch FROM rematch_due_at - now()) / 60)::int AS minutes
           FROM cases WHERE id = $1`,
          [broken.id],
        )
      )[0]!;
    const again = () => rematchAgain(context, world.organisationId, broken.id);
    const failingFor = (hours: number) =>
      test.asOwner(
        `UPDATE cases SET rematch_failed_since = now() - make_interval(hours => $2), rematch_due_at = now() WHERE id = $1`,
        [broken.id, hours],
      );
    await framesAre('[{"index":1,"hash":"no hash","quality":90}]');
    await load({ name: 'known', ...TRUSTED }, mediaId);
    await runDue();
    expect(await mark()).toEqual({ since: expect.any(Date), minutes: 1 });
    expect(await dueCases()).toEqual([]);
    for (const [hours, minutes] of [
      [3, 180],
      [100, 1440],
    ] as const) {
      await failingFor(hours);
      expect(await dueCases()).toHaveLength(1);
      await again();
      expect((await mark()).minutes).toBe(minutes);
    }
    // Not before its time, though a job comes twice.
    await framesAre(null);
    await again();
    expect(await assessmentsOf(broken)).toEqual([]);
    await failingFor(3);
    await again();
    expect(await assessmentsOf(broken)).toEqual(['settlement']);
    expect(await mark()).toEqual({ since: null, minutes: null });
  });

  describe('what people do meanwhile', () => {
    let person: { organisationId: string; accountId: string };
    let leases: LeaseService;
    let service: AssessmentService;
    beforeEach(async () => {
      person = { organisationId: world.organisationId, accountId: await makeAccount(test, world) };
      leases = new LeaseService(console_, systemClock);
      service = new AssessmentService(console_, systemClock, 60, async () => ({}));
    });
    const decide = (made: MadeCase, lease: Lease) =>
      service.assess(person, made.id, {
        lease,
        items: [made.sourceItemId, ...made.itemIds].map((contentItemId) => ({
          contentItemId,
          answers: NOT_ILLEGAL,
        })),
      });

    it('is not disturbed: a lease holds, and what its holder says is what stands', async () => {
      const made = await open();
      const lease = await leases.claimNamed(person, made.id, true);
      await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
      await runDue();
      expect(await assessmentsOf(made)).toEqual(['settlement']);
      await decide(made, await leases.heartbeat(person, made.id, lease));
      expect(await assessmentsOf(made)).toEqual(['settlement', 'person']);
    });

    it('is not answered by a machine: what a person has said keeps its words, taken back or not', async () => {
      const made = await open();
      await decide(made, await leases.claimNamed(person, made.id, true));
      await service.undo(person, made.id, false);
      await leases.claimNamed(person, made.id, true);
      await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
      await runDue();
      expect(await matchesOf(made.mediaIds[0]!)).toHaveLength(1);
      expect(await assessmentsOf(made)).toEqual(['person']);
    });

    it.each(['decided', 'referred'])(
      'is past: a case that is %s gets the match and nothing else',
      async (state) => {
        const made = await open();
        await decide(made, await leases.claimNamed(person, made.id, true));
        await test.asOwner('UPDATE cases SET state = $2 WHERE id = $1', [made.id, state]);
        const before = await test.asOwner('SELECT * FROM cases WHERE id = $1', [made.id]);
        await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
        await runDue();
        expect(await matchesOf(made.mediaIds[0]!)).toHaveLength(1);
        expect(await assessmentsOf(made)).toEqual(['person']);
        expect(await test.asOwner('SELECT * FROM cases WHERE id = $1', [made.id])).toEqual(before);
      },
    );

    it('ends with the case: one that is closed is not looked at', async () => {
      const made = await open({ state: 'closed' });
      await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
      await runDue();
      expect(await matchesOf(made.mediaIds[0]!)).toEqual([]);
    });
  });

  describe('an entry that is withdrawn', () => {
    it('raises no priority any more, and leaves what it settled to a person', async () => {
      const made = await open();
      await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
      await runDue();
      expect(await factorsOf(made)).toEqual(['severity']);
      await load({ name: 'known' });
      await runDue();
      expect(await factorsOf(made)).toEqual(['unseen-material']);
      expect(await matchesOf(made.mediaIds[0]!)).toHaveLength(1);
      const person = { organisationId: world.organisationId, accountId: await makeAccount(test, world) };
      const lease = await new LeaseService(console_, systemClock).claimNamed(person, made.id, true);
      await expect(
        new AssessmentService(console_, systemClock, 60, async () => ({})).assess(person, made.id, {
          lease,
          items: [{ contentItemId: made.sourceItemId, answers: NOT_ILLEGAL }],
        }),
      ).rejects.toMatchObject({ fields: { [made.itemIds[0]!]: 'is not answered' } });
    });

    it('is taken over by another list that confirms the same', async () => {
      const made = await open();
      await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
      await runDue();
      await load({ name: 'second', ...TRUSTED }, made.mediaIds[0]!);
      await load({ name: 'known' });
      await runDue();
      expect(await assessmentsOf(made)).toEqual(['settlement', 'settlement']);
      expect(await factorsOf(made)).toEqual(['severity']);
    });
  });

  it('begins again when the list is switched while it runs, and holds what is in use then', async () => {
    const made = await open();
    await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    const isInStep = index.isInStep.bind(index);
    const switchOff = () =>
      database.within(world.organisationId, (manager) =>
        switchList(manager, world.organisationId, 'known', false, { kind: 'operator' }),
      );
    let wasSwitched = false;
    index.isInStep = async (...about) => {
      const answer = await isInStep(...about);
      if (!wasSwitched && answer) {
        wasSwitched = true;
        await switchOff();
      }
      return answer;
    };
    const [version] = await dueVersions();
    await rematch(context, world.organisationId, version!.id);
    expect(wasSwitched).toBe(true);
    expect(await dueVersions()).toHaveLength(1);
    await runDue();
    expect(await factorsOf(made)).toEqual(['unseen-material']);
    await database.within(world.organisationId, (manager) =>
      switchList(manager, world.organisationId, 'known', true, { kind: 'operator' }),
    );
    await runDue();
    expect(await factorsOf(made)).toEqual(['severity']);
    expect(await assessmentsOf(made)).toEqual(['settlement']);
  });

  it('is not needed for what is still in triage: its own step knows what is live, however old the index', async () => {
    const made = await open({ state: 'triage' });
    await test.asOwner(`UPDATE content_items SET step = 'match' WHERE id = $1`, [made.itemIds[0]]);
    await load({ name: 'known', ...TRUSTED }, made.mediaIds[0]!);
    await runDue();
    expect(await matchesOf(made.mediaIds[0]!)).toEqual([]);
    await load({ name: 'known' }, made.mediaIds[0]!, 'one more');
    const { match } = await import('./match.step.js');
    await match(context, world.organisationId, made.itemIds[0]!);
    expect(await matchesOf(made.mediaIds[0]!)).toMatchObject([{ list_version: 2 }]);
    await settle(context, world.organisationId, made.id);
    expect(await assessmentsOf(made)).toEqual(['settlement']);
  });
});
