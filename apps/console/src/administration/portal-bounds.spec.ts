import type { EntityManager } from 'typeorm';
import { confirmHost, listPortals, MOST_OPEN_ASKS } from '#libs/organisations';
import { createDataSource, Database } from '#libs/platform';
import {
  fieldsOf,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

const OWN = 'report.shared.example';
const settings = {
  name: { en: 'Report line' },
  operator: { en: 'Run by the Ministry of Children' },
  operatorKind: 'ministry',
  readBy: { en: 'Two analysts' },
  readIn: 'TN',
  readWhen: { en: 'On working days' },
  emergency: [{ label: { en: 'Police' }, number: '197' }],
  texts: { legal: { en: 'Act 3 forbids it.' } },
};
const complete = { settings, reviewers: { en: 'The director' } };

describe('what one organisation’s portals cannot take from others', () => {
  let console_: ConsoleUnderTest;
  let owner: AdministrationUnderTest;
  let partner: AdministrationUnderTest;
  let operator: Database;
  let made = 0;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start({ ownHosts: [OWN] });
    const dataSource = createDataSource({ url: console_.test.ownerUrl, program: 'operator', poolSize: 1 });
    operator = new Database(await dataSource.initialize());
  });
  afterAll(async () => {
    await operator.dataSource.destroy();
    await console_.stop();
  });
  beforeEach(async () => {
    [owner, partner] = [await makeAdministration(console_), await makeAdministration(console_)];
  });

  const newSlug = () => `b-${Date.now().toString(36)}-${(made += 1)}`;
  const ask = (more: object = {}) =>
    owner.call('POST', '/portals', { slug: newSlug(), country: 'TN', locales: ['en'], ...more });
  const asks = (more: object = {}) => ask({ triagedBy: partner.world.code, ...more });

  describe('a host name', () => {
    const ready = async (by: AdministrationUnderTest) => {
      const slug = newSlug();
      const { id } = (await by.call('POST', '/portals', { slug, country: 'TN', locales: ['en'] })).json;
      await console_.test.asOwner(
        `WITH r AS (INSERT INTO recipients (id, organisation_id, name, way, host, port)
           VALUES (gen_random_uuid(), $1, 'Exchange', 'iccam', 'exchange.example.org', 443)
           ON CONFLICT DO NOTHING RETURNING id, organisation_id)
         INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret)
           SELECT id, organisation_id, 'exchange.example.org', 443, '' FROM r`,
        [by.world.organisationId],
      );
      await by.call('PUT', `/portals/${id}`, { version: 0, ...complete });
      return { id: id as string, slug };
    };
    /** As the operator does. */
    const confirm = async (slug: string, host: string | null) => {
      const ids = [owner.world.organisationId, partner.world.organisationId];
      await operator.within(ids, (manager) => confirmHost(manager, slug, host, [OWN], { kind: 'operator' }));
    };
    const hostOf = async (id: string) =>
      (
        await console_.test.asOwner<{ host: string | null }>('SELECT host FROM portals WHERE id = $1', [id])
      )[0]!.host;

    it('of the installation is refused, in whatever letters, and by the operator too', async () => {
      const { id, slug } = await ready(owner);
      const saved = await owner.call('PUT', `/portals/${id}`, { version: 1, host: 'Report.Shared.Example' });
      expect(fieldsOf(saved)).toEqual([400, ['host']]);
      await expect(confirm(slug, OWN)).rejects.toThrow('cannot be used');
    });

    it('is a portal’s once the operator has confirmed it, and nobody else’s; closed, it gives it up', async () => {
      const [one, two] = [await ready(owner), await ready(partner)];
      const host = `${one.slug}.example.org`;
      const { json } = await owner.call('PUT', `/portals/${one.id}`, { version: 1, host });
      expect(Object.keys(json.missing)).toEqual(['host']);
      expect((await owner.call('POST', `/portals/${one.id}/publish`, { version: 2 })).status).toBe(400);
      await confirm(one.slug, host);
      expect((await owner.call('POST', `/portals/${one.id}/publish`, { version: 2 })).status).toBe(204);
      expect(await hostOf(one.id)).toBe(host);
      await expect(confirm(two.slug, host)).rejects.toThrow('has this host name, and is open');
      await owner.call('POST', `/portals/${one.id}/withdraw`);
      // What says where to go instead is still found there, until the name is given up or given to another.
      expect(await hostOf(one.id)).toBe(host);
      await owner.call('PUT', `/portals/${one.id}`, { version: 2, host: null });
      await owner.call('POST', `/portals/${one.id}/withdraw`);
      expect(await hostOf(one.id)).toBeNull();
      await confirm(two.slug, host);
      await partner.call('PUT', `/portals/${two.id}`, { version: 1, host });
      expect((await partner.call('POST', `/portals/${two.id}/publish`, { version: 2 })).status).toBe(204);
      expect(await hostOf(two.id)).toBe(host);
    });

    it('is not taken past the operator, whatever is written into the row by the console’s role', async () => {
      const { id } = await ready(owner);
      const database = await console_.test.open('console');
      for (const set of [`host = 'x.example.org'`, `confirmed_host = 'x.example.org'`]) {
        await expect(
          database.within(owner.world.organisationId, (manager) =>
            manager.query(`UPDATE portals SET ${set} WHERE id = $1`, [id]),
          ),
        ).rejects.toThrow(/permission denied|host_is_confirmed/);
      }
    });
  });

  it('a partner’s list: no more than a few portals wait for its answer, also when asked at once', async () => {
    const answers = await Promise.all(Array.from({ length: MOST_OPEN_ASKS + 2 }, () => asks()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST_OPEN_ASKS);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, json }) => [status, json.error])).toEqual(
      Array.from({ length: 2 }, () => [409, 'triage-asked-often']),
    );
    expect((await ask()).status).toBe(201);
    const [first, second] = answers.flatMap(({ json }) => (json.id === undefined ? [] : [json.id as string]));
    // Declined of late, an ask counts as one; agreed to, it does not.
    expect((await partner.call('POST', `/portals/${first}/end-triage`)).status).toBe(204);
    expect((await asks()).status).toBe(409);
    expect((await partner.call('POST', `/portals/${second}/accept`)).status).toBe(204);
    expect((await asks()).status).toBe(201);
  });

  it('a partner’s word: it declines what it was asked, once, and both logs and the owner are told', async () => {
    const { id } = (await asks()).json;
    expect((await owner.call('POST', `/portals/${id}/end-triage`)).status).toBe(404);
    expect((await partner.call('POST', `/portals/${id}/end-triage`)).status).toBe(204);
    expect((await partner.call('POST', `/portals/${id}/end-triage`)).status).toBe(404);
    expect(await partner.acts()).toEqual(['portal.triage-declined']);
    const { json } = await owner.call('GET', `/portals/${id}`);
    expect([json.triageAccepted, json.triageEndedAt]).toEqual([false, expect.any(String)]);
    expect((await owner.call('GET', '/alarms')).json).toMatchObject([{ code: 'triage-ended' }]);
  });

  it('a partner’s keys: reports are sent by key only to a portal that it has agreed to triage', async () => {
    const { id } = (await asks()).json;
    const key = () =>
      partner.call('POST', '/api-keys', {
        name: 'A provider',
        scopes: ['reports:write'],
        portalId: id,
        perMinute: 1,
        perDay: 1,
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
    expect(fieldsOf(await key())).toEqual([400, ['portalId']]);
    await partner.call('POST', `/portals/${id}/accept`);
    expect((await key()).status).toBe(201);
  });

  it('the list’s time: however many portals there are, they are one question to the database', async () => {
    await Promise.all([ask(), ask(), ask()]);
    const { organisationId } = owner.world;
    let asked = 0;
    const found = await console_.database.within(organisationId, async (manager) => {
      const counting = {
        query: (sql: string, values: unknown[]) => {
          asked += 1;
          return manager.query(sql, values);
        },
      };
      return listPortals(counting as unknown as EntityManager, [organisationId]);
    });
    expect([found.length >= 3, asked]).toEqual([true, 1]);
  });
});
