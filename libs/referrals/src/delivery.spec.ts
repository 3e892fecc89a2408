import { KeyRing, newId, type Database } from '#libs/platform';
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
import { DeliveryService } from './delivery.service.js';
import { missingForRoutes } from './plan-routes.js';
import { setRecipientSecret } from './recipient-secrets.js';
import { routeCase } from './route-case.js';
import { cancelReferral, confirmReferral, reopenForCorrection, retryReferral } from './staff-actions.js';
import { WayFailedError, type DeliveredReferral, type Way } from './way.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'female' };
const SOURCE = { siteType: 'website', commerciality: 'non-commercial', paymentMethods: ['none'] };

describe('a referral to ICCAM', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let world: World;
  let account: string;
  let made: MadeCase;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    world = await makeOrganisation(test);
    account = await makeAccount(test, world);
    made = await makeCase(test, world);
    await hostedIn('NL');
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, round, version, scheme, verdict, answers,
         made_by, staff_account_id, looked) VALUES ($1, $2, $3, $4, 1, 1, 's', 'baseline', $5, 'person', $6, true)`,
      [newId(), world.organisationId, made.id, made.sourceItemId, ILLEGAL, account],
    );
  });

  const hostedIn = (code: string | null) =>
    test.asOwner('UPDATE content_items SET hosting = $2 WHERE id = $1', [
      made.sourceItemId,
      { address: '192.0.2.1', country: code && { code }, network: null, isContentDeliveryNetwork: false },
    ]);
  async function joined(ring = testRing): Promise<void> {
    const recipient = { id: newId(), organisationId: world.organisationId, host: '127.0.0.1', port: 443 };
    await test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port) VALUES ($1, $2, 'ICCAM', 'iccam', $3, $4)`,
      [recipient.id, world.organisationId, recipient.host, recipient.port],
    );
    await console_.within(world.organisationId, (manager) =>
      setRecipientSecret(manager, ring, recipient, { username: 'hotline' }),
    );
  }
  const answerSource = (answers: object = SOURCE) =>
    test.asOwner(
      `INSERT INTO source_assessments (id, organisation_id, case_id, round, version, scheme, answers, staff_account_id)
       SELECT $1, $2, $3, 1, 1 + count(*), 's', $4, $5 FROM source_assessments WHERE case_id = $3`,
      [newId(), world.organisationId, made.id, answers, account],
    );
  const missing = () =>
    console_.within(world.organisationId, (manager) =>
      missingForRoutes(manager, world.organisationId, made.id),
    );
  async function decided(): Promise<string> {
    await test.asOwner(`UPDATE cases SET state = 'decided', route_at = now() WHERE id = $1`, [made.id]);
    const [id] = await triage.within(world.organisationId, (manager) =>
      routeCase(manager, world.organisationId, made.id),
    );
    return id!;
  }
  const referral = async (id: string) =>
    (await test.asOwner('SELECT * FROM referrals WHERE id = $1', [id]))[0]!;
  const person = () => ({ organisationId: world.organisationId, accountId: account });
  const retry = (id: string) =>
    console_.within(world.organisationId, (manager) => retryReferral(manager, person(), id));
  const delivering = (
    deliver: Way['deliver'],
    acknowledgements: Way['acknowledgements'] = async () => ({ acknowledgements: [], finished: false }),
  ) => {
    const way: Way = { deliver, acknowledgements };
    return new DeliveryService(triage, testRing, { iccam: way }, { acknowledgeSeconds: 0, watchSeconds: 60 });
  };
  const arrives = async (): Promise<DeliveredReferral> => ({
    remoteNumber: '4711',
    items: new Map(),
    recovered: false,
  });

  it('needs what ICCAM insists on to be answered with the decision', async () => {
    expect(await missing()).toEqual({});
    await joined();
    expect(Object.keys(await missing())).toEqual([
      'source.siteType',
      'source.commerciality',
      'source.paymentMethods',
    ]);
    await answerSource({ siteType: 'website', paymentMethods: [] });
    expect(Object.keys(await missing())).toEqual(['source.commerciality', 'source.paymentMethods']);
    await answerSource();
    expect(await missing()).toEqual({});
  });

  it('waits while the hosting country is not known, and is sent when it is', async () => {
    await joined();
    await hostedIn(null);
    expect(await missing()).toEqual({});
    const id = await decided();
    expect(await referral(id)).toMatchObject({ state: 'waiting', recipient_id: null });
    await expect(retry(id)).rejects.toMatchObject({ code: 'no-way-onward' });
    await hostedIn('NL');
    await expect(retry(id)).rejects.toMatchObject({ code: 'referral-incomplete', statusCode: 422 });
    await answerSource();
    await retry(id);
    expect(await referral(id)).toMatchObject({ state: 'queued', way: 'iccam' });
    expect(await delivering(arrives).deliver(world.organisationId, id)).toBe('delivered');
  });

  it('stops with a reason when the recipient’s secret cannot be opened', async () => {
    await joined(new KeyRing([Buffer.alloc(32, 9)]));
    await answerSource();
    const id = await decided();
    expect(await delivering(arrives).deliver(world.organisationId, id)).toBe('stopped');
    expect(await referral(id)).toMatchObject({
      state: 'stopped',
      attempts: 1,
      stopped_reason: expect.stringContaining('credentials cannot be opened'),
    });
  });

  it('keeps ICCAM’s number though somebody ended it while it was delivered', async () => {
    await joined();
    await answerSource();
    const id = await decided();
    const service = delivering(async () => {
      await expect(
        console_.within(world.organisationId, (manager) =>
          cancelReferral(manager, person(), id, 'withdrawn', new Date()),
        ),
      ).rejects.toMatchObject({ code: 'delivery-running' });
      await test.asOwner(`UPDATE referrals SET state = 'cancelled' WHERE id = $1`, [id]);
      return arrives();
    });
    expect(await service.deliver(world.organisationId, id)).toBe('cancelled');
    expect(await referral(id)).toMatchObject({ remote_number: '4711', delivered_at: expect.any(Date) });
    const acts = await test.asOwner<{ act: string }>('SELECT act FROM audit_events WHERE subject_id = $1', [
      id,
    ]);
    expect(acts.map(({ act }) => act)).toContain('referral.delivered-late');
  });

  describe('that ICCAM holds already under a number that cannot be told', () => {
    const duplicate = (): Promise<never> =>
      Promise.reject(new WayFailedError('iccam-duplicate', 'Look there and enter the number.', false));
    const confirm = (id: string, number: string, world_ = world) =>
      console_.within(world_.organisationId, (manager) =>
        confirmReferral(
          manager,
          { ...person(), organisationId: world_.organisationId },
          id,
          { number, reason: 'found-there' },
          new Date(),
        ),
      );
    let id: string;
    beforeEach(async () => {
      await joined();
      await answerSource();
      id = await decided();
      await delivering(duplicate).deliver(world.organisationId, id);
    });

    it('is delivered once a person enters the number, with all that follows from a delivery', async () => {
      expect(await referral(id)).toMatchObject({ state: 'stopped', stopped_code: 'iccam-duplicate' });
      await confirm(id, '4711');
      expect(await referral(id)).toMatchObject({
        state: 'delivered',
        remote_number: '4711',
        delivered_at: expect.any(Date),
        stopped_code: null,
        stopped_reason: null,
      });
      const [item] = await test.asOwner(`SELECT next_check_at FROM content_items WHERE id = $1`, [
        made.sourceItemId,
      ]);
      expect(item!.next_check_at).toEqual(expect.any(Date));
      expect(await test.asOwner('SELECT state, outcome FROM cases WHERE id = $1', [made.id])).toEqual([
        { state: 'closed', outcome: 'forwarded' },
      ]);
      const events = await test.asOwner(
        `SELECT actor_id, details FROM audit_events WHERE subject_id = $1 AND act = 'referral.confirmed'`,
        [id],
      );
      expect(events).toEqual([
        { actor_id: account, details: { remoteNumber: '4711', reason: 'found-there' } },
      ]);
      // From now on ICCAM is asked by that number.
      const asked: string[] = [];
      const way: Way = {
        deliver: duplicate,
        acknowledgements: async (_access, number) => {
          asked.push(number);
          return { acknowledgements: [], finished: true };
        },
      };
      const options = { acknowledgeSeconds: 60, watchSeconds: 60 };
      const service = new DeliveryService(triage, testRing, { iccam: way }, options);
      expect(await service.acknowledge(world.organisationId, id)).toBe(true);
      expect(asked).toEqual(['4711']);
      await expect(confirm(id, '4712')).rejects.toMatchObject({ code: 'referral-moved' });
    });

    it('takes no number that is none, or that another referral has, and none of another organisation', async () => {
      for (const number of ['', '0', '12x', '-4', ' 4711', '1'.repeat(16)])
        await expect(confirm(id, number)).rejects.toMatchObject({ statusCode: 400 });
      const other = newId();
      await test.asOwner(
        `INSERT INTO referrals (id, organisation_id, case_id, decision, recipient_id, way, state, reference, looked, due_at, remote_number)
         SELECT $1::uuid, organisation_id, case_id, 99, recipient_id, way, 'acknowledged', $1::text, true, now(), '4711' FROM referrals WHERE id = $2`,
        [other, id],
      );
      await expect(confirm(id, '4711')).rejects.toMatchObject({ code: 'referral-number-taken' });
      const theirs = await makeOrganisation(test);
      await expect(confirm(id, '4712', theirs)).rejects.toMatchObject({ statusCode: 404 });
      expect(await referral(id)).toMatchObject({ state: 'stopped', remote_number: null });
    });
  });

  it('goes out again after a correction by who decided, and closes the case as forwarded', async () => {
    await joined(new KeyRing([Buffer.alloc(32, 9)]));
    await answerSource();
    const first = await decided();
    await delivering(arrives).deliver(world.organisationId, first);
    await console_.within(world.organisationId, (manager) =>
      reopenForCorrection(manager, person(), made.id, false, 'wrong-answer', new Date()),
    );
    expect(await referral(first)).toMatchObject({ state: 'cancelled', cancelled_reason: 'corrected' });
    await test.asOwner('DELETE FROM recipient_secrets WHERE organisation_id = $1', [world.organisationId]);
    await test.asOwner(`UPDATE recipients SET name = 'old' WHERE organisation_id = $1`, [
      world.organisationId,
    ]);
    await joined();
    const second = await decided();
    expect(await delivering(arrives).deliver(world.organisationId, second)).toBe('delivered');
    expect(await test.asOwner('SELECT state, outcome FROM cases WHERE id = $1', [made.id])).toEqual([
      { state: 'closed', outcome: 'forwarded' },
    ]);
  });

  describe('of an address at which two pictures stood, one after the other', () => {
    const address = () => `http://sample.invalid/${made.number}`;
    /** Other bytes at the source's address, as an item beside it. */
    async function changed(): Promise<string> {
      const id = newId();
      await test.asOwner(
        `INSERT INTO content_items (id, organisation_id, case_id, parent_id, role, found_via, address, address_key, step,
           result, media_id, hosting)
         SELECT $1, organisation_id, case_id, id, 'embedded', 'refetch', address, address || '#bytes-1', 'done', 'picture',
           $3, hosting FROM content_items WHERE id = $2`,
        [id, made.sourceItemId, await makeMedia(test, world)],
      );
      return id;
    }
    const confirm = (itemId: string) =>
      test.asOwner(
        `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
           answers, made_by, staff_account_id, looked)
         SELECT $1, organisation_id, case_id, id, media_id, 1, 1, 's', 'baseline', $3, 'person', $4, true
         FROM content_items WHERE id = $2`,
        [newId(), itemId, ILLEGAL, account],
      );
    const removed = async () => ({
      acknowledgements: [{ remoteItem: '7', address: address(), kind: 'removed' as const, at: new Date() }],
      finished: true,
    });
    const acknowledged = (referralId: string) =>
      test.asOwner('SELECT content_item_id, kind FROM acknowledgements WHERE referral_id = $1', [referralId]);

    it('keeps its number for both, and stores once what was done', async () => {
      const beside = await changed();
      await confirm(beside);
      await joined();
      await answerSource();
      const id = await decided();
      const service = delivering(async (_access, { items }) => {
        expect(items.map((item) => item.address)).toEqual([address()]);
        return { remoteNumber: '4711', items: new Map([[address(), '7']]), recovered: false };
      }, removed);
      expect(await service.deliver(world.organisationId, id)).toBe('delivered');
      expect(
        await test.asOwner('SELECT remote_number FROM referral_items WHERE referral_id = $1', [id]),
      ).toEqual([{ remote_number: '7' }, { remote_number: '7' }]);
      expect(await service.acknowledge(world.organisationId, id)).toBe(true);
      expect(await acknowledged(id)).toEqual([{ content_item_id: made.sourceItemId, kind: 'removed' }]);
      expect(await referral(id)).toMatchObject({ state: 'acknowledged' });
    });

    it('stores what was done beside the picture that it was told of', async () => {
      const beside = await changed();
      await confirm(beside);
      await test.asOwner(`UPDATE assessments SET verdict = 'not-reachable' WHERE content_item_id = $1`, [
        made.sourceItemId,
      ]);
      await joined();
      await answerSource();
      const id = await decided();
      const service = delivering(arrives, removed);
      expect(await service.deliver(world.organisationId, id)).toBe('delivered');
      expect(await service.acknowledge(world.organisationId, id)).toBe(true);
      expect(await acknowledged(id)).toEqual([{ content_item_id: beside, kind: 'removed' }]);
    });
  });
});
