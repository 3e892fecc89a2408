import { DIHEDRAL_NAMES, HASH_BYTES } from '#libs/pdq';
import { newId, systemClock, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { LookedAtIndex } from './looked-at.index.js';
import { findNearCopies, findNearCopiesOf, readNearSuggestions } from './near-copies.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'infant', sex: 'male' };

describe('near copies', () => {
  let test: TestDatabase;
  let triage: Database;
  let lookedAt: LookedAtIndex;
  let world: World;
  let person: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    lookedAt = new LookedAtIndex(triage, systemClock);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    person = await makeAccount(test, world);
  });

  /** Gives a media a hash whose first bits are set: one of 20 and one of 40 are 20 bits apart. */
  async function hashed(mediaId: string, bits: number, quality = 90): Promise<void> {
    const hash = Buffer.alloc(HASH_BYTES);
    for (let bit = 0; bit < bits; bit += 1) hash[bit >> 3]! |= 1 << (bit & 7);
    const turned = Buffer.alloc(HASH_BYTES * (DIHEDRAL_NAMES.length - 1), 0xaa);
    await test.asOwner('UPDATE media SET pdq = $2, pdq_dihedral = $3, pdq_quality = $4 WHERE id = $1', [
      mediaId,
      hash,
      Buffer.concat([hash, turned]),
      quality,
    ]);
  }
  /** A case with one picture of that hash. */
  async function pictured(bits: number, quality?: number): Promise<MadeCase> {
    const made = await makeCase(test, world, { pictures: 1 });
    await hashed(made.mediaIds[0]!, bits, quality);
    return made;
  }
  /** A person decides and it is closed. */
  async function decided(made: MadeCase, options: { looked?: boolean; state?: string } = {}): Promise<void> {
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
         answers, made_by, staff_account_id, looked, made_at)
       SELECT $1, organisation_id, case_id, id, media_id, 1, 1, 'manara-2026-1', 'baseline', $3, 'person', $4, $5, now()
       FROM content_items WHERE id = $2`,
      [newId(), made.itemIds[0], ILLEGAL, person, options.looked ?? true],
    );
    await test.asOwner(
      `UPDATE cases SET state = $2, decided_at = now() - interval '1 minute' WHERE id = $1`,
      [made.id, options.state ?? 'closed'],
    );
  }
  const found = ({ id }: MadeCase) =>
    triage.within(world.organisationId, (manager) =>
      findNearCopies(manager, lookedAt, world.organisationId, id),
    );
  const suggested = async ({ id }: MadeCase) =>
    triage.within(world.organisationId, (manager) => readNearSuggestions(manager, world.organisationId, id));

  it('are suggested with the decision on the picture that they are like, and the distance', async () => {
    const origin = await pictured(20);
    await decided(origin);
    const like = await pictured(40);
    await found(like);
    await found(like);
    expect(await suggested(like)).toEqual([
      {
        mediaId: like.mediaIds[0],
        representativeId: origin.mediaIds[0],
        distance: 20,
        orientation: 'original',
        isInCase: false,
        decision: expect.objectContaining({ caseId: origin.id, caseNumber: origin.number, answers: ILLEGAL }),
      },
    ]);
  });

  it('are over at once when the decision is taken back, and there again when it is made again', async () => {
    const origin = await pictured(20);
    await decided(origin);
    const like = await pictured(40);
    await found(like);
    const set = (state: string, at: string) =>
      test.asOwner(`UPDATE cases SET state = $2, decided_at = ${at} WHERE id = $1`, [origin.id, state]);
    await set('ready', 'NULL');
    expect(await suggested(like)).toEqual([]);
    await set('closed', `now() - interval '1 minute'`);
    expect(await suggested(like)).toMatchObject([{ representativeId: origin.mediaIds[0] }]);
  });

  it('are suggested with the nearest that holds, however many nearer ones were taken back', async () => {
    const origin = await pictured(0);
    await decided(origin);
    const nearer = await makeCase(test, world, { pictures: 9 });
    for (const [at, mediaId] of nearer.mediaIds.entries()) {
      await hashed(mediaId, 20);
      await decided({ ...nearer, itemIds: [nearer.itemIds[at]!] }, { state: 'ready' });
    }
    const like = await pictured(20);
    await found(like);
    expect(await suggested(like)).toMatchObject([{ representativeId: origin.mediaIds[0], distance: 20 }]);
  });

  it('are found also where they waited before the decision', async () => {
    const [origin, like] = [await pictured(20), await pictured(40)];
    await found(like);
    await decided(origin);
    expect(await suggested(like)).toEqual([]);
    await triage.within(world.organisationId, (manager) =>
      findNearCopiesOf(manager, world.organisationId, origin.id),
    );
    expect(await suggested(like)).toMatchObject([{ representativeId: origin.mediaIds[0], distance: 20 }]);
  });

  it('never chain: who is like a copy that nobody looked at is like nothing', async () => {
    const origin = await pictured(0);
    await decided(origin);
    const like = await pictured(25);
    await found(like);
    // Its answers were taken over from the origin without a look.
    await decided(like, { looked: false });
    const further = await pictured(50);
    await found(further);
    expect(await suggested(further)).toEqual([]);
  });

  it('of the same case stand under its first picture, as long as no decision speaks for them', async () => {
    const made = await makeCase(test, world, { pictures: 3 });
    for (const [index, bits] of [0, 20, 100].entries()) await hashed(made.mediaIds[index]!, bits);
    await found(made);
    const inCase = { mediaId: made.mediaIds[1], isInCase: true, distance: 20, decision: null };
    expect(await suggested(made)).toMatchObject([{ ...inCase, representativeId: made.mediaIds[0] }]);
    const origin = await pictured(30);
    await decided(origin);
    await triage.within(world.organisationId, (manager) =>
      findNearCopiesOf(manager, world.organisationId, origin.id),
    );
    expect(await suggested(made)).toMatchObject([
      { mediaId: made.mediaIds[0], representativeId: origin.mediaIds[0], distance: 30 },
      { mediaId: made.mediaIds[1], representativeId: origin.mediaIds[0], distance: 10 },
    ]);
  });

  it('never chain within a case: under a picture whose answers may be those of a third stands none', async () => {
    const origin = await pictured(0);
    await decided(origin);
    const made = await makeCase(test, world, { pictures: 2 });
    for (const [index, bits] of [25, 50].entries()) await hashed(made.mediaIds[index]!, bits);
    await found(made);
    expect(await suggested(made)).toMatchObject([
      { mediaId: made.mediaIds[0], representativeId: origin.mediaIds[0], distance: 25 },
    ]);
  });

  it.each([
    ['too far', 60, 90, {}],
    ['too poor in detail', 20, 40, {}],
    ['not final', 20, 90, { state: 'decided' }],
  ])('are not suggested where the other is %s', async (_name, bits, quality, how) => {
    const origin = await pictured(0, quality);
    await decided(origin, how);
    const made = await pictured(bits);
    await found(made);
    expect(await suggested(made)).toEqual([]);
  });

  it('are those of the organisation alone', async () => {
    const origin = await pictured(20);
    await decided(origin);
    world = await makeOrganisation(test);
    const theirs = await pictured(20);
    await found(theirs);
    expect(await suggested(theirs)).toEqual([]);
    expect(
      await test.asOwner('SELECT 1 FROM near_copies WHERE organisation_id = $1', [world.organisationId]),
    ).toEqual([]);
  });

  it('are no answer: the item still waits for a person', async () => {
    const origin = await pictured(20);
    await decided(origin);
    const like = await pictured(20);
    await found(like);
    expect(
      await test.asOwner('SELECT 1 FROM assessments WHERE content_item_id = $1', [like.itemIds[0]]),
    ).toEqual([]);
  });
});
