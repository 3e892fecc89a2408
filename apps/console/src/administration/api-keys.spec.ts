import { newId } from '#libs/platform';
import type { World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  inDays,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

describe('keys of partners in the console', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let call: AdministrationUnderTest['call'];
  let acts: AdministrationUnderTest['acts'];
  let listId: string;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    ({ world, call, acts } = await makeAdministration(console_));
    listId = newId();
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, is_own, confirmations)
       VALUES ($1, $2, 'Our own', 's', 'one-analyst', 'suggest', true, 1)`,
      [listId, world.organisationId],
    );
  });
  afterAll(() => console_.stop());

  const body = (change: object = {}) => ({
    name: 'A provider',
    scopes: ['lists:read', 'addresses:read'],
    listIds: [listId],
    perMinute: 60,
    perDay: 5000,
    expiresAt: inDays(90),
    ...change,
  });

  it('are made, shown once, listed with what they are for, and ended', async () => {
    const { status, json: made } = await call('POST', '/api-keys', body());
    expect([status, made.key]).toEqual([201, expect.stringMatching(/^manara_/)]);
    const { json } = await call('GET', '/api-keys');
    expect(json).toMatchObject({
      keys: [{ id: made.id, scopes: ['lists:read', 'addresses:read'], lists: ['Our own'], revokedAt: null }],
      portals: [{ id: world.portalId, name: world.code.toLowerCase() }],
      lists: [{ id: listId, name: 'Our own' }],
    });
    expect(JSON.stringify(json)).not.toContain(made.key.slice(24));
    expect((await call('POST', `/api-keys/${made.id}/revoke`)).status).toBe(204);
    expect((await call('GET', '/api-keys')).json.keys[0].revokedAt).not.toBeNull();
    expect(await acts()).toEqual(['api-key.created', 'api-key.revoked']);
  });

  it.each([
    ['without a portal', { scopes: ['reports:write'], listIds: [] }, ['portalId']],
    ['for a list that is not its own', { listIds: [newId()] }, ['listIds']],
    ['for ever', { expiresAt: inDays(5000) }, ['expiresAt']],
    ['until no day', { expiresAt: 'soon' }, ['expiresAt']],
    ['for anything else', { scopes: ['everything'] }, ['scopes']],
    ['with more than is asked', { secretHash: 'x' }, ['secretHash']],
  ])('are not made %s', async (_what, change, fields) => {
    expect(fieldsOf(await call('POST', '/api-keys', body(change)))).toEqual([400, fields]);
  });
});
