import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { isAlive, waitFor } from './processes.mjs';

interface Server {
  port: number;
  pid: number;
  adopted: boolean;
  ownerUrl: string;
  superuserUrl: string;
}

const holder = join(process.cwd(), 'scripts/lib/testing/hold-postgres.mjs');

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let dir: string;
  const holders: ChildProcess[] = [];
  const servers = new Set<number>();

  /** A process of its own that starts the server or joins it, as each command does. */
  async function hold(): Promise<{ child: ChildProcess; server: Server }> {
    const child = spawn(process.execPath, [holder, dir], { stdio: ['pipe', 'pipe', 'pipe'] });
    holders.push(child);
    let errors = '';
    child.stderr.on('data', (text) => (errors += text));
    for await (const line of createInterface({ input: child.stdout })) {
      const server = JSON.parse(line) as Server;
      servers.add(server.pid);
      return { child, server };
    }
    throw new Error(errors);
  }

  async function release(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.stdin!.write('stop\n');
    await ended;
  }

  async function kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'manara test é منارة '));
    chmodSync(folder, 0o755);
    dir = join(folder, 'data');
  });
  afterAll(async () => {
    for (const child of holders) child.kill('SIGKILL');
    for (const pid of servers) if (isAlive(pid)) process.kill(pid, 'SIGINT');
    await waitFor(() => [...servers].every((pid) => !isAlive(pid)), { timeoutMs: 10_000 });
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts in a folder with spaces and letters of other scripts, and keeps the data over a stop', async () => {
    const first = await hold();
    await query(first.server.ownerUrl, `CREATE TABLE kept AS SELECT 'here'::text AS word`);
    await release(first.child);
    expect(isAlive(first.server.pid)).toBe(false);

    const second = await hold();
    expect(second.server.adopted).toBe(false);
    expect(await query(second.server.ownerUrl, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
    await release(second.child);
  });

  it('adopts the server that a killed supervisor left behind, and can stop it', async () => {
    const first = await hold();
    await kill(first.child);
    expect(isAlive(first.server.pid)).toBe(true);

    const second = await hold();
    expect(second.server).toMatchObject({ adopted: true, pid: first.server.pid, port: first.server.port });
    await release(second.child);
    expect(isAlive(first.server.pid)).toBe(false);
  });

  it('runs until the last of its users has stopped', async () => {
    const first = await hold();
    const second = await hold();
    await release(first.child);
    expect(await query(second.server.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await release(second.child);
    expect(isAlive(second.server.pid)).toBe(false);
  });

  it('starts again after the server itself was killed', async () => {
    const first = await hold();
    process.kill(first.server.pid, 'SIGKILL');
    await waitFor(() => !isAlive(first.server.pid), { timeoutMs: 5000 });
    await kill(first.child);
    const second = await hold();
    expect(second.server.adopted).toBe(false);
    await release(second.child);
  });

  it('makes new passwords when the file with them is lost', async () => {
    rmSync(join(dir, 'credentials.json'));
    const { child, server } = await hold();
    expect(await query(server.ownerUrl, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
    await release(child);
  });

  it('takes advisory locks from everybody in a cluster that was made when everybody had them', async () => {
    const early = await hold();
    const { ownerUrl, superuserUrl } = early.server;
    const inDatabase = new URL(superuserUrl);
    inDatabase.pathname = new URL(ownerUrl).pathname;
    await query(inDatabase.href, 'GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO PUBLIC');
    await query(superuserUrl, `CREATE ROLE somebody LOGIN PASSWORD 'x'`);
    await release(early.child);
    rmSync(join(dir, 'advisory-locks-taken'));

    const { child, server } = await hold();
    const [held] = await query(
      server.ownerUrl,
      `SELECT has_function_privilege('somebody', 'pg_advisory_lock(bigint)', 'EXECUTE') AS somebody,
         has_function_privilege('pg_advisory_lock(bigint)', 'EXECUTE WITH GRANT OPTION') AS owner`,
    );
    expect(held).toEqual({ somebody: false, owner: true });
    await release(child);
  });

  describe('while it runs', () => {
    let child: ChildProcess;
    let server: Server;
    beforeAll(async () => {
      ({ child, server } = await hold());
    });
    afterAll(() => release(child));

    it('gives the owner no more than an ordinary role that may make roles', async () => {
      const [role] = await query(
        server.ownerUrl,
        `SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user`,
      );
      expect(role).toEqual({
        rolsuper: false,
        rolcreaterole: true,
        rolcreatedb: false,
        rolreplication: false,
        rolbypassrls: false,
      });
    });

    it('refuses a wrong password', async () => {
      const url = new URL(server.ownerUrl);
      url.password = 'wrong';
      await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    });

    it('listens on the loopback address alone, without a socket in the file system', async () => {
      const [settings] = await query(
        server.superuserUrl,
        `SELECT current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets`,
      );
      expect(settings).toEqual({ listen: '127.0.0.1', sockets: '' });
    });

    it('keeps the credentials for their owner alone', () => {
      expect(statSync(join(dir, 'credentials.json')).mode & 0o777).toBe(0o600);
      expect(existsSync(join(dir, 'password.new'))).toBe(false);
    });

    it('sorts and folds letters by Unicode, whatever the language of the machine', async () => {
      expect(await query(server.ownerUrl, `SELECT lower('ÄÉ') AS folded`)).toEqual([{ folded: 'äé' }]);
    });

    it('writes neither statements nor the values of failed ones to its log', async () => {
      const mark = 'marked-value-4711';
      await expect(query(server.ownerUrl, `SELECT '${mark}'::uuid`)).rejects.toThrow(mark);
      await query(server.ownerUrl, `CREATE TABLE unique_word (word text PRIMARY KEY)`);
      const insert = `INSERT INTO unique_word VALUES ('${mark}')`;
      await query(server.ownerUrl, insert);
      await expect(query(server.ownerUrl, insert)).rejects.toMatchObject({ code: '23505' });
      const log = readFileSync(join(dir, 'postgres.log'), 'utf8');
      expect(log).toContain('ready to accept connections');
      expect(log).not.toContain(mark);
    });

    it('leaves advisory locks to the owner, who gives them on', async () => {
      const open = await query(
        server.ownerUrl,
        `SELECT count(*)::int AS open FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
         WHERE p.proname ~ '^pg_(try_)?advisory_' AND p.proname !~ 'unlock' AND a.grantee = 0`,
      );
      expect(open).toEqual([{ open: 0 }]);
      await expect(query(server.ownerUrl, 'SELECT pg_advisory_xact_lock(1)')).resolves.toBeDefined();
    });

    it('lets nobody but the superuser make large objects', async () => {
      await expect(query(server.ownerUrl, 'SELECT lo_create(0)')).rejects.toMatchObject({ code: '42501' });
    });
  });
});
