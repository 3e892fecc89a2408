import { createHash } from 'node:crypto';
import { KeyRing, newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { chainStart, canonicalJson, linkOf } from './chain.js';
import { checkpointKeys, isCheckpointGenuine, makeCheckpoint } from './checkpoint.js';
import { MACHINE, recordEvent } from './record-event.js';
import { chained, EVENT_COLUMNS, sealEvents, sealingLagSeconds, type StoredEvent } from './sealer.js';
import { verifyChain } from './verify-chain.js';

const ring = new KeyRing([createHash('sha256').update('a key for tests').digest()]);

describe('the audit log', () => {
  let test: TestDatabase;
  let database: Database;
  let organisationId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('triage');
  });
  afterAll(() => test.drop());

  beforeEach(async () => {
    organisationId = newId();
    await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, 'Test', 'XX')`, [
      organisationId,
      `T${organisationId.slice(-8).toUpperCase()}`,
    ]);
  });

  const record = (act: string) =>
    database.within(organisationId, (manager) =>
      recordEvent(manager, {
        organisationId,
        actor: MACHINE,
        act,
        subjectKind: 'test',
        details: { b: 1, a: [act] },
      }),
    );
  const seal = () => database.within(organisationId, (manager) => sealEvents(manager, organisationId));
  /** Transactions of other databases on the same server hold the sealer back too: seals until so many are linked. */
  const sealAll = async (count: number) => {
    for (const limit = Date.now() + 60_000; count > 0 && Date.now() < limit;) count -= await seal();
    expect(count).toBe(0);
  };
  const check = (kept?: Parameters<typeof verifyChain>[2]) =>
    database.within(organisationId, (manager) => verifyChain(manager, organisationId, kept));

  it('links every event once, in one chain without gaps', async () => {
    for (const act of ['one', 'two', 'three']) await record(act);
    await sealAll(3);
    expect(await seal()).toBe(0);
    await record('four');
    await sealAll(1);
    expect(await check()).toMatchObject({ events: 4, unsealed: 0 });
    expect((await check()).broken).toBeUndefined();
  });

  it('tells how long its oldest event waits to be linked', async () => {
    const lag = () => database.within(organisationId, sealingLagSeconds);
    expect(await lag()).toBe(0);
    await record('one');
    await test.asOwner(`UPDATE audit_events SET at = at - interval '90 seconds' WHERE organisation_id = $1`, [
      organisationId,
    ]);
    await record('two');
    expect(Math.floor((await lag()) / 10)).toBe(9);
    await sealAll(2);
    expect(await lag()).toBe(0);
  });

  it('stands with the act: an act that is taken back leaves no event', async () => {
    await expect(
      database.within(organisationId, async (manager) => {
        await recordEvent(manager, { organisationId, actor: MACHINE, act: 'undone', subjectKind: 'test' });
        throw new Error('taken back');
      }),
    ).rejects.toThrow('taken back');
    await seal();
    expect(await check()).toMatchObject({ events: 0, unsealed: 0 });
  });

  it('waits with an event that an older transaction may still come before', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun: () => void = () => undefined;
    const began = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = database.within(organisationId, async (manager) => {
      await recordEvent(manager, { organisationId, actor: MACHINE, act: 'slow', subjectKind: 'test' });
      begun();
      await held;
    });
    await began;
    await record('quick');
    expect(await seal()).toBe(0);
    release();
    await slow;
    await sealAll(2);
    expect((await check()).broken).toBeUndefined();
  });

  it.each<[string, string, string]>([
    [
      'a changed event',
      `UPDATE audit_events SET act = 'other' WHERE organisation_id = $1 AND number = 2`,
      'changed',
    ],
    ['a deleted event', `DELETE FROM audit_events WHERE organisation_id = $1 AND number = 2`, 'missing'],
  ])('shows %s', async (_words, tampering, problem) => {
    for (const act of ['one', 'two', 'three']) await record(act);
    await sealAll(3);
    await test.asOwner(tampering, [organisationId]);
    expect((await check()).broken?.problem).toContain(problem);
  });

  it('shows a rewriting of the whole chain against a checkpoint that was kept elsewhere', async () => {
    for (const act of ['one', 'two', 'three']) await record(act);
    await sealAll(3);
    const kept = await database.within(organisationId, (manager) =>
      makeCheckpoint(manager, ring, organisationId, new Date()),
    );
    expect(kept).toBeDefined();
    expect(isCheckpointGenuine(kept!)).toBe(true);
    expect((await check([kept!])).broken).toBeUndefined();

    // Somebody with every right in the database writes history anew, checkpoints included.
    await test.asOwner(`DELETE FROM audit_checkpoints WHERE organisation_id = $1`, [organisationId]);
    await test.asOwner(
      `UPDATE audit_events SET act = 'nothing happened' WHERE organisation_id = $1 AND number = 2`,
      [organisationId],
    );
    const rows = await test.asOwner<StoredEvent & { number: string }>(
      `SELECT ${EVENT_COLUMNS}, number FROM audit_events WHERE organisation_id = $1 ORDER BY number`,
      [organisationId],
    );
    let previous = chainStart(organisationId);
    for (const row of rows) {
      const link = linkOf(previous, BigInt(row.number), chained(row));
      await test.asOwner(`UPDATE audit_events SET previous = $2, link = $3 WHERE id = $1`, [
        row.id,
        previous,
        link,
      ]);
      previous = link;
    }
    expect((await check()).broken).toBeUndefined();
    expect((await check([kept!])).broken?.problem).toContain('rewritten');

    // Nor does it help to sign the new history with a key of one's own.
    const other = new KeyRing([createHash('sha256').update('another key').digest()]);
    await database.within(organisationId, (manager) =>
      makeCheckpoint(manager, other, organisationId, new Date()),
    );
    const verdict = await database.within(organisationId, (manager) =>
      verifyChain(manager, organisationId, [], checkpointKeys(ring)),
    );
    expect(verdict.broken?.problem).toContain('not genuine');
  });

  it('does not take a checkpoint that somebody else signed', async () => {
    await record('one');
    await sealAll(1);
    const kept = await database.within(organisationId, (manager) =>
      makeCheckpoint(manager, ring, organisationId, new Date()),
    );
    expect(isCheckpointGenuine({ ...kept!, number: kept!.number + 1n })).toBe(false);
  });

  it('gives the same bytes for the same details, whatever their order', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
  });
});
