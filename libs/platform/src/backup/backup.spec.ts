import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { KeyRing } from '../crypto/key-ring.js';
import { newId } from '../ids.js';
import { createBackup, type BackupObjects } from './create-backup.js';
import { restoreBackup } from './restore-backup.js';

class MemoryObjects implements BackupObjects {
  constructor(readonly objects = new Map<string, Buffer>()) {}
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const object = this.objects.get(name);
    if (object === undefined) throw Object.assign(new Error(name), { name: 'ObjectMissingError' });
    for (let at = 0; at < object.length; at += 10_000) yield object.subarray(at, at + 10_000);
  }
  async write(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const part of content) parts.push(part);
    this.objects.set(name, Buffer.concat(parts));
  }
  async delete(name: string): Promise<void> {
    this.objects.delete(name);
  }
}

const MARKER = `what nobody may read in the file ${randomUUID()}`;
const NOT_BACKED_UP = ['schema_migrations', 'sessions', 'sign_in_attempts', 'fetch_hosts', 'fetch_slots'];

describe('backup and restore', () => {
  let source: TestDatabase;
  let folder: string;
  const ring = new KeyRing([randomBytes(32)]);
  const organisation = newId();
  const evidence = { kept: newId(), other: newId() };
  const objects = new MemoryObjects(
    new Map([
      [`objects/${evidence.kept}`, randomBytes(200_000)],
      [`objects/${evidence.other}`, randomBytes(10)],
    ]),
  );

  const fileName = () => join(folder, `${randomUUID()}.backup`);
  async function backedUp(options: { media?: BackupObjects } = {}): Promise<string> {
    const file = fileName();
    await createBackup({ ownerUrl: source.ownerUrl, ring, file, ...options });
    return file;
  }

  /** Every row of every table as JSON text. */
  async function contentOf(database: TestDatabase): Promise<Record<string, string[]>> {
    const tables = await database.asOwner<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
    );
    const content: Record<string, string[]> = {};
    for (const { name } of tables) {
      if (NOT_BACKED_UP.includes(name)) continue;
      const rows = await database.asOwner<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM ${name} t ORDER BY 1`,
      );
      content[name] = rows.map(({ row }) => row);
    }
    return content;
  }

  async function withTarget<T>(work: (target: TestDatabase) => Promise<T>): Promise<T> {
    const target = await createTestDatabase();
    try {
      return await work(target);
    } finally {
      await target.drop();
    }
  }

  beforeAll(async () => {
    source = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    const portal = newId();
    const caseId = newId();
    const [parent, child, staff, media] = [newId(), newId(), newId(), newId()];
    await source.asOwner(
      `INSERT INTO organisations (id, code, name, country, policy) VALUES ($1, 'DEMO', $2, 'JO', '{"a": [1, null, "é\\n"]}')`,
      [organisation, `${MARKER}\ttab\\backslash\nline, منارة`],
    );
    await source.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales)
       VALUES ($1, $2, $2, 'demo', 'JO', '{en,ar}')`,
      [portal, organisation],
    );
    await source.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate)
       VALUES ($1, $2, $2, $3, 'DEMO-2026-000001', 'address', 'triage', 'view')`,
      [caseId, organisation, portal],
    );
    await source.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       VALUES ($1, $2, sha256('a'), substring(sha256('a') FOR 20), substring(sha256('a') FOR 16), 1)`,
      [media, organisation],
    );
    const item = `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step)
      VALUES ($1, $2, $3, 'source', $4, $4, 'done')`;
    await source.asOwner(item, [child, organisation, caseId, 'child']);
    await source.asOwner(item, [parent, organisation, caseId, 'parent']);
    // The row that is referred to lies behind the one that refers to it.
    await source.asOwner(`UPDATE content_items SET parent_id = $1 WHERE id = $2`, [parent, child]);
    await source.asOwner(
      `INSERT INTO evidence_objects (id, organisation_id, media_id, content_item_id, purpose, object_name, media_type, bytes, sha256)
       VALUES ($1, $3, $4, NULL, 'original', 'objects/' || $1::uuid::text, 'image/png', 1, '\\x00'),
              ($2, $3, NULL, $5, 'spool', 'objects/' || $2::uuid::text, 'image/png', 1, '\\x00')`,
      [evidence.kept, evidence.other, organisation, media, child],
    );
    await source.asOwner(
      `INSERT INTO data_keys (evidence_object_id, organisation_id, sealed_key)
       SELECT id, organisation_id, '\\x010203' FROM evidence_objects`,
    );
    await source.asOwner(
      `INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind, number, link)
       VALUES ($1, $2, '2026-11-22 03:04:05.678901Z', 'machine', 'a.b', 'c', 1, '\\xff')`,
      [newId(), organisation],
    );
    await source.asOwner(
      `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash) VALUES ($1, $2, 'a@example.org', 'A', 'analyst', 'x')`,
      [staff, organisation],
    );
    const list = newId();
    await source.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect) VALUES ($1, $2, 'l', 's', 'unreviewed', 'flag')`,
      [list, organisation],
    );
    await source.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, sha256, first_version)
       SELECT gen_random_uuid(), $1, $2, sha256(n::text::bytea), sha256(n::text::bytea), 1 FROM generate_series(1, 5000) n`,
      [organisation, list],
    );
    await source.asOwner(`UPDATE retention_rules SET keep_hours = 7 WHERE data_class = 'session'`);
    await source.asOwner(
      `INSERT INTO outbox (id, queue, name, job_key, payload) VALUES ($1, 'triage', 'intake', 'intake-1', '{"reportId": "1"}')`,
      [newId()],
    );
  });
  afterAll(async () => {
    await source.drop();
    await rm(folder, { recursive: true });
  });

  it('brings back every row of every table, evidence and keys included where media are asked for', async () => {
    const file = await backedUp({ media: objects });
    await withTarget(async (target) => {
      const restoredObjects = new MemoryObjects();
      const result = await restoreBackup({ ownerUrl: target.ownerUrl, ring, file, media: restoredObjects });
      expect(await contentOf(target)).toEqual(await contentOf(source));
      expect(restoredObjects.objects).toEqual(objects.objects);
      expect(result).toMatchObject({ withMedia: true, objects: 2, unreadable: 0 });
      expect(result.tables).toMatchObject({ hash_entries: 5000, content_items: 2 });
    });
  });

  it('leaves evidence files and data keys out otherwise: what they were of can never be read again', async () => {
    const file = await backedUp();
    await withTarget(async (target) => {
      const result = await restoreBackup({ ownerUrl: target.ownerUrl, ring, file, media: objects });
      const { evidence_objects, data_keys, ...rest } = await contentOf(target);
      expect({ evidence_objects, data_keys }).toEqual({ evidence_objects: [], data_keys: [] });
      const { evidence_objects: _, data_keys: __, ...expected } = await contentOf(source);
      expect(rest).toEqual(expected);
      expect(result).toMatchObject({ withMedia: false, objects: 0, unreadable: 2 });
    });
  });

  it('makes its tables itself in a database that has none', async () => {
    const file = await backedUp();
    const name = `${source.name}_bare`;
    await source.asOwner(`CREATE DATABASE "${name}" TEMPLATE template0`);
    const url = new URL(source.ownerUrl);
    url.pathname = `/${name}`;
    try {
      await restoreBackup({ ownerUrl: url.toString(), ring, file });
      const client = new Client({ connectionString: url.toString() });
      await client.connect();
      const { rows } = await client.query('SELECT count(*)::int AS entries FROM hash_entries');
      await client.end();
      expect(rows).toEqual([{ entries: 5000 }]);
    } finally {
      // Not by force: that would end the server's own housekeeping too, which nobody but a superuser may.
      await source.asOwner(`DROP DATABASE "${name}"`);
    }
  });

  it('follows deletions from after the backup, and restores neither key nor file of what was destroyed', async () => {
    const file = await backedUp({ media: objects });
    await withTarget(async (target) => {
      const restoredObjects = new MemoryObjects();
      const result = await restoreBackup({
        ownerUrl: target.ownerUrl,
        ring,
        file,
        media: restoredObjects,
        deletions: [
          {
            objectKind: 'evidence',
            objectId: evidence.kept,
            organisationId: organisation,
            reason: 'decision-final',
            deletedAt: '2026-11-22T00:00:00.000Z',
          },
        ],
      });
      expect(result).toMatchObject({ objects: 1, unreadable: 1 });
      expect([...restoredObjects.objects.keys()]).toEqual([`objects/${evidence.other}`]);
      expect(await target.asOwner(`SELECT evidence_object_id AS id FROM data_keys`)).toEqual([
        { id: evidence.other },
      ]);
      expect(await target.asOwner(`SELECT object_id, reason FROM deletion_ledger`)).toEqual([
        { object_id: evidence.kept, reason: 'decision-final' },
      ]);
    });
  });

  it('shows nothing to whoever has the file alone, and lets only its owner read it', async () => {
    const file = await backedUp({ media: objects });
    const bytes = await readFile(file);
    expect(bytes.includes(MARKER)).toBe(false);
    expect(bytes.includes('organisations')).toBe(false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  describe('refuses, and leaves the database empty', () => {
    const refused = async (bytes: Buffer, usedRing = ring) =>
      withTarget(async (target) => {
        const file = fileName();
        await writeFile(file, bytes);
        const outcome = await restoreBackup({ ownerUrl: target.ownerUrl, ring: usedRing, file }).then(
          () => 'restored',
          (error: { code?: string }) => error.code,
        );
        expect(await target.asOwner('SELECT 1 FROM organisations')).toEqual([]);
        return outcome;
      });

    it('a file that was changed, cut off or lengthened', async () => {
      const whole = await readFile(await backedUp());
      const flipped = Buffer.from(whole);
      flipped[whole.length >> 1]! ^= 1;
      expect(await refused(flipped)).toBe('backup-damaged');
      expect(await refused(whole.subarray(0, whole.length - 70_000))).toBe('backup-damaged');
      expect(await refused(Buffer.concat([whole, Buffer.from('x')]))).toBe('backup-damaged');
    });

    it('a file made under another key', async () => {
      const whole = await readFile(await backedUp());
      expect(await refused(whole, new KeyRing([randomBytes(32)]))).toBe('backup-unknown-key');
    });

    it.each([
      ['nothing', ''],
      ['text', 'not a backup at all, but long enough to hold a header of one: '.repeat(3)],
    ])('a file of %s', async (_, content) => {
      expect(await refused(Buffer.from(content))).toBe('backup-not-a-backup');
    });

    it('a backup with media when it is not told where evidence is kept', async () => {
      expect(await refused(await readFile(await backedUp({ media: objects })))).toBe('backup-no-store');
    });
  });

  it('opens a backup from before the master key was rotated', async () => {
    const file = await backedUp();
    const older = ring.newest('backup').id;
    const keys = (ring as unknown as { keys: Buffer[] }).keys;
    const rotated = new KeyRing([randomBytes(32), ...keys]);
    expect(rotated.newest('backup').id).not.toBe(older);
    await withTarget(async (target) => {
      const result = await restoreBackup({ ownerUrl: target.ownerUrl, ring: rotated, file });
      expect(result.tables.hash_entries).toBe(5000);
    });
  });

  it('refuses a database that holds data', async () => {
    const file = await backedUp();
    const before = await contentOf(source);
    await expect(restoreBackup({ ownerUrl: source.ownerUrl, ring, file })).rejects.toMatchObject({
      code: 'backup-not-empty',
    });
    expect(await contentOf(source)).toEqual(before);
  });

  it('removes the evidence files again when the restore fails', async () => {
    const file = await backedUp({ media: objects });
    await withTarget(async (target) => {
      const failing = new MemoryObjects();
      const write = failing.write.bind(failing);
      failing.write = async (name, content) => {
        if (failing.objects.size === 1) throw new Error('the disk is full');
        await write(name, content);
      };
      await expect(restoreBackup({ ownerUrl: target.ownerUrl, ring, file, media: failing })).rejects.toThrow(
        'the disk is full',
      );
      expect(failing.objects.size).toBe(0);
      expect(await target.asOwner('SELECT 1 FROM organisations')).toEqual([]);
    });
  });

  it('never writes over a file, and leaves no half backup', async () => {
    const file = await backedUp();
    const before = await readFile(file);
    await expect(createBackup({ ownerUrl: source.ownerUrl, ring, file })).rejects.toMatchObject({
      code: 'backup-file-exists',
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});
