import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addHashCommand } from './hash.command.js';
import { addListsCommands } from './lists.commands.js';
import { runCommand } from './testing/run-command.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('manara lists', () => {
  let test: TestDatabase;
  let folder: string;

  const run = (...args: string[]) =>
    runCommand(addListsCommands, ['lists', ...args], { TRIAGE_DATABASE_URL: test.urls.triage });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).lines.join('\n'));
  async function file(name: string, content: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  beforeAll(async () => {
    test = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'lists-'));
    await test.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [newId()],
    );
  });
  afterAll(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  it('imports a file with its policy, and says what came of it', async () => {
    const path = await file(
      'first.csv',
      `sha256,Hash,Grade\n${sha256('a')},${md5('a')},baseline\nnonsense,,\n`,
    );
    const flags = [
      '--list',
      'first',
      '--trust',
      'several-analysts',
      '--effect',
      'settle',
      '--max-distance',
      '20',
    ];
    expect(
      await json('import', path, ...flags, '--column', 'md5=Hash', '--column', 'category=Grade'),
    ).toMatchObject({
      list: 'first',
      version: 1,
      state: 'live',
      entries: 1,
      refused: 1,
      refusedLines: [{ line: 3, reason: 'sha256-malformed' }],
    });
    expect(await json('status')).toMatchObject([
      { organisation: 'DEMO', name: 'first', trust: 'several-analysts', effect: 'settle', entries: 1 },
    ]);
    expect(
      await test.asOwner(
        `SELECT encode(md5, 'hex') AS md5, category FROM hash_entries WHERE sha256 IS NOT NULL`,
      ),
    ).toEqual([{ md5: md5('a'), category: 'baseline' }]);
  });

  it('tries a hash and a file against what is live, also after switching off and on', async () => {
    const text = await file('known.txt', 'a known text');
    const path = await file('second.csv', `sha256\n${sha256('a known text')}\n`);
    await run('import', path, '--list', 'second');
    const names = async (subject: string) =>
      (await json('try', subject)).matches.map((match: { listName: string }) => match.listName);
    expect(await names(sha256('a known text'))).toEqual(['second']);
    expect(await names(text)).toEqual(['second']);
    expect(await names(sha256('an unknown text'))).toEqual([]);
    await run('disable', 'second');
    expect(await json('try', text)).toMatchObject({
      found: false,
      matches: [],
      others: [{ listName: 'second', state: 'list-off' }],
    });
    await run('enable', 'second');
    expect(await names(text)).toEqual(['second']);
  });

  it('tries a perceptual hash', async () => {
    const pdq = sha256('a drawing');
    await run('import', await file('third.csv', `pdq,quality\n${pdq},90\n`), '--list', 'third');
    const near = `${pdq.slice(0, -1)}${(Number.parseInt(pdq.at(-1)!, 16) ^ 3).toString(16)}`;
    expect(await json('try', near)).toMatchObject({
      found: true,
      matches: [{ listName: 'third', kind: 'near', distance: 2, effect: 'suggest' }],
    });
  });

  it('tries a picture turned by a quarter, decoded in a child', async () => {
    const raw = { width: 96, height: 64, channels: 3 } as const;
    const pixels = Buffer.from(
      Array.from({ length: 96 * 64 * 3 }, (_, at) => (at * at * 7 + (at >> 5) * 31) % 251),
    );
    const picture = sharp(pixels, { raw }).resize(512, 384);
    const path = await file('turned.png', '');
    await writeFile(path, await picture.clone().png().toBuffer());
    const turned = await file('as-listed.png', '');
    await writeFile(
      turned,
      await sharp(await picture.png().toBuffer())
        .rotate(90)
        .png()
        .toBuffer(),
    );
    const { lines } = await runCommand(addHashCommand, ['hash', turned, '--json'], {});
    const { pdq } = JSON.parse(lines[0]!) as { pdq: string };
    await run('import', await file('fourth.csv', `pdq,quality\n${pdq},90\n`), '--list', 'fourth');
    const { matches } = await json('try', path);
    expect(matches).toMatchObject([{ listName: 'fourth', kind: 'near', orientation: 'rot270' }]);
    expect((await run('try', path)).lines.join('\n')).toMatch(
      /Found: 1 entry\.\n {2}fourth \(.*\), version 1 of \d{4}-\d\d-\d\d: near: \d+ of 256 bits differ, rot270\n {4}suggests: a person decides/,
    );
  });

  it('says that nothing is found with status 0, and what fits but was withdrawn', async () => {
    const list = async (name: string, text: string) =>
      run('import', await file(name, `sha256\n${sha256(text)}\n`), '--list', 'changing');
    await list('fifth.csv', 'was listed');
    await list('sixth.csv', 'is listed');
    const { lines, exitCode } = await run('try', sha256('was listed'));
    expect(exitCode ?? 0).toBe(0);
    expect(lines.join('\n')).toMatch(
      /^Not found: no list in use has it\.\nFits, but does not count: 1 entry\.\n {2}changing \(.*\), version 1 of .*exact by sha256\n {4}withdrawn: counts no more/,
    );
    expect((await run('try', sha256('never listed'))).lines).toEqual(['Not found: no list in use has it.']);
  });

  it('answers what is in use even where so much fits that the rest cannot be looked for', async () => {
    const near = Array.from(
      { length: 1001 },
      (_, n) => `${'c'.repeat(60)}${n.toString(16).padStart(4, '0')},90`,
    );
    await run('import', await file('many.csv', `pdq,quality\n${near.join('\n')}\n`), '--list', 'many');
    const { found, matches, others } = await json('try', 'c'.repeat(64));
    expect([found, matches.length, others]).toEqual([true, 1001, null]);
    expect((await run('try', 'c'.repeat(64))).lines.at(-1)).toMatch(/not looked for/);
    await run('disable', 'many');
  });

  describe('an import that would match much of what is held', () => {
    const held = Array.from({ length: 25 }, (_, number) => `held ${number}`);
    const poisoned = `sha256\n${held.map(sha256).join('\n')}\n`;
    const names = async (subject: string) =>
      (await json('try', subject)).matches.map((match: { listName: string }) => match.listName);

    beforeAll(async () => {
      for (const name of held) {
        await test.asOwner(
          `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
           SELECT $1, id, decode($2, 'hex'), substr(decode($2, 'hex'), 1, 20), decode($3, 'hex'), 1 FROM organisations`,
          [newId(), sha256(name), md5(name)],
        );
      }
    });

    it('waits, says why and what to do, and shows in the status', async () => {
      const path = await file('poisoned.csv', poisoned);
      const { lines, exitCode } = await run('import', path, '--list', 'Poisoned list');
      expect(lines.join('\n')).toMatch(
        /waits for a person and matches nothing: of the 25 latest media it would newly match 25, 25 of them by digest; entry [0-9a-f-]{36} fits 1\./,
      );
      expect(lines.join('\n')).toContain('lists approve "Poisoned list" 1');
      expect(exitCode).toBeUndefined();
      expect(await names(sha256('held 0'))).toEqual([]);
      expect((await run('status')).lines.join('\n')).toContain(
        'version 1 with 25 entries waits for a person: of the 25 latest media',
      );
      expect(await json('import', path, '--list', 'Poisoned list')).toMatchObject({
        state: 'unchanged',
        waitingVersion: 1,
      });
    });

    it('is live once a person approves it, and not decided about twice', async () => {
      expect((await run('approve', 'Poisoned list', '1')).lines).toEqual([
        'Version 1 of Poisoned list is live.',
      ]);
      expect(await names(sha256('held 0'))).toEqual(['Poisoned list']);
      for (const command of ['approve', 'refuse']) {
        await expect(run(command, 'Poisoned list', '1')).rejects.toMatchObject({
          code: 'list-version-not-waiting',
        });
      }
    });

    it('is gone once a person refuses it', async () => {
      await run('import', await file('lawful.csv', `sha256\n${sha256('a')}\n`), '--list', 'second try');
      expect(
        await json('import', await file('poisoned.csv', poisoned), '--list', 'second try'),
      ).toMatchObject({
        state: 'waiting',
        reason: 'share-too-large',
        impact: { held: 25, matched: 25 },
      });
      expect((await run('refuse', 'second try', '2')).lines).toEqual(['Version 2 of second try is refused.']);
      expect(await names(sha256('held 0'))).toEqual(['Poisoned list']);
      const status = (await json('status')).find((one: { name: string }) => one.name === 'second try');
      expect(status).toMatchObject({
        liveVersion: 1,
        waiting: null,
        lastImport: { state: 'failed', reason: 'refused' },
      });
    });

    it('also waits when a list is taken back to such a version', async () => {
      await run('import', await file('b.csv', `sha256\n${sha256('b')}\n`), '--list', 'Poisoned list');
      // It ends all that was live.
      await run('approve', 'Poisoned list', '3');
      expect(await json('take-back', 'Poisoned list', '1')).toMatchObject({
        state: 'waiting',
        impact: { matched: 25 },
      });
      await run('refuse', 'Poisoned list', '4');
    });
  });

  it('verifies what is stored, and ends with 1 when it is not whole', async () => {
    expect(await run('verify')).toEqual({ lines: ['Every list is whole.'], exitCode: undefined });
    await test.asOwner(`UPDATE hash_list_versions SET entries = entries + 1 WHERE state = 'live'`);
    const outcome = await run('verify', '--json');
    expect(outcome.exitCode).toBe(1);
    expect(JSON.parse(outcome.lines[0]!).problems).toContainEqual(
      expect.objectContaining({ problem: 'entry-count-differs' }),
    );
  });

  it.each([
    ['a format that there is none of', ['import', 'x.csv', '--list', 'x', '--format', 'tea-leaves']],
    ['an import without a name', ['import', 'x.csv']],
    ['a distance that is no number', ['import', 'x.csv', '--list', 'x', '--max-distance', 'far']],
    ['a column that there is none of', ['import', 'x.csv', '--list', 'x', '--column', 'shoe=Size']],
    ['trying what is neither a file nor a hash', ['try', 'nonsense']],
    ['trying a hash that lacks a digit', ['try', 'a'.repeat(63)]],
  ])('calls %s a wrong use', async (_, args) => {
    await expect(run(...args)).rejects.toMatchObject({
      name: expect.stringContaining('Commander'),
      exitCode: 1,
    });
  });

  it.each([
    ['a file that is not there', ['import', 'nowhere.csv', '--list', 'x'], 'invalid-input'],
    ['an organisation that is not there', ['disable', 'first', '--organisation', 'NONE'], 'invalid-input'],
    ['a list that is not there', ['disable', 'none'], 'not-found'],
    ['a version that is no number', ['approve', 'first', 'latest'], 'invalid-input'],
    ['a version that is not there', ['refuse', 'first', '99'], 'not-found'],
  ])('refuses %s', async (_, args, code) => {
    await expect(run(...args)).rejects.toMatchObject({ code });
  });

  it('takes what a list says of licence, categories, expiry and values that match too much, and tells of what is out of force', async () => {
    const path = await file(
      'policy.csv',
      `sha256,Grade,until\n${sha256('p')},A1,2020-01-31\n${sha256('q')},A1,\n`,
    );
    const flags = ['--licence', 'partners', '--licence-category', 'A1', '--licence-note', 'agreement 12'];
    const more = ['--category', 'A1=baseline', '--category', 'C=nothing', '--quarantine-after', 'never'];
    const columns = ['--column', 'category=Grade', '--column', 'expires=until', '--expires', '2020-06-30'];
    await json('import', path, '--list', 'policy', ...flags, ...more, ...columns);
    const policy = async () =>
      (await json('status')).find(({ name }: { name: string }) => name === 'policy').policy;
    expect(await policy()).toMatchObject({
      licence: 'partners',
      licenceCategories: ['A1'],
      licenceNote: 'agreement 12',
      categoryMapping: { A1: 'baseline', C: null },
      expiresAt: '2020-06-30T00:00:00.000Z',
      quarantineAfter: null,
    });
    expect((await run('status')).lines.join('\n')).toMatch(/EXPIRED at 2020-06-30.*\n  1 entry past/);
    await json('import', path, '--list', 'policy', '--expires', 'never', '--licence-category', 'all');
    expect(await policy()).toMatchObject({ expiresAt: null, licenceCategories: null, licence: 'partners' });
  });

  it.each([
    ['--expires', 'tomorrow'],
    ['--expires', '2027-02-30'],
    ['--category', 'A1=not-illegal'],
    ['--category', '=baseline'],
    ['--quarantine-after', 'often'],
    ['--licence', 'everybody'],
  ])('refuses %s %s', async (flag, value) => {
    const path = await file('refused.csv', `sha256\n${sha256('r')}\n`);
    await expect(run('import', path, '--list', 'refused', flag, value)).rejects.toMatchObject({
      exitCode: 1,
    });
  });

  it('shows what is in quarantine, and takes a decision with a reason only', async () => {
    expect((await run('quarantine')).lines).toEqual(['Nothing is or was in quarantine.']);
    await expect(run('release', newId())).rejects.toThrow(/reason/);
    await expect(run('keep', newId(), '--reason', 'a logo')).rejects.toMatchObject({ code: 'not-found' });
    await expect(run('keep', 'nonsense', '--reason', 'a logo')).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});
