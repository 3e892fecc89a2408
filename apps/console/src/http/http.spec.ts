import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOrganisation } from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, ORIGIN } from '../testing/console-under-test.js';
import { SessionCookie } from './session-cookie.js';

describe('the session cookie', () => {
  it('is bound to its host alone on https', () => {
    expect(new SessionCookie('https://staff.example').set('t')).toBe(
      '__Host-manara=t; Path=/; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('has a plain name on loopback http, where browsers refuse the other', () => {
    expect(new SessionCookie(ORIGIN).set('t')).toBe('manara-console=t; Path=/; HttpOnly; SameSite=Strict');
  });

  it.each([
    ['manara-console=a', 'a'],
    ['x=1; manara-console=a; y=2', 'a'],
    ['xmanara-console=a', undefined],
    ['manara-console=a; manara-console=b', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('read from %j is %j', (header, token) => {
    expect(new SessionCookie(ORIGIN).read(header)).toBe(token);
  });
});

describe('answers of the console', () => {
  let console_: ConsoleUnderTest;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'manara-page-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><meta name="nonce" content="__STYLE_NONCE__"><p>page',
    );
    writeFileSync(join(folder, 'assets/index-abc.js'), 'export {};');
    writeFileSync(join(folder, 'secret.key'), 'not served');
    console_ = await ConsoleUnderTest.start({ pageFolder: folder });
  });
  afterAll(async () => {
    await console_.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    '/',
    '/cases/1',
    '/assets/index-abc.js',
    '/nothing.js',
    '/api/v1/me',
    '/api/none',
    '/api/openapi.json',
    '/healthz',
    '/%E0%A4%A',
  ])('from %s carry every header that keeps them where they belong', async (path) => {
    const { headers } = await console_.call('GET', path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('cache-control')).toBe(
      path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
    );
  });

  it('allow no inline script, and inline style by a nonce that is new each time', async () => {
    const first = await console_.call('GET', '/');
    const second = await console_.call('GET', '/cases/0190aaaa');
    const nonceOf = ({ headers, text }: { headers: Headers; text: string }) => {
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
      expect(text).toContain(`content="${nonce}"`);
      return nonce;
    };
    expect(nonceOf(first)).not.toBe(nonceOf(second));
  });

  it('hold no file but the page’s own', async () => {
    for (const path of [
      '/secret.key',
      '/index.html',
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/none.js',
    ]) {
      expect([path, (await console_.call('GET', path)).status]).toEqual([path, 404]);
    }
  });

  it('say what to do where the page is not built', async () => {
    const bare = await ConsoleUnderTest.start();
    try {
      const answer = await bare.call('GET', '/');
      expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('npm run build')]);
    } finally {
      await bare.stop();
    }
  });

  it('say that the program lives and is ready, and nothing else', async () => {
    expect((await console_.call('GET', '/healthz')).text).toBe('ok');
    expect((await console_.call('GET', '/readyz')).text).toBe('ok');
  });

  describe('to wrong input', () => {
    const search = (body: unknown, headers: Record<string, string> = {}) =>
      makeOrganisation(console_.test)
        .then((world) => console_.signIn(world))
        .then((as) => console_.call('POST', '/api/v1/cases/search', { as, body, headers }));

    it('name each field that is wrong or not known', async () => {
      const { status, json } = await search({ state: 'lost', q: 7, unknown: true });
      expect([status, json.error, Object.keys(json.fields).sort()]).toEqual([
        400,
        'invalid-input',
        ['q', 'state', 'unknown'],
      ]);
    });

    it.each([
      ['a body that is no JSON', '{"state":', {}, 400],
      ['a body of another type', 'state=ready', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
      ['a body over 8 MiB', JSON.stringify({ q: 'x'.repeat(8 * 1024 * 1024) }), {}, 413],
      ['a body that poisons prototypes', '{"__proto__":{"state":"ready"}}', {}, 400],
      ['a list for a body', [], {}, 400],
    ])('are one JSON object for %s', async (_name, body, headers, status) => {
      const answer = await search(body, headers);
      expect(answer.json).toEqual(
        expect.objectContaining({
          statusCode: status,
          error: expect.any(String),
          message: expect.any(String),
        }),
      );
    });

    it('are 404 as JSON for what the API does not have', async () => {
      const answer = await console_.call('GET', '/api/v1/none');
      expect([answer.status, answer.json.error]).toEqual([404, 'not-found']);
    });
  });
});
