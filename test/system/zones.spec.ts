// The four zones as they run: what the public program holds, what its role opens, and what production refuses.
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { runCommand, startSystem, type ProgramName } from '../support/system.js';

const ZONES = ['portal', 'triage', 'console', 'exchange'] as const;
type Zone = (typeof ZONES)[number];
const variableOf = (zone: Zone) => `${zone.toUpperCase()}_DATABASE_URL`;

describe('the zones of a running system', () => {
  let system: Awaited<ReturnType<typeof startSystem>>;
  let keys: string;
  beforeAll(async () => {
    system = await startSystem();
    keys = join(system.dataDir, 'keys');
  });
  afterAll(() => system?.end());

  const environmentOf = (program: ProgramName) =>
    Object.fromEntries(
      readFileSync(`/proc/${system.programs().get(program)}/environ`, 'utf8')
        .split('\0')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  const passwordOf = (url: string) => decodeURIComponent(new URL(url).password);
  const ownerPassword = () => passwordOf(system.databaseUrl('manara_owner'));

  describe('the public program', () => {
    it('was given the address of its own role and its own key, and no other secret', () => {
      const environment = environmentOf('portal');
      const secret = Object.keys(environment).filter((name) =>
        /DATABASE|KEY|SECRET|PASSWORD|TOKEN|REDIS|EVIDENCE|DATA_DIR|AWS/.test(name),
      );
      expect(secret.sort()).toEqual(['PORTAL_DATABASE_URL', 'PORTAL_KEY_FILE']);
      const text = JSON.stringify(environment);
      const roles = system.roleUrls();
      expect(text).toContain(passwordOf(roles.portal));
      for (const zone of ['triage', 'console', 'exchange'] as const) {
        expect(text).not.toContain(passwordOf(roles[zone]));
      }
      for (const role of ['manara_owner', 'postgres'] as const) {
        expect(text).not.toContain(passwordOf(system.databaseUrl(role)));
      }
      for (const part of ['master.key', 'evidence', readFileSync(join(keys, 'master.key'), 'utf8').trim()]) {
        expect(text).not.toContain(part);
      }
    });

    it('has no file of keys, evidence or database open, and works in no such folder', () => {
      const folder = `/proc/${system.programs().get('portal')}`;
      const open = readdirSync(`${folder}/fd`).map((number) => readlinkSync(`${folder}/fd/${number}`));
      expect(open.length).toBeGreaterThan(3);
      expect(
        [...open, readlinkSync(`${folder}/cwd`)].filter((path) => path.startsWith(system.dataDir)),
      ).toEqual([]);
    });

    it('was started without a secret on its command line', () => {
      const line = readFileSync(`/proc/${system.programs().get('portal')}/cmdline`, 'utf8');
      expect(line).not.toMatch(/postgres:|key|password/i);
    });
  });

  it('keeps what the owner of the database and other zones have from each program', () => {
    const roles = system.roleUrls();
    const keyless: ProgramName[] = ['portal', 'exchange', 'sample-site', 'iccam-sandbox'];
    for (const [program] of system.programs()) {
      const text = JSON.stringify(environmentOf(program));
      expect(text).not.toContain(ownerPassword());
      for (const zone of ZONES.filter((one) => one !== program))
        expect(text).not.toContain(passwordOf(roles[zone]));
      expect(text.includes('master.key')).toBe(!keyless.includes(program));
    }
  });

  it('keeps files of keys, passwords and logs from other users of the machine', () => {
    const open = (path: string) => runCommand(['stat', '-c', '%a', join(system.dataDir, path)], system.env);
    return Promise.all(
      [
        'keys/master.key',
        'keys/portal.key',
        'roles.json',
        'demo-accounts.json',
        'postgres/credentials.json',
        'logs/portal.log',
      ].map(async (path) => expect([path, (await open(path)).stdout.trim()]).toEqual([path, '600'])),
    );
  });

  describe('whoever has taken the public program over, with its role and its key', () => {
    let client: Client;
    let receipts: string[];
    beforeAll(async () => {
      client = new Client({ connectionString: system.roleUrls().portal });
      await client.connect();
      receipts = [];
      for (const comment of ['one', 'two']) {
        const answer = await fetch(`${system.urls.portal}/api/v1/demo/reports`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ place: 'a group', comment }),
        });
        receipts.push(((await answer.json()) as { receipt: string }).receipt.replaceAll('-', ''));
      }
    });
    afterAll(() => client.end());

    /** As the program itself hashes what is in a receipt. */
    function hashOf(lookup: string, secret: string): Buffer {
      const key = Buffer.from(readFileSync(join(keys, 'portal.key'), 'utf8').trim(), 'base64');
      const derived = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'manara receipts', 32));
      return createHmac('sha256', derived).update(`${lookup} ${secret}`).digest();
    }
    const opened = async (lookup: string, hash: Buffer | null) =>
      (
        await client.query<{ answer: unknown }>('SELECT portal_api.open_receipt($1, $2) AS answer', [
          lookup,
          hash,
        ])
      ).rows[0]!.answer;

    it('opens a receipt that was shown, and no other by its number alone', async () => {
      const [mine, other] = receipts.map((code) => [code.slice(0, 8), code.slice(8)] as const);
      expect(await opened(mine![0], hashOf(...mine!))).toMatchObject({ status: 'received' });
      for (const guess of [
        null,
        Buffer.alloc(0),
        Buffer.alloc(32),
        randomBytes(32),
        hashOf(...mine!),
        hashOf(other![0], mine![1]),
      ]) {
        expect(await opened(other![0], guess)).toBeNull();
      }
      for (const pattern of ['%', '________', '', `${other![0]}' OR true --`]) {
        expect(await opened(pattern, hashOf(...other!))).toBeNull();
      }
    });

    it('finds no other receipt by what the functions answer', async () => {
      const { rows } = await client.query<{ name: string; result: string }>(
        `SELECT p.proname AS name, pg_get_function_result(p.oid) AS result FROM pg_proc p
         JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname = 'portal_api' AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1`,
      );
      expect(rows).toEqual([
        { name: 'answer', result: 'text' },
        { name: 'drop_draft', result: 'boolean' },
        { name: 'forget_code', result: 'boolean' },
        { name: 'forget_contact', result: 'boolean' },
        { name: 'keep_draft', result: 'boolean' },
        { name: 'open_receipt', result: 'jsonb' },
        { name: 'portal_marks', result: 'jsonb' },
        { name: 'portals', result: 'jsonb' },
        { name: 'sends_letters', result: 'boolean' },
        { name: 'submit', result: 'jsonb' },
        { name: 'use_key', result: 'jsonb' },
        { name: 'withdrawn_portals', result: 'jsonb' },
      ]);
    });

    it.each([
      ['SELECT * FROM public.receipts', '42501'],
      ['SELECT * FROM bullmq.job', '42501'],
      ['SELECT rolpassword FROM pg_authid', '42501'],
      [`SELECT pg_read_file('postgresql.conf')`, '42501'],
      [`COPY (SELECT 1) TO PROGRAM 'true'`, '42501'],
      ['CREATE TABLE public.kept (id int)', '42501'],
      ['CREATE TEMPORARY TABLE kept (id int)', '42501'],
      ['SET ROLE manara_owner', '42501'],
      ['SET SESSION AUTHORIZATION manara_triage', '42501'],
      [`SELECT lo_create(0)`, '42501'],
      [`SELECT pg_advisory_lock(1)`, '42501'],
      [`SELECT pg_try_advisory_lock_shared(1, 1)`, '42501'],
    ])('is refused by the database: %s', async (statement, code) => {
      await expect(client.query(statement)).rejects.toMatchObject({ code });
    });

    it('sees no statement of another zone', async () => {
      const { rows } = await client.query<{ query: string }>(
        'SELECT DISTINCT query FROM pg_stat_activity WHERE usename IS DISTINCT FROM current_user',
      );
      expect(rows.filter(({ query }) => query && query !== '<insufficient privilege>')).toEqual([]);
    });

    it('gets into the database under no other name with its password', async () => {
      for (const zone of ['triage', 'console', 'exchange'] as const) {
        const url = new URL(system.roleUrls()[zone]);
        url.password = passwordOf(system.roleUrls().portal);
        const stranger = new Client({ connectionString: url.href });
        await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
      }
    });
  });

  describe('production refuses', () => {
    let production: Record<string, string>;
    const ownerUrl = () => system.databaseUrl('manara_owner');

    function keyFile(folder: string, mode = 0o600): string {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${randomBytes(4).toString('hex')}.key`);
      writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode });
      return path;
    }

    beforeAll(() => {
      production = {
        PATH: process.env.PATH!,
        NODE_ENV: 'production',
        DATA_DIR: join(system.folder, 'production'),
        PORTAL_ORIGIN: 'https://report.example.org',
        CONSOLE_ORIGIN: 'https://console.example.org',
        ...Object.fromEntries(
          ['PORTAL', 'CONSOLE', 'EXCHANGE', 'METRICS'].map((name) => [`${name}_PORT`, '0']),
        ),
        ...Object.fromEntries(ZONES.map((zone) => [variableOf(zone), system.roleUrls()[zone]])),
      };
    });

    /** Starts a program alone, which has to end by itself with one line. */
    async function refusal(zone: Zone, more: Record<string, string>): Promise<string> {
      const outside = join(system.folder, 'outside');
      const ownKey: Record<string, string> =
        zone === 'portal'
          ? { PORTAL_KEY_FILE: keyFile(outside) }
          : zone === 'exchange'
            ? {}
            : { MANARA_KEY_FILE: keyFile(outside) };
      const { code, stdout, stderr } = await runCommand([process.execPath, `dist/apps/${zone}/src/main.js`], {
        ...production,
        ...ownKey,
        ...more,
      });
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      return stderr.trimEnd();
    }

    it('the master keys in the public program', async () => {
      expect(await refusal('portal', { MANARA_KEY_FILE: keyFile(join(system.folder, 'outside')) })).toBe(
        'portal: MANARA_KEY_FILE: must not be given to the portal; its own key is in PORTAL_KEY_FILE',
      );
    });

    it.each(ZONES)('%s under the role of the database’s owner', async (zone) => {
      expect(await refusal(zone, { [variableOf(zone)]: ownerUrl() })).toMatch(
        new RegExp(`^${zone}: ${variableOf(zone)}: its role may make roles`),
      );
    });

    it.each([
      ['portal', 'console'],
      ['console', 'triage'],
    ] as const)('%s under the role of %s', async (zone, other) => {
      expect(await refusal(zone, { [variableOf(zone)]: system.roleUrls()[other] })).toMatch(
        new RegExp(`^${zone}: ${variableOf(zone)}: its role `),
      );
    });

    it('portal and console on one host name', async () => {
      expect(await refusal('console', { CONSOLE_ORIGIN: 'https://report.example.org:8443' })).toBe(
        'console: CONSOLE_ORIGIN: must have another host name than PORTAL_ORIGIN',
      );
    });

    it('a console without https', async () => {
      expect(await refusal('console', { CONSOLE_ORIGIN: 'http://console.example.org' })).toContain(
        'console: CONSOLE_ORIGIN: must be https',
      );
    });

    it.each([
      ['portal', 'PORTAL_KEY_FILE'],
      ['triage', 'MANARA_KEY_FILE'],
      ['console', 'MANARA_KEY_FILE'],
    ] as const)('%s with its key file among the data', async (zone, variable) => {
      expect(await refusal(zone, { [variable]: keyFile(join(production.DATA_DIR!, 'keys')) })).toBe(
        `${zone}: ${variable}: must not lie inside DATA_DIR; keep keys and data apart`,
      );
    });

    it.each([
      ['portal', 'PORTAL_KEY_FILE'],
      ['triage', 'MANARA_KEY_FILE'],
    ] as const)('%s with a key file that others may read', async (zone, variable) => {
      expect(await refusal(zone, { [variable]: keyFile(join(system.folder, 'outside'), 0o644) })).toContain(
        `${zone}: ${variable}: the file may be read by others`,
      );
    });

    it('the demonstration', async () => {
      expect(await refusal('triage', { MANARA_DEMO: '1' })).toBe(
        `triage: MANARA_DEMO: must be 0 when NODE_ENV is production`,
      );
    });

    it.each(['portal', 'console'] as const)('%s open to others while it demonstrates', async (zone) => {
      expect(await refusal(zone, { NODE_ENV: '', MANARA_DEMO: '1', LISTEN_HOST: '0.0.0.0' })).toBe(
        `${zone}: LISTEN_HOST: must be 127.0.0.1 in demonstration mode; set MANARA_DEMO=0 to serve others`,
      );
    });

    it.each([
      ['the demonstration open to others', { MANARA_DEMO: '1', LISTEN_HOST: '0.0.0.0' }, 'LISTEN_HOST'],
      ['the demonstration', { NODE_ENV: 'production', MANARA_DEMO: '1' }, 'MANARA_DEMO'],
      ['no master key', { NODE_ENV: 'production' }, 'MANARA_KEY_FILE'],
      ['a port that is none', { PORTAL_PORT: 'http' }, 'PORTAL_PORT'],
    ])('npm start with %s', async (_what, settings, variable) => {
      const { code, stderr } = await runCommand([process.execPath, 'scripts/start.mjs'], {
        PATH: process.env.PATH,
        DATA_DIR: join(system.folder, 'refused'),
        ...settings,
      });
      expect(code).toBe(1);
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^manara: ${variable}\\b`));
    });
  });
});
