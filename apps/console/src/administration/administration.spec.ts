import { openOrganisationKey } from '#libs/organisations';
import { closeBox, newId, openBox } from '#libs/platform';
import { makeCase, testRing, type World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  inDays,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

describe('the administration of an organisation', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let call: AdministrationUnderTest['call'];
  let acts: AdministrationUnderTest['acts'];
  let administrator: Signed;
  let supervisor: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    ({ world, call, acts, administrator, supervisor } = await makeAdministration(console_));
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
        openOrganisationKey(manager, testRing, world.organisationId, own!.id),
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
