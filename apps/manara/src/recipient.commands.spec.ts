import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#libs/platform';
import { IccamWay, openRecipient } from '#libs/referrals';
import { startSandbox } from '../../iccam-sandbox/src/sandbox.js';
import { createInstallation, type Installation } from './testing/installation.js';

describe('a recipient', () => {
  let hotline: Installation;
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let folder: string;
  let triage: Database;
  let organisationId: string;
  let port: string;

  const recipient = (verb: string, name: string, ...more: string[]) =>
    hotline.run('recipient', verb, name, '--organisation', 'IS', ...more);
  const add = (name: string, ...more: string[]) =>
    recipient('add', name, '--host', '127.0.0.1', '--port', port, '--analyst-name', 'hotline-is', ...more);
  const secretFiles = () => [
    '--username',
    sandbox.account.username,
    '--password-file',
    hotline.file('password', `${sandbox.account.password}\n`),
    '--client-certificate',
    hotline.file('client.pem', sandbox.clientPem),
    '--client-key',
    hotline.file('client-key.pem', sandbox.clientKeyPem),
  ];
  const stateOf = async (name: string) =>
    (await hotline.json('recipient', 'list', '--organisation', 'IS')).find(
      (one: { name: string }) => one.name === name,
    );
  /** What triage gets to see of it. */
  const access = async (name: string) => {
    const { id } = await stateOf(name);
    return triage.within(organisationId, (manager) =>
      openRecipient(manager, hotline.ring(), organisationId, id),
    );
  };

  beforeAll(async () => {
    hotline = await createInstallation();
    folder = mkdtempSync(join(tmpdir(), 'manara-sandbox-'));
    sandbox = await startSandbox({ dir: folder, processingMs: 0, tokenSettleMs: 0 });
    port = new URL(sandbox.url).port;
    triage = await hotline.test.open('triage');
    ({ organisationId } = await hotline.json(
      'organisation',
      'add',
      'IS',
      '--name',
      'Example Hotline',
      '--country',
      'IS',
    ));
  });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
    await hotline.close();
  });

  it('is reached by triage with what the operator entered', async () => {
    await add('ICCAM', '--internal', '--ca', hotline.file('ca.pem', sandbox.caPem));
    expect(await access('ICCAM')).toBeUndefined();
    await recipient('secret', 'ICCAM', ...secretFiles());
    const opened = (await access('ICCAM'))!;
    expect(opened.secret).toEqual({
      username: sandbox.account.username,
      password: sandbox.account.password,
      clientCertificate: sandbox.clientPem,
      clientKey: sandbox.clientKeyPem,
    });
    // Signs in over mutual TLS, and is told that there is no such report.
    await expect(new IccamWay().acknowledgements(opened, '999999')).rejects.toMatchObject({
      code: 'iccam-refused',
      reason: expect.stringContaining('ReportNotFound'),
    });
    const own = { hosts: [opened.host], ports: [opened.port], addresses: [] };
    await expect(new IccamWay(own).acknowledgements(opened, '999999')).rejects.toMatchObject({
      reason: expect.stringContaining('address-refused'),
    });
    expect(await hotline.acts('IS')).toEqual([
      'organisation.added',
      'recipient.added',
      'recipient.secret-entered',
    ]);
  });

  it('has its secret sealed, and shown by no list', async () => {
    const [row] = await hotline.test.asOwner<{ sealed_secret: Buffer }>(
      `SELECT sealed_secret FROM recipient_secrets`,
    );
    expect(row!.sealed_secret.includes(sandbox.account.password)).toBe(false);
    expect(JSON.stringify(await stateOf('ICCAM'))).not.toContain(sandbox.account.password);
  });

  it('loses its secret when it gets another host or port, and keeps it otherwise', async () => {
    expect(
      await hotline.json(
        'recipient',
        'move',
        'ICCAM',
        '--organisation',
        'IS',
        '--host',
        '127.0.0.1',
        '--port',
        port,
      ),
    ).toEqual({ needsSecret: false });
    expect((await stateOf('ICCAM')).secretSetAt).not.toBeNull();
    await recipient('move', 'ICCAM', '--host', 'api.example.org');
    expect(await stateOf('ICCAM')).toMatchObject({ host: 'api.example.org', port: 443, secretSetAt: null });
    expect(await access('ICCAM')).toBeUndefined();
    expect(await hotline.test.asOwner(`SELECT 1 FROM recipient_secrets`)).toEqual([]);
  });

  it('gets nothing while it is off', async () => {
    await add('Second', '--internal');
    await recipient('secret', 'Second', ...secretFiles());
    await recipient('disable', 'Second');
    expect(await stateOf('Second')).toMatchObject({ isActive: false });
    expect(await access('Second')).toBeUndefined();
    await recipient('enable', 'Second');
    expect(await access('Second')).toBeDefined();
    expect((await hotline.acts('IS')).slice(-2)).toEqual(['recipient.disabled', 'recipient.enabled']);
  });

  it.each([
    ['a host that is an address', ['--host', 'https://api.example.org'], 'host'],
    ['a port that there is none of', ['--port', '70000'], 'port'],
    ['a path with a query', ['--path', '/api?x=1'], 'path'],
    ['an authority that is no certificate', ['--ca', 'package.json'], 'ca'],
    ['a name of blanks', ['--analyst-name', ' '], 'analystName'],
  ])('is refused with %s', async (_what, more, field) => {
    await expect(add('Refused', ...more)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect(await stateOf('Refused')).toBeUndefined();
  });

  it('is refused by a way that nothing delivers by, and by a name that is taken', async () => {
    await expect(add('Police', '--way', 'police')).rejects.toMatchObject({
      name: expect.stringContaining('Commander'),
    });
    await expect(add('Second')).rejects.toMatchObject({ code: 'recipient-exists' });
  });

  it('takes no secret whose parts do not fit, and keeps the one that it had', async () => {
    const before = await access('Second');
    const replaced = (flag: string, content: string) =>
      secretFiles().map((one, at, all) =>
        all[at - 1] === flag ? hotline.file(`other${flag}`, content) : one,
      );
    const otherKey = readFileSync(join(folder, 'server-key.pem'), 'utf8');
    for (const [flag, content, field] of [
      ['--client-key', otherKey, 'clientKey'],
      ['--client-key', 'nothing', 'clientKey'],
      ['--client-certificate', 'nothing', 'clientCertificate'],
      ['--password-file', '\n', 'password'],
    ] as const) {
      await expect(recipient('secret', 'Second', ...replaced(flag, content))).rejects.toMatchObject({
        fields: { [field]: expect.any(String) },
      });
    }
    expect(await access('Second')).toEqual(before);
    await expect(recipient('secret', 'Nobody', ...secretFiles())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('takes its password from a file or standard input, never from the arguments', async () => {
    await expect(recipient('secret', 'Second', ...secretFiles(), '--password', 'x')).rejects.toMatchObject({
      name: expect.stringContaining('Commander'),
    });
    await expect(
      recipient('secret', 'Second', ...secretFiles(), '--password-file', '-', '--client-key', '-'),
    ).rejects.toThrow(/Only one/);
  });
});
