// A client that costs little beside what it measures: HTTP/1.1 over kept connections, requests made beforehand, answers
// cut at their stated length.
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export interface Answer {
  readonly status: number;
  /** From the first byte sent to the last received. */
  readonly milliseconds: number;
  /** All that came over the wire, headers included. */
  readonly wireBytes: number;
  readonly headers: string;
  readonly body: Buffer;
}

/** A request as it goes over the wire. */
export function makeRequest(
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(method === 'POST' ? [`content-length: ${Buffer.byteLength(body)}`] : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** A form as a browser without script sends it. */
export function makeFormPost(path: string, fields: Readonly<Record<string, string>>): Buffer {
  return makeRequest(
    'POST',
    path,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams(fields).toString(),
  );
}

/** One connection, over which one request is under way at a time. */
export class Connection {
  private received: Buffer = Buffer.alloc(0);
  private head: { readonly text: string; readonly wireBytes: number } | undefined;
  private startedAt = 0;
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  private failure: Error | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('The portal closed the connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
      socket.once('error', reject);
    });
  }

  /** @throws Error when the connection is lost before the answer was whole */
  send(request: Buffer): Promise<Answer> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.startedAt = performance.now();
      this.socket.write(request);
    });
  }

  close(): void {
    this.failure ??= new Error('The connection was closed.');
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    if (this.head === undefined) {
      const end = this.received.indexOf(HEAD_END);
      if (end < 0) return;
      const text = this.received.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
      if (length === undefined) {
        this.fail(new Error('An answer does not state its length.'));
        return;
      }
      this.head = { text, wireBytes: end + HEAD_END.length + Number(length) };
    }
    const { text, wireBytes } = this.head;
    if (this.received.length < wireBytes) return;
    const body = this.received.subarray(text.length + HEAD_END.length, wireBytes);
    this.received = this.received.subarray(wireBytes);
    this.head = undefined;
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve({
      status: Number(text.slice(9, 12)),
      milliseconds: performance.now() - this.startedAt,
      wireBytes,
      headers: text,
      body,
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}

/** What several connections did with a list of requests. */
export interface Rush {
  readonly answers: readonly Answer[];
  readonly seconds: number;
}

/** Opens connections, runs the work, and closes them. */
export async function withConnections<T>(
  port: number,
  count: number,
  work: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  try {
    return await work(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Sends the requests, each connection its next as soon as it has an answer. */
export async function rush(connections: readonly Connection[], requests: readonly Buffer[]): Promise<Rush> {
  const answers: Answer[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
        answers.push(await connection.send(request));
      }
    }),
  );
  return { answers, seconds: (performance.now() - start) / 1000 };
}

/** The value below which a share of the samples lies. @param share from 0 to 1 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}
