import type { IncomingMessage, RequestListener } from 'node:http';
import { TLSSocket } from 'node:tls';
import { DeliveryClient } from './delivery.client.js';
import type { DeliveryTarget } from './delivery.client.js';
import { DeliveryError } from './delivery.error.js';
import type { OwnAddresses } from './name-resolver.js';
import { listenHttp, listenHttps, listenRaw, makeCertificate, tableResolver } from './testing/servers.js';
import type { TestCertificate, TestServer } from './testing/servers.js';

const open: TestServer[] = [];
const tracked = async (server: Promise<TestServer>): Promise<TestServer> => {
  const ready = await server;
  open.push(ready);
  return ready;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

let localhost: TestCertificate;
beforeAll(async () => {
  localhost = await makeCertificate(['localhost']);
});

const https = (handler: RequestListener): Promise<TestServer> => tracked(listenHttps(localhost, handler));
const clientFor = (server: TestServer, options: Partial<DeliveryTarget> = {}): DeliveryClient =>
  new DeliveryClient({
    origin: `https://localhost:${server.port}`,
    internal: true,
    ca: localhost.cert,
    ...options,
  });
const failure = async (sending: Promise<unknown>): Promise<DeliveryError> => {
  const error: unknown = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error('expected a DeliveryError', { cause: error });
  return error;
};
const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('a delivery to what a person has approved inside our own network', () => {
  const nowhere = { addresses: [], hosts: [] };
  it.each<[string, (port: number) => OwnAddresses]>([
    ['by its name and port', (port) => ({ addresses: [], hosts: ['localhost'], ports: [port] })],
    ['on this machine at its port, under another name', (port) => ({ ...nowhere, ports: [port] })],
    ['by an address given as its own', () => ({ addresses: ['127.0.0.0/8', '::1'], hosts: [] })],
  ])('never reaches this installation itself, %s', async (_how, ownAt) => {
    let arrived = 0;
    const server = await https((_request, response) => {
      arrived += 1;
      response.end('{}');
    });
    const error = await failure(clientFor(server, { own: ownAt(server.port) }).send({ path: '/' }));
    expect([error.code, arrived]).toEqual(['address-refused', 0]);
  });

  it.each(['127.0.0.2', '0.0.0.0', '[::ffff:127.0.0.1]', '[::]'])('nor as %s', async (host) => {
    const server = await https((_request, response) => response.end('{}'));
    const own = { addresses: [], hosts: [], ports: [server.port] };
    const client = clientFor(server, { own, origin: new URL(`https://${host}:${server.port}`).origin });
    expect((await failure(client.send({ path: '/' }))).code).toBe('address-refused');
  });

  it('reaches another program of the same machine', async () => {
    const server = await https((_request, response) => response.end('{}'));
    const own = { addresses: ['203.0.113.7'], hosts: ['localhost'], ports: [server.port + 1] };
    expect((await clientFor(server, { own }).send({ path: '/' })).status).toBe(200);
  });
});

describe('a delivery', () => {
  it('sends JSON with a bearer and gives JSON back', async () => {
    const server = await https((request, response) => {
      void bodyOf(request).then((body) =>
        response.end(
          JSON.stringify({
            body: JSON.parse(body),
            bearer: request.headers.authorization,
            url: request.url,
            method: request.method,
          }),
        ),
      );
    });
    const response = await clientFor(server).send({
      path: '/api/reports?x=1',
      json: { a: 'é' },
      bearer: 'token',
    });
    expect(response.status).toBe(200);
    expect(response.json()).toEqual({
      body: { a: 'é' },
      bearer: 'Bearer token',
      url: '/api/reports?x=1',
      method: 'POST',
    });
    expect(response.tls).toMatchObject({ authorized: true });
  });

  it('shows its client certificate', async () => {
    const mine = await makeCertificate(['hotline']);
    const handler: RequestListener = (request, response) =>
      response.end(
        request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().subject?.CN : '',
      );
    const server = await tracked(
      listenHttps({ ...localhost, requestCert: true, ca: mine.cert, rejectUnauthorized: true }, handler),
    );
    const response = await clientFor(server, { clientCertificate: mine }).send({ path: '/' });
    expect(response.body.toString()).toBe('hotline');
    expect((await failure(clientFor(server).send({ path: '/' }))).retryable).toBe(true);
  });

  it.each<[string, Partial<DeliveryTarget>]>([
    ['an unknown authority', { ca: [] }],
    ['a certificate for another name', { origin: 'https://127.0.0.1' }],
  ])('stops at %s and sends nothing', async (_what, options) => {
    let arrived = 0;
    const server = await https((_request, response) => {
      arrived += 1;
      response.end();
    });
    const origin = options.origin === undefined ? {} : { origin: `${options.origin}:${server.port}` };
    const error = await failure(clientFor(server, { ...options, ...origin }).send({ path: '/', json: {} }));
    expect(error).toMatchObject({ code: 'tls-failed', retryable: true, requestSent: false });
    expect(arrived).toBe(0);
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [400, false],
    [401, false],
    [404, false],
    [409, false],
  ])('that is answered with %i may be tried again: %s', async (status, retryable) => {
    const server = await https((_request, response) =>
      response.writeHead(status, { 'Retry-After': '7' }).end('why'),
    );
    const error = await failure(clientFor(server).send({ path: '/', json: {} }));
    expect(error).toMatchObject({
      code: 'http-status',
      status,
      retryable,
      requestSent: true,
      retryAfterSeconds: 7,
    });
    expect(error.answer?.body.toString()).toBe('why');
    expect(`${error.message}${JSON.stringify(error)}`).not.toMatch(/why|localhost/);
  });

  it('follows no redirect', async () => {
    const server = await https((_request, response) => response.writeHead(302, { Location: '/other' }).end());
    expect(await failure(clientFor(server).send({ path: '/' }))).toMatchObject({
      code: 'redirect-refused',
      retryable: false,
    });
    expect(server.connections()).toBe(1);
  });

  it.each([
    'https://other.example/x',
    '//other.example/x',
    'http://localhost/x',
    '\\\\other.example',
    'https://a@localhost:1/',
  ])('goes nowhere but to the approved origin: %s', async (path) => {
    const server = await https((_request, response) => response.end());
    expect(await failure(clientFor(server).send({ path }))).toMatchObject({
      code: 'not-approved',
      retryable: false,
    });
    expect(server.connections()).toBe(0);
  });

  it.each([
    'http://api.example',
    'ftp://api.example',
    'https://api.example/path',
    'https://user@api.example',
    'https://api.example#x',
    'api.example',
    'https://ＡＰＩ.example',
  ])('takes no such origin: %s', (origin) => {
    expect(() => new DeliveryClient({ origin })).toThrow(DeliveryError);
  });

  it('reaches no address inside the network unless a person approved it as internal', async () => {
    const server = await https((_request, response) => response.end());
    const dns = tableResolver({
      'api.example': ['127.0.0.1'],
      'mixed.example': ['93.184.215.14', '10.0.0.1'],
    });
    for (const host of ['127.0.0.1', 'localhost', 'api.example', 'mixed.example', '[::1]']) {
      const client = new DeliveryClient({ origin: `https://${host}:${server.port}`, resolver: dns.make });
      const error = await failure(client.send({ path: '/' }));
      expect(['address-refused', 'url-refused']).toContain(error.code);
      expect(error.retryable).toBe(false);
    }
    expect(server.connections()).toBe(0);
  });

  it('is bounded in size and time, and tells whether the request was sent', async () => {
    const large = await https((_request, response) => response.end(Buffer.alloc(5000)));
    expect((await failure(clientFor(large, { maxBodyBytes: 1000 }).send({ path: '/' }))).code).toBe(
      'too-large',
    );
    const silent = await tracked(listenRaw(() => undefined));
    const error = await failure(
      clientFor(silent, { origin: `http://localhost:${silent.port}`, headerMs: 60 }).send({
        path: '/',
        json: {},
      }),
    );
    expect(error).toMatchObject({ code: 'timeout', retryable: true, requestSent: true });
    const closed = await listenHttp(() => undefined);
    await closed.close();
    expect(await failure(clientFor(closed).send({ path: '/' }))).toMatchObject({
      code: 'connect-failed',
      retryable: true,
      requestSent: false,
    });
  });

  it('says when an answer is no JSON', async () => {
    const server = await https((_request, response) => response.end('<html>'));
    const response = await clientFor(server).send({ path: '/' });
    expect(() => response.json()).toThrow(DeliveryError);
  });
});
