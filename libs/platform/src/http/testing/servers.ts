// Real servers on loopback for the tests of the HTTP client.
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import { createServer as createTcpServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

export interface TestServer {
  port: number;
  /** Connections that arrived. */
  connections: () => number;
  close: () => Promise<void>;
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** The name that a client asked for when it set up TLS. */
export function serverNameOf(socket: Socket): unknown {
  return socket instanceof TLSSocket && 'servername' in socket ? socket.servername : null;
}

/** Puts a server on a free port of an address and counts who comes. */
export async function listen(server: Server, address = '127.0.0.1', port = 0): Promise<TestServer> {
  let count = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port }, resolve);
  });
  return {
    port: portOf(server.address()),
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

export const listenHttp = (handler: RequestListener): Promise<TestServer> =>
  listen(createHttpServer(handler));

export const listenHttps = (options: ServerOptions, handler: RequestListener): Promise<TestServer> =>
  listen(createHttpsServer(options, handler));

/** A server that speaks raw bytes, for answers that no proper server gives. */
export const listenRaw = (handler: (socket: Socket) => void): Promise<TestServer> =>
  listen(createTcpServer(handler));

export interface TestCertificate {
  cert: string;
  key: string;
}

/** A certificate for names, signed by itself. */
export async function makeCertificate(
  names: readonly string[],
  notAfterDate?: Date,
): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'test' }], {
    keyType: 'ec',
    ...(notAfterDate === undefined
      ? {}
      : { notBeforeDate: new Date(notAfterDate.getTime() - 86_400_000), notAfterDate }),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { cert: made.cert, key: made.private };
}

export interface TestProxy extends TestServer {
  /** What was asked for, such as `93.184.215.14:443`. */
  targets: string[];
  authorizations: (string | undefined)[];
}

/** An HTTP proxy that takes every tunnel to one port on loopback, wherever it was asked to go. */
export async function listenConnectProxy(toPort: number): Promise<TestProxy> {
  const targets: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createHttpServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    targets.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    const upstream = connect(toPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    for (const end of [socket, upstream]) {
      end.on('error', () => undefined);
      end.on('close', () => {
        socket.destroy();
        upstream.destroy();
      });
    }
  });
  return { ...(await listen(server)), targets, authorizations };
}

/** A SOCKS 5 proxy that takes every tunnel to one port on loopback; `reply` other than 0 refuses. */
export async function listenSocksProxy(toPort: number, reply = 0): Promise<TestProxy> {
  const targets: string[] = [];
  const server = await listenRaw((socket) => {
    let step = 0;
    socket.on('data', (chunk) => {
      step += 1;
      if (step === 1) {
        socket.write(Buffer.from([5, 0]));
      } else if (step === 2) {
        const length = chunk[4] ?? 0;
        const name = chunk.toString('latin1', 5, 5 + length);
        targets.push(`${chunk[3] === 3 ? 'name' : 'address'} ${name}:${chunk.readUInt16BE(5 + length)}`);
        socket.write(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]));
        socket.removeAllListeners('data');
        const upstream = connect(toPort, '127.0.0.1');
        upstream.on('error', () => undefined);
        socket.pipe(upstream).pipe(socket);
        socket.on('close', () => upstream.destroy());
      }
    });
  });
  return { ...server, targets, authorizations: [] };
}

/** A DNS client that answers from a table and knows no other name. */
export function tableResolver(table: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const answer = (host: string, version: 4 | 6): Promise<string[]> => {
    asked.push(host);
    const all = table[host];
    const found = (all ?? []).filter((address) => address.includes(':') === (version === 6));
    if (found.length > 0) return Promise.resolve(found);
    return Promise.reject(
      Object.assign(new Error('no answer'), { code: all === undefined ? 'ENOTFOUND' : 'ENODATA' }),
    );
  };
  const resolver = {
    resolve4: (host: string) => answer(host, 4),
    resolve6: (host: string) => answer(host, 6),
  };
  return { make: () => resolver, asked };
}
