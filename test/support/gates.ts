// Doors that a test stands in, so that a fault comes at a certain moment: before the sample site, before any TCP server,
// and before a table.
import { createServer, request as httpRequest } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Client } from 'pg';
import type { TestDatabase } from './database.js';

/** Counts what passes to a web server and can keep a request waiting. */
export interface HttpGate {
  /** Origin, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** How often a path was asked for. */
  timesAsked(path: string): number;
  /** Every path and how often it was asked for. */
  asked(): Readonly<Record<string, number>>;
  /** From now on requests for paths that end so wait, until `release`. */
  hold(ending: string): void;
  /** How many wait whose asker is still there. */
  waiting(): number;
  release(): void;
  stop(): Promise<void>;
}

/** Opens a gate before a plain web server. */
export async function openHttpGate(target: string): Promise<HttpGate> {
  const counts = new Map<string, number>();
  const waiting = new Map<() => void, () => boolean>();
  let held: string | undefined;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const pass = () => {
      if (outgoing.destroyed) return;
      const onward = httpRequest(`${target}${path}`, { method: incoming.method, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      onward.end();
    };
    if (held !== undefined && path.endsWith(held)) waiting.set(pass, () => !outgoing.destroyed);
    else pass();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    timesAsked: (path) => counts.get(path) ?? 0,
    asked: () => Object.fromEntries(counts),
    hold: (ending) => {
      held = ending;
    },
    waiting: () => [...waiting.values()].filter((isThere) => isThere()).length,
    release: () => {
      held = undefined;
      for (const pass of waiting.keys()) pass();
      waiting.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Passes bytes to a server, can keep new connections waiting, and can be cut. */
export interface TcpGate {
  readonly port: number;
  /** From now on new connections are taken but lead nowhere, until `release`. */
  hold(): void;
  waiting(): number;
  release(): void;
  /** Ends every connection and refuses new ones, until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens a gate before a server of this machine. */
export async function openTcpGate(target: { host: string; port: number }): Promise<TcpGate> {
  const open = new Set<Socket>();
  const waiting = new Set<Socket>();
  let isHeld = false;
  const track = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
  };
  const pass = (incoming: Socket) => {
    const onward = connect(target.port, target.host);
    track(onward);
    onward.on('close', () => incoming.destroy());
    incoming.on('close', () => onward.destroy());
    incoming.pipe(onward).pipe(incoming);
  };
  const server = createTcpServer((incoming) => {
    track(incoming);
    if (!isHeld) {
      pass(incoming);
      return;
    }
    // Read nothing yet, but notice when the other side goes.
    waiting.add(incoming);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    hold: () => {
      isHeld = true;
    },
    waiting: () => waiting.size,
    release: () => {
      isHeld = false;
      for (const socket of waiting) pass(socket);
      waiting.clear();
    },
    cut: close,
    mend: () => listen(port),
    stop: async () => {
      if (server.listening) await close();
    },
  };
}

/** A lock that lets nobody write into some tables. */
export interface TableLock {
  /** How many transactions wait to write into the table. */
  waiting(table: string): Promise<number>;
  /** Locks one more table. */
  add(table: string): Promise<void>;
  release(): Promise<void>;
}

/** Locks tables against writing, on a connection of its own; reading goes on. */
export async function lockTables(test: TestDatabase, ...tables: string[]): Promise<TableLock> {
  const client = new Client({ connectionString: test.ownerUrl, application_name: 'test-lock' });
  await client.connect();
  await client.query('BEGIN');
  const add = async (table: string) => {
    await client.query(`LOCK TABLE ${table} IN SHARE MODE`);
  };
  for (const table of tables) await add(table);
  return {
    add,
    waiting: async (table) => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks
         WHERE relation = $1::regclass AND mode = 'RowExclusiveLock' AND NOT granted`,
        [table],
      );
      return rows[0]!.count;
    },
    release: () => client.end(),
  };
}

/** A lock on some rows that lets nobody change them. */
export interface RowLock {
  /** How many transactions wait for one of the rows. */
  waiting(): Promise<number>;
  release(): Promise<void>;
}

/** Locks the rows that a statement selects, on a connection of its own. */
export async function lockRows(test: TestDatabase, select: string, values: unknown[]): Promise<RowLock> {
  const client = new Client({ connectionString: test.ownerUrl, application_name: 'test-lock' });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`${select} FOR UPDATE`, values);
  return {
    waiting: async () => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks
         WHERE locktype = 'transactionid' AND transactionid = pg_current_xact_id()::xid AND NOT granted`,
      );
      return rows[0]!.count;
    },
    release: () => client.end(),
  };
}
