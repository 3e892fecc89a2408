import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceStore, EvidenceSweep, openStorage } from '#libs/evidence';
import { type Database, KeyRing, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { addBackupCommands } from './backup.commands.js';
import { runCommand } from './testing/run-command.js';

describe('manara backup and restore, with evidence', () => {
  let source: TestDatabase;
  let triage: Database;
  let folder: string;
  let keyFile: string;
  let ring: KeyRing;
  const organisation = newId();
  const picture = {
    kept: Buffer.from(`a drawn lighthouse ${randomUUID()}`),
    destroyed: Buffer.from('a drawn harbour'),
  };
  const media = { kept: newId(), destroyed: newId() };
  const objectId = { kept: '', destroyed: '' };

  const run = (dataDir: string, database: TestDatabase, ...args: string[]) =>
    runCommand(addBackupCommands, [...args, '--json'], {
      DATABASE_URL: database.ownerUrl,
      DATA_DIR: dataDir,
      MANARA_KEY_FILE: keyFile,
    });
  const readFrom = async (database: Database, dataDir: string, id: string) =>
    database.within(organisation, (manager) =>
      new EvidenceStore(openStorage(undefined, dataDir), ring).read(manager, organisation, id),
    );

  /** A place to restore into, with a copy of the evidence store or of its ledger alone. */
  async function restoreInto(
    file: string,
    copyOf: string,
    check: (place: { database: Database; dataDir: string; result: Record<string, unknown> }) => Promise<void>,
  ): Promise<void> {
    const target = await createTestDatabase();
    const dataDir = await mkdtemp(join(folder, 'restored-'));
    try {
      await cp(copyOf, join(dataDir, 'evidence'), { recursive: true });
      const { lines } = await run(dataDir, target, 'restore', file);
      await check({ database: await target.open('triage'), dataDir, result: JSON.parse(lines[0]!) });
    } finally {
      await target.drop();
    }
  }

  const sourceDir = () => join(folder, 'source');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    await mkdir(sourceDir());
    keyFile = join(folder, 'master.key');
    await writeFile(keyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    ring = KeyRing.fromFile(keyFile, 'MANARA_KEY_FILE');
    source = await createTestDatabase();
    triage = await source.open('triage');
    await source.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'DEMO', 'Demo', 'JO')`,
      [organisation],
    );
    const store = new EvidenceStore(openStorage(undefined, sourceDir()), ring);
    for (const name of ['kept', 'destroyed'] as const) {
      await source.asOwner(
        `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
         VALUES ($1, $2, sha256($3), substring(sha256($3) FOR 20), substring(sha256($3) FOR 16), length($3))`,
        [media[name], organisation, picture[name]],
      );
      objectId[name] = await triage.within(organisation, (manager) =>
        store.keep(manager, {
          organisationId: organisation,
          purpose: 'original',
          mediaId: media[name],
          mediaType: 'image/png',
          bytes: picture[name],
        }),
      );
    }
  });
  afterAll(async () => {
    await source.drop();
    await rm(folder, { recursive: true });
  });

  it('keeps, backs up, deletes, restores: what was deleted stays unreadable, whatever was copied before', async () => {
    const plain = join(folder, 'plain.backup');
    const whole = join(folder, 'whole.backup');
    await run(sourceDir(), source, 'backup', plain);
    const { lines } = await run(sourceDir(), source, 'backup', whole, '--with-media');
    expect(JSON.parse(lines[0]!)).toMatchObject({ file: whole, objects: 2 });
    for (const file of [plain, whole]) expect((await readFile(file)).includes(picture.kept)).toBe(false);
    const copyFromBefore = join(folder, 'copy-of-store');
    await cp(join(sourceDir(), 'evidence'), copyFromBefore, { recursive: true });

    const storage = openStorage(undefined, sourceDir());
    await triage.within(organisation, (manager) =>
      new EvidenceStore(storage, ring).destroy(manager, organisation, objectId.destroyed, 'decision-final'),
    );
    await new EvidenceSweep(triage, storage).noteDeletions();
    const gone = { code: 'evidence-gone' };

    // The normal backup has no keys: not even a copy of the files from before helps.
    await restoreInto(plain, copyFromBefore, async ({ database, dataDir, result }) => {
      expect(result).toMatchObject({ withMedia: false, objects: 0, unreadable: 2 });
      await expect(readFrom(database, dataDir, objectId.kept)).rejects.toMatchObject(gone);
      await expect(readFrom(database, dataDir, objectId.destroyed)).rejects.toMatchObject(gone);
    });

    // The one with media has them, but follows the ledger that the store has kept since.
    const ledger = join(folder, 'ledger-alone');
    await cp(join(sourceDir(), 'evidence', 'ledger'), join(ledger, 'ledger'), { recursive: true });
    await restoreInto(whole, ledger, async ({ database, dataDir, result }) => {
      expect(result).toMatchObject({ withMedia: true, objects: 1, unreadable: 1 });
      expect((await readFrom(database, dataDir, objectId.kept)).equals(picture.kept)).toBe(true);
      await expect(readFrom(database, dataDir, objectId.destroyed)).rejects.toMatchObject(gone);
      const files = await readdir(join(dataDir, 'evidence', 'objects'), {
        recursive: true,
        withFileTypes: true,
      });
      expect(files.filter((entry) => entry.isFile())).toHaveLength(1);
    });
  });
});
