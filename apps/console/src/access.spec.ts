import { mayRole, PERMISSIONS, ROLES, type Permission, type Role } from '#libs/identity';
import { newId, newRandomId } from '#libs/platform';
import {
  makeCase,
  makeDerivative,
  makeOrganisation,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { ConsoleUnderTest, ORIGIN, type Signed } from './testing/console-under-test.js';
import { PROBES, type Ids } from './testing/route-probes.js';

const ROUTES = Object.keys(PROBES);

/** Filled from the OpenAPI document before the tests run. */
type Operation = {
  security?: unknown[];
  'x-permission'?: Permission | 'public';
  'x-fresh-sign-in'?: boolean;
};

describe('who may call what', () => {
  let console_: ConsoleUnderTest;
  let operations: Map<string, Operation>;
  let ours: World;
  let theirs: World;
  let people: Record<Role, Signed>;
  let foreign: Ids;
  let foreignCase: MadeCase;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    const { json } = await console_.call('GET', '/api/openapi.json');
    operations = new Map(
      Object.entries(json.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
        Object.entries(methods).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      ),
    );
    ours = await makeOrganisation(console_.test);
    theirs = await makeOrganisation(console_.test);
    people = {
      analyst: await console_.signIn(ours, 'analyst'),
      supervisor: await console_.signIn(ours, 'supervisor'),
      administrator: await console_.signIn(ours, 'administrator'),
    };
    ({ ids: foreign, made: foreignCase } = await rowsOf(theirs));
  });
  afterAll(() => console_.stop());

  /** A row of every kind, with the secrets that would open it. */
  async function rowsOf(world: World): Promise<{ ids: Ids; made: MadeCase }> {
    const made = await makeCase(console_.test, world, { pictures: 1, priority: 1000 });
    await makeDerivative(console_.test, world, made.mediaIds[0]!, 1);
    const owner = await console_.signIn(world);
    const claim = await console_.call('POST', '/api/v1/queue/claim', { as: owner });
    const lease = { token: claim.json.lease.token, version: claim.json.lease.version };
    const view = await console_.call('POST', `/api/v1/media/${made.mediaIds[0]}/views`, {
      as: owner,
      body: { level: 1, lease },
    });
    const referralId = newId();
    await console_.test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at)
       VALUES ($1, $2, $3, 1, 'stopped', $4, false, now())`,
      [referralId, world.organisationId, made.id, `marked-${world.code}`],
    );
    const listId = newId();
    await console_.test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect) VALUES ($1, $2, $3, 't', 'unreviewed', 'flag')`,
      [listId, world.organisationId, `list of ${world.code}`],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format, reason, impact)
       VALUES ($1, $2, $3, 1, 'waiting', 'csv', 'share-too-large', $4)`,
      [newId(), world.organisationId, listId, { held: 30, matched: 20, exact: 20, busiestEntry: null }],
    );
    const [entryId, matchId] = [newId(), newId()];
    await console_.test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, pdq, first_version)
       VALUES ($1, $2, $3, $4, $4, 1)`,
      [entryId, world.organisationId, listId, Buffer.alloc(32, 0xab)],
    );
    await console_.test.asOwner(
      `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm,
         distance) VALUES ($1, $2, $3, $4, $5, 1, 'near', 'pdq', 3)`,
      [matchId, world.organisationId, made.mediaIds[0], listId, entryId],
    );
    const [listImportId, quarantineId, listSourceId] = [newId(), newId(), newId()];
    await console_.test.asOwner(
      `INSERT INTO list_imports (id, organisation_id, kind, list_name, asked_by, state, format, bytes, hash_list_id)
       VALUES ($1, $2, 'upload', $3, $4, 'uploading', 'csv', 3, $5)`,
      [listImportId, world.organisationId, `list of ${world.code}`, owner.accountId, listId],
    );
    await console_.test.asOwner(
      `INSERT INTO entry_quarantines (id, organisation_id, hash_list_id, hash_entry_id, fingerprint, cases, hosts)
       VALUES ($1, $2, $3, $4, $5, 60, 9)`,
      [quarantineId, world.organisationId, listId, entryId, Buffer.alloc(32, 0xab)],
    );
    await console_.test.asOwner(
      `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, sealed_credentials, every_minutes)
       VALUES ($1, $2, $3, 'ncmec', 'api.example.org', 443, '', 'x', 60)`,
      [listSourceId, world.organisationId, listId],
    );
    const [recipientId, holdId, preservationId] = [newId(), newId(), newId()];
    await console_.test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port) VALUES ($1, $2, $3, 'iccam', $4, 443)`,
      [recipientId, world.organisationId, `recipient of ${world.code}`, `${world.code}.example.org`],
    );
    await console_.test.asOwner(
      `INSERT INTO holds (id, organisation_id, case_id, ordered_by, owner_id, shown_state, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'received', now() + interval '1 day')`,
      [holdId, world.organisationId, made.id, `police of ${world.code}`, owner.accountId],
    );
    await console_.test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, 'case', $3, $4, 'Order', now() + interval '1 day')`,
      [preservationId, world.organisationId, made.id, `police of ${world.code}`],
    );
    const copyId = newId();
    await console_.test.asOwner(
      `INSERT INTO safeguarding_copies (id, organisation_id, portal_id, case_id, case_number, report_id, reason)
       VALUES ($1, $2, $3, $4, $5, $6, 'danger')`,
      [copyId, world.organisationId, world.portalId, made.id, made.number, made.reportId],
    );
    await console_.test.asOwner(
      `INSERT INTO hash_handovers (id, organisation_id, report_id, hashes, recipient, arrived_at)
       VALUES ($1, $2, $3, 1, $4, date_trunc('minute', now()))`,
      [newId(), world.organisationId, made.reportId, { en: `service of ${world.code}` }],
    );
    const apiKeyId = newId();
    await console_.test.asOwner(
      `INSERT INTO api_keys (id, organisation_id, name, lookup, secret_hash, scopes, per_minute, per_day, expires_at)
       VALUES ($1, $2, $3, left(md5($3), 16), $4, '{addresses:read}', 1, 1, now() + interval '1 day')`,
      [apiKeyId, world.organisationId, `key of ${world.code}`, Buffer.alloc(32)],
    );
    return {
      made,
      ids: {
        apiKeyId,
        copyId,
        caseNumber: made.number,
        portalId: world.portalId,
        recipientId,
        holdId,
        preservationId,
        listId,
        matchId,
        listImportId,
        quarantineId,
        listSourceId,
        caseId: made.id,
        mediaId: made.mediaIds[0]!,
        reportId: made.reportId,
        referralId,
        accountId: owner.accountId,
        viewId: view.json.id,
        ticket: view.json.url.split('/').at(-2),
        lease,
      },
    };
  }
  const probe = (route: string, ids: Ids, as?: Signed) => {
    const { path, body } = PROBES[route]!;
    return console_.call(route.split(' ')[0]!, path(ids), {
      ...(as ? { as } : {}),
      ...(body ? { body: body(ids) } : {}),
    });
  };
  const permissionOf = (route: string) => operations.get(route)!['x-permission']!;
  const someoneWith = (route: string): Signed => {
    const role = ROLES.find((one) => mayRole(one, permissionOf(route) as Permission));
    return people[role!];
  };

  it('is tested for every route that there is', () => {
    expect([...operations.keys()].sort()).toEqual([...ROUTES].sort());
  });

  it('is said by every route, in the document as in force', () => {
    for (const [route, operation] of operations) {
      expect([route, operation['x-permission']]).toEqual([
        route,
        expect.stringMatching(new RegExp(`^(public|${Object.keys(PERMISSIONS).join('|')})$`)),
      ]);
      expect([route, operation.security]).toEqual([
        route,
        operation['x-permission'] === 'public' ? [] : [{ session: [] }],
      ]);
    }
  });

  it('leaves nothing public but signing in', () => {
    expect(ROUTES.filter((route) => permissionOf(route) === 'public')).toEqual(['POST /api/v1/session']);
  });

  const needSession = ROUTES.filter((route) => route !== 'POST /api/v1/session');

  it.each(needSession)('%s answers 401 without a session', async (route) => {
    const answer = await probe(route, foreign);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ statusCode: 401, error: 'not-signed-in', message: expect.any(String) });
  });

  it.each(needSession.flatMap((route) => ROLES.map((role) => [route, role] as const)))(
    '%s is open to %s exactly if the table says so',
    async (route, role) => {
      const unused = { ...foreign, ...unknownIds() };
      const signed = route.startsWith('DELETE') ? await console_.signInAgain(people[role]) : people[role];
      const answer = await probe(route, unused, signed);
      const isRefused = answer.status === 403 && answer.json.error === 'not-allowed';
      expect(isRefused).toBe(!mayRole(role, permissionOf(route) as Permission));
    },
  );

  function unknownIds(): Ids {
    return {
      caseId: newId(),
      mediaId: newId(),
      reportId: newRandomId(),
      referralId: newId(),
      accountId: newId(),
      viewId: newId(),
      ticket: 'a'.repeat(43),
      lease: { token: newRandomId(), version: 1 },
      caseNumber: 'NONE-2026-000001',
      portalId: newId(),
      recipientId: newId(),
      copyId: newId(),
      holdId: newId(),
      preservationId: newId(),
      listId: newId(),
      matchId: newId(),
      apiKeyId: newId(),
      listImportId: newId(),
      quarantineId: newId(),
      listSourceId: newId(),
    };
  }

  it.each(ROUTES.filter((route) => PROBES[route]!.tenancy === 'other'))(
    '%s finds nothing by another organisation’s ids',
    async (route) => {
      const before = await dump();
      const answer = await probe(route, foreign, someoneWith(route));
      expect(answer.status).toBe(PROBES[route]!.status ?? 404);
      expect(answer.text).not.toContain(theirs.code);
      expect(await dump()).toEqual(before);
    },
  );

  /** What another organisation's rows are, so that a test sees any change. */
  async function dump(): Promise<unknown> {
    const rows: unknown[] = [];
    for (const table of [
      'cases',
      'reports',
      'messages',
      'referrals',
      'exposures',
      'staff_accounts',
      'audit_events',
      'mandates',
      'recipients',
      'portals',
      'portal_versions',
      'safeguarding_copies',
      'hash_handovers',
      'holds',
      'preservations',
      'hash_lists',
      'hash_list_versions',
      'api_keys',
      'list_imports',
      'entry_quarantines',
    ]) {
      rows.push(
        await console_.test.asOwner(`SELECT t::text FROM ${table} t WHERE organisation_id = $1 ORDER BY id`, [
          theirs.organisationId,
        ]),
      );
    }
    return rows;
  }

  it.each(ROUTES.filter((route) => PROBES[route]!.tenancy === 'own'))(
    '%s shows nothing of another organisation',
    async (route) => {
      const answer = await probe(route, foreign, someoneWith(route));
      expect([200, 204]).toContain(answer.status);
      for (const word of [
        theirs.code,
        theirs.code.toLowerCase() + '"',
        theirs.portalId,
        foreignCase.id,
        foreign.accountId,
      ]) {
        expect(answer.text).not.toContain(word);
      }
    },
  );

  it('finds one’s own rows by the same requests, so that the tests above test something', async () => {
    const { ids } = await rowsOf(ours);
    for (const route of [
      'GET /api/v1/cases/{id}',
      'GET /api/v1/cases/{id}/referrals',
      'POST /api/v1/referrals/{id}/retry',
    ]) {
      expect([route, (await probe(route, ids, people.supervisor)).status]).toEqual([
        route,
        route.startsWith('GET') ? 200 : 204,
      ]);
    }
    const found = await probe('POST /api/v1/cases/search', ids, people.analyst);
    expect(found.text).toContain(ids.caseId);
    expect((await probe('GET /api/v1/lists', ids, people.supervisor)).text).toContain(`list of ${ours.code}`);
  });

  it.each(['not-an-id', '%00', '..%2f..', "1' OR '1'='1", '0'.repeat(150)])(
    'takes the id %j for one that is not there',
    async (id) => {
      const answer = await console_.call('GET', `/api/v1/cases/${encodeURIComponent(id)}`, {
        as: people.analyst,
      });
      expect(answer.status).toBe(404);
    },
  );

  describe('after a sign-in that is too long ago', () => {
    /** What cannot be taken lightly; a route that ends or changes something of the kind and is not here fails. */
    const grave = [
      'PUT /api/v1/me/password',
      'POST /api/v1/accounts',
      'PATCH /api/v1/accounts/{id}',
      'POST /api/v1/accounts/{id}/password',
      'POST /api/v1/accounts/{id}/second-factor',
      'POST /api/v1/mandates',
      'POST /api/v1/mandates/lower',
      'POST /api/v1/portals/{id}/publish',
      'POST /api/v1/portals/{id}/withdraw',
      'POST /api/v1/portals/{id}/accept',
      'POST /api/v1/portals/{id}/end-triage',
      'POST /api/v1/recipients',
      'PUT /api/v1/recipients/{id}',
      'PUT /api/v1/recipients/{id}/secret',
      'PUT /api/v1/recipients/{id}/state',
      'PUT /api/v1/retention/{dataClass}',
      'POST /api/v1/lists/{id}/versions/{version}/decision',
      'POST /api/v1/lists/{id}/versions/{version}/take-back',
      'POST /api/v1/lists/{id}/enable',
      'PUT /api/v1/lists/{id}/policy',
      'PUT /api/v1/lists/own',
      'POST /api/v1/list-imports',
      'POST /api/v1/list-quarantines/{id}/decision',
      'POST /api/v1/organisation-keys',
      'POST /api/v1/api-keys',
      'POST /api/v1/api-keys/{id}/revoke',
      'POST /api/v1/holds/{id}/release',
      'POST /api/v1/preservations/{id}/release',
    ];
    let stale: Record<Role, Signed>;
    beforeAll(async () => {
      stale = { ...people };
      for (const role of ROLES) stale[role] = await console_.signInAgain(people[role]);
      await console_.test.asOwner(
        `UPDATE sessions SET signed_in_at = signed_in_at - interval '11 minutes'
         WHERE id IN (SELECT DISTINCT ON (staff_account_id) id FROM sessions
           WHERE staff_account_id = ANY ($1) ORDER BY staff_account_id, id DESC)`,
        [ROLES.map((role) => people[role].accountId)],
      );
    });

    it('is the list of routes that say so', () => {
      const said = [...operations].filter(([, operation]) => operation['x-fresh-sign-in'] === true);
      expect(said.map(([route]) => route).sort()).toEqual([...grave].sort());
    });

    it.each(grave)('%s is refused, and says why', async (route) => {
      const role = ROLES.find((one) => mayRole(one, permissionOf(route) as Permission))!;
      const answer = await probe(route, foreign, stale[role]);
      expect([answer.status, answer.json.error]).toEqual([403, 'fresh-sign-in-needed']);
      // The same request of somebody who has just signed in gets further.
      const again = await probe(route, { ...foreign, ...unknownIds() }, people[role]);
      expect(again.json?.error).not.toBe('fresh-sign-in-needed');
    });
  });

  describe('from where', () => {
    const writes = ROUTES.filter((route) => !route.startsWith('GET'));

    it.each(writes)('%s is refused from another site, whatever the cookie', async (route) => {
      const { path, body } = PROBES[route]!;
      const as = route === 'POST /api/v1/session' ? people.analyst : someoneWith(route);
      const foreignHeaders: Record<string, string>[] = [
        { origin: 'https://elsewhere.example' },
        { origin: 'null' },
        { origin: `${ORIGIN}.elsewhere.example` },
        { origin: ORIGIN.replace('3001', '3000') },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
        { origin: '', 'sec-fetch-site': 'same-origin' },
        { 'x-manara': '' },
        { 'x-manara': '0' },
      ];
      for (const headers of foreignHeaders) {
        const answer = await console_.call(route.split(' ')[0]!, path(foreign), {
          as,
          headers,
          ...(body ? { body: body(foreign) } : {}),
        });
        expect([headers, answer.status, answer.json?.error]).toEqual([headers, 403, 'foreign-page']);
      }
    });

    it('is our own page when the browser says so', async () => {
      const answer = await console_.call('POST', '/api/v1/cases/search', {
        as: people.analyst,
        body: {},
        headers: { 'sec-fetch-site': 'same-origin' },
      });
      expect(answer.status).toBe(200);
    });
  });
});
