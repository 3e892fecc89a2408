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
import { missingForRoutes, planRoutes } from './plan-routes.js';
import { setRecipientSecret } from './recipient-secrets.js';
import { routeCase } from './route-case.js';
import type { RecipientAccess, Way } from './way.js';

describe('the recipients of a portal that a partner triages', () => {
  let test: TestDatabase;
  let triage: Database;
  let console_: Database;
  let owner: World;
  let partner: World;
  let made: MadeCase;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console_ = await test.open('console');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    [owner, partner] = [await makeOrganisation(test), await makeOrganisation(test)];
    await test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
      owner.portalId,
      partner.organisationId,
    ]);
    await test.asOwner(`UPDATE organisations SET country = 'TN' WHERE id = $1`, [owner.organisationId]);
    made = await makeCase(test, partner);
    await test.asOwner(
      `UPDATE cases SET portal_id = $2, owning_organisation_id = $3, state = 'decided', route_at = now() WHERE id = $1`,
      [made.id, owner.portalId, owner.organisationId],
    );
    await test.asOwner('UPDATE content_items SET hosting = $2 WHERE id = $1', [
      made.sourceItemId,
      { address: '192.0.2.1', country: { code: 'NL' }, network: null, isContentDeliveryNetwork: false },
    ]);
    await test.asOwner(
      `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, round, version, scheme, verdict, answers,
         made_by, staff_account_id, looked) VALUES ($1, $2, $3, $4, 1, 1, 's', 'baseline', '{}', 'person', $5, true)`,
      [newId(), partner.organisationId, made.id, made.sourceItemId, await makeAccount(test, partner)],
    );
  });

  async function recipientOf(world: World, name: string): Promise<string> {
    const recipient = { id: newId(), organisationId: world.organisationId, host: '127.0.0.1', port: 443 };
    await test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port) VALUES ($1, $2, $3, 'iccam', $4, $5)`,
      [recipient.id, world.organisationId, name, recipient.host, recipient.port],
    );
    await console_.within(world.organisationId, (manager) =>
      setRecipientSecret(manager, testRing, recipient, { username: `of ${name}` }),
    );
    return recipient.id;
  }
  const names = (...ids: string[]) =>
    test.asOwner('UPDATE portals SET recipients = $2 WHERE id = $1', [owner.portalId, ids]);
  const routed = async () => {
    const [id] = await triage.within(partner.organisationId, (manager) =>
      routeCase(manager, partner.organisationId, made.id),
    );
    const [row] = await test.asOwner<{ recipient_id: string | null; chosen_because: string }>(
      'SELECT recipient_id, chosen_because FROM referrals WHERE id = $1',
      [id],
    );
    return { id: id!, to: row!.recipient_id, because: row!.chosen_because };
  };

  it('come before those of the partner, and the referral says so', async () => {
    await recipientOf(partner, 'partner’s');
    const own = await recipientOf(owner, 'owner’s');
    await names(own);
    expect(await routed()).toMatchObject({ to: own, because: 'portal' });
  });

  it('are the partner’s while the portal names none', async () => {
    await recipientOf(owner, 'owner’s');
    const theirs = await recipientOf(partner, 'partner’s');
    expect(await routed()).toMatchObject({ to: theirs, because: 'organisation' });
  });

  it('are never those of a third organisation, whatever the portal names', async () => {
    await names(await recipientOf(await makeOrganisation(test), 'third’s'));
    expect(await routed()).toMatchObject({ to: null, because: 'no-recipient' });
  });

  it('are the same to whoever decides, who is asked what they need', async () => {
    await names(await recipientOf(owner, 'owner’s'));
    const seen = await console_.within(partner.organisationId, async (manager) => ({
      plan: (await planRoutes(manager, partner.organisationId, made.id)).routes,
      missing: await missingForRoutes(manager, partner.organisationId, made.id),
    }));
    expect(seen.plan).toMatchObject([{ way: 'iccam', because: 'portal' }]);
    expect(Object.keys(seen.missing)).toContain('source.siteType');
  });

  it('are reached with the owner’s own account, in the name of the owner’s country', async () => {
    await names(await recipientOf(owner, 'owner’s'));
    const { id } = await routed();
    const reached: RecipientAccess[] = [];
    const way: Way = {
      deliver: (access) => {
        reached.push(access);
        return Promise.resolve({ remoteNumber: '7', items: new Map(), recovered: false });
      },
      acknowledgements: (access) => {
        reached.push(access);
        return Promise.resolve({ acknowledgements: [], finished: true });
      },
    };
    const delivery = new DeliveryService(
      triage,
      testRing,
      { iccam: way },
      { acknowledgeSeconds: 0, watchSeconds: 0 },
    );
    expect(await delivery.deliver(partner.organisationId, id)).toBe('delivered');
    expect(await delivery.acknowledge(partner.organisationId, id)).toBe(true);
    expect(reached.map(({ secret, ownCountry }) => [secret.username, ownCountry])).toEqual([
      ['of owner’s', 'TN'],
      ['of owner’s', 'TN'],
    ]);
  });

  it('stop getting anything when their owner switches them off', async () => {
    const own = await recipientOf(owner, 'owner’s');
    await names(own);
    const { id } = await routed();
    await test.asOwner('UPDATE recipients SET is_active = false WHERE id = $1', [own]);
    const delivery = new DeliveryService(triage, testRing, {}, { acknowledgeSeconds: 0, watchSeconds: 0 });
    expect(await delivery.deliver(partner.organisationId, id)).toBe('stopped');
  });
});
