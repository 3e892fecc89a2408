import fc from 'fast-check';
import { connect } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { seedPortal, startPortalUnderTest, type PortalUnderTest } from './testing/portal-under-test.js';

describe('hostile input', () => {
  let database: TestDatabase;
  let portal: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    await seedPortal(database, 'harbour');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });

  const FIELDS = [
    'urls',
    'place',
    'comment',
    'kind',
    'seenAt',
    'childInDanger',
    'contactEmail',
    'locale',
    '__proto__',
    'constructor',
  ];
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '\0',
      'a\0b',
      '\ud800',
      '\u202e',
      '%00',
      '{0}',
      '{count, plural, one {x}}',
      '\r\n\r\n',
      '<!--',
      ']]>',
      '${7*7}',
      "'; DROP TABLE reports; --",
      '2026-13-99',
      '٢٠٢٦-١١-٢٠',
      'x@y',
    ),
  );

  /** What went wrong on our side, if anything did. */
  async function faultOf(answer: Response): Promise<string | undefined> {
    await answer.arrayBuffer();
    if (answer.status >= 500) return `answered ${answer.status}`;
    return portal.logged().includes('"level":50') ? 'logged an error' : undefined;
  }

  it('in the API never causes a fault, whatever JSON it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(
            fc.constantFrom(...FIELDS),
            fc.oneof(nasty, fc.jsonValue(), fc.array(nasty), fc.boolean()),
          ),
        ),
        async (body) => {
          expect(await faultOf(await portal.call('/api/v1/harbour/reports', body))).toBeUndefined();
          expect(
            await faultOf(await portal.call('/api/v1/harbour/receipts', { receipt: body })),
          ).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('in the API never causes a fault, whatever bytes and type it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(
          'application/json',
          'text/plain',
          'application/x-www-form-urlencoded',
          'application/json; charset=utf-16',
          'x',
          'multipart/form-data',
        ),
        async (body, type) => {
          for (const path of ['/api/v1/harbour/reports', '/harbour/en/report', '/harbour/ar/receipt']) {
            expect(
              await faultOf(
                await fetch(portal.url + path, { method: 'POST', body, headers: { 'content-type': type } }),
              ),
            ).toBeUndefined();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('in the form is taken or shown again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...FIELDS, 'website', 'mark'), nasty),
        async (fields) => {
          const answer = await portal.post('/harbour/fr/report', { mark: await portal.mark(), ...fields });
          expect([200, 400]).toContain(answer.status);
          expect(await faultOf(answer)).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('with the right mark and any words around an address is a report', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (before, comment) => {
        const answer = await portal.post('/harbour/en/report', {
          mark: await portal.mark(),
          urls: `${before} http://x.example/`,
          comment,
        });
        expect(answer.status).toBe(200);
        expect(await faultOf(answer)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('in an address is answered without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.webPath(),
          nasty.map((text) => `/${encodeURIComponent(text.replace(/\p{Cs}/gu, ''))}`),
          fc.constantFrom(
            '/%',
            '/%00',
            '/harbour/%2e%2e',
            '//',
            '/..;/',
            '/harbour/en/%ff',
            `/${'a'.repeat(500)}`,
          ),
        ),
        async (path) => {
          expect(
            await faultOf(await portal.get(path, { 'accept-language': path.replace(/[^\x20-\x7e]/g, '') })),
          ).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n'],
    ['a wrong length', 'POST /harbour/en/report HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'],
    [
      'both ways of telling the length',
      'POST /harbour/en/report HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
    ],
    ['endless headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
  ])('that is %s is refused and not logged', async (_what, bytes) => {
    const { port } = new URL(portal.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
      socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(portal.logged()).not.toContain('"level":50');
    expect((await portal.get('/harbour/en')).status).toBe(200);
  });
});
