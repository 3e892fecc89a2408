import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { checkRemoteAddress } from './connection.js';
import { FetchBudget } from './fetch-budget.js';
import { FetchError } from './fetch.error.js';
import { RetrievalClient } from './retrieval.client.js';
import type { FetchResult, RetrievalOptions } from './retrieval.client.js';
import { parseRetrievalProxy } from './retrieval-proxy.js';
import {
  listen,
  listenConnectProxy,
  listenHttp,
  listenHttps,
  listenRaw,
  listenSocksProxy,
  makeCertificate,
  serverNameOf,
  tableResolver,
} from './testing/servers.js';
import type { TestServer } from './testing/servers.js';

const PUBLIC = '93.184.215.14';
const open: { close: () => Promise<void> }[] = [];
const tracked = async <S extends TestServer>(server: Promise<S>): Promise<S> => {
  const ready = await server;
  open.push(ready);
  return ready;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A client that may reach one test server under the name site.example. */
const clientFor = (server: TestServer, options: RetrievalOptions = {}): RetrievalClient =>
  new RetrievalClient({
    allowHosts: [{ host: 'site.example', port: server.port, address: '127.0.0.1' }],
    resolver: tableResolver({}).make,
    ...options,
  });
const urlOf = (server: TestServer, path = '/', scheme = 'http'): string =>
  `${scheme}://site.example:${server.port}${path}`;
const failure = async (fetching: Promise<FetchResult>): Promise<FetchError> => {
  const error: unknown = await fetching.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FetchError)) throw new Error('expected a FetchError', { cause: error });
  return error;
};

describe('what is sent', () => {
  it('names no cookie, credential, referrer or language, says nothing of this software, and asks to close', async () => {
    const heads: IncomingMessage[] = [];
    const server = await tracked(
      listenHttp((request, response) => {
        heads.push(request);
        response.setHeader('Set-Cookie', 'a=b');
        if (request.url === '/') response.writeHead(302, { Location: '/two?x=%20y#z' }).end();
        else response.end('body');
      }),
    );
    const result = await clientFor(server).fetch(urlOf(server));
    expect(result).toMatchObject({ status: 200, finalUrl: urlOf(server, '/two?x=%20y') });
    expect(heads.map((head) => head.url)).toEqual(['/', '/two?x=%20y']);
    for (const head of heads) {
      expect(Object.keys(head.headers).toSorted()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
      expect(head.headers).toMatchObject({ host: `site.example:${server.port}`, connection: 'close' });
      expect(head.headers['user-agent']).not.toMatch(/manara|node|undici|hotline/i);
    }
    expect(server.connections()).toBe(2);
  });

  it('uses no proxy from the environment', async () => {
    const server = await tracked(listenHttp((_request, response) => response.end('direct')));
    const proxy = await tracked(listenHttp((_request, response) => response.end('proxied')));
    const before = { ...process.env };
    Object.assign(process.env, {
      HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
      http_proxy: `http://127.0.0.1:${proxy.port}`,
      NODE_USE_ENV_PROXY: '1',
    });
    try {
      expect((await clientFor(server).fetch(urlOf(server))).body.toString()).toBe('direct');
    } finally {
      process.env = before;
    }
    expect(proxy.connections()).toBe(0);
  });
});

describe('the fetch record', () => {
  it('holds times, addresses, status, headers and redirects of each hop, and the digest, but no content or cookie', async () => {
    const server = await tracked(
      listenHttp((request, response) => {
        if (request.url === '/')
          return response.writeHead(301, { Location: '/end', Server: 'x'.repeat(3000) }).end('moved');
        return response.writeHead(404, { 'Content-Type': 'text/html', 'Set-Cookie': 'secret=1' }).end('gone');
      }),
    );
    const { fetchRecord: record, status } = await clientFor(server).fetch(urlOf(server));
    expect(status).toBe(404);
    expect(record).toMatchObject({
      requestedUrl: urlOf(server),
      finalUrl: urlOf(server, '/end'),
      status: 404,
      contentType: 'text/html',
      bodySha256: createHash('sha256').update('gone').digest('hex'),
      bodyBytes: 4,
      wireBytes: 4,
      errorCode: null,
    });
    expect(record.hops).toHaveLength(2);
    expect(record.hops[0]).toMatchObject({
      connectedAddress: '127.0.0.1',
      status: 301,
      location: '/end',
      tls: null,
      egress: 'direct',
    });
    expect(record.hops[0]?.headers['server']).toHaveLength(1024);
    expect(JSON.stringify(record)).not.toMatch(/secret|moved/);
    for (const time of [record.startedAt, record.endedAt, record.hops[1]?.startedAt]) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  });

  it('is complete on failure too, while message and printed error hold no address', async () => {
    const server = await tracked(
      listenHttp((_request, response) =>
        response.writeHead(302, { Location: 'http://hidden-host.example/secret-path' }).end(),
      ),
    );
    const error = await failure(
      clientFor(server, { resolver: tableResolver({ 'hidden-host.example': ['10.9.8.7'] }).make }).fetch(
        urlOf(server),
      ),
    );
    expect(error).toMatchObject({ code: 'address-refused', detail: 'private', permanent: true });
    expect(error.fetchRecord).toMatchObject({ errorCode: 'address-refused', errorDetail: 'private' });
    expect(error.fetchRecord.hops[1]).toMatchObject({
      url: 'http://hidden-host.example/secret-path',
      resolvedAddresses: ['10.9.8.7'],
    });
    const printed = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error))}`;
    expect(printed).not.toMatch(/hidden|secret|10\.9|site\.example/);
  });

  it('tells what TLS was like and accepts a broken certificate, saying what is wrong with it', async () => {
    const certificate = await makeCertificate(['other.example'], new Date('2020-06-01T00:00:00Z'));
    let serverName: unknown = null;
    const server = await tracked(
      listenHttps({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, (request, response) => {
        serverName = serverNameOf(request.socket);
        response.end('seen');
      }),
    );
    const { body, fetchRecord } = await clientFor(server).fetch(urlOf(server, '/', 'https'));
    expect(body.toString()).toBe('seen');
    expect(serverName).toBe('site.example');
    expect(fetchRecord.hops[0]?.tls).toMatchObject({
      protocol: 'TLSv1.3',
      authorized: false,
      authorizationError: expect.stringMatching(/^(?:CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)$/),
      fingerprintSha256: new X509Certificate(certificate.cert).fingerprint256
        .replaceAll(':', '')
        .toLowerCase(),
    });
  });
});

describe('redirects', () => {
  const redirecting =
    (target: (request: IncomingMessage) => string): RequestListener =>
    (request, response) =>
      response.writeHead(302, { Location: target(request) }).end();

  it('stop at the bound', async () => {
    const server = await tracked(listenHttp(redirecting((request) => `${request.url}x`)));
    const error = await failure(clientFor(server, { maxRedirects: 3 }).fetch(urlOf(server)));
    expect(error).toMatchObject({ code: 'too-many-redirects', permanent: true });
    expect(server.connections()).toBe(4);
    expect(error.fetchRecord.hops).toHaveLength(4);
  });

  it.each([
    ['ftp://site.example/', 'scheme-refused'],
    ['http://other.example:8080/', 'port-refused'],
    ['http://missing.example/', 'name-not-found'],
    ['javascript:1', 'scheme-refused'],
  ])('to %s end with %s', async (target, code) => {
    const server = await tracked(listenHttp(redirecting(() => target)));
    expect((await failure(clientFor(server).fetch(urlOf(server)))).code).toBe(code);
  });

  it('take targets as servers write them: relative, with spaces, in UTF-8', async () => {
    const paths: (string | undefined)[] = [];
    const server = await tracked(
      listenHttp((request, response) => {
        paths.push(request.url);
        if (request.url === '/a/b')
          response.writeHead(307, { Location: Buffer.from('c d/é').toString('latin1') }).end();
        else response.end();
      }),
    );
    await clientFor(server).fetch(urlOf(server, '/a/b'));
    expect(paths).toEqual(['/a/b', '/a/c%20d/%C3%A9']);
  });
});

describe('bounds', () => {
  const answer =
    (headers: Record<string, string>, body: Buffer | string): RequestListener =>
    (_request, response) =>
      response.writeHead(200, headers).end(body);

  it('a body over the bound is not read, announced or not', async () => {
    const announced = await tracked(listenHttp(answer({ 'Content-Length': '2000' }, Buffer.alloc(2000))));
    expect(await failure(clientFor(announced, { maxBodyBytes: 1000 }).fetch(urlOf(announced)))).toMatchObject(
      { code: 'too-large', detail: 'content-length' },
    );
    const endless = await tracked(
      listenHttp((_request, response) => {
        const more = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536), more));
        more();
      }),
    );
    const error = await failure(clientFor(endless, { maxBodyBytes: 300_000 }).fetch(urlOf(endless)));
    expect(error).toMatchObject({ code: 'too-large', detail: 'body', permanent: true });
    expect(error.fetchRecord.wireBytes).toBeLessThan(600_000);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('%s is decoded, and a bomb in it stopped', async (coding, compress) => {
    const good = await tracked(
      listenHttp(answer({ 'Content-Encoding': coding }, compress(Buffer.from('text '.repeat(100))))),
    );
    const result = await clientFor(good).fetch(urlOf(good));
    expect(result.body.toString()).toBe('text '.repeat(100));
    expect(result.fetchRecord.wireBytes).toBeLessThan(100);
    const bomb = await tracked(
      listenHttp(answer({ 'Content-Encoding': coding }, compress(Buffer.alloc(20_000_000)))),
    );
    const error = await failure(clientFor(bomb, { maxDecodedBytes: 100_000 }).fetch(urlOf(bomb)));
    expect(error).toMatchObject({ code: 'decompression-bomb', permanent: true });
  });

  it('a bomb within a bomb is stopped at its inner layer, and more than two layers are refused', async () => {
    const twice = gzipSync(gzipSync(Buffer.alloc(50_000_000)));
    const nested = await tracked(listenHttp(answer({ 'Content-Encoding': 'gzip, gzip' }, twice)));
    expect((await failure(clientFor(nested, { maxDecodedBytes: 100_000 }).fetch(urlOf(nested)))).code).toBe(
      'decompression-bomb',
    );
    const deep = await tracked(
      listenHttp(answer({ 'Content-Encoding': 'gzip, gzip, gzip' }, gzipSync(twice))),
    );
    expect((await failure(clientFor(deep).fetch(urlOf(deep)))).code).toBe('decompression-bomb');
  });

  it('what is not what its encoding says is an error, and a stream cut short is kept as far as it came', async () => {
    const wrong = await tracked(listenHttp(answer({ 'Content-Encoding': 'gzip' }, 'no gzip at all')));
    expect(await failure(clientFor(wrong).fetch(urlOf(wrong)))).toMatchObject({
      code: 'protocol-error',
      permanent: false,
    });
    const unknown = await tracked(listenHttp(answer({ 'Content-Encoding': 'zstd' }, 'x')));
    expect((await failure(clientFor(unknown).fetch(urlOf(unknown)))).code).toBe('protocol-error');
    const short = gzipSync(Buffer.from('text '.repeat(5000))).subarray(0, -10);
    const cut = await tracked(listenHttp(answer({ 'Content-Encoding': 'gzip' }, short)));
    expect((await clientFor(cut).fetch(urlOf(cut))).body.toString()).toMatch(/^(?:text )+/);
  });

  it('a head over the bound is refused', async () => {
    const server = await tracked(listenHttp(answer({ X: 'x'.repeat(20_000) }, '')));
    expect((await failure(clientFor(server, { maxHeaderBytes: 8192 }).fetch(urlOf(server)))).code).toBe(
      'header-too-large',
    );
  });

  it.each<[string, RetrievalOptions, (socket: Socket) => void, string]>([
    ['a server that never answers', { headerMs: 60 }, () => undefined, 'header'],
    [
      'a server that dribbles its head',
      { headerMs: 60 },
      (socket) => socket.write('HTTP/1.1 200 OK\r\nX:'),
      'header',
    ],
    [
      'a body that never ends',
      { totalMs: 150 },
      (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nx'),
      'total',
    ],
    [
      'endless interim answers',
      { headerMs: 60 },
      (socket) => socket.write('HTTP/1.1 103 Early\r\n\r\n'.repeat(50)),
      'header',
    ],
  ])('time is over for %s', async (_what, options, speak, detail) => {
    let ended: Promise<void> | undefined;
    const server = await tracked(
      listenRaw((socket) => {
        ended = new Promise((resolve) => socket.once('close', () => resolve()));
        socket.once('data', () => speak(socket));
      }),
    );
    const error = await failure(clientFor(server, options).fetch(urlOf(server)));
    expect(error).toMatchObject({ code: 'timeout', detail, permanent: false });
    await ended; // The connection is closed, not left behind.
  });

  it('TLS that never starts ends in time as well', async () => {
    const server = await tracked(listenRaw(() => undefined));
    expect(await failure(clientFor(server, { tlsMs: 60 }).fetch(urlOf(server, '/', 'https')))).toMatchObject({
      code: 'timeout',
      detail: 'tls',
    });
  });

  it('the caller can give up', async () => {
    const controller = new AbortController();
    const server = await tracked(listenHttp(() => controller.abort()));
    expect((await failure(clientFor(server).fetch(urlOf(server), { signal: controller.signal }))).code).toBe(
      'cancelled',
    );
  });

  it('a page and a host have a budget that redirects and failed bodies count against', async () => {
    const server = await tracked(listenHttp((_request, response) => response.end(Buffer.alloc(1000))));
    const client = clientFor(server);
    const byHost = new FetchBudget({ maxRequestsPerHost: 2 });
    await client.fetch(urlOf(server), { budget: byHost });
    await client.fetch(urlOf(server), { budget: byHost });
    expect(await failure(client.fetch(urlOf(server), { budget: byHost }))).toMatchObject({
      code: 'budget-exhausted',
      detail: 'host',
    });
    const byBytes = new FetchBudget({ maxBytes: 1500 });
    await client.fetch(urlOf(server), { budget: byBytes });
    expect((await failure(client.fetch(urlOf(server), { budget: byBytes }))).code).toBe('too-large');
    expect(server.connections()).toBe(4);
  });
});

describe('answers that are not HTTP', () => {
  it.each([
    ['text', 'hello\r\n\r\n', 'protocol-error'],
    ['nothing', '', 'protocol-error'],
    [
      'both length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'protocol-error',
    ],
    ['a body shorter than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort', 'protocol-error'],
    [
      'a change of protocol',
      'HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n',
      'protocol-error',
    ],
    ['a bare line feed folded head', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\0: d\r\n\r\n', 'protocol-error'],
  ])('%s', async (_what, text, code) => {
    const server = await tracked(listenRaw((socket) => socket.once('data', () => socket.end(text))));
    expect(await failure(clientFor(server).fetch(urlOf(server)))).toMatchObject({ code, permanent: false });
  });

  it('plain HTTP where TLS was expected is a TLS failure', async () => {
    const server = await tracked(listenHttp((_request, response) => response.end()));
    expect((await failure(clientFor(server).fetch(urlOf(server, '/', 'https')))).code).toBe('tls-failed');
  });
});

describe('names', () => {
  it('are told apart: not existing, without address, unanswered', async () => {
    const client = new RetrievalClient({ resolver: tableResolver({ 'empty.example': [] }).make });
    expect(await failure(client.fetch('http://missing.example/'))).toMatchObject({
      code: 'name-not-found',
      permanent: false,
    });
    expect(await failure(client.fetch('http://empty.example/'))).toMatchObject({
      code: 'no-address',
      permanent: false,
    });
    const failing = (): Promise<string[]> =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ESERVFAIL' }));
    const broken = new RetrievalClient({ resolver: () => ({ resolve4: failing, resolve6: failing }) });
    expect(await failure(broken.fetch('http://any.example/'))).toMatchObject({
      code: 'dns-failed',
      detail: 'ESERVFAIL',
    });
  });

  it('international names are asked for in punycode, literals not at all', async () => {
    const dns = tableResolver({});
    const client = new RetrievalClient({ resolver: dns.make, ports: [81], connectMs: 50 });
    await failure(client.fetch('http://bücher.example/'));
    await failure(client.fetch('http://例え.テスト/'));
    await failure(client.fetch('http://192.0.2.1/'));
    expect(new Set(dns.asked)).toEqual(new Set(['xn--bcher-kva.example', 'xn--r8jz45g.xn--zckzah']));
  });

  it('ports other than 80 and 443 need the setting', async () => {
    const client = new RetrievalClient({ resolver: tableResolver({}).make, ports: [8080] });
    expect((await failure(client.fetch('http://a.example:8081/'))).code).toBe('port-refused');
    expect((await failure(client.fetch('http://a.example:8080/'))).code).toBe('name-not-found');
    expect((await failure(client.fetch('http://a.example:443/'))).code).toBe('name-not-found');
  });
});

describe('the demonstration', () => {
  it('fetches its sample site and nothing else, without asking DNS', async () => {
    const server = await tracked(listenHttp((_request, response) => response.end('sample')));
    const dns = tableResolver({ 'public.example': [PUBLIC] });
    const client = new RetrievalClient({
      onlyHosts: true,
      resolver: dns.make,
      allowHosts: [{ host: '127.0.0.1', port: server.port, address: '127.0.0.1' }],
    });
    expect((await client.fetch(`http://127.0.0.1:${server.port}/`)).body.toString()).toBe('sample');
    for (const url of [
      'http://public.example/',
      'http://93.184.215.14/',
      `http://127.0.0.1:${server.port + 1}/`,
      `http://localhost.example:${server.port}/`,
    ]) {
      expect(await failure(client.fetch(url))).toMatchObject({
        code: 'not-in-demonstration',
        permanent: true,
      });
    }
    expect(dns.asked).toEqual([]);
  });
});

describe('the retrieval proxy', () => {
  it('is asked for the checked address, and the server for its name', async () => {
    const seen: { name: unknown; host: string | undefined }[] = [];
    const certificate = await makeCertificate(['public.example']);
    const server = await tracked(
      listenHttps(certificate, (request, response) => {
        seen.push({
          name: serverNameOf(request.socket),
          host: request.headers.host,
        });
        response.end('through');
      }),
    );
    const proxy = await tracked(listenConnectProxy(server.port));
    const dns = tableResolver({ 'public.example': [PUBLIC], 'private.example': ['10.0.0.1'] });
    const proxies = parseRetrievalProxy(`http://us%40er:word@127.0.0.1:${proxy.port}`);
    const client = new RetrievalClient({ resolver: dns.make, proxies });
    const { body, fetchRecord } = await client.fetch('https://public.example/');
    expect(body.toString()).toBe('through');
    expect(proxy.targets).toEqual([`${PUBLIC}:443`]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('us@er:word').toString('base64')}`]);
    expect(seen).toEqual([{ name: 'public.example', host: 'public.example' }]);
    expect(fetchRecord.hops[0]).toMatchObject({
      resolvedAddresses: [PUBLIC],
      connectedAddress: PUBLIC,
      egress: 'proxy',
    });
    expect((await failure(client.fetch('https://private.example/'))).code).toBe('address-refused');
    expect(proxy.targets).toHaveLength(1);
  });

  it('that refuses is told from a server that does', async () => {
    const proxy = await tracked(listenHttp((_request, response) => response.end()));
    const proxies = parseRetrievalProxy(`http://127.0.0.1:${proxy.port}`);
    const client = new RetrievalClient({
      resolver: tableResolver({ 'public.example': [PUBLIC] }).make,
      proxies,
    });
    expect(await failure(client.fetch('http://public.example/'))).toMatchObject({
      code: 'proxy-failed',
      permanent: false,
    });
  });

  it('for onion services resolves the name itself, and is used for nothing else', async () => {
    const server = await tracked(listenHttp((request, response) => response.end(request.headers.host)));
    const proxy = await tracked(listenSocksProxy(server.port));
    const onion = `${'a2'.repeat(28)}.onion`;
    const client = new RetrievalClient({
      resolver: tableResolver({ 'public.example': ['10.0.0.1'] }).make,
      proxies: parseRetrievalProxy(`socks5h://127.0.0.1:${proxy.port}`),
    });
    const { body, fetchRecord } = await client.fetch(`http://${onion}/`);
    expect(body.toString()).toBe(onion);
    expect(proxy.targets).toEqual([`name ${onion}:80`]);
    expect(fetchRecord.hops[0]).toMatchObject({
      egress: 'onion-proxy',
      connectedAddress: null,
      resolvedAddresses: [],
    });
    expect((await failure(client.fetch('http://public.example/'))).code).toBe('address-refused');
    expect(proxy.targets).toHaveLength(1);
  });

  it('that cannot reach an onion service says so, and without one nothing leaves', async () => {
    const onion = `http://www.${'b3'.repeat(28)}.onion/`;
    const proxy = await tracked(listenSocksProxy(1, 4));
    const proxies = parseRetrievalProxy(`socks5h://127.0.0.1:${proxy.port}`);
    expect(await failure(new RetrievalClient({ proxies }).fetch(onion))).toMatchObject({
      code: 'proxy-failed',
      detail: 'reply-4',
    });
    const dns = tableResolver({});
    expect((await failure(new RetrievalClient({ resolver: dns.make }).fetch(onion))).code).toBe(
      'onion-needs-proxy',
    );
    expect(
      (await failure(new RetrievalClient({ resolver: dns.make }).fetch('http://short.onion/'))).code,
    ).toBe('url-refused');
    expect(dns.asked).toEqual([]);
  });

  it.each(['socks5://h:1', 'socks4://h', 'h:8080', 'http://', 'ftp://secret@h', 'http://a, http://b'])(
    'is refused as %s, without quoting it',
    (value) => {
      expect(() => parseRetrievalProxy(value)).toThrow(TypeError);
      expect(() => parseRetrievalProxy(value)).not.toThrow(/secret/);
    },
  );

  it('may be one of each kind, or none', () => {
    expect(parseRetrievalProxy(undefined)).toEqual({ connect: null, onion: null });
    const both = parseRetrievalProxy('http://a:1, socks5h://b:2');
    expect([both.connect?.host, both.onion?.host]).toEqual(['a:1', 'b:2']);
  });
});

describe('the connected address', () => {
  it('must be the checked one, else the connection is closed', async () => {
    const server = await tracked(listen(createTlsServer()));
    const socket = connectTcp(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(() => checkRemoteAddress(socket, '127.0.0.1')).not.toThrow();
    expect(() => checkRemoteAddress(socket, '127.0.0.2')).toThrow('address-refused');
    expect(socket.destroyed).toBe(true);
  });
});
