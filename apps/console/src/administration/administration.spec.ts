import { grantMandate, mandateOfPortal, openOrganisationKey } from '#libs/organisations';
import { closeBox, newId, openBox } from '#libs/platform';
import { openRecipient } from '#libs/referrals';
import { makeCase, makeOrganisation, testRing, type World } from '../../../../test/support/review-world.js';
import { makeClientCertificate } from '../testing/client-certificate.js';
import { ConsoleUnderTest, type Answer, type Signed } from '../testing/console-under-test.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

describe('the administration of an organisation', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let administrator: Signed;
  let supervisor: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    world = await makeOrganisation(console_.test);
    administrator = await console_.signIn(world, 'administrator');
    supervisor = await console_.signIn(world, 'supervisor');
  });

  const call = (method: string, path: string, body?: unknown, as = administrator): Promise<Answer> =>
    console_.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
  const acts = async (): Promise<string[]> => {
    const events = await console_.test.asOwner<{ act: string }>(
      `SELECT act FROM audit_events WHERE organisation_id = $1 ORDER BY id`,
      [world.organisationId],
    );
    return events.map(({ act }) => act).filter((act) => !/^(account\.created|session\.)/.test(act));
  };
  const fieldsOf = (answer: Answer) => [answer.status, Object.keys(answer.json.fields ?? {}).sort()];

  describe('mandates', () => {
    const basis = (more: object = {}) => ({
      level: 'retain',
      legalInstrument: 'Act 12, section 3',
      approvedBy: 'The director',
      expiresAt: inDays(300),
      ...more,
    });
    /** What triage goes by. */
    const level = async () => {
      const held = await console_.triage.within(world.organisationId, (manager) =>
        mandateOfPortal(manager, world.portalId),
      );
      return held.level;
    };

    it('say what holds at each portal: nothing, where none is recorded', async () => {
      const { json } = await call('GET', '/mandates');
      expect(json).toEqual({
        byDefault: { level: 'none', mandateId: null, keepHours: null },
        portals: [
          {
            portalId: world.portalId,
            slug: world.code.toLowerCase(),
            country: 'NL',
            isShared: false,
            isParticular: false,
            level: 'none',
            mandateId: null,
            keepHours: null,
          },
        ],
        history: [],
      });
    });

    it.each([
      ['an instrument', { legalInstrument: ' ' }, 'legalInstrument'],
      ['a person who approved', { approvedBy: ' ' }, 'approvedBy'],
      ['an end', { expiresAt: undefined }, 'expiresAt'],
      ['an end to come', { expiresAt: inDays(-1) }, 'expiresAt'],
      ['an end within ten years', { expiresAt: inDays(4000) }, 'expiresAt'],
      ['a level', { level: 'everything' }, 'level'],
      ['hours under view alone', { keepHours: 5 }, 'keepHours'],
    ])('are not raised without %s, and nothing changes', async (_what, more, field) => {
      expect(fieldsOf(await call('POST', '/mandates', basis(more)))).toEqual([400, [field]]);
      expect(await level()).toBe('none');
      expect(await acts()).toEqual([]);
    });

    it('are raised with all of it, in place of the one before', async () => {
      await call('POST', '/mandates', basis({ level: 'hash' }));
      expect(await level()).toBe('hash');
      expect((await call('POST', '/mandates', basis())).status).toBe(201);
      expect(await level()).toBe('retain');
      const { json } = await call('GET', '/mandates');
      expect(json.history.map((one: { level: string; state: string }) => [one.level, one.state])).toEqual([
        ['retain', 'in-force'],
        ['hash', 'revoked'],
      ]);
      expect(await acts()).toEqual(['mandate.granted', 'mandate.granted']);
    });

    it('are lowered at once with nothing but the level, and end no later than the law allowed', async () => {
      await call('POST', '/mandates', basis());
      expect((await call('POST', '/mandates/lower', { level: 'hash' })).status).toBe(200);
      expect(await level()).toBe('hash');
      const { json } = await call('GET', '/mandates');
      const [lowered, raised] = json.history;
      expect(lowered).toMatchObject({ level: 'hash', state: 'in-force', expiresAt: raised.expiresAt });
      expect(await acts()).toEqual(['mandate.granted', 'mandate.lowered']);
    });

    it.each(['retain', 'view'])('are not raised to %s by the way down', async (wanted) => {
      await call('POST', '/mandates', basis({ level: 'view' }));
      const answer = await call('POST', '/mandates/lower', { level: wanted });
      expect([answer.status, answer.json.error]).toEqual([409, 'mandate-not-lower']);
      expect(await level()).toBe('view');
    });

    it('of a portal stand before the one for all, and do not fall back on it when they expire', async () => {
      await call('POST', '/mandates', basis());
      await call('POST', '/mandates/lower', { portalId: world.portalId, level: 'hash' });
      expect(await level()).toBe('hash');
      const { json } = await call('GET', '/mandates');
      expect([json.byDefault.level, json.portals[0].level, json.portals[0].isParticular]).toEqual([
        'retain',
        'hash',
        true,
      ]);
      await console_.test.asOwner(
        `UPDATE mandates SET approved_at = now() - interval '2 days', expires_at = now() - interval '1 day'
         WHERE portal_id = $1`,
        [world.portalId],
      );
      expect(await level()).toBe('none');
      expect((await call('GET', '/mandates')).json.portals[0].level).toBe('none');
    });

    it('of a shared portal are marked so: a partner’s counts as well', async () => {
      const partner = await makeOrganisation(console_.test);
      await console_.test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
        world.portalId,
        partner.organisationId,
      ]);
      await call('POST', '/mandates', basis());
      const [portal] = (await call('GET', '/mandates')).json.portals;
      expect([portal.level, portal.isShared]).toEqual(['retain', true]);
      await console_.triage.within([world.organisationId, partner.organisationId], async (manager) => {
        expect((await mandateOfPortal(manager, world.portalId)).level).toBe('none');
      });
    });

    it('are changed by one person at a time', async () => {
      await call('POST', '/mandates', basis());
      const answers = await Promise.all(
        ['hash', 'view', 'none'].map((one) => call('POST', '/mandates/lower', { level: one })),
      );
      expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200]));
      const standing = (await call('GET', '/mandates')).json.history.filter(
        (one: { state: string }) => one.state === 'in-force',
      );
      expect(standing).toHaveLength(1);
    });

    it('recorded on the command line are seen and replaced here', async () => {
      await console_.database.within(world.organisationId, (manager) =>
        grantMandate(
          manager,
          {
            organisationId: world.organisationId,
            level: 'view',
            legalInstrument: 'Act 1',
            approvedBy: 'A. Person',
            expiresAt: new Date(inDays(10)),
          },
          { kind: 'operator' },
          new Date(),
        ),
      );
      await call('POST', '/mandates', basis());
      expect(await level()).toBe('retain');
    });
  });

  describe('recipients', () => {
    const given = (more: object = {}) => ({
      name: 'ICCAM',
      way: 'iccam',
      host: 'API.iccam.example',
      port: 443,
      path: '/api',
      analystName: 'hotline-nl',
      isInternal: false,
      ...more,
    });
    const change = (more: object = {}) => {
      const { way: _way, ...rest } = given({ host: 'api.iccam.example', ...more }) as Record<string, unknown>;
      return rest;
    };
    const only = async () => (await call('GET', '/recipients')).json[0];
    const opened = (id: string) =>
      console_.triage.within(world.organisationId, (manager) =>
        openRecipient(manager, testRing, world.organisationId, id),
      );
    const made = async (): Promise<string> => {
      const { json } = await call('POST', '/recipients', given());
      await call('PUT', `/recipients/${json.id}/secret`, {
        username: 'hotline',
        password: 'marked-password',
        ...(await makeClientCertificate(30)),
      });
      await call('PUT', `/recipients/${json.id}/state`, { isActive: true });
      return json.id;
    };

    it('are off until they have a secret and a person approves of them', async () => {
      const { json } = await call('POST', '/recipients', given());
      expect(await only()).toMatchObject({ host: 'api.iccam.example', isActive: false, secretSetAt: null });
      await call('PUT', `/recipients/${json.id}/secret`, {
        username: 'hotline',
        password: 'marked-password',
        ...(await makeClientCertificate(30)),
      });
      expect(await opened(json.id)).toBeUndefined();
      expect((await call('PUT', `/recipients/${json.id}/state`, { isActive: true })).status).toBe(204);
      expect((await opened(json.id))!.secret.password).toBe('marked-password');
      expect(await acts()).toEqual(['recipient.added', 'recipient.secret-entered', 'recipient.enabled']);
    });

    it('never show their secret again, only that there is one and when its certificate ends', async () => {
      await made();
      const { text, json } = await call('GET', '/recipients');
      expect(text).not.toMatch(/marked-password|BEGIN|PRIVATE/);
      const days = (Date.parse(json[0].certificateExpiresAt) - Date.now()) / DAY_MS;
      expect(Math.round(days)).toBe(30);
      const log = await console_.test.asOwner(`SELECT details::text FROM audit_events`);
      expect(JSON.stringify(log)).not.toMatch(/marked-password|hotline|iccam\.example/);
      // Not even the console's own role can read back what it has sealed.
      await expect(
        console_.database.within(world.organisationId, (manager) =>
          manager.query('SELECT sealed_secret FROM recipient_secrets'),
        ),
      ).rejects.toThrow('permission denied');
    });

    it.each([
      ['host', { host: 'api2.iccam.example' }],
      ['port', { port: 8443 }],
    ])('lose their secret at another %s, and are off until approved again', async (_what, more) => {
      const id = await made();
      expect((await call('PUT', `/recipients/${id}`, change(more))).json).toEqual({ needsSecret: true });
      expect(await only()).toMatchObject({ isActive: false, secretSetAt: null, certificateExpiresAt: null });
      expect(await opened(id)).toBeUndefined();
      expect((await acts()).at(-1)).toBe('recipient.moved');
    });

    it('lose their secret before another authority', async () => {
      const id = await made();
      const { clientCertificate: ca } = await makeClientCertificate();
      expect((await call('PUT', `/recipients/${id}`, change({ ca }))).json).toEqual({ needsSecret: true });
      expect(await only()).toMatchObject({ hasOwnAuthority: true, secretSetAt: null });
    });

    it('keep secret and state when only their name changes', async () => {
      const id = await made();
      expect((await call('PUT', `/recipients/${id}`, change({ name: 'Clearing house' }))).json).toEqual({
        needsSecret: false,
      });
      expect(await only()).toMatchObject({ name: 'Clearing house', isActive: true });
      expect(await opened(id)).toBeDefined();
    });

    it.each([
      ['a host that is an address of a page', { host: 'https://api.example.org/' }, ['host']],
      ['a path that leaves the interface', { path: '/../admin' }, ['path']],
      ['an authority that is no certificate', { ca: 'certificate' }, ['ca']],
      ['a port beyond all', { port: 70_000 }, ['port']],
      ['a way that nothing delivers by', { way: 'partner' }, ['way']],
      ['an unknown field', { isSandbox: true }, ['isSandbox']],
    ])('are refused with %s', async (_what, more, fields) => {
      expect(fieldsOf(await call('POST', '/recipients', given(more)))).toEqual([400, fields]);
      expect((await call('GET', '/recipients')).json).toEqual([]);
    });

    it.each([
      ['that has run out', async () => makeClientCertificate(-1), ['clientCertificate']],
      [
        'of another key',
        async () => ({
          ...(await makeClientCertificate()),
          clientKey: (await makeClientCertificate()).clientKey,
        }),
        ['clientKey'],
      ],
      [
        'that is none',
        async () => ({ clientCertificate: 'x', clientKey: 'y' }),
        ['clientCertificate', 'clientKey'],
      ],
    ])('take no certificate %s', async (_what, certificate, fields) => {
      const { json } = await call('POST', '/recipients', given());
      const answer = await call('PUT', `/recipients/${json.id}/secret`, {
        username: 'hotline',
        password: 'p',
        ...(await certificate()),
      });
      expect(fieldsOf(answer)).toEqual([400, fields]);
      expect((await only()).secretSetAt).toBeNull();
    });

    it('have names of their own', async () => {
      await call('POST', '/recipients', given());
      const answer = await call('POST', '/recipients', given());
      expect([answer.status, answer.json.error]).toEqual([409, 'recipient-exists']);
    });
  });

  describe('times of retention', () => {
    const rule = async (dataClass: string) =>
      (await call('GET', '/retention')).json.classes.find(
        (one: { dataClass: string }) => one.dataClass === dataClass,
      );

    it('are the organisation’s own until the default is wanted again', async () => {
      expect((await call('PUT', '/retention/reporter-text', { hours: 2160 })).status).toBe(204);
      expect(await rule('reporter-text')).toMatchObject({ hours: 2160, defaultHours: 4320, isOwn: true });
      expect((await call('PUT', '/retention/reporter-text', { hours: null })).status).toBe(204);
      expect(await rule('reporter-text')).toMatchObject({ hours: 4320, isOwn: false });
      expect(await acts()).toEqual(['retention.set', 'retention.set']);
    });

    it.each([
      ['evidence-spool', 25],
      ['evidence-spool', 0],
      ['exposure', 1],
      ['reporter-text', 1.5],
      ['reporter-text', '48'],
      ['reporter-text', undefined],
      ['sign-in-attempt', 48],
    ])('of %s cannot be %s hours', async (dataClass, hours) => {
      expect(fieldsOf(await call('PUT', `/retention/${dataClass}`, { hours }))).toEqual([400, ['hours']]);
      expect(await acts()).toEqual([]);
    });

    it('exist for named classes alone', async () => {
      expect((await call('PUT', '/retention/constructor', { hours: 1 })).status).toBe(404);
    });

    it('that are the defaults of all can be taken away by no organisation', async () => {
      const defaults = () =>
        console_.test.asOwner(
          `SELECT data_class, keep_hours FROM retention_rules WHERE organisation_id IS NULL ORDER BY 1`,
        );
      const before = await defaults();
      await console_.database.within(world.organisationId, (manager) =>
        manager.query('DELETE FROM retention_rules'),
      );
      expect(await defaults()).toEqual(before);
    });

    it('say how many cases an order keeps from it', async () => {
      const { number } = await makeCase(console_.test, world);
      await call(
        'POST',
        '/preservations',
        { caseNumber: number, orderedBy: 'Police', legalInstrument: 'Order 1', expiresAt: inDays(5) },
        supervisor,
      );
      expect((await call('GET', '/retention')).json).toMatchObject({
        preservedCases: 1,
        preservedReports: 0,
      });
    });
  });

  describe('holds and orders of preservation', () => {
    const hold = (caseNumber: string, more: object = {}) =>
      call(
        'POST',
        '/holds',
        { caseNumber, orderedBy: 'Police, unit 4', reason: 'File 7', expiresAt: inDays(20), ...more },
        supervisor,
      );
    const preserve = (caseNumber: string, more: object = {}) =>
      call(
        'POST',
        '/preservations',
        { caseNumber, orderedBy: 'Police', legalInstrument: 'Order 12', expiresAt: inDays(90), ...more },
        supervisor,
      );

    it('are set by the number of the case, shown on it, and ended', async () => {
      const made = await makeCase(console_.test, world);
      const { json: held } = await hold(` ${made.number.toLowerCase()} `);
      const { json: kept } = await preserve(made.number);
      const onCase = () => call('GET', `/cases/${made.id}/stops`, undefined, supervisor);
      expect((await onCase()).json).toMatchObject({
        holds: [{ id: held.id, orderedBy: 'Police, unit 4', reason: 'File 7', owner: supervisor.email }],
        preservations: [{ id: kept.id, caseNumber: made.number, legalInstrument: 'Order 12' }],
      });
      expect((await call('POST', `/holds/${held.id}/release`, undefined, supervisor)).status).toBe(204);
      expect((await call('POST', `/preservations/${kept.id}/release`, undefined, supervisor)).status).toBe(
        204,
      );
      expect((await onCase()).json).toEqual({ holds: [], preservations: [] });
      const { json: all } = await call('GET', '/stops', undefined, supervisor);
      expect([all.holds[0].state, all.preservations[0].state]).toEqual(['released', 'released']);
      expect(await acts()).toEqual([
        'hold.added',
        'preservation.added',
        'hold.released',
        'preservation.released',
      ]);
    });

    it('keep what receipts show as it was when they were set', async () => {
      const made = await makeCase(console_.test, world);
      await hold(made.number);
      await console_.test.asOwner(`UPDATE cases SET state = 'closed' WHERE id = $1`, [made.id]);
      const [shown] = await console_.test.asOwner<{ state: string }>(
        `SELECT portal_api.shown_state($1) AS state`,
        [made.id],
      );
      expect(shown!.state).toBe('received');
    });

    it('of a report of the case are shown on the case too', async () => {
      const made = await makeCase(console_.test, world);
      await console_.test.asOwner(
        `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
         VALUES ($1, $2, 'report', $3, 'Police', 'Order 2', now() + interval '1 day')`,
        [newId(), world.organisationId, made.reportId],
      );
      const { json } = await call('GET', `/cases/${made.id}/stops`, undefined, supervisor);
      expect(json.preservations).toMatchObject([{ subjectKind: 'report', legalInstrument: 'Order 2' }]);
    });

    it('end once', async () => {
      const made = await makeCase(console_.test, world);
      const { json } = await hold(made.number);
      await call('POST', `/holds/${json.id}/release`, undefined, supervisor);
      expect((await call('POST', `/holds/${json.id}/release`, undefined, supervisor)).status).toBe(404);
    });

    it.each([
      ['a number of no case', { caseNumber: 'ORG-2026-999999' }, ['caseNumber']],
      ['nobody who ordered it', { orderedBy: ' ' }, ['orderedBy']],
      ['an end that has passed', { expiresAt: inDays(-1) }, ['expiresAt']],
      ['no end', { expiresAt: null }, ['expiresAt']],
    ])('are not set with %s', async (_what, more, fields) => {
      const { number } = await makeCase(console_.test, world);
      expect(fieldsOf(await hold(number, more))).toEqual([400, fields]);
      expect(fieldsOf(await preserve(number, more))).toEqual([400, fields]);
      expect(await acts()).toEqual([]);
    });
  });

  describe('accounts', () => {
    it('get another password, shown once, which ends their sessions', async () => {
      const analyst = await console_.signIn(world);
      const { status, json } = await call('POST', `/accounts/${analyst.accountId}/password`);
      expect(status).toBe(201);
      expect((await call('GET', '/me', undefined, analyst)).status).toBe(401);
      const signIn = (password: string) =>
        console_.call('POST', '/api/v1/session', { body: { email: analyst.email, password } });
      expect((await signIn(analyst.password)).status).toBe(401);
      expect((await signIn(json.password)).status).toBe(204);
      expect(await acts()).toEqual(['account.password-reset']);
    });

    it('get another second factor, without which the password is no longer enough', async () => {
      const analyst = await console_.signIn(world);
      const { json } = await call('POST', `/accounts/${analyst.accountId}/second-factor`);
      expect(json).toEqual({
        totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        totpAddress: expect.stringContaining(`secret=${json.totpSecret}`),
      });
      const { email, password } = analyst;
      expect((await console_.call('POST', '/api/v1/session', { body: { email, password } })).status).toBe(
        401,
      );
      expect(await acts()).toEqual(['account.second-factor-reset']);
    });

    it.each(['password', 'second-factor'])('of administrators: not one’s own %s', async (what) => {
      const answer = await call('POST', `/accounts/${administrator.accountId}/${what}`);
      expect([answer.status, answer.json.error]).toEqual([409, 'own-account']);
      expect((await call('GET', '/me')).status).toBe(200);
    });
  });

  describe('key pairs', () => {
    it('are renewed; what was sealed to the earlier one still opens', async () => {
      const [own] = await call('POST', '/organisation-keys').then(() =>
        console_.test.asOwner<{ id: string; public_key: Buffer }>(
          `SELECT id, public_key FROM organisation_keys WHERE organisation_id = $1 AND retired_at IS NULL`,
          [world.organisationId],
        ),
      );
      const sealed = closeBox(own!.public_key, 'marked text');
      const { json } = await call('POST', '/organisation-keys');
      const { json: keys } = await call('GET', '/organisation-keys');
      expect(
        keys.map((key: { id: string; retiredAt: string | null }) => [key.id, key.retiredAt === null]),
      ).toEqual([
        [json.id, true],
        [own!.id, false],
        [world.keyId, false],
      ]);
      const pair = await console_.database.within(world.organisationId, (manager) =>
        openOrganisationKey(manager, testRing, own!.id),
      );
      expect(openBox(pair, sealed).toString()).toBe('marked text');
      expect(await acts()).toEqual(['organisation-key.renewed', 'organisation-key.renewed']);
    });

    it('leave one to seal to, however many are made at once', async () => {
      await Promise.all([1, 2, 3].map(() => call('POST', '/organisation-keys')));
      const { json } = await call('GET', '/organisation-keys');
      expect(json.filter((key: { retiredAt: string | null }) => key.retiredAt === null)).toHaveLength(1);
    });

    it('show nothing but a fingerprint and how much they still open', async () => {
      await makeCase(console_.test, world);
      const [key] = (await call('GET', '/organisation-keys')).json;
      expect(Object.keys(key).sort()).toEqual(['createdAt', 'fingerprint', 'id', 'retiredAt', 'sealedTexts']);
      expect(key.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    });
  });
});
