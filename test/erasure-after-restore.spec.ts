// Keep, back up, erase, restore: what the reporter or the schedule erased after the backup was made is gone again before
// any program can start, whatever class of data it is of.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceStore, EvidenceSweep, FileStorage, rememberedDeletions } from '#libs/evidence';
import { revokeApiKey } from '#libs/identity';
import type { DataClass } from '#libs/organisations';
import { enforceCommonRetention, enforceRetention } from '#libs/pipeline';
import {
  createBackup,
  type Database,
  KeyRing,
  type LaterDeletion,
  newId,
  newRandomId,
  replayDeletions,
  restoreBackup,
  type RestoreResult,
} from '#libs/platform';
import { createTestDatabase, type TestDatabase } from './support/database.js';
import { makeAccount, makeOrganisation, type World } from './support/review-world.js';

const LONG_AGO_HOURS = 20 * 365 * 24;
const REPORT_IS_WHOLE = { contact: true, text: true, messages: 1, addresses: 1 };
const NOTHING_IS_LEFT = { contact: false, text: false, messages: 0, addresses: 0 };

describe('what was erased after a backup was made', () => {
  let test: TestDatabase;
  let target: TestDatabase;
  let triage: Database;
  let hotline: World;
  let folder: string;
  let file: string;
  let storage: FileStorage;
  let sweep: EvidenceSweep;
  let result: RestoreResult;
  let account: string;
  const ring = new KeyRing([randomBytes(32)]);
  const report = { old: '', young: '', forgotten: '', ordered: '' };
  const exposure = { old: '', young: '' };
  const look = { old: '', young: '' };
  const evidence = { 'evidence-spool': '', 'evidence-view': '', 'evidence-retain': '', kept: '' };
  const key = { revoked: '', valid: '' };
  const mark = { old: randomBytes(32), young: randomBytes(32) };
  const lookup = 'forgotten1';

  async function makeReport(closedHoursAgo: number): Promise<string> {
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind, state,
         sealed_text, sealed_contact, received_at)
       VALUES ($1, $2, $2, $3, $4, 'en', 'picture', 'attached', '\\x01', '\\x01', date_trunc('minute', now()))`,
      [id, hotline.organisationId, hotline.portalId, hotline.keyId],
    );
    await test.asOwner(
      `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed) VALUES ($1, $2, $3, 1, 'x')`,
      [newRandomId(), hotline.organisationId, id],
    );
    await test.asOwner(
      `INSERT INTO messages (id, organisation_id, report_id, direction, sealed_text, written_at)
       VALUES ($1, $2, $3, 'from-reporter', '\\x01', date_trunc('minute', now()))`,
      [newRandomId(), hotline.organisationId, id],
    );
    await test.asOwner(`INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)`, [
      hotline.organisationId,
      await makeCase(closedHoursAgo),
      id,
    ]);
    return id;
  }

  async function makeCase(closedHoursAgo: number): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate, closed_at)
       VALUES ($1, $2, $2, $3, $4, 'address', 'closed', 'view', now() - make_interval(hours => $5))`,
      [id, hotline.organisationId, hotline.portalId, id, closedHoursAgo],
    );
    return id;
  }

  async function makeMedia(bytes: Buffer): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes)
       VALUES ($1, $2, sha256($3), substring(sha256($3) FOR 20), substring(sha256($3) FOR 16), length($3))`,
      [id, hotline.organisationId, bytes],
    );
    return id;
  }

  async function makeExposure(openedHoursAgo: number): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO exposures (id, organisation_id, staff_account_id, media_id, case_id, level, ticket_hash, ticket_expires_at, opened_at)
       VALUES ($1, $2, $3, $4, $5, 1, $6, now(), now() - make_interval(hours => $7))`,
      [
        id,
        hotline.organisationId,
        account,
        await makeMedia(randomBytes(16)),
        await makeCase(1),
        randomBytes(32),
        openedHoursAgo,
      ],
    );
    return id;
  }

  async function makeLook(hoursAgo: number): Promise<string> {
    const [id, itemId, recordId] = [newId(), newId(), newId()];
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step)
       VALUES ($1::uuid, $2, $3, 'source', 'x', $1::text, 'done')`,
      [itemId, hotline.organisationId, await makeCase(1)],
    );
    await test.asOwner(
      `INSERT INTO fetch_records (id, organisation_id, content_item_id, purpose, started_at, ended_at, outcome, record)
       VALUES ($1, $2, $3, 'check', now(), now(), 'answered', '{}')`,
      [recordId, hotline.organisationId, itemId],
    );
    await test.asOwner(
      `INSERT INTO online_checks (id, organisation_id, content_item_id, round, fetch_record_id, checked_at, state)
       VALUES ($1, $2, $3, 1, $4, now() - make_interval(hours => $5), 'online')`,
      [id, hotline.organisationId, itemId, recordId, hoursAgo],
    );
    return id;
  }

  async function makeEvidence(purpose: 'spool' | 'original', deleteAfter?: Date): Promise<string> {
    const bytes = randomBytes(64);
    const mediaId = await makeMedia(bytes);
    const contentItemId = newId();
    await test.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step, media_id)
       VALUES ($1, $2, $3, 'source', 'x', 'x', 'done', $4)`,
      [contentItemId, hotline.organisationId, await makeCase(1), mediaId],
    );
    return triage.within(hotline.organisationId, (manager) =>
      new EvidenceStore(storage, ring).keep(manager, {
        organisationId: hotline.organisationId,
        purpose,
        ...(purpose === 'spool' ? { contentItemId } : { mediaId }),
        mediaType: 'image/png',
        bytes,
        ...(deleteAfter !== undefined && { deleteAfter }),
      }),
    );
  }

  async function makeKey(): Promise<string> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO api_keys (id, organisation_id, name, lookup, secret_hash, scopes, per_minute, per_day, expires_at)
       VALUES ($1, $2, $3, left(md5($3), 16), $4, '{addresses:read}', 1, 1, now() + interval '1 day')`,
      [id, hotline.organisationId, `key ${id}`, randomBytes(32)],
    );
    return id;
  }

  async function remembered(): Promise<LaterDeletion[]> {
    const lines: LaterDeletion[] = [];
    for await (const line of rememberedDeletions(storage)) lines.push(line);
    return lines;
  }

  const stateOf = async (database: TestDatabase, id: string) => {
    const [row] = await database.asOwner(
      `SELECT sealed_contact IS NOT NULL AS contact, sealed_text IS NOT NULL AS text,
         (SELECT count(*)::int FROM messages m WHERE m.report_id = r.id) AS messages,
         (SELECT count(*)::int FROM report_addresses a WHERE a.report_id = r.id) AS addresses
       FROM reports r WHERE id = $1`,
      [id],
    );
    return row;
  };
  const has = async (sql: string, ...parameters: unknown[]) =>
    (await target.asOwner(sql, parameters)).length > 0;
  const forgetContact = (portal: Database) =>
    portal.dataSource.query(`SELECT portal_api.forget_contact($1, $2) AS known`, [
      lookup,
      Buffer.alloc(32, 7),
    ]);

  beforeAll(async () => {
    test = await createTestDatabase();
    target = await createTestDatabase();
    triage = await test.open('triage');
    hotline = await makeOrganisation(test);
    account = await makeAccount(test, hotline);
    folder = await mkdtemp(join(tmpdir(), 'erasure-'));
    storage = new FileStorage(join(folder, 'evidence'));
    sweep = new EvidenceSweep(triage, storage);

    report.old = await makeReport(LONG_AGO_HOURS);
    report.young = await makeReport(1);
    report.forgotten = await makeReport(1);
    report.ordered = await makeReport(LONG_AGO_HOURS);
    exposure.old = await makeExposure(LONG_AGO_HOURS);
    exposure.young = await makeExposure(1);
    look.old = await makeLook(LONG_AGO_HOURS);
    look.young = await makeLook(1);
    const past = new Date(Date.now() - 1000);
    evidence['evidence-spool'] = await makeEvidence('spool', past);
    evidence['evidence-view'] = await makeEvidence('original', past);
    evidence['evidence-retain'] = await makeEvidence('original', past);
    evidence.kept = await makeEvidence('original');
    await test.asOwner(
      `INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      [newRandomId(), hotline.organisationId, report.forgotten, lookup, Buffer.alloc(32, 7)],
    );
    await test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, 'report', $3, 'Police', 'Order 1', now() + interval '1 day')`,
      [newId(), hotline.organisationId, report.ordered],
    );
    await test.asOwner(
      `INSERT INTO submissions (mark_hash, body_hash, sealed_receipt, expires_at)
       VALUES ($1, $1, '\\x01', now() - interval '1 second'), ($2, $2, '\\x01', now() + interval '1 day')`,
      [mark.old, mark.young],
    );
    await test.asOwner(
      `INSERT INTO sign_in_attempts (id, account_key, at, succeeded) VALUES ($1, '\\x00', now() - interval '2 days', false)`,
      [newId()],
    );
    await test.asOwner(
      `INSERT INTO sessions (id, organisation_id, staff_account_id, token_hash, expires_at)
       VALUES ($1, $2, $3, $4, now() - interval '1 year')`,
      [newId(), hotline.organisationId, account, randomBytes(32)],
    );

    key.revoked = await makeKey();
    key.valid = await makeKey();

    file = join(folder, 'whole.backup');
    await createBackup({ ownerUrl: test.ownerUrl, ring, file, media: storage });

    await test.asOwner(`UPDATE preservations SET released_at = now()`);
    await forgetContact(await test.open('portal'));
    await (
      await test.open('console')
    ).within(hotline.organisationId, (manager) =>
      revokeApiKey(manager, hotline.organisationId, key.revoked, { kind: 'operator' }, new Date()),
    );
    await enforceRetention(triage, hotline.organisationId);
    await enforceCommonRetention(triage);
    await sweep.sweepExpired(100);
    await sweep.noteDeletions();

    result = await restoreBackup({
      ownerUrl: target.ownerUrl,
      ring,
      file,
      media: new FileStorage(join(folder, 'restored')),
      deletions: rememberedDeletions(storage),
    });
  });
  afterAll(async () => {
    await test.drop();
    await target.drop();
    await rm(folder, { recursive: true });
  });

  /** Whether one that was erased, and one that was not, are there after the restore. A class of its own needs a line here. */
  const CLASSES: Readonly<Record<DataClass, () => Promise<[erased: boolean, other: boolean]>>> = {
    'reporter-contact': () =>
      bothReports(`SELECT 1 FROM reports WHERE id = $1 AND sealed_contact IS NOT NULL`),
    'reporter-text': () =>
      bothReports(
        `SELECT 1 FROM reports WHERE id = $1 AND sealed_text IS NOT NULL UNION ALL SELECT 1 FROM messages WHERE report_id = $1`,
      ),
    'report-address': () => bothReports(`SELECT 1 FROM report_addresses WHERE report_id = $1`),
    'evidence-spool': () => bothEvidence('evidence-spool'),
    'evidence-view': () => bothEvidence('evidence-view'),
    'evidence-retain': () => bothEvidence('evidence-retain'),
    // Nobody's session or try to sign in is in a backup, so there is none that could have stayed.
    session: async () => [await has(`SELECT 1 FROM sessions`), true],
    'sign-in-attempt': async () => [await has(`SELECT 1 FROM sign_in_attempts`), true],
    'submission-mark': async () => {
      const there = (one: Buffer) => has(`SELECT 1 FROM submissions WHERE mark_hash = $1`, one);
      return [await there(mark.old), await there(mark.young)];
    },
    exposure: async () => {
      const there = (id: string) => has(`SELECT 1 FROM exposures WHERE id = $1`, id);
      return [await there(exposure.old), await there(exposure.young)];
    },
    'online-check': async () => {
      const there = (id: string) => has(`SELECT 1 FROM online_checks WHERE id = $1`, id);
      expect(await target.asOwner(`SELECT id FROM fetch_records`)).toHaveLength(1);
      return [await there(look.old), await there(look.young)];
    },
  };
  const bothReports = async (sql: string): Promise<[boolean, boolean]> => [
    await has(sql, report.old),
    await has(sql, report.young),
  ];
  const bothEvidence = async (name: 'evidence-spool' | 'evidence-view' | 'evidence-retain') => {
    const restored = new EvidenceStore(new FileStorage(join(folder, 'restored')), ring);
    const database = await target.open('triage');
    const opens = (id: string) =>
      database
        .within(hotline.organisationId, (manager) => restored.read(manager, hotline.organisationId, id))
        .then(
          () => true,
          () => false,
        );
    return [await opens(evidence[name]), await opens(evidence.kept)] as [boolean, boolean];
  };

  it.each(Object.keys(CLASSES) as DataClass[])('is gone from the restored one: %s', async (dataClass) => {
    expect(await CLASSES[dataClass]()).toEqual([false, true]);
  });

  it('is gone when the reporter erased it by the receipt, and nothing else of the report is', async () => {
    expect(await stateOf(target, report.forgotten)).toEqual({ ...REPORT_IS_WHOLE, contact: false });
    expect(
      await target.asOwner(
        `SELECT reason, extract(second FROM deleted_at)::float8 AS seconds FROM deletion_ledger
         WHERE object_kind = 'reporter-contact' AND object_id = $1`,
        [report.forgotten],
      ),
    ).toEqual([{ reason: 'reporter', seconds: 0 }]);
  });

  it('is gone although an order to preserve stands in the backup: it was released before the erasure', async () => {
    expect(await has(`SELECT 1 FROM preservations WHERE released_at IS NULL`)).toBe(true);
    expect(await stateOf(target, report.ordered)).toEqual(NOTHING_IS_LEFT);
  });

  it('is no key of a partner that was revoked: it stays revoked, at its time, and the other valid', async () => {
    const stateOfKeys = (of: TestDatabase) =>
      of.asOwner(`SELECT id, revoked_at FROM api_keys ORDER BY revoked_at NULLS LAST`);
    const before = await stateOfKeys(test);
    expect(before).toEqual([
      { id: key.revoked, revoked_at: expect.any(Date) },
      { id: key.valid, revoked_at: null },
    ]);
    expect(await stateOfKeys(target)).toEqual(before);
  });

  it('is counted by kind', () => {
    expect(result.erasedAgain).toEqual({
      evidence: 3,
      'reporter-contact': 3,
      'reporter-text': 2,
      message: 2,
      'report-address': 2,
      exposure: 1,
      'api-key': 1,
    });
    expect(result).toMatchObject({ objects: 1, unreadable: 3 });
  });

  it('is erased once more without harm', async () => {
    const before = await target.asOwner(`SELECT to_jsonb(r)::text AS row FROM reports r ORDER BY id`);
    const lines = await target.asOwner(`SELECT count(*)::int AS lines FROM deletion_ledger`);
    const again = await replayDeletions(target.ownerUrl, rememberedDeletions(storage));
    expect(Object.values(again.erasedAgain).every((count) => count === 0)).toBe(true);
    expect(again.unreadable.size).toBe(0);
    expect(await target.asOwner(`SELECT to_jsonb(r)::text AS row FROM reports r ORDER BY id`)).toEqual(
      before,
    );
    expect(await target.asOwner(`SELECT count(*)::int AS lines FROM deletion_ledger`)).toEqual(lines);
    expect(await stateOf(target, report.young)).toEqual(REPORT_IS_WHOLE);
  });

  it('would be there again but for the ledger, and goes when the ledger is replayed later', async () => {
    const other = await createTestDatabase();
    try {
      const media = new FileStorage(join(folder, 'without-ledger'));
      await restoreBackup({ ownerUrl: other.ownerUrl, ring, file, media });
      expect(await stateOf(other, report.old)).toEqual(REPORT_IS_WHOLE);
      expect(await stateOf(other, report.forgotten)).toEqual(REPORT_IS_WHOLE);
      const { erasedAgain } = await replayDeletions(other.ownerUrl, rememberedDeletions(storage));
      expect(erasedAgain).toEqual(result.erasedAgain);
      expect(await stateOf(other, report.old)).toEqual(NOTHING_IS_LEFT);
    } finally {
      await other.drop();
    }
  });

  it('stands in the ledger by ids, class and time alone', async () => {
    for (const line of await remembered()) {
      expect(Object.keys(line).sort()).toEqual([
        'deletedAt',
        'objectId',
        'objectKind',
        'organisationId',
        'reason',
      ]);
    }
    expect(await remembered()).toHaveLength(14);
  });

  it('is noted outside of the database once, and again when that fails', async () => {
    const files = async () => {
      let count = 0;
      for await (const _ of storage.list('ledger/')) count++;
      return count;
    };
    const before = await files();
    expect(await sweep.noteDeletions()).toBe(0);
    expect(await files()).toBe(before);
    await test.asOwner(
      `INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason) VALUES ($1, $2, 'message', $3, 'retention')`,
      [newId(), hotline.organisationId, newRandomId()],
    );
    const full = new FileStorage(join(folder, 'evidence'));
    full.write = () => Promise.reject(new Error('the disk is full'));
    await expect(new EvidenceSweep(triage, full).noteDeletions()).rejects.toThrow('the disk is full');
    expect(await sweep.noteDeletions()).toBe(1);
  });

  it('is written down in the transaction that erases: undone with it, and no second time', async () => {
    const id = await makeReport(1);
    await test.asOwner(`UPDATE receipts SET report_id = $1 WHERE lookup = $2`, [id, lookup]);
    const portal = await test.open('portal');
    const lines = () =>
      test.asOwner(
        `SELECT reason FROM deletion_ledger WHERE object_id = $1 AND object_kind = 'reporter-contact'`,
        [id],
      );
    const undone = portal.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT portal_api.forget_contact($1, $2)`, [lookup, Buffer.alloc(32, 7)]);
      throw new Error('the connection broke');
    });
    await expect(undone).rejects.toThrow('the connection broke');
    expect(await lines()).toEqual([]);
    expect(await stateOf(test, id)).toEqual(REPORT_IS_WHOLE);
    for (let times = 0; times < 2; times++) expect(await forgetContact(portal)).toEqual([{ known: true }]);
    expect(await lines()).toEqual([{ reason: 'reporter' }]);
    expect(await stateOf(test, id)).toEqual({ ...REPORT_IS_WHOLE, contact: false });
  });

  it.each([
    ['no JSON', 'x'],
    ['null', 'null'],
    ['a kind that a later version wrote', JSON.stringify({ objectKind: 'thumbprint' })],
    [
      'an id that is none',
      JSON.stringify({
        objectKind: 'message',
        objectId: "' OR true",
        organisationId: newId(),
        reason: 'retention',
        deletedAt: '2026-11-22T00:00:00Z',
      }),
    ],
  ])('stops a restore, which leaves nothing, when a line of the ledger is %s', async (_, line) => {
    const broken = await mkdtemp(join(folder, 'broken-'));
    const store = new FileStorage(broken);
    await store.write('ledger/one', asStream(`${line}\n`));
    const other = await createTestDatabase();
    try {
      const refused = restoreBackup({
        ownerUrl: other.ownerUrl,
        ring,
        file,
        media: store,
        deletions: rememberedDeletions(store),
      });
      await expect(refused).rejects.toMatchObject({ code: 'ledger-unreadable' });
      expect(await other.asOwner(`SELECT 1 FROM organisations`)).toEqual([]);
    } finally {
      await other.drop();
    }
    expect(await readFile(join(broken, 'ledger', 'one'), 'utf8')).toBe(`${line}\n`);
  });
});

async function* asStream(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
