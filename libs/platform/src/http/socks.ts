// The client half of SOCKS 5, with the name resolved by the proxy. @see RFC 1928, RFC 1929
import type { Socket } from 'node:net';
import { TransportFailure } from './transport.failure.js';

const failed = (detail: string): TransportFailure => new TransportFailure('proxy-failed', detail);

/** Reads exactly `count` bytes and leaves the rest in the socket. */
async function readExactly(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const chunk: unknown = socket.read(count);
    if (Buffer.isBuffer(chunk)) {
      if (chunk.length !== count) throw failed('truncated');
      return chunk;
    }
    if (socket.readableEnded || socket.destroyed) throw failed('closed');
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        for (const event of ['readable', 'end', 'close', 'error']) socket.removeListener(event, wake);
        resolve();
      };
      for (const event of ['readable', 'end', 'close', 'error']) socket.once(event, wake);
    });
  }
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length === 0 || bytes.length > 255) throw failed('length');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/**
 * Asks a SOCKS 5 proxy for a tunnel to a name.
 * @throws TransportFailure `proxy-failed` when it refuses; the reply code is in the detail
 */
export async function negotiateSocks(socket: Socket, proxy: URL, host: string, port: number): Promise<void> {
  const withPassword = proxy.username !== '';
  socket.write(Buffer.from([5, 1, withPassword ? 2 : 0]));
  const [version, method] = await readExactly(socket, 2);
  if (version !== 5 || method !== (withPassword ? 2 : 0)) throw failed('method');
  if (withPassword) {
    const user = lengthPrefixed(decodeURIComponent(proxy.username));
    const password = lengthPrefixed(decodeURIComponent(proxy.password));
    socket.write(Buffer.concat([Buffer.from([1]), user, password]));
    const [, status] = await readExactly(socket, 2);
    if (status !== 0) throw failed('credentials');
  }
  socket.write(
    Buffer.concat([Buffer.from([5, 1, 0, 3]), lengthPrefixed(host), Buffer.from([port >> 8, port & 0xff])]),
  );
  const reply = await readExactly(socket, 4);
  if (reply[0] !== 5 || reply[1] !== 0) throw failed(`reply-${reply[1] ?? 'none'}`);
  const boundLength =
    { 1: 4, 4: 16 }[reply[3] ?? 0] ?? (reply[3] === 3 ? (await readExactly(socket, 1))[0] : undefined);
  if (boundLength === undefined) throw failed('reply');
  await readExactly(socket, boundLength + 2);
}
