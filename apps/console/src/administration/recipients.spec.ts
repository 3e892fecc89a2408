import { openRecipient } from '#libs/referrals';
import { testRing, type World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { makeClientCertificate } from '../testing/client-certificate.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

const DAY_MS = 86_400_000;

describe('recipients', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let call: AdministrationUnderTest['call'];
  let acts: AdministrationUnderTest['acts'];

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    ({ world, call, acts } = await makeAdministration(console_));
  });

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
