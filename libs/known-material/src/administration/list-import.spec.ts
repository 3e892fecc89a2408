// From the upload in the console to the version in use, each side under its own role.
import { type Database, KeyRing, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import {
  makeAccount,
  makeOrganisation,
  testRing,
  type World,
} from '../../../../test/support/review-world.js';
import { importList } from '../import.service.js';
import { sha256Of } from '../testing/known-pictures.js';
import { ListImportRunner } from './list-import.runner.js';
import { readListImports, readRefusals } from './list-import.status.js';
import { tendListImports } from './list-import.upkeep.js';
import {
  askToTakeBack,
  cancelListImport,
  type NewUpload,
  openUpload,
  takePart,
} from './list-upload.service.js';

const BOUNDS = { maxBytes: 100_000, partBytes: 100 };
const csv = (...names: string[]) =>
  `sha256,category\n${names.map((name) => `${sha256Of(name)},A\n`).join('')}`;

describe('a list that comes in through the console', () => {
  let test: TestDatabase;
  let console_: Database;
  let triage: Database;
  let world: World;
  let person: string;
  let runner: ListImportRunner;
  let errors: unknown[];
  let lists = 0;
  let list: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
    triage = await test.open('triage');
    world = await makeOrganisation(test);
    person = await makeAccount(test, world, 'administrator');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await test.asOwner(
      `UPDATE list_imports SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`,
    );
    errors = [];
    runner = new ListImportRunner({
      database: triage,
      ring: testRing,
      onError: (error) => errors.push(error),
    });
    list = `list ${++lists}`;
  });

  const open = (content: string, more: Partial<NewUpload> = {}) =>
    console_.within(world.organisationId, (manager) =>
      openUpload(
        manager,
        world.organisationId,
        { listName: list, format: 'csv', settings: {}, bytes: Buffer.byteLength(content), ...more },
        person,
        BOUNDS,
      ),
    );
  const send = (id: string, number: number, bytes: Uint8Array, as = person, to = world) =>
    console_.within(to.organisationId, (manager) =>
      takePart(manager, testRing, to.organisationId, { id, number, bytes }, as, BOUNDS.partBytes),
    );
  const partOfText = (content: string, number: number) =>
    Buffer.from(content).subarray(number * BOUNDS.partBytes, (number + 1) * BOUNDS.partBytes);
  async function upload(content: string, more: Partial<NewUpload> = {}): Promise<string> {
    const { id } = await open(content, more);
    for (let number = 0; number * BOUNDS.partBytes < Buffer.byteLength(content); number++)
      await send(id, number, partOfText(content, number));
    return id;
  }
  const read = async (id: string, of = world) =>
    (
      await console_.within(of.organisationId, (manager) =>
        readListImports(manager, of.organisationId, 1, id),
      )
    )[0]!;
  const run = (id: string, by = runner) => by.run(world.organisationId, id);
  const refusalsOf = (id: string) =>
    console_.within(world.organisationId, (manager) => readRefusals(manager, world.organisationId, id, 0));
  const versions = () =>
    test.asOwner(
      `SELECT v.number, v.state, v.entries FROM hash_list_versions v JOIN hash_lists l ON l.id = v.hash_list_id
       WHERE l.name = $1 ORDER BY number`,
      [list],
    );

  it('is uploaded in parts, read by triage and live, and says which lines were not taken', async () => {
    const content = `${csv('a', 'b')}nonsense,A\n${sha256Of('c')},=formula\n`;
    const id = await upload(content, { settings: { trust: 'one-analyst', source: 'A hotline' } });
    expect(await read(id)).toMatchObject({ state: 'queued', receivedBytes: content.length, list });
    expect(
      await test.asOwner(`SELECT name, payload FROM outbox WHERE job_key = $1`, [`import-list-${id}`]),
    ).toEqual([{ name: 'import-list', payload: { organisationId: world.organisationId, listImportId: id } }]);
    await run(id);
    expect(await read(id)).toMatchObject({
      state: 'done',
      refused: 2,
      outcome: { state: 'live', version: 1, waitingVersion: null, entries: 2, added: 2, ended: 0 },
      endedAt: expect.any(Date),
    });
    expect(await refusalsOf(id)).toBe('4,sha256-malformed\n5,category-malformed\n');
    expect(await test.asOwner(`SELECT source, trust FROM hash_lists WHERE name = $1`, [list])).toEqual([
      { source: 'A hotline', trust: 'one-analyst' },
    ]);
    const acts = await test.asOwner(
      `SELECT act, actor_id FROM audit_events WHERE organisation_id = $1 AND actor_id = $2 AND act LIKE 'hash-list.%'
         AND (subject_id = $3 OR act = 'hash-list.imported') ORDER BY at`,
      [world.organisationId, person, id],
    );
    expect(acts.map(({ act }) => act)).toEqual(['hash-list.import-asked', 'hash-list.imported']);
    expect(errors).toEqual([]);
  });

  it('lies in the database sealed, and no longer than its import lasts', async () => {
    const id = await upload(csv('marked', 'b', 'c'));
    const parts = () =>
      test.asOwner<{ found: boolean }>(
        `SELECT position($2::bytea IN sealed) > 0 AS found FROM list_import_parts WHERE list_import_id = $1`,
        [id, Buffer.from('sha256,category')],
      );
    expect(await parts()).toEqual([{ found: false }, { found: false }, { found: false }]);
    await run(id);
    await tendListImports(triage, world.organisationId);
    expect(await parts()).toEqual([]);
  });

  it('takes each part once, in turn, as long as was agreed, and from nobody else', async () => {
    const content = csv('a', 'b', 'c', 'd');
    const { id } = await open(content);
    const [first, second] = [partOfText(content, 0), partOfText(content, 1)];
    await expect(send(id, 1, second)).rejects.toMatchObject({ code: 'part-out-of-turn', statusCode: 409 });
    await expect(send(id, 0, first.subarray(1))).rejects.toMatchObject({ code: 'invalid-input' });
    const other = await makeAccount(test, world, 'administrator');
    await expect(send(id, 0, first, other)).rejects.toMatchObject({ code: 'not-found' });
    await send(id, 0, first);
    await send(id, 0, first);
    await expect(send(id, 0, second)).rejects.toMatchObject({ code: 'part-differs' });
    expect(await read(id)).toMatchObject({ state: 'uploading', receivedParts: 1, receivedBytes: 100 });
    await console_.within(world.organisationId, (manager) =>
      cancelListImport(manager, world.organisationId, id, { kind: 'staff', id: person }),
    );
    await expect(send(id, 1, second)).rejects.toMatchObject({ code: 'list-import-moved' });
  });

  it('is refused while the same list comes in, when it is too large, or when its policy does not hold', async () => {
    await open(csv('a'));
    await expect(open(csv('b'), { listName: ` ${list} ` })).rejects.toMatchObject({
      code: 'import-running',
      statusCode: 409,
    });
    await expect(open('', { bytes: BOUNDS.maxBytes + 1, listName: 'large' })).rejects.toMatchObject({
      code: 'upload-too-large',
      statusCode: 413,
    });
    for (const wrong of [
      { bytes: 0 },
      { bytes: 1.5 },
      { listName: ' ' },
      { settings: { effect: 'settle' } } as const,
    ])
      await expect(open(csv('a'), { listName: 'other', ...wrong })).rejects.toMatchObject({
        code: 'invalid-input',
      });
    for (let more = 0; more < 4; more++) await open(csv('a'), { listName: `more ${more}` });
    await expect(open(csv('a'), { listName: 'one too many' })).rejects.toMatchObject({
      code: 'too-many-imports',
    });
  });

  it('begins anew where a worker was killed, and what that one has left is not counted', async () => {
    const id = await upload(`${csv('a')}nonsense,A\n`);
    await test.asOwner(
      `UPDATE list_imports SET state = 'running', attempts = 1, due_at = now() + interval '1 minute' WHERE id = $1`,
      [id],
    );
    await test.asOwner(`INSERT INTO list_import_refusals VALUES ($1, $2, 0, '1,no-hash\n')`, [
      id,
      world.organisationId,
    ]);
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'running' });
    await test.asOwner(`UPDATE list_imports SET due_at = now() WHERE id = $1`, [id]);
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'done', refused: 1, outcome: { version: 1 } });
    expect(await refusalsOf(id)).toBe('3,sha256-malformed\n');
    // Once more is nothing: it is done.
    await run(id);
    expect(await versions()).toEqual([{ number: 1, state: 'live', entries: 1 }]);
  });

  it.each([
    ['cancelled while it was read', `state = 'cancelled', ended_at = now()`, 'cancelled'],
    ['taken by another worker meanwhile', `attempts = attempts + 1`, 'running'],
  ])('leaves nothing of a version when it was %s', async (_what, change, state) => {
    const id = await upload(csv('a', 'b'));
    // When the version is begun, that is: after the import was taken, before it is done.
    await test.asOwner(`CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN UPDATE list_imports SET ${change} WHERE id = '${id}'; RETURN NULL; END $$`);
    await test.asOwner(
      `CREATE TRIGGER meddle AFTER INSERT ON hash_list_versions FOR EACH ROW EXECUTE FUNCTION meddle()`,
    );
    await run(id);
    await test.asOwner(`DROP FUNCTION meddle() CASCADE`);
    expect(await read(id)).toMatchObject({ state, outcome: null });
    expect(await versions()).toEqual([{ number: 1, state: 'failed', entries: 0 }]);
    expect(await test.asOwner(`SELECT live_version FROM hash_lists WHERE name = $1`, [list])).toEqual([
      { live_version: 0 },
    ]);
    expect(errors).toEqual([]);
  });

  it('says why nothing came of it: a file that cannot be read, or an end that never came', async () => {
    const id = await upload('md5\nnonsense\n');
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'failed', failure: 'list-unreadable', refused: 1 });
    expect(await refusalsOf(id)).toBe('2,md5-malformed\n');
    const again = await upload(csv('a'));
    await test.asOwner(`UPDATE list_imports SET attempts = 5 WHERE id = $1`, [again]);
    await run(again);
    expect(await read(again)).toMatchObject({ state: 'failed', failure: 'too-many-attempts' });
    expect(await versions()).toEqual([{ number: 1, state: 'failed', entries: 0 }]);
  });

  it('comes back later while the same list is imported on the command line, and when something fails', async () => {
    const id = await upload(csv('a'));
    async function* file() {
      yield Buffer.from(csv('b'));
      await run(id);
    }
    await importList(triage, world.organisationId, { name: list }, file(), 'csv', {
      actor: { kind: 'operator' },
    });
    const kept = () =>
      test.asOwner(`SELECT state, attempts, due_at > now() AS later FROM list_imports WHERE id = $1`, [id]);
    expect(await kept()).toEqual([{ state: 'queued', attempts: 0, later: true }]);
    await test.asOwner(`UPDATE list_imports SET due_at = now() WHERE id = $1`, [id]);
    // Its key is not here yet: the parts cannot be opened.
    await run(
      id,
      new ListImportRunner({
        database: triage,
        ring: new KeyRing([Buffer.alloc(32, 8)]),
        onError: (error) => errors.push(error),
      }),
    );
    expect(await kept()).toEqual([{ state: 'queued', attempts: 1, later: true }]);
    expect(errors).toMatchObject([{ code: 'seal-unknown-key' }]);
  });

  it('takes a list back to an earlier version', async () => {
    for (const names of [['a'], ['a', 'b']]) await run(await upload(csv(...names)));
    const { hashListId } = await read((await readIds())[0]!);
    const ask = (version: number) =>
      console_.within(world.organisationId, (manager) =>
        askToTakeBack(manager, world.organisationId, hashListId!, version, person),
      );
    await expect(ask(2)).rejects.toMatchObject({ code: 'list-version-not-replaced' });
    await expect(ask(9)).rejects.toMatchObject({ code: 'not-found' });
    const id = await ask(1);
    await run(id);
    expect(await read(id)).toMatchObject({
      kind: 'take-back',
      state: 'done',
      outcome: { version: 3, ended: 1 },
    });
  });
  const readIds = async () =>
    (
      await test.asOwner<{ id: string }>(
        `SELECT id FROM list_imports WHERE list_name = $1 ORDER BY asked_at`,
        [list],
      )
    ).map(({ id }) => id);

  it('is offered again when it is due, and ends when nobody goes on with its upload', async () => {
    const due = await upload(csv('a'));
    const { id: abandoned } = await open(csv('b'), { listName: 'abandoned' });
    const { id: slow } = await open(csv('b'), { listName: 'slow' });
    await test.asOwner(`UPDATE list_imports SET seen_at = now() - interval '2 hours' WHERE id = $1`, [
      abandoned,
    ]);
    await test.asOwner('DELETE FROM outbox');
    expect(await tendListImports(triage, world.organisationId)).toBe(1);
    expect(await test.asOwner('SELECT job_key FROM outbox')).toEqual([{ job_key: `import-list-${due}` }]);
    expect(await read(abandoned)).toMatchObject({ state: 'failed', failure: 'upload-abandoned' });
    expect(await read(slow)).toMatchObject({ state: 'uploading' });
    await test.asOwner(`UPDATE list_imports SET ended_at = now() - interval '91 days' WHERE id = $1`, [
      abandoned,
    ]);
    await tendListImports(triage, world.organisationId);
    expect(await read(abandoned)).toBeUndefined();
  });

  it('is nobody else’s: another organisation neither sees it, nor sends, cancels, or runs it', async () => {
    const other = await makeOrganisation(test);
    const id = await upload(csv('a'));
    expect(await read(id, other)).toBeUndefined();
    await expect(send(id, 0, partOfText(csv('a'), 0), person, other)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      console_.within(other.organisationId, (manager) =>
        cancelListImport(manager, other.organisationId, id, { kind: 'staff', id: newId() }),
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
    await runner.run(other.organisationId, id);
    await tendListImports(triage, other.organisationId);
    expect(await read(id)).toMatchObject({ state: 'queued' });
  });
});
