import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
} from './testing/portal-under-test.js';

describe('the headers of every answer', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  let onHttps: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
    onHttps = await startPortalUnderTest({
      databaseUrl: database.urls.portal,
      origin: 'https://report.example.org',
    });
  });
  afterAll(async () => {
    await portal.stop();
    await onHttps.stop();
    await database.drop();
  });

  const answers: readonly [string, (at: PortalUnderTest) => Promise<Response>][] = [
    ['the first page', (at) => at.get('/harbour/en')],
    ['the root', (at) => at.get('/')],
    ['the form', (at) => at.get('/harbour/en/report')],
    ['a form with something wrong', (at) => at.post('/harbour/en/report', {})],
    ['the receipt page', (at) => at.get('/harbour/en/receipt')],
    ['a receipt that is unknown', (at) => at.post('/harbour/en/receipt', { receipt: 'x' })],
    ['a page that is not there', (at) => at.get('/nowhere/at/all')],
    ['an address that cannot be read', (at) => at.get('/%zz')],
    ['the API', (at) => at.call('/api/v1/harbour/reports', { place: 'x' })],
    ['a refusal of the API', (at) => at.call('/api/v1/harbour/reports', 'nonsense')],
    ['the style sheet', (at) => styleSheet(at)],
    ['healthz', (at) => at.get('/healthz')],
    ['readyz', (at) => at.get('/readyz')],
  ];
  const styleSheet = async (at: PortalUnderTest) => {
    const html = await (await at.get('/harbour/en')).text();
    return at.get(/href="(\/assets\/portal\.[^"]+)"/.exec(html)![1]!);
  };

  const required: readonly [string, unknown][] = [
    [
      'content-security-policy',
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://www.wikipedia.org/; frame-ancestors 'none'; base-uri 'none'",
    ],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['referrer-policy', 'no-referrer'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-embedder-policy', 'require-corp'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['origin-agent-cluster', '?1'],
    ['permissions-policy', expect.stringMatching(/camera=\(\), .*geolocation=\(\), .*microphone=\(\)/)],
    ['x-dns-prefetch-control', 'off'],
    ['x-permitted-cross-domain-policies', 'none'],
  ];

  describe.each(answers)('of %s', (what, ask) => {
    let headers: Headers;
    let headersOnHttps: Headers;
    beforeAll(async () => {
      ({ headers } = await ask(portal));
      ({ headers: headersOnHttps } = await ask(onHttps));
    });

    it.each(required)('hold %s', (name, value) => {
      expect(headers.get(name)).toEqual(value);
    });

    it('hold no cookie, no name of a server, and nothing that lets another site read it', () => {
      for (const name of ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-origin', 'etag']) {
        expect(headers.get(name)).toBeNull();
      }
    });

    it('tell browsers to stay on https where the portal is on https, and only there', () => {
      expect(headersOnHttps.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
      expect(headers.get('strict-transport-security')).toBeNull();
    });

    it('let only the style sheet be kept', () => {
      expect(headers.get('cache-control')).toBe(
        what === 'the style sheet' ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    });
  });

  it('name the same page of the onion service where there is one, and only there', async () => {
    const onionOrigin = `http://${'a'.repeat(56)}.onion`;
    const onion = await startPortalUnderTest({ databaseUrl: database.urls.portal, onionOrigin });
    try {
      const answer = await onion.get('/harbour/en/help');
      expect(answer.headers.get('onion-location')).toBe(`${onionOrigin}/harbour/en/help`);
      const sent = await onion.post('/harbour/en/receipt', { receipt: 'x' });
      expect(sent.headers.get('onion-location')).toBeNull();
    } finally {
      await onion.stop();
    }
    expect((await portal.get('/harbour/en')).headers.get('onion-location')).toBeNull();
  });

  it('leave what the reporter typed or alone may know uncompressed, so that its length tells nothing', async () => {
    const compressed = { 'accept-encoding': 'gzip, br' };
    const form = '/harbour/en/report';
    const wrong = await portal.post(form, { comment: 'typed' }, compressed);
    const given = await portal.post(form, { mark: await portal.mark(), urls: 'x.example' }, compressed);
    const receipt = codeIn(await given.text())!;
    const opened = await portal.post('/harbour/en/receipt', { receipt }, compressed);
    const called = await portal.call('/api/v1/harbour/receipts', { receipt }, compressed);
    expect([wrong, given, opened, called].map(({ status }) => status)).toEqual([400, 200, 200, 200]);
    for (const { headers } of [wrong, given, opened, called]) {
      expect(headers.get('content-encoding')).toBeNull();
    }
    expect((await portal.get('/harbour/en', compressed)).headers.get('content-encoding')).toBe('br');
  });
});
