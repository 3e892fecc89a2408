import { newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeAccount, makeCase, makeOrganisation, type World } from '../../../test/support/review-world.js';
import { listWaitingHandovers, settleHandover, type HandoverOutcome } from './hash-handover.js';

const now = new Date('2026-11-23T10:00:00Z');

describe('fingerprints from a reporter’s device', () => {
  let test: TestDatabase;
  let console_: Database;
  let world: World;
  let accountId: string;
  let reportId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    accountId = await makeAccount(test, world);
    ({ reportId } = await makeCase(test, world));
    await test.asOwner(`UPDATE reports SET sealed_text = '\\x00' WHERE id = $1`, [reportId]);
    await test.asOwner(
      `INSERT INTO hash_handovers (id, organisation_id, report_id, hashes, recipient, arrived_at)
       VALUES ($1, $2, $3, 2, '{"en": "A service"}', date_trunc('minute', now()))`,
      [newId(), world.organisationId, reportId],
    );
  });

  const settle = (outcome: HandoverOutcome, of = world) =>
    console_.within(of.organisationId, (manager) =>
      settleHandover(manager, { organisationId: of.organisationId, accountId }, reportId, outcome, now),
    );
  const waiting = (of = world) =>
    console_.within(of.organisationId, (manager) => listWaitingHandovers(manager, of.organisationId));
  const stands = async () =>
    (
      await test.asOwner(
        'SELECT state, reason, reference, settled_at, settled_by FROM hash_handovers WHERE report_id = $1',
        [reportId],
      )
    )[0];

  it('wait until a person says that they were handed over, which is recorded with who said so', async () => {
    expect(await stands()).toMatchObject({ state: 'waiting', settled_at: null });
    expect(await waiting()).toMatchObject([{ reportId, hashes: 2, recipient: { en: 'A service' } }]);
    expect(await waiting(await makeOrganisation(test))).toEqual([]);
    await settle({ state: 'handed-over', reference: ' 4711 ' });
    expect(await stands()).toEqual({
      state: 'handed-over',
      reason: null,
      reference: '4711',
      settled_at: now,
      settled_by: accountId,
    });
    expect(await waiting()).toEqual([]);
    expect(
      await test.asOwner(`SELECT act, actor_id, details FROM audit_events WHERE subject_id = $1`, [reportId]),
    ).toEqual([
      { act: 'hashes.handed-over', actor_id: accountId, details: { hashes: 2, hadReference: true } },
    ]);
  });

  it('are handed over by one of two who say so at once', async () => {
    const both = await Promise.allSettled([
      settle({ state: 'handed-over' }),
      settle({ state: 'handed-over' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('that were left for a reason can still be handed over, never the other way round', async () => {
    await settle({ state: 'left', reason: 'recipient-refuses' });
    expect(await stands()).toMatchObject({ state: 'left', reason: 'recipient-refuses' });
    await settle({ state: 'handed-over' });
    expect(await stands()).toMatchObject({ state: 'handed-over', reason: null });
    await expect(settle({ state: 'left', reason: 'no-child' })).rejects.toMatchObject({
      code: 'handover-settled',
    });
  });

  it('cannot be handed over by another organisation, nor once they are erased with the text', async () => {
    await expect(settle({ state: 'handed-over' }, await makeOrganisation(test))).rejects.toMatchObject({
      code: 'not-found',
    });
    await test.asOwner('UPDATE reports SET sealed_text = NULL WHERE id = $1', [reportId]);
    await expect(settle({ state: 'handed-over' })).rejects.toMatchObject({ code: 'handover-erased' });
    expect(await stands()).toMatchObject({ state: 'waiting' });
  });

  it('keep no reference that could turn a line around', async () => {
    await expect(settle({ state: 'handed-over', reference: 'a\u202eb' })).rejects.toMatchObject({
      fields: { reference: expect.any(String) },
    });
  });
});
