import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { createDataSource, Database, KeyRing, type LaterDeletion, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { EvidenceStore, type NewEvidence } from './evidence.store.js';
import { EvidenceSweep, rememberedDeletions } from './evidence.sweep.js';
import { FileStorage } from './file.storage.js';
import { randomObjectName } from './object.storage.js';

const MARKER = Buffer.from(`a drawn lighthouse ${randomUUID()} `.repeat(4));
const gone = { code: 'evidence-gone' };

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('the evidence store', () => {
  let test: TestDatabase;
  let triage: Database;
  let folder: string;
  let storage: FileStorage;
  let store: EvidenceStore;
  let sweep: EvidenceSweep;
  const olderKey = randomBytes(32);
  const ring = new KeyRing([olderKey]);
  const organisation = newId();
  const other = newId();
  const caseId = newId();

  const within = <T>(work: (manager: EntityManager) => Promise<T>) => triage.within(organisation, work);

  /** A content item and, of the same bytes, a media. */
  async function newSubject(bytes: Uint8Array): Promise<{ contentItemId: string; mediaId: string }> {
    const contentItemId = newId();
    const mediaId = newId();
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       VALUES ($1, $2, sha256($3), substring(sha256($3) for 20), substring(sha256($3) for 16), length($3))`,
      [mediaId, organisation, bytes],
    );
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, media_id)
       VALUES ($1, $2, $3, 'source', 'kept elsewhere', $1::uuid::text, 'examine', $4)`,
      [contentItemId, organisation, caseId, mediaId],
    );
    return { contentItemId, mediaId };
  }

  const keep = (evidence: Partial<NewEvidence> & Pick<NewEvidence, 'purpose' | 'bytes'>) =>
    within((manager) =>
      store.keep(manager, { organisationId: organisation, mediaType: 'image/png', ...evidence }),
    );
  const remembered = async () => {
    const lines: LaterDeletion[] = [];
    for await (const line of rememberedDeletions(storage)) lines.push(line);
    return lines;
  };
  const read = (objectId: string) => within((manager) => store.read(manager, organisation, objectId));

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    folder = await mkdtemp(join(tmpdir(), 'evidence-'));
    storage = new FileStorage(folder);
    store = new EvidenceStore(storage, ring);
    sweep = new EvidenceSweep(triage, storage);
    for (const [id, code] of [
      [organisation, 'DEMO'],
      [other, 'OTHER'],
    ]) {
      await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, $2, 'JO')`, [
        id,
        code,
      ]);
    }
    const portal = newId();
    await test.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales)
       VALUES ($1, $2, $2, 'demo', 'JO', '{en}')`,
      [portal, organisation],
    );
    await test.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate)
       VALUES ($1, $2, $2, $3, 'DEMO-2026-000001', 'address', 'triage', 'retain')`,
      [caseId, organisation, portal],
    );
  });
  afterAll(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  it('gives back the same bytes, empty and large ones too', async () => {
    for (const bytes of [Buffer.alloc(0), MARKER, randomBytes(300_000)]) {
      const { contentItemId } = await newSubject(bytes);
      const id = await keep({ purpose: 'spool', contentItemId, bytes });
      expect((await read(id)).equals(bytes)).toBe(true);
    }
  });

  it('writes no plain byte and nothing of an id to the disk', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const files = await filesBelow(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file).not.toContain(id.replaceAll('-', ''));
      expect((await readFile(file)).includes(MARKER.subarray(0, 30))).toBe(false);
    }
  });

  it('shows nothing to another organisation', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    await expect(triage.within(other, (manager) => store.read(manager, other, id))).rejects.toMatchObject(
      gone,
    );
  });

  it('asks each query for the organisation: even the owner, whom no row guard binds, gets nothing of another', async () => {
    const dataSource = createDataSource({ url: test.ownerUrl, program: 'test', poolSize: 1 });
    await dataSource.initialize();
    try {
      const unguarded = new Database(dataSource);
      const bytes = randomBytes(40);
      const one = await newSubject(bytes);
      const spool = await keep({ purpose: 'spool', contentItemId: one.contentItemId, bytes });
      const original = await keep({ purpose: 'original', mediaId: one.mediaId, bytes });
      await keep({ purpose: 'derivative', mediaId: one.mediaId, level: 1, bytes });
      await unguarded.within(other, async (manager) => {
        expect(await manager.query(`SELECT 1 FROM evidence_objects WHERE id = $1`, [spool])).toHaveLength(1);
        for (const id of [spool, original]) {
          await expect(store.read(manager, other, id)).rejects.toMatchObject(gone);
          expect(await store.destroy(manager, other, id, 'test')).toBe(false);
        }
        expect(await store.findSpool(manager, other, one.contentItemId)).toBeUndefined();
        expect(await store.findOriginal(manager, other, one.mediaId)).toBeUndefined();
        expect(await store.findDerivative(manager, other, one.mediaId, 1)).toBeUndefined();
        expect(await store.destroySpool(manager, other, one.contentItemId, 'test')).toBe(false);
        expect(await store.destroyOfMedia(manager, other, one.mediaId, 'test')).toBe(0);
        expect(
          await store.turnSpoolIntoOriginal(manager, other, one.contentItemId, one.mediaId, null),
        ).toBeUndefined();
        const stranger = new EvidenceStore(storage, new KeyRing([randomBytes(32)]));
        await stranger.assertKeyFits(manager);
        expect(await stranger.rotateKeys(manager, 10)).toBe(0);
      });
      expect((await read(spool)).equals(bytes)).toBe(true);
      expect((await read(original)).equals(bytes)).toBe(true);
    } finally {
      await dataSource.destroy();
    }
  });

  it('leaves a destroyed object unreadable, even with a copy of its file put back', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const copy = await mkdtemp(join(tmpdir(), 'evidence-copy-'));
    await cp(folder, copy, { recursive: true });
    expect(await within((manager) => store.destroy(manager, organisation, id, 'decided'))).toBe(true);
    await sweep.noteDeletions();
    await cp(copy, folder, { recursive: true });
    await rm(copy, { recursive: true });
    await expect(read(id)).rejects.toMatchObject(gone);
    expect(await test.asOwner(`SELECT 1 FROM data_keys WHERE evidence_object_id = $1`, [id])).toEqual([]);
    expect(await within((manager) => store.destroy(manager, organisation, id, 'decided'))).toBe(false);
  });

  it('removes the file only once the destruction has committed, and notes it in both ledgers', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const undone = within(async (manager) => {
      await store.destroy(manager, organisation, id, 'decided');
      throw new Error('the act failed');
    });
    await expect(undone).rejects.toThrow('the act failed');
    await sweep.noteDeletions();
    expect((await read(id)).equals(MARKER)).toBe(true);

    const [row] = await test.asOwner<{ object_name: string }>(
      `SELECT object_name FROM evidence_objects WHERE id = $1`,
      [id],
    );
    await within((manager) => store.destroy(manager, organisation, id, 'decided'));
    expect(await filesBelow(folder)).toContain(join(folder, row!.object_name));
    await sweep.noteDeletions();
    expect(await filesBelow(folder)).not.toContain(join(folder, row!.object_name));
    expect(
      await test.asOwner(`SELECT reason, object_name FROM deletion_ledger WHERE object_id = $1`, [id]),
    ).toEqual([{ reason: 'decided', object_name: null }]);
    expect(await remembered()).toContainEqual(
      expect.objectContaining({ objectKind: 'evidence', objectId: id, organisationId: organisation }),
    );
  });

  it('keeps one spool an item: a second fetch takes the place of the first', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const first = await keep({ purpose: 'spool', contentItemId, bytes: Buffer.from('first') });
    const second = await keep({ purpose: 'spool', contentItemId, bytes: Buffer.from('second') });
    await expect(read(first)).rejects.toMatchObject(gone);
    expect((await read(second)).toString()).toBe('second');
    expect(await within((manager) => store.findSpool(manager, organisation, contentItemId))).toBe(second);
  });

  it('turns a spool into the original of its media, once', async () => {
    const bytes = randomBytes(100);
    const { contentItemId, mediaId } = await newSubject(bytes);
    const id = await keep({ purpose: 'spool', contentItemId, bytes });
    const until = new Date(Date.now() + 3_600_000);
    const turn = (deleteAfter: Date | null) =>
      within((manager) =>
        store.turnSpoolIntoOriginal(manager, organisation, contentItemId, mediaId, deleteAfter),
      );
    expect(await turn(until)).toBe(id);
    expect(await turn(until)).toBe(id);
    expect((await read(id)).equals(bytes)).toBe(true);
    expect(await within((manager) => store.findOriginal(manager, organisation, mediaId))).toBe(id);
  });

  it('never turns a spool into the original of other bytes', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const { mediaId } = await newSubject(randomBytes(8));
    await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    expect(
      await within((manager) =>
        store.turnSpoolIntoOriginal(manager, organisation, contentItemId, mediaId, null),
      ),
    ).toBeUndefined();
  });

  it('keeps one original for several items with the same bytes, for the longer of their times', async () => {
    const bytes = randomBytes(100);
    const { contentItemId, mediaId } = await newSubject(bytes);
    const early = new Date(Date.now() + 3_600_000);
    const late = new Date(Date.now() + 7_200_000);
    const first = await keep({ purpose: 'original', mediaId, bytes, deleteAfter: late });
    const spool = await keep({ purpose: 'spool', contentItemId, bytes });
    expect(
      await within((manager) =>
        store.turnSpoolIntoOriginal(manager, organisation, contentItemId, mediaId, early),
      ),
    ).toBe(first);
    await expect(read(spool)).rejects.toMatchObject(gone);
    expect(await test.asOwner(`SELECT delete_after FROM evidence_objects WHERE id = $1`, [first])).toEqual([
      { delete_after: late },
    ]);
  });

  it('keeps one derivative a level', async () => {
    const { mediaId } = await newSubject(randomBytes(8));
    const first = await keep({ purpose: 'derivative', mediaId, level: 1, bytes: Buffer.from('blurred') });
    const again = await keep({ purpose: 'derivative', mediaId, level: 1, bytes: Buffer.from('blurred') });
    const sharp = await keep({ purpose: 'derivative', mediaId, level: 3, bytes: Buffer.from('sharp') });
    expect(again).toBe(first);
    expect(sharp).not.toBe(first);
    expect(await within((manager) => store.findDerivative(manager, organisation, mediaId, 3))).toBe(sharp);
    expect(await within((manager) => store.destroyOfMedia(manager, organisation, mediaId, 'decided'))).toBe(
      2,
    );
  });

  it('notices a file that is missing or was changed', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const [row] = await test.asOwner<{ object_name: string }>(
      `SELECT object_name FROM evidence_objects WHERE id = $1`,
      [id],
    );
    const file = join(folder, row!.object_name);
    const sealed = await readFile(file);
    sealed[sealed.length - 20]! ^= 1;
    await writeFile(file, sealed);
    await expect(read(id)).rejects.toMatchObject({ code: 'evidence-changed' });
    await rm(file);
    await expect(read(id)).rejects.toMatchObject({ code: 'evidence-missing' });
  });

  it('opens no object under the row of another', async () => {
    const one = await newSubject(randomBytes(8));
    const two = await newSubject(randomBytes(8));
    const first = await keep({
      purpose: 'spool',
      contentItemId: one.contentItemId,
      bytes: Buffer.from('one'),
    });
    const second = await keep({
      purpose: 'spool',
      contentItemId: two.contentItemId,
      bytes: Buffer.from('two'),
    });
    await test.asOwner(
      `UPDATE data_keys SET sealed_key = (SELECT sealed_key FROM data_keys WHERE evidence_object_id = $1)
       WHERE evidence_object_id = $2`,
      [first, second],
    );
    await expect(read(second)).rejects.toMatchObject({ code: 'seal-damaged' });
    await within((manager) => store.destroy(manager, organisation, second, 'test'));
  });

  it('sweeps what is past its time, but keeps what an order preserves', async () => {
    const past = new Date(Date.now() - 1000);
    const expired = await newSubject(randomBytes(8));
    const open = await newSubject(randomBytes(9));
    const expiredId = await keep({
      purpose: 'original',
      mediaId: expired.mediaId,
      bytes: MARKER,
      deleteAfter: past,
    });
    const openId = await keep({ purpose: 'original', mediaId: open.mediaId, bytes: MARKER });
    const preservation = newId();
    await test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, 'case', $3, 'a court', 'an order', now() + interval '1 day')`,
      [preservation, organisation, caseId],
    );
    expect(await sweep.sweepExpired(100)).toBe(0);
    expect((await read(expiredId)).equals(MARKER)).toBe(true);

    // No mandate lets what was only fetched be kept.
    const spool = await keep({
      purpose: 'spool',
      contentItemId: expired.contentItemId,
      bytes: MARKER,
      deleteAfter: past,
    });
    expect(await sweep.sweepExpired(100)).toBe(1);
    await expect(read(spool)).rejects.toMatchObject(gone);

    await test.asOwner(`UPDATE preservations SET released_at = now() WHERE id = $1`, [preservation]);
    expect(await sweep.sweepExpired(100)).toBe(1);
    await expect(read(expiredId)).rejects.toMatchObject(gone);
    expect((await read(openId)).equals(MARKER)).toBe(true);
  });

  it('sweeps files without a row, but none that a running transaction may be about to name', async () => {
    await sweep.sweepOrphans({ olderThanMs: -1000 });
    const { contentItemId } = await newSubject(randomBytes(8));
    const kept = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const failed = within(async (manager) => {
      const subject = await newSubject(randomBytes(8));
      await store.keep(manager, {
        organisationId: organisation,
        purpose: 'spool',
        contentItemId: subject.contentItemId,
        mediaType: 'image/png',
        bytes: MARKER,
      });
      throw new Error('killed');
    });
    await expect(failed).rejects.toThrow('killed');
    expect(await sweep.sweepOrphans()).toBe(0);
    expect(await sweep.sweepOrphans({ olderThanMs: -1000 })).toBe(1);
    expect((await read(kept)).equals(MARKER)).toBe(true);
  });

  it("removes nothing when there are more unknown files than kills explain: the store may be another one's", async () => {
    const many = { olderThanMs: -1000 };
    await sweep.sweepOrphans(many);
    const names = Array.from({ length: 21 }, randomObjectName);
    for (const name of names) {
      await storage.write(
        name,
        (async function* () {
          yield MARKER;
        })(),
      );
    }
    const before = (await filesBelow(folder)).length;
    await expect(sweep.sweepOrphans(many)).rejects.toMatchObject({ code: 'evidence-store-mismatch' });
    expect(await filesBelow(folder)).toHaveLength(before);
    const said: number[] = [];
    const evenIfMany = async (files: number) => {
      expect(await filesBelow(folder)).toHaveLength(before);
      said.push(files);
    };
    expect(await sweep.sweepOrphans({ ...many, evenIfMany })).toBe(21);
    expect(await sweep.sweepOrphans({ ...many, evenIfMany })).toBe(0);
    expect(said).toEqual([21]);
  });

  it('rotates to a new master key while objects stay readable, and then no longer needs the old one', async () => {
    const { contentItemId } = await newSubject(randomBytes(8));
    const id = await keep({ purpose: 'spool', contentItemId, bytes: MARKER });
    const newerKey = randomBytes(32);
    const both = new EvidenceStore(storage, new KeyRing([newerKey, olderKey]));
    const newest = new EvidenceStore(storage, new KeyRing([newerKey]));
    await expect(within((manager) => newest.assertKeyFits(manager))).rejects.toThrow(/^MANARA_KEY_FILE: /);
    await within((manager) => both.assertKeyFits(manager));
    let rotated = 0;
    for (let more = -1; more !== 0; rotated += more) {
      more = await within((manager) => both.rotateKeys(manager, 2));
      expect((await within((manager) => both.read(manager, organisation, id))).equals(MARKER)).toBe(true);
    }
    expect(rotated).toBeGreaterThan(2);
    await within((manager) => newest.assertKeyFits(manager));
    expect((await within((manager) => newest.read(manager, organisation, id))).equals(MARKER)).toBe(true);
    await expect(within((manager) => store.assertKeyFits(manager))).rejects.toThrow(/^MANARA_KEY_FILE: /);
    await expect(read(id)).rejects.toMatchObject({ code: 'seal-unknown-key' });
  });
});
