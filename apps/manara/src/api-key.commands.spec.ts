import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeOrganisation, type World } from '../../../test/support/review-world.js';
import { addApiKeyCommands } from './api-key.commands.js';
import { addListsCommands } from './lists.commands.js';
import { runCommand } from './testing/run-command.js';

describe('what an operator gives partners', () => {
  let test: TestDatabase;
  let world: World;
  let folder: string;

  const run = (...args: string[]) =>
    runCommand(
      (program: Command) => {
        addApiKeyCommands(program);
        addListsCommands(program);
      },
      args,
      { DATABASE_URL: test.ownerUrl, TRIAGE_DATABASE_URL: test.urls.triage, INIT_CWD: folder },
    );
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).lines.join('\n'));
  const own = (...more: string[]) => json('lists', 'own', 'Our own', '--confirmations', '2', ...more);
  const create = (...more: string[]) =>
    json('api-key', 'create', 'A provider', '--organisation', world.code, '--until', '2027-06-01', ...more);

  beforeAll(async () => {
    test = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'manara-out-'));
    world = await makeOrganisation(test);
  });
  afterAll(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  it('is a key to the own list, shown once, listed without its secret, and revoked', async () => {
    const { id: listId } = await own();
    const { id, key } = await create('--scope', 'lists:read,addresses:read', '--list', 'Our own');
    expect(key).toMatch(/^manara_/);
    const listed = await json('api-key', 'list', '--organisation', world.code);
    expect(listed).toMatchObject([{ id, listIds: [listId], perMinute: 60, perDay: 5000, revokedAt: null }]);
    expect(JSON.stringify(listed)).not.toContain(key.slice(24));
    await run('api-key', 'revoke', id, '--organisation', world.code);
    const { lines } = await run('api-key', 'list', '--organisation', world.code);
    expect(lines).toEqual([expect.stringContaining('REVOKED')]);
  });

  it('is a key to a portal', async () => {
    const { id } = await create('--scope', 'reports:write', '--portal', world.code.toLowerCase());
    expect((await json('api-key', 'list', '--organisation', world.code))[0]).toMatchObject({
      id,
      portalId: world.portalId,
    });
  });

  it.each([
    ['a portal that is not there', ['--scope', 'reports:write', '--portal', 'nowhere']],
    ['a list that is not there', ['--scope', 'lists:read', '--list', 'nothing']],
    ['a scope that is not there', ['--scope', 'everything']],
    ['lists, and names none', ['--scope', 'lists:read']],
  ])('is no key to %s', async (_what, flags) => {
    await expect(create(...flags)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('is a file of the own list, made once', async () => {
    await own('--organisation', world.code);
    const exported = () => json('lists', 'export', 'Our own', '--for', 'provider', '--output', 'own.csv');
    expect(await exported()).toEqual({
      list: 'Our own',
      format: 'csv',
      file: 'own.csv',
      version: 0,
      entries: 0,
      kept: 0,
      unfit: 0,
    });
    expect(await readFile(join(folder, 'own.csv'), 'utf8')).toBe(
      'md5,sha1,sha256,pdq,quality,category,video\r\n',
    );
    await expect(exported()).rejects.toMatchObject({ message: 'The file own.csv is there already.' });
  });

  it('is nothing that was imported into the own list by mistake', async () => {
    await expect(
      run('lists', 'import', join(process.cwd(), 'package.json'), '--list', 'Our own'),
    ).rejects.toMatchObject({ message: expect.stringContaining('your own analysts') });
  });
});
