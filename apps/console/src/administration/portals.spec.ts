import { newId } from '#libs/platform';
import { makeCase, type World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

const both = (text: string) => ({ en: text, ar: text });
const settings = {
  name: both('Report line'),
  operator: both('Run by the Ministry of Children'),
  operatorKind: 'ministry',
  readBy: both('Two analysts'),
  readIn: 'TN',
  readWhen: both('On working days'),
  emergency: [{ label: both('Police'), number: '197' }],
  texts: { legal: both('Act 3 forbids it.') },
};
const complete = { settings, reviewers: { en: 'The director', ar: 'The ministry’s lawyer' } };

describe('portals', () => {
  let console_: ConsoleUnderTest;
  let here: AdministrationUnderTest;
  let call: AdministrationUnderTest['call'];

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    here = await makeAdministration(console_);
    ({ call } = here);
    await giveRecipient(here.world);
  });

  async function giveRecipient(world: World): Promise<void> {
    await console_.test.asOwner(
      `WITH r AS (INSERT INTO recipients (id, organisation_id, name, way, host, port)
         VALUES (gen_random_uuid(), $1, 'Exchange', 'iccam', 'exchange.example.org', 443) RETURNING id, organisation_id)
       INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret)
         SELECT id, organisation_id, 'exchange.example.org', 443, '' FROM r`,
      [world.organisationId],
    );
  }
  let made = 0;
  const add = async (more: object = {}) => {
    const slug = `tn-${Date.now().toString(36)}-${(made += 1)}`;
    const answer = await call('POST', '/portals', { slug, country: 'TN', locales: ['en', 'ar'], ...more });
    return { slug, id: answer.json.id as string, answer };
  };
  const published = async (): Promise<{ id: string; slug: string }> => {
    const portal = await add();
    expect((await call('PUT', `/portals/${portal.id}`, { version: 0, ...complete })).status).toBe(200);
    expect((await call('POST', `/portals/${portal.id}/publish`, { version: 1 })).status).toBe(204);
    return portal;
  };
  const shown = async (slug: string) => {
    const [row] = await console_.test.asOwner<{ portals: { slug: string; published: typeof settings }[] }>(
      `SELECT portal_api.portals() AS portals`,
    );
    return row!.portals.find((one) => one.slug === slug)?.published;
  };

  it('say what each lacks to be live, field by field, and are refused until nothing is missing', async () => {
    const { id, slug } = await add();
    const { json } = await call('GET', `/portals/${id}`);
    expect(Object.keys(json.missing).sort()).toEqual(
      [
        ...['name', 'operator', 'readBy', 'readWhen', 'texts.legal', 'reviewers'].flatMap((field) => [
          `${field}.ar`,
          `${field}.en`,
        ]),
        'emergency',
        'operatorKind',
        'readIn',
      ].sort(),
    );
    const refused = await call('POST', `/portals/${id}/publish`, { version: 0 });
    expect(fieldsOf(refused)).toEqual([400, Object.keys(json.missing).sort()]);
    expect(await shown(slug)).toBeUndefined();
  });

  it('open with what was saved, and show a later change when it is published', async () => {
    const { id, slug } = await published();
    expect(await shown(slug)).toMatchObject(settings);
    const next = { ...settings, emergency: [{ label: both('Police'), number: '112' }] };
    const saved = await call('PUT', `/portals/${id}`, { version: 1, settings: next });
    expect(saved.json).toEqual({ version: 2, missing: {} });
    expect((await shown(slug))?.emergency).toEqual(settings.emergency);
    await call('POST', `/portals/${id}/publish`, { version: 2 });
    expect((await shown(slug))?.emergency).toEqual(next.emergency);
    const { json } = await call('GET', `/portals/${id}/versions`);
    expect(json.map((one: { number: number; changed: string[] }) => [one.number, one.changed])).toEqual([
      [2, ['emergency']],
      [1, expect.arrayContaining(['texts.legal.ar', 'texts.legal.en', 'reviewers.ar'])],
    ]);
    expect((await call('GET', `/portals/${id}/versions/1`)).json.settings.emergency).toEqual(
      settings.emergency,
    );
    expect(await here.acts()).toEqual([
      'portal.added',
      'portal.changed',
      'portal.published',
      'portal.changed',
      'portal.published',
    ]);
  });

  it('tell the second of two who change one at once, and keep the first’s change', async () => {
    const { id } = await add();
    const changes = [{ country: 'DZ' }, { country: 'MA' }];
    const answers = await Promise.all(
      changes.map((change) => call('PUT', `/portals/${id}`, { version: 0, ...change })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const first = answers.findIndex(({ status }) => status === 200);
    expect(answers[1 - first]!.json.error).toBe('portal-changed');
    const { json } = await call('GET', `/portals/${id}`);
    expect([json.version, json.content.country]).toEqual([1, changes[first]!.country]);
    expect((await call('POST', `/portals/${id}/publish`, { version: 0 })).json.error).toBe('portal-changed');
  });

  it('count nothing as saved where nothing differs', async () => {
    const { id } = await add();
    await call('PUT', `/portals/${id}`, { version: 0, ...complete });
    expect((await call('PUT', `/portals/${id}`, { version: 1, ...complete })).json.version).toBe(1);
  });

  it.each([
    ['a country that there is none of', { country: 'ZZ' }, 'country'],
    ['a language without texts', { locales: ['en', 'tlh'] }, 'locales'],
    ['a host name with a port', { host: 'report.example.org:443' }, 'host'],
    ['an address for a host name', { host: '10.0.0.1' }, 'host'],
    ['a reviewer of a language that is not offered', { reviewers: { fr: 'x' } }, 'reviewers.fr'],
    ['a reviewer of no name', { reviewers: { en: ' ' } }, 'reviewers.en'],
    [
      'a number that is none',
      { settings: { emergency: [{ label: both('x'), number: 'x' }] } },
      'emergency.0.number',
    ],
    [
      'a logo that is a drawing with script',
      { settings: { look: { logo: { png: 'PHN2Zz4=', alt: both('x') } } } },
      'look.logo.png',
    ],
  ])('are not changed to %s', async (_what, change, field) => {
    const { id } = await add();
    expect(fieldsOf(await call('PUT', `/portals/${id}`, { version: 0, ...change }))).toEqual([400, [field]]);
    expect((await call('GET', `/portals/${id}`)).json.version).toBe(0);
  });

  it('are refused in colours that cannot be read, with the ratio', async () => {
    const { id } = await add();
    const look = { accent: { light: '#7aa7d8', dark: '#8cc4ee' } };
    const { json } = await call('PUT', `/portals/${id}`, { version: 0, settings: { look } });
    expect(json.fields).toEqual({
      'look.accent.light': expect.stringMatching(/contrast of 2\.\d\d .* 4\.5/),
    });
  });

  it('are taken off, and their page says so', async () => {
    const { id, slug } = await published();
    expect((await call('POST', `/portals/${id}/withdraw`)).status).toBe(204);
    expect(await shown(slug)).toBeUndefined();
    const [row] = await console_.test.asOwner<{ portals: { slug: string }[] }>(
      `SELECT portal_api.withdrawn_portals() AS portals`,
    );
    expect(row!.portals.map((one) => one.slug)).toContain(slug);
  });

  it('are carried to another country in a file without ids, people or host name', async () => {
    const { id } = await published();
    const { json: file, text } = await call('GET', `/portals/${id}/file`);
    expect(text).not.toMatch(/director|lawyer|[0-9a-f]{8}-[0-9a-f]{4}-/);
    const next = await add({ country: undefined, locales: undefined, file });
    const { json } = await call('GET', `/portals/${next.id}`);
    expect(Object.keys(json.missing).sort()).toEqual(['reviewers.ar', 'reviewers.en']);
    expect(json.content.settings.texts.legal).toEqual(settings.texts.legal);
    const { id: kenya } = await add({ country: 'KE', locales: undefined, file });
    const { missing, content, version } = (await call('GET', `/portals/${kenya}`)).json;
    expect(content.unconfirmed).toContain('emergency');
    expect(missing.emergency).toMatch(/^was taken over from another country/);
    const confirmed = await call('PUT', `/portals/${kenya}`, { version, confirmed: ['emergency'] });
    expect(confirmed.json.missing).not.toHaveProperty('emergency');
    expect((await call('PUT', `/portals/${kenya}`, { version, unconfirmed: [] })).status).toBe(400);
    const bad = await add({ file: { ...file, organisation: newId() } });
    expect(fieldsOf(bad.answer)).toEqual([400, ['organisation']]);
  });

  describe('that a partner triages', () => {
    let partner: AdministrationUnderTest;
    beforeEach(async () => {
      partner = await makeAdministration(console_);
    });
    const delegated = async () => {
      const portal = await add({ triagedBy: partner.world.code });
      const safeguarding = { name: both('Child protection unit'), country: 'TN' };
      await call('PUT', `/portals/${portal.id}`, {
        version: 0,
        ...complete,
        settings: { ...settings, safeguarding },
      });
      return portal;
    };

    it('go live only when the partner has agreed and can refer; who reads them is the partner', async () => {
      const { id } = await delegated();
      expect(Object.keys((await call('GET', `/portals/${id}`)).json.missing).sort()).toEqual([
        'recipients',
        'triage',
      ]);
      // Its owner cannot agree in the partner's place.
      expect((await call('POST', `/portals/${id}/accept`)).status).toBe(404);
      expect((await partner.call('POST', `/portals/${id}/accept`)).status).toBe(204);
      expect((await partner.call('POST', `/portals/${id}/accept`)).status).toBe(404);
      expect(await partner.acts()).toEqual(['portal.triage-accepted']);
      await giveRecipient(partner.world);
      expect((await call('POST', `/portals/${id}/publish`, { version: 1 })).status).toBe(204);
    });

    it('are the owner’s to change; the partner sees what the public sees', async () => {
      const { id } = await delegated();
      const seen = await partner.call('GET', `/portals/${id}`);
      expect([seen.json.isOwn, seen.json.content.settings.texts, seen.json.missing]).toEqual([false, {}, {}]);
      for (const [method, path, body] of [
        ['PUT', '', { version: 1, country: 'DZ' }],
        ['POST', '/publish', { version: 1 }],
        ['POST', '/withdraw', undefined],
        ['GET', '/versions/1', undefined],
      ] as const) {
        expect([path, (await partner.call(method, `/portals/${id}${path}`, body)).status]).toEqual([
          path,
          404,
        ]);
      }
      expect((await partner.call('GET', `/portals/${id}/versions`)).json).toEqual([]);
    });

    it('are not opened past the partner, whatever is written into the row by the console’s role', async () => {
      const { id } = await delegated();
      const database = await console_.test.open('console');
      for (const set of [
        'is_live = true',
        'triage_accepted_at = now()',
        'triaging_organisation_id = organisation_id',
      ]) {
        await expect(
          database.within(here.world.organisationId, (manager) =>
            manager.query(`UPDATE portals SET ${set} WHERE id = $1`, [id]),
          ),
        ).rejects.toThrow(/permission denied|triage_is_agreed/);
      }
    });

    it('are unknown by a code that there is none of', async () => {
      expect(fieldsOf((await add({ triagedBy: 'NOBODY' })).answer)).toEqual([400, ['triagedBy']]);
    });
  });

  it('show outcomes by month, none below five, none of this month, none under a hold', async () => {
    const { world } = here;
    for (const [count, outcome, closed] of [
      [6, 'forwarded', `date_trunc('month', now()) - interval '3 days'`],
      [4, 'not-illegal', `date_trunc('month', now()) - interval '3 days'`],
      [7, 'not-reachable', `now()`],
    ] as const) {
      for (let at = 0; at < count; at += 1) {
        const { id } = await makeCase(console_.test, world, { pictures: 0, priority: 1 });
        await console_.test.asOwner(
          `UPDATE cases SET state = 'closed', outcome = $2, closed_at = ${closed} WHERE id = $1`,
          [id, outcome],
        );
      }
    }
    const ask = async () => (await call('GET', `/portals/${world.portalId}/outcomes`)).json;
    expect(await ask()).toEqual([
      { month: expect.stringMatching(/^\d{4}-\d\d-01$/), outcome: 'forwarded', cases: 6 },
      { month: expect.any(String), outcome: 'not-illegal', cases: null },
    ]);
    const [held] = await console_.test.asOwner<{ id: string }>(
      `SELECT id FROM cases WHERE organisation_id = $1 AND outcome = 'forwarded' LIMIT 2`,
      [world.organisationId],
    );
    await console_.test.asOwner(
      `INSERT INTO holds (id, organisation_id, case_id, ordered_by, owner_id, shown_state, expires_at)
       VALUES ($1, $2, $3, 'police', $4, 'received', now() + interval '1 day')`,
      [newId(), world.organisationId, held!.id, here.supervisor.accountId],
    );
    expect((await ask())[0]).toMatchObject({ outcome: 'forwarded', cases: 5 });
  });
});
