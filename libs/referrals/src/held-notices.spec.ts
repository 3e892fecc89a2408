import { addHold, releaseHold } from '#libs/cases';
import { newId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  makeAccount,
  makeCase,
  makeOrganisation,
  testRing,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { DeliveryService } from './delivery.service.js';
import { setRecipientSecret } from './recipient-secrets.js';
import type { ReferralWay } from './referral.lifecycle.js';
import type { Way } from './way.js';

const OPERATOR = { kind: 'operator' } as const;

describe('a notice on a case that the police hold', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let world: World;
  let owner: string;
  let made: MadeCase;
  let sent: number;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    owner = await makeAccount(test, world, 'supervisor');
    made = await makeCase(test, world, { state: 'referred' });
    sent = 0;
  });

  async function queued(way: ReferralWay): Promise<string> {
    const [recipient, referral] = [newId(), newId()];
    await test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port) VALUES ($1, $2, $3, $4, '127.0.0.1', 443)`,
      [recipient, world.organisationId, way, way],
    );
    await console_.within(world.organisationId, (manager) =>
      setRecipientSecret(
        manager,
        testRing,
        { id: recipient, organisationId: world.organisationId, host: '127.0.0.1', port: 443 },
        { username: 'hotline' },
      ),
    );
    await test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, recipient_id, way, state, reference, looked, due_at)
       VALUES ($1::uuid, $2, $3, 1, $4, $5, 'queued', $1::text, true, now())`,
      [referral, world.organisationId, made.id, recipient, way],
    );
    return referral;
  }
  const hold = (expiresAt = new Date(Date.now() + 3_600_000)) =>
    console_.within(world.organisationId, (manager) =>
      addHold(
        manager,
        {
          organisationId: world.organisationId,
          caseId: made.id,
          orderedBy: 'Police',
          ownerId: owner,
          expiresAt,
        },
        OPERATOR,
        new Date(),
      ),
    );
  const deliver = (referralId: string) => {
    const way: Way = {
      deliver: async () => {
        sent += 1;
        return { remoteNumber: '7', items: new Map(), recovered: false };
      },
      acknowledgements: async () => ({ acknowledgements: [], finished: false }),
    };
    return new DeliveryService(
      triage,
      testRing,
      { notice: way, iccam: way },
      { acknowledgeSeconds: 60, watchSeconds: 60 },
    ).deliver(world.organisationId, referralId);
  };
  const row = async (id: string) => (await test.asOwner('SELECT * FROM referrals WHERE id = $1', [id]))[0]!;
  const comesDue = (id: string) => test.asOwner('UPDATE referrals SET due_at = now() WHERE id = $1', [id]);

  it('does not go out, says why, and counts no attempt', async () => {
    const id = await queued('notice');
    await hold();
    expect(await deliver(id)).toBe('queued');
    expect(sent).toBe(0);
    expect(await row(id)).toMatchObject({
      state: 'queued',
      attempts: 0,
      stopped_code: 'held',
      stopped_reason: expect.stringContaining('police hold notices'),
    });
  });

  it('is put off again and again for as long as the hold stands, with one event', async () => {
    const id = await queued('notice');
    await hold();
    for (let time = 0; time < 3; time += 1) {
      await deliver(id);
      await comesDue(id);
    }
    expect(sent).toBe(0);
    const acts = await test.asOwner<{ act: string }>('SELECT act FROM audit_events WHERE subject_id = $1', [
      id,
    ]);
    expect(acts.map(({ act }) => act)).toEqual(['referral.held']);
  });

  it('goes out when the hold was released', async () => {
    const id = await queued('notice');
    const holdId = await hold();
    await deliver(id);
    await console_.within(world.organisationId, (manager) =>
      releaseHold(manager, world.organisationId, holdId, OPERATOR, new Date()),
    );
    await comesDue(id);
    expect(await deliver(id)).toBe('delivered');
    expect(sent).toBe(1);
    expect(await row(id)).toMatchObject({ stopped_code: null, stopped_reason: null });
  });

  it('comes due when the hold ends, or in minutes should it be released before', async () => {
    const soon = new Date(Date.now() + 20_000);
    const id = await queued('notice');
    const holdId = await hold(soon);
    await deliver(id);
    expect((await row(id)).due_at).toEqual(soon);
    await test.asOwner(`UPDATE holds SET expires_at = now() + interval '1 year' WHERE id = $1`, [holdId]);
    await comesDue(id);
    await deliver(id);
    const inMs = ((await row(id)).due_at as Date).getTime() - Date.now();
    expect(inMs).toBeGreaterThan(0);
    expect(inMs).toBeLessThanOrEqual(300_000);
  });

  it('is all that is held: a referral to a hotline goes out', async () => {
    const id = await queued('iccam');
    await hold();
    expect(await deliver(id)).toBe('delivered');
    expect(sent).toBe(1);
  });
});
