// One HTTP/1.1 request and its answer on a socket that is already open, within bounds.
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { Deadline } from './deadline.js';
import { TransportFailure, systemCode } from './transport.failure.js';

export interface ExchangeRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
  maxHeaderBytes: number;
  headerMs: number;
}

const OVERFLOW = new Set(['HPE_HEADER_OVERFLOW', 'HPE_CHUNK_EXTENSIONS_OVERFLOW']);

function parserFailure(error: unknown): TransportFailure {
  const code = systemCode(error);
  // Under TLS 1.3 a refused client certificate shows only once the handshake is over.
  if (code.startsWith('ERR_SSL')) return new TransportFailure('tls-failed', code);
  return new TransportFailure(OVERFLOW.has(code) ? 'header-too-large' : 'protocol-error', code);
}

/** Sends the request and waits for the head of the answer. The socket is used once. */
export async function sendRequest(
  socket: Socket,
  options: ExchangeRequest,
  deadline: Deadline,
): Promise<IncomingMessage> {
  const work = new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({
      createConnection: () => socket,
      method: options.method,
      path: options.path,
      headers: { ...options.headers, Connection: 'close' },
      setHost: false,
      maxHeaderSize: options.maxHeaderBytes,
      insecureHTTPParser: false,
    });
    call.once('response', resolve);
    call.on('error', (error) => reject(parserFailure(error)));
    // Without a listener an upgrade is dropped by Node; either way it is no answer to a plain request.
    call.once('upgrade', () => reject(new TransportFailure('protocol-error', 'upgrade')));
    call.once('close', () => reject(new TransportFailure('protocol-error', 'closed')));
    call.end(options.body);
  });
  return deadline.run(work, () => socket.destroy(), options.headerMs, 'header');
}

export interface BodyLimits {
  maxBodyBytes: number;
  maxDecodedBytes: number;
}

/** How far reading went; filled while it goes on, so that a failed reading is counted too. */
export interface ReadProgress {
  wireBytes: number;
}

const MAX_ENCODINGS = 2;

function codings(response: IncomingMessage): string[] {
  const header = response.headers['content-encoding'] ?? '';
  const list = header
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '' && part !== 'identity');
  if (list.length > MAX_ENCODINGS) throw new TransportFailure('decompression-bomb', 'encodings');
  return list.toReversed();
}

/** A decoder that stops as soon as it has made more than `maxBytes`, so that a bomb costs no memory. */
async function* decode(
  source: AsyncIterable<Buffer>,
  coding: string,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  const decoder = await makeDecoder(source, coding);
  let total = 0;
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > maxBytes) throw new TransportFailure('decompression-bomb', coding);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof TransportFailure) throw error;
    throw new TransportFailure('protocol-error', systemCode(error));
  } finally {
    decoder.destroy();
  }
}

async function makeDecoder(source: AsyncIterable<Buffer>, coding: string): Promise<Readable> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const transform = decoderFor(coding, head);
  void (async () => {
    try {
      for (let next = first; !next.done; next = await iterator.next()) {
        if (transform.destroyed) break;
        if (!transform.write(next.value)) await drained(transform);
      }
      transform.end();
    } catch (error) {
      transform.destroy(error instanceof Error ? error : undefined);
    } finally {
      await iterator.return?.();
    }
  })();
  return transform;
}

function drained(transform: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    transform.once('drain', resolve);
    transform.once('close', resolve);
  });
}

function decoderFor(coding: string, head: Buffer) {
  // Servers cut streams short; what arrived is worth as much as a browser would have shown.
  const flush = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush);
    case 'deflate':
      // The name means zlib, but many servers send the bare stream.
      return ((head[0] ?? 0) & 0x0f) === 8 ? createInflate(flush) : createInflateRaw(flush);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      throw new TransportFailure('protocol-error', 'content-encoding');
  }
}

/** Reads the whole body, decoded. Stops at the first byte over a limit. */
export async function readBody(
  response: IncomingMessage,
  limits: BodyLimits,
  deadline: Deadline,
  progress: ReadProgress = { wireBytes: 0 },
): Promise<Buffer> {
  const list = codings(response);
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > limits.maxBodyBytes) throw new TransportFailure('too-large', 'content-length');
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        progress.wireBytes += chunk.length;
        if (progress.wireBytes > limits.maxBodyBytes) throw new TransportFailure('too-large', 'body');
        yield chunk;
      }
    } catch (error) {
      throw error instanceof TransportFailure ? error : parserFailure(error);
    }
  }
  let stream: AsyncGenerator<Buffer> = counted();
  for (const coding of list) stream = decode(stream, coding, limits.maxDecodedBytes);
  const work = (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  })();
  return deadline.run(work, () => response.destroy());
}
