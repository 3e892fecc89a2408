import fc from 'fast-check';
import { Client } from 'pg';
import { DIHEDRAL_NAMES, HASH_BYTES, MATCH_DISTANCE, MIN_QUALITY } from '#libs/pdq';
import { newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  HandClock,
  makeAccount,
  makeCase,
  makeMedia,
  makeOrganisation,
  type World,
} from '../../../test/support/review-world.js';
import { LookedAtIndex, type LookedAtOptions } from './looked-at.index.js';

const MOST = 8;
const DAY_SECONDS = 86_400;

/** An organisation of which a person looks at pictures. */
interface Hotline extends World {
  readonly person: string;
  readonly caseId: string;
  readonly itemId: string;
}

describe('what was looked at', () => {
  let test: TestDatabase;
  let clock: HandClock;
  /** Pools of their own, as of two programs. */
  let programs: [Database, Database];

  beforeAll(async () => {
    test = await createTestDatabase();
    programs = [await test.open('triage'), await test.open('triage')];
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    clock = new HandClock();
  });

  async function hotline(): Promise<Hotline> {
    const world = await makeOrganisation(test);
    const made = await makeCase(test, world, { pictures: 1 });
    return { ...world, person: await makeAccount(test, world), caseId: made.id, itemId: made.itemIds[0]! };
  }

  /** Eight hashes; the one at `turn` has its first bits set, the others are far from everything. */
  function dihedral(bits: number, turn = 0): Buffer {
    const hashes = Buffer.alloc(DIHEDRAL_NAMES.length * HASH_BYTES, 0xaa);
    hashes.fill(0, turn * HASH_BYTES, (turn + 1) * HASH_BYTES);
    for (let bit = 0; bit < bits; bit += 1) hashes[turn * HASH_BYTES + (bit >> 3)]! |= 1 << (bit & 7);
    return hashes;
  }

  async function picture(of: World, bits: number, quality = 90): Promise<string> {
    const id = await makeMedia(test, of);
    const hashes = dihedral(bits);
    await test.asOwner('UPDATE media SET pdq = $2, pdq_dihedral = $3, pdq_quality = $4 WHERE id = $1', [
      id,
      hashes.subarray(0, HASH_BYTES),
      hashes,
      quality,
    ]);
    return id;
  }

  /** Within a transaction of whoever writes. */
  const LOOK = `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme,
      verdict, answers, made_by, staff_account_id, looked)
    SELECT $1, $2, $3, $4, $5, 1, $8, 'test', 'baseline', '{}', 'person', $6, $7`;
  let versions = 0;
  const lookOf = ({ organisationId, caseId, itemId, person }: Hotline, mediaId: string, looked = true) => {
    versions += 1;
    return [newId(), organisationId, caseId, itemId, mediaId, person, looked, versions];
  };
  const look = (of: Hotline, mediaId: string, looked?: boolean) =>
    test.asOwner(LOOK, lookOf(of, mediaId, looked));
  const erase = (mediaId: string) => test.asOwner('UPDATE media SET pdq = NULL WHERE id = $1', [mediaId]);

  const program = (which: 0 | 1, options?: LookedAtOptions) => {
    const database = programs[which];
    const index = new LookedAtIndex(database, clock, options);
    return {
      index,
      near: (of: World, hashes: Buffer, mediaId = newId()) =>
        database.within(of.organisationId, (manager) =>
          index.near(manager, of.organisationId, [{ id: mediaId, dihedral: hashes }], MOST),
        ),
    };
  };

  /** The same by a scan in SQL: the nearest that were looked at, each turn compared with each. */
  async function scanned(of: World, hashes: Buffer): Promise<{ id: string; distance: number }[]> {
    const turns = DIHEDRAL_NAMES.map(
      (_, at) => `x${hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).toString('hex')}`,
    );
    return test.asOwner(
      `SELECT d.id, min(bit_count(t.turn::bit(256) # ('x' || encode(d.pdq, 'hex'))::bit(256)))::int AS distance
       FROM media d, unnest($2::text[]) AS t (turn)
       WHERE d.organisation_id = $1 AND d.pdq IS NOT NULL AND d.pdq_quality >= ${MIN_QUALITY}
         AND d.id IN (SELECT media_id FROM assessments WHERE made_by = 'person' AND looked)
       GROUP BY d.id HAVING min(bit_count(t.turn::bit(256) # ('x' || encode(d.pdq, 'hex'))::bit(256))) <= ${MATCH_DISTANCE}
       ORDER BY 2, 1 LIMIT ${MOST}`,
      [of.organisationId, turns],
    );
  }

  it('is found as a scan of the database finds it, in each program and organisation, whatever comes, goes and waits', async () => {
    const acts = [
      'look',
      'look',
      'again',
      'erase',
      'begin',
      'commit',
      'rollback',
      'search',
      'search',
    ] as const;
    const step = fc.record({
      act: fc.constantFrom(...acts),
      which: fc.nat(1),
      bits: fc.integer({ min: 0, max: 120 }),
      turn: fc.nat(7),
    });
    const writer = new Client({ connectionString: test.ownerUrl });
    await writer.connect();
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 10, maxLength: 40 }),
          fc.constantFrom<LookedAtOptions>(
            { room: 3, batch: 2 },
            { room: 100, batch: 100 },
            { mostBytes: 0, batch: 3 },
          ),
          async (steps, options) => {
            const hotlines = [await hotline(), await hotline()];
            const held: string[][] = [[], []];
            const both = [program(0, options), program(1, options)];
            const [found, expected]: [unknown[], unknown[]] = [[], []];
            let isOpen = false;
            const end = async (how: string) => {
              if (isOpen) await writer.query(how);
              isOpen = false;
            };
            for (const { act, which, bits, turn } of steps) {
              const of = hotlines[which]!;
              const ids = held[which]!;
              const some = ids[bits % Math.max(1, ids.length)];
              if (act === 'look') {
                const id = await picture(of, bits);
                ids.push(id);
                await look(of, id);
              } else if (act === 'again' && some !== undefined) await look(of, some);
              else if (act === 'erase' && some !== undefined) await erase(some);
              else if (act === 'begin') {
                // Open while others write and search, and ended later, one way or the other.
                if (!isOpen) await writer.query('BEGIN');
                isOpen = true;
                await writer.query(LOOK, lookOf(of, await picture(of, bits)));
              } else if (act === 'commit' || act === 'rollback') await end(act);
              else if (act === 'search') {
                const hashes = dihedral(bits, turn);
                for (const { near } of both) {
                  const pairs = await near(of, hashes);
                  found.push(pairs.map(({ representativeId: id, distance }) => ({ id, distance })));
                  expected.push(await scanned(of, hashes));
                }
              }
            }
            await end('rollback');
            expect(found).toEqual(expected);
          },
        ),
        { numRuns: 30 },
      );
    } finally {
      await writer.end();
    }
  });

  it('is not missed where a later look is there before an earlier one is', async () => {
    const of = await hotline();
    const writer = new Client({ connectionString: test.ownerUrl });
    await writer.connect();
    const { index, near } = program(0);
    await writer.query('BEGIN');
    await writer.query(LOOK, lookOf(of, await picture(of, 10)));
    await look(of, await picture(of, 20));
    await index.prepare(of.organisationId);
    expect(await near(of, dihedral(10))).toHaveLength(1);
    await look(of, await picture(of, 30));
    expect(await near(of, dihedral(10))).toHaveLength(2);
    await writer.query('COMMIT');
    await writer.end();
    expect(await near(of, dihedral(10))).toHaveLength(3);
    // What was read again and again in the meantime is there once.
    expect(index.describe(of.organisationId).pictures).toBe(3);
  });

  it('is not what was judged without a look, nor the picture itself, nor what is too poor in detail', async () => {
    const of = await hotline();
    const [unseen, poor, itself] = [await picture(of, 10), await picture(of, 10, 49), await picture(of, 10)];
    await look(of, unseen, false);
    await look(of, poor);
    await look(of, itself);
    expect(await program(0).near(of, dihedral(10), itself)).toEqual([]);
  });

  it('leaves memory when a search meets what was erased, and within a day if none does', async () => {
    const of = await hotline();
    const ids = [await picture(of, 0), await picture(of, 10), await picture(of, 200)];
    for (const id of ids) await look(of, id);
    const { index, near } = program(0);
    await index.prepare(of.organisationId);
    const inMemory = () => index.describe(of.organisationId).pictures;
    expect(inMemory()).toBe(3);
    await erase(ids[0]!);
    await erase(ids[2]!);
    expect(await near(of, dihedral(0))).toMatchObject([{ representativeId: ids[1] }]);
    expect(inMemory()).toBe(2);
    clock.forwardSeconds(DAY_SECONDS - 1);
    await index.prepare(of.organisationId);
    expect(inMemory()).toBe(2);
    clock.forwardSeconds(1);
    await index.prepare(of.organisationId);
    expect(inMemory()).toBe(1);
  });

  it('stays in memory as far as there is room: an organisation that is not asked for gives way to one that is', async () => {
    const [first, second] = [await hotline(), await hotline()];
    for (const one of [first, second]) await look(one, await picture(one, 10));
    const alone = program(0);
    await alone.near(first, dihedral(10));
    const { bytes } = alone.index.describe(first.organisationId);
    const { index, near } = program(0, { mostBytes: bytes * 1.5 });
    for (const asked of [first, second, first]) {
      expect(await near(asked, dihedral(10))).toHaveLength(1);
      const held = [first, second].map(({ organisationId }) => index.describe(organisationId).pictures);
      expect(held).toEqual(asked === first ? [1, 0] : [0, 1]);
    }
  });

  it('is searched in the database where it is more than memory may hold', async () => {
    const of = await hotline();
    await look(of, await picture(of, 10));
    const { index, near } = program(0, { mostBytes: 1000 });
    expect(await near(of, dihedral(10))).toHaveLength(1);
    expect(index.describe(of.organisationId)).toEqual({ pictures: 0, bytes: 0 });
  });

  it('is read on for little, also where a backup brought numbers of another server', async () => {
    const of = await hotline();
    for (const bits of [0, 10]) await look(of, await picture(of, bits));
    await test.asOwner(`UPDATE assessments SET transaction_id = '9000000000000' WHERE organisation_id = $1`, [
      of.organisationId,
    ]);
    const { near } = program(0);
    expect(await near(of, dihedral(5))).toHaveLength(2);
    await look(of, await picture(of, 20));
    expect(await near(of, dihedral(5))).toHaveLength(3);
  });
});
