// The operator's commands as an operator types them, on a running system: backup and restore, the audit log, the look
// over the installation, hashes; what stands on standard output, and with which exit status they end.
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import sharp from 'sharp';
import { assessNext } from '../demo/assessing.js';
import { Analyst, Reporter } from '../demo/calls.js';
import { tablesOf } from '../support/mark-search.js';
import { lives, postgresOf, runCommand, startSystem, type CommandResult } from '../support/system.js';
import { until } from '../support/waiting.js';

describe('npm run manara', () => {
  let system: Awaited<ReturnType<typeof startSystem>>;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system?.end());

  const path = (name: string) => join(system.folder, name);
  const manara = (args: readonly string[], settings: Record<string, string> = {}): Promise<CommandResult> =>
    runCommand(['npm', 'run', '--silent', 'manara', '--', ...args], { ...system.env, ...settings });

  /** What a command printed as JSON; nothing else may stand there. */
  async function asJson<T>(args: readonly string[], settings: Record<string, string> = {}): Promise<T> {
    const { code, stdout, stderr } = await manara([...args, '--json'], settings);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    return JSON.parse(stdout) as T;
  }

  describe('backup and restore', () => {
    let receipt: string;
    let written: { tables: Record<string, number>; objects: number };
    let restored: { tables: Record<string, number>; unreadable: number };
    let restoredUrl: string;
    let server: number;

    async function onServer(statement: string): Promise<void> {
      const client = new Client({ connectionString: system.databaseUrl('postgres') });
      await client.connect();
      await client.query(statement);
      await client.end();
    }

    beforeAll(async () => {
      const reporter = new Reporter(system.urls.portal, 'demo');
      receipt = await reporter.report({
        urls: [`${system.urls['sample-site']}/pages/known`],
        comment: 'qz7-backup-words',
        contactEmail: 'someone@example.org',
      });
      await reporter.report({ urls: [`${system.urls['sample-site']}/pages/new`] });
      const analyst = await Analyst.signIn(system.urls.console, system.account('analyst@demo'));
      await until(
        'both cases are ready',
        async () => {
          const { cases } = await analyst.call<{ cases: unknown[] }>(
            'POST',
            '/api/v1/cases/search',
            { state: 'ready' },
            200,
          );
          return cases.length === 2;
        },
        60_000,
      );
      await assessNext(analyst);

      server = postgresOf(system.dataDir)!;
      written = await asJson(['backup', path('manara.backup')]);
      await onServer('CREATE DATABASE restored OWNER manara_owner TEMPLATE template0');
      restoredUrl = system.databaseUrl('manara_owner', 'restored');
      restored = await asJson(['restore', path('manara.backup')], { DATABASE_URL: restoredUrl });
    });

    it('take the whole database along, without sessions and without the keys of evidence', () => {
      expect(Object.keys(written.tables)).not.toContain('sessions');
      expect(Object.keys(written.tables)).not.toContain('data_keys');
      expect(written.tables).toMatchObject({ reports: 2, receipts: 2, cases: 2 });
      expect(written.objects).toBe(0);
      expect(restored.unreadable).toBeGreaterThan(0);
    });

    it('bring back as many rows of each table as were taken, byte for byte', async () => {
      const client = new Client({ connectionString: restoredUrl });
      await client.connect();
      const counted: Record<string, number> = {};
      for (const table of Object.keys(written.tables)) {
        const { rows } = await client.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM "${table}"`,
        );
        counted[table] = rows[0]!.count;
      }
      await client.end();
      // Evidence whose keys were left out is gone, and the restored database does not name it as if it were there.
      const evidence = written.tables.evidence_objects! - restored.unreadable;
      expect(counted).toEqual({ ...written.tables, evidence_objects: evidence });
      const texts = async (url: string) =>
        new Map((await tablesOf(url)).map(({ where, bytes }) => [where, bytes.toString('latin1')]));
      const [before, after] = [await texts(system.databaseUrl('manara_owner')), await texts(restoredUrl)];
      // Tables that nothing changes any more.
      for (const name of [
        'reports',
        'report_addresses',
        'receipts',
        'organisations',
        'portals',
        'hash_entries',
      ]) {
        expect(before.get(`public.${name}`)).toBeDefined();
        expect(after.get(`public.${name}`)).toBe(before.get(`public.${name}`));
      }
    });

    it('leave the database server alone, which they share with the system', () => {
      expect(lives(server)).toBe(true);
    });

    it('leave a file that says nothing to whoever finds it', () => {
      const file = path('manara.backup');
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      const bytes = readFileSync(file);
      for (const word of ['analyst@demo', 'DEMO-2', 'reports', 'qz7-backup-words', '/pages/known']) {
        expect(bytes.includes(word)).toBe(false);
      }
    });

    it('leave the audit log whole', async () => {
      for (const url of [system.databaseUrl('manara_owner'), restoredUrl]) {
        const settings = { DATABASE_URL: url };
        const verdicts = await asJson<{ code: string; events: number; broken?: unknown }[]>(
          ['audit', 'verify'],
          settings,
        );
        expect(verdicts.map(({ code }) => code)).toEqual(['DEMO', 'ISLE']);
        expect(verdicts.filter(({ broken }) => broken !== undefined)).toEqual([]);
        expect(verdicts[0]!.events).toBeGreaterThan(3);
      }
    });

    it('let the reporter’s receipt open again', async () => {
      const client = new Client({ connectionString: restoredUrl });
      await client.connect();
      const { rows } = await client.query<{ lookup: string }>('SELECT lookup FROM receipts');
      await client.end();
      expect(rows.map(({ lookup }) => lookup)).toContain(receipt.replaceAll('-', '').slice(0, 8));
    });

    it('write over nothing: neither a backup nor a database', async () => {
      const again = await manara(['backup', path('manara.backup')]);
      expect(again).toMatchObject({ code: 1, stdout: '' });
      expect(again.stderr).toContain('There is a file of that name already');
      const twice = await manara(['restore', path('manara.backup')], { DATABASE_URL: restoredUrl });
      expect(twice).toMatchObject({ code: 1, stdout: '' });
      expect(twice.stderr).toContain('The database holds data already');
    });

    it('restore nothing of a file that was changed', async () => {
      copyFileSync(path('manara.backup'), path('changed.backup'));
      const bytes = readFileSync(path('changed.backup'));
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = bytes[middle]! ^ 1;
      writeFileSync(path('changed.backup'), bytes);
      await onServer('CREATE DATABASE untouched OWNER manara_owner TEMPLATE template0');
      const url = system.databaseUrl('manara_owner', 'untouched');
      const refused = await manara(['restore', path('changed.backup')], { DATABASE_URL: url });
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('nothing was restored');
      const holding = (await tablesOf(url)).filter(({ bytes: rows }) => rows.length > 0);
      expect(holding.map(({ where }) => where)).not.toContain('public.reports');
    });
  });

  it('hash prints the object of the contract and nothing else', async () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#cde"/>
      <path d="M0 300 L150 120 L260 240 L400 90 V300 Z" fill="#375"/><text x="60" y="80" font-size="40">lighthouse</text></svg>`;
    await sharp(Buffer.from(drawing)).png().toFile(path('drawing.png'));
    const bytes = readFileSync(path('drawing.png'));
    const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
    const line = await asJson<Record<string, unknown>>(['hash', path('drawing.png')]);
    expect(line).toEqual({
      file: path('drawing.png'),
      md5: digest('md5'),
      sha1: digest('sha1'),
      sha256: digest('sha256'),
      pdq: expect.stringMatching(/^[0-9a-f]{64}$/),
      quality: expect.any(Number),
      width: 400,
      height: 300,
      format: 'png',
    });
    expect(Object.keys(line).join()).toBe('file,md5,sha1,sha256,pdq,quality,width,height,format');
  });

  it('doctor finds nothing broken, and says that the programs share one user here', async () => {
    const findings = await asJson<{ what: string; state: string; words: string }[]>(['doctor']);
    expect(findings.filter(({ state }) => state === 'broken')).toEqual([]);
    for (const zone of ['portal', 'triage', 'console', 'exchange']) {
      expect(findings).toContainEqual(expect.objectContaining({ what: `role of ${zone}`, state: 'ok' }));
    }
    expect(findings).toContainEqual(expect.objectContaining({ what: 'users', state: 'mind' }));
  });

  describe('its exit status', () => {
    const commands = [
      [],
      ['backup'],
      ['restore'],
      ['hash'],
      ['lists', 'import'],
      ['user'],
      ['audit', 'verify'],
      ['doctor'],
      ['setup'],
      ['db', 'roles'],
    ];
    it.each(commands.map((command) => [command.join(' ') || 'no command', command] as const))(
      'is 0 for the help of %s, which goes to standard output',
      async (_name, command) => {
        const { code, stdout } = await runCommand(
          [process.execPath, 'scripts/manara.mjs', ...command, '--help'],
          system.env,
        );
        expect(stdout).toContain('Usage: manara');
        expect(code).toBe(0);
      },
    );

    it.each([
      ['no command at all', []],
      ['an unknown command', ['light']],
      ['an unknown option', ['hash', '--loud', 'x']],
      ['no file', ['hash']],
      ['no file for the backup', ['backup']],
      ['a group without a command', ['lists']],
    ])('is 2 for %s', async (_what, args) => {
      const { code, stdout, stderr } = await manara(args);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
      expect(code).toBe(2);
    });

    it('is 1 for what failed', async () => {
      const { code, stdout, stderr } = await manara(['hash', path('no-such-file.png'), '--json']);
      expect(stdout).toBe('');
      expect(stderr).toContain('cannot be read');
      expect(code).toBe(1);
    });
  });
});
