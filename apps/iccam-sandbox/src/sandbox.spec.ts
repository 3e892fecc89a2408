import { X509Certificate } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { IccamUnavailableError, deliverReport, followUp } from '../../../libs/referrals/src/iccam/index.js';
import { DeliveryIccamTransport } from '../../../libs/referrals/src/iccam/index.js';
import { certificatesIn } from './certificates.js';
import { escapeHtml } from './page.js';
import { OWN_COUNTRY, SandboxFixture, referral } from './sandbox.fixture.js';
import { get } from './https.fixture.js';

let fixture: SandboxFixture;

beforeEach(async () => {
  fixture = await SandboxFixture.start();
});

afterEach(() => fixture.stop());

/** The sandbox reached without a client certificate. */
function strangerTransport(): DeliveryIccamTransport {
  return new DeliveryIccamTransport({
    baseUrl: fixture.sandbox.url,
    internal: true,
    ca: fixture.sandbox.caPem,
  });
}

describe('mutual TLS', () => {
  it.each(['rest/site-types', 'Authentication/userinfo', 'sandbox/reports'])(
    'refuses %s without a client certificate',
    async (path) => {
      const { status, body } = await strangerTransport().request({ method: 'GET', path });
      expect(status).toBe(403);
      expect(body).toHaveProperty('errors.ClientCertificateRequired');
    },
  );

  it('refuses a client certificate of another authority', async () => {
    const other = await SandboxFixture.start();
    const transport = new DeliveryIccamTransport({
      baseUrl: fixture.sandbox.url,
      internal: true,
      ca: fixture.sandbox.caPem,
      clientCertificate: { cert: other.sandbox.clientPem, key: other.sandbox.clientKeyPem },
    });
    expect((await transport.request({ method: 'GET', path: 'rest/site-types' })).status).toBe(403);
    await other.stop();
  });

  it('is not trusted by a client that does not know its authority', async () => {
    const transport = new DeliveryIccamTransport({ baseUrl: fixture.sandbox.url, internal: true });
    await expect(transport.request({ method: 'GET', path: 'healthz' })).rejects.toBeInstanceOf(
      IccamUnavailableError,
    );
  });

  it('refuses a call without a token', async () => {
    expect((await fixture.transport().request({ method: 'GET', path: 'rest/site-types' })).status).toBe(401);
  });

  it('keeps its files from others and uses them again', async () => {
    for (const name of readdirSync(fixture.dir)) {
      expect({ name, mode: statSync(join(fixture.dir, name)).mode & 0o777 }).toEqual({ name, mode: 0o600 });
    }
    const before = { ca: fixture.sandbox.caPem, account: fixture.sandbox.account };
    await fixture.sandbox.stop();
    await fixture.startSandbox();
    expect({ ca: fixture.sandbox.caPem, account: fixture.sandbox.account }).toEqual(before);
    expect(readFileSync(join(fixture.dir, 'client.pem'), 'utf8')).toBe(fixture.sandbox.clientPem);
  });

  it('makes certificates anew when they run out', async () => {
    const soon = Date.parse(new X509Certificate(fixture.sandbox.clientPem).validTo) - 1000;
    const renewed = await certificatesIn(fixture.dir, '127.0.0.1', soon);
    expect(renewed.caPem).not.toBe(fixture.sandbox.caPem);
    expect(Date.parse(new X509Certificate(renewed.serverPem).validTo)).toBeGreaterThan(soon + 86_400_000);
  });
});

describe('the page for people', () => {
  it('shows what was received, as text, to anyone on this machine', async () => {
    const hostile = referral();
    hostile.items[0]!.url = 'https://pictures.example/?q=<script>alert(1)</script>"';
    await deliverReport(fixture.client(), hostile);
    const page = await get(`${fixture.sandbox.url}/`, fixture.sandbox.caPem);
    expect(page.status).toBe(200);
    expect(page.body).toContain('DEMO-2026-000001');
    expect(page.body).toContain('?q=&lt;script&gt;alert(1)&lt;/script&gt;&quot;');
    expect(page.body).not.toMatch(/<script|<a |href=/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });

  it('escapes what could become markup', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  });

  it.each(['healthz', 'readyz'])('answers %s without a certificate', async (path) => {
    const { status, body } = await strangerTransport().request({ method: 'GET', path });
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  });
});

describe('partner hotlines that act by themselves', () => {
  it('report to police and provider and see the content removed', async () => {
    const auto = await SandboxFixture.start({ autoPartner: true, autoPartnerStepMs: 0 });
    const client = auto.client();
    const { reportId } = await deliverReport(client, referral());
    let seen = (await followUp(client, reportId, OWN_COUNTRY)).acknowledgement;
    const deadline = Date.now() + 10_000;
    while (!seen.settled && Date.now() < deadline) {
      seen = (await followUp(client, reportId, OWN_COUNTRY)).acknowledgement;
    }
    await auto.stop();
    expect(seen.contents.map(({ finalAction }) => finalAction?.action)).toEqual([
      expect.anything(),
      'removed',
      'removed',
    ]);
    expect(seen.reportedToPoliceAt).toBeInstanceOf(Date);
    expect(seen.removedAt).toBeInstanceOf(Date);
  });

  it('are refused by the same rules when told what to do', async () => {
    const client = fixture.client();
    const { reportId, contents } = await deliverReport(client, referral());
    const contentId = contents[1]!.contentId;
    expect((await fixture.partnerActs(reportId, contentId, 1)).status).toBe(200);
    expect(await fixture.partnerActs(reportId, contentId, 1)).toMatchObject({
      status: 400,
      body: { errors: { ActionExists: [expect.any(String)] } },
    });
    expect((await fixture.partnerActs(reportId, 1, 1)).status).toBe(400);
  });
});

describe('hostile calls', () => {
  it.each([
    ['an unknown call', { method: 'GET', path: 'rest/everything' }, 401],
    ['an unknown fault', { method: 'POST', path: 'sandbox/faults', body: { mode: 'fire' } }, 400],
    [
      'a fault count that is no number',
      { method: 'POST', path: 'sandbox/faults', body: { mode: 'down', times: 'x' } },
      400,
    ],
    ['a body that is a list', { method: 'POST', path: 'Authentication', body: [] }, 401],
    ['names of object properties', { method: 'GET', path: 'rest/__proto__' }, 401],
  ] as const)('%s is refused with an errors object', async (_name, request, status) => {
    const answer = await fixture.transport().request(request);
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty('errors');
  });

  it('refuses a body beyond its bound', async () => {
    const body = { username: 'x'.repeat(9 * 1024 * 1024) };
    const { status } = await fixture.transport().request({ method: 'POST', path: 'Authentication', body });
    expect(status).toBe(413);
  });
});
