// Read as the console reads them, written as triage writes them.
import { newId, newRandomId, type Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeCase, makeOrganisation, type World } from '../../../test/support/review-world.js';
import { currentAlarms, type Alarm } from './alarms.js';
import { noteEvidenceSweep, noteSweep } from './worker-signs.js';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

describe('what a person has to see to', () => {
  let test: TestDatabase;
  let console_: Database;
  let triage: Database;
  let ours: World;
  let theirs: World;

  beforeAll(async () => {
    test = await createTestDatabase();
    console_ = await test.open('console');
    triage = await test.open('triage');
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    ours = await makeOrganisation(test);
    theirs = await makeOrganisation(test);
    await test.asOwner('DELETE FROM outbox');
    await noteSweep(triage, 15);
  });

  const alarms = (world = ours, now = new Date()): Promise<Alarm[]> =>
    console_.within(world.organisationId, (manager) => currentAlarms(manager, world.organisationId, now));
  const codes = async (world = ours, now = new Date()) => (await alarms(world, now)).map(({ code }) => code);
  const ago = (seconds: number) => new Date(Date.now() - seconds * SECOND_MS);

  async function event(world: World, at: Date, more: { act?: string; subjectId?: string } = {}) {
    await test.asOwner(
      `INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind, subject_id)
       VALUES ($1, $2, $3, 'machine', $4, 'referral', $5)`,
      [newId(), world.organisationId, at, more.act ?? 'case.opened', more.subjectId ?? null],
    );
  }
  async function certificate(world: World, expiresAt: Date | null, isActive = true): Promise<void> {
    const id = newId();
    await test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port, is_active)
       VALUES ($1::uuid, $2, $1::text, 'iccam', '127.0.0.1', 443, $3)`,
      [id, world.organisationId, isActive],
    );
    await test.asOwner(
      `INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret, certificate_expires_at)
       VALUES ($1, $2, '127.0.0.1', 443, 'x', $3)`,
      [id, world.organisationId, expiresAt],
    );
  }

  it('is nothing where all goes its way', async () => {
    await event(ours, ago(2));
    await certificate(ours, new Date(Date.now() + 200 * DAY_MS));
    await certificate(ours, null);
    expect(await alarms()).toEqual([]);
  });

  it('is the audit log when an event waits too long to be linked, since when it waits', async () => {
    const since = ago(90);
    await event(ours, since);
    await event(ours, ago(70));
    expect(await alarms()).toEqual([{ code: 'audit-lag', since, count: 2 }]);
  });

  it('is the referrals that have stopped, since the first of them did', async () => {
    const made = await makeCase(test, ours);
    const id = newId();
    await test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at)
       VALUES ($1::uuid, $2, $3, 1, 'stopped', $1::text, true, now())`,
      [id, ours.organisationId, made.id],
    );
    const since = ago(30);
    await event(ours, since, { act: 'referral.stopped', subjectId: id });
    expect(await alarms()).toEqual([{ code: 'referrals-stopped', since, count: 1 }]);
  });

  it('is a recipient’s certificate a month before its end, and its end', async () => {
    const [soon, over] = [new Date(Date.now() + 10 * DAY_MS), ago(3600)];
    await certificate(ours, soon);
    await certificate(ours, over);
    await certificate(ours, over, false);
    expect(await alarms()).toEqual([
      { code: 'certificate-expires', since: expect.any(Date), count: 1 },
      { code: 'certificate-expired', since: over, count: 1 },
    ]);
  });

  it('is an import that waits for approval, and no other', async () => {
    const list = newId();
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect) VALUES ($1, $2, 'l', 't', 'unreviewed', 'flag')`,
      [list, ours.organisationId],
    );
    for (const [number, state] of ['live', 'waiting', 'failed'].entries())
      await test.asOwner(
        `INSERT INTO hash_list_versions (id, organisation_id, hash_list_id, number, state, format, finished_at)
         VALUES ($1, $2, $3, $4, $5, 'csv', now())`,
        [newId(), ours.organisationId, list, number + 1, state],
      );
    expect(await alarms()).toEqual([{ code: 'list-waiting', since: expect.any(Date), count: 1 }]);
  });

  it('is a list that has expired, until it is renewed or switched off', async () => {
    const id = newId();
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect, expires_at)
       VALUES ($1, $2, 'past', 'A hotline', 'unreviewed', 'suggest', now() - interval '1 day')`,
      [id, ours.organisationId],
    );
    expect(await alarms()).toMatchObject([{ code: 'list-expired', count: 1 }]);
    await test.asOwner(`UPDATE hash_lists SET is_enabled = false WHERE id = $1`, [id]);
    expect(await alarms()).toEqual([]);
  });

  it('is entries that fit too much, until a person decides', async () => {
    const [list, entry] = [newId(), newId()];
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect)
       VALUES ($1, $2, 'blank', 'A hotline', 'unreviewed', 'suggest')`,
      [list, ours.organisationId],
    );
    await test.asOwner(
      `INSERT INTO hash_entries (id, organisation_id, hash_list_id, fingerprint, md5, first_version)
       VALUES ($1, $2, $3, $4, $4, 1)`,
      [entry, ours.organisationId, list, Buffer.alloc(16, 1)],
    );
    await test.asOwner(
      `INSERT INTO entry_quarantines (id, organisation_id, hash_list_id, hash_entry_id, fingerprint, cases, hosts)
       VALUES ($1, $2, $3, $4, $5, 60, 40)`,
      [newId(), ours.organisationId, list, entry, Buffer.alloc(16, 1)],
    );
    expect(await alarms()).toMatchObject([{ code: 'entries-quarantined', count: 1 }]);
    await test.asOwner(
      `UPDATE entry_quarantines SET state = 'kept', decided_at = now(), reason = 'a logo' WHERE hash_list_id = $1`,
      [list],
    );
    expect(await alarms()).toEqual([]);
  });

  it('is a source that has not been read for three times its schedule, while its list is in use', async () => {
    const list = newId();
    await test.asOwner(
      `INSERT INTO hash_lists (id, organisation_id, name, source, trust, effect)
       VALUES ($1, $2, 'polled', 'A hotline', 'unreviewed', 'suggest')`,
      [list, ours.organisationId],
    );
    await test.asOwner(
      `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, sealed_credentials, every_minutes,
         set_up_at, succeeded_at)
       VALUES ($1, $2, $3, 'ncmec', 'api.example.org', 443, '', '', 60, now() - interval '9 days', now() - interval '2 hours')`,
      [newId(), ours.organisationId, list],
    );
    expect(await alarms()).toEqual([]);
    await test.asOwner(
      `UPDATE list_sources SET succeeded_at = now() - interval '4 hours' WHERE hash_list_id = $1`,
      [list],
    );
    expect(await alarms()).toMatchObject([{ code: 'source-late', count: 1 }]);
    await test.asOwner(`UPDATE hash_lists SET is_enabled = false WHERE id = $1`, [list]);
    expect(await alarms()).toEqual([]);
  });

  it('is the open cases that could not be matched with what lists have new', async () => {
    const since = ago(600);
    for (const state of ['ready', 'closed']) {
      const made = await makeCase(test, ours);
      await test.asOwner(`UPDATE cases SET state = $2, rematch_failed_since = $3 WHERE id = $1`, [
        made.id,
        state,
        since,
      ]);
    }
    expect(await alarms()).toEqual([{ code: 'rematch-failed', since, count: 1 }]);
  });

  it('is what a partner copied about a child in danger, at once, until somebody takes it on', async () => {
    const made = await makeCase(test, ours);
    const since = ago(1);
    await test.asOwner(
      `INSERT INTO safeguarding_copies (id, organisation_id, portal_id, case_id, case_number, report_id, reason, copied_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'danger', $7)`,
      [newId(), ours.organisationId, ours.portalId, made.id, made.number, made.reportId, since],
    );
    expect(await alarms()).toEqual([{ code: 'safeguarding-waits', since, count: 1 }]);
    await test.asOwner(`UPDATE safeguarding_copies SET seen_at = now() WHERE organisation_id = $1`, [
      ours.organisationId,
    ]);
    expect(await alarms()).toEqual([]);
  });

  it('is the cases of those concerned that nobody took up within the target, since it passed', async () => {
    const opened = ago(90 * 60);
    for (const state of ['ready', 'triage', 'closed']) {
      const made = await makeCase(test, ours, { state });
      await test.asOwner(`UPDATE cases SET concern = 'threat', opened_at = $2 WHERE id = $1`, [
        made.id,
        opened,
      ]);
    }
    const since = new Date(opened.getTime() + 60 * 60 * SECOND_MS);
    expect(await alarms()).toEqual([{ code: 'concern-overdue', since, count: 2 }]);
    await test.asOwner(`INSERT INTO concern_queues (organisation_id, target_minutes) VALUES ($1, 120)`, [
      ours.organisationId,
    ]);
    expect(await alarms()).toEqual([]);
  });

  it('is the sweep when triage has been still for some of its rounds', async () => {
    expect(await codes(ours, new Date(Date.now() + 50 * SECOND_MS))).toEqual([]);
    expect(await codes(ours, new Date(Date.now() + 70 * SECOND_MS))).toEqual(['sweep-not-run']);
    await noteSweep(triage, 300);
    expect(await codes(ours, new Date(Date.now() + 1000 * SECOND_MS))).toEqual([]);
  });

  it('is the sweep where triage has never run, some minutes after the organisation was made', async () => {
    await test.asOwner('DELETE FROM worker_signs');
    const [made] = await test.asOwner<{ since: Date }>(
      'SELECT created_at AS since FROM organisations WHERE id = $1',
      [ours.organisationId],
    );
    expect(await alarms(ours, new Date(Date.now() + 200 * SECOND_MS))).toEqual([]);
    expect(await alarms(ours, new Date(Date.now() + 400 * SECOND_MS))).toEqual([
      { code: 'sweep-not-run', since: made!.since, count: 1 },
    ]);
    await noteSweep(triage, 300);
    expect(await alarms(ours, new Date(Date.now() + 400 * SECOND_MS))).toEqual([]);
  });

  it('is the outbox when what is due does not reach the queue, until it does', async () => {
    const outbox = (notBefore: Date) =>
      test.asOwner(
        `INSERT INTO outbox (id, queue, name, job_key, payload, not_before) VALUES ($1, 'triage', 'intake', $2, '{}', $3)`,
        [newRandomId(), newId(), notBefore],
      );
    await outbox(new Date(Date.now() + DAY_MS));
    await outbox(ago(10));
    await noteSweep(triage, 15);
    expect(await codes()).toEqual([]);
    const since = ago(120);
    await outbox(since);
    await noteSweep(triage, 15);
    expect(await alarms()).toEqual([{ code: 'outbox-lag', since, count: 1 }]);
    await test.asOwner('DELETE FROM outbox');
    await noteSweep(triage, 15);
    expect(await codes()).toEqual([]);
  });

  it('is the evidence store while it holds too many files that nobody knows, since that was first seen', async () => {
    await noteEvidenceSweep(triage, 300, false);
    expect(await codes()).toEqual([]);
    await noteEvidenceSweep(triage, 300, true);
    const first = await alarms();
    expect(first).toEqual([{ code: 'evidence-unknown', since: expect.any(Date), count: 1 }]);
    await noteEvidenceSweep(triage, 300, true);
    expect(await alarms()).toEqual(first);
    await noteEvidenceSweep(triage, 300, false);
    expect(await codes()).toEqual([]);
  });

  it('is nothing of another organisation', async () => {
    await event(theirs, ago(90));
    await certificate(theirs, ago(3600));
    expect(await codes()).toEqual([]);
    expect(await codes(theirs)).toEqual(['audit-lag', 'certificate-expired']);
    // Nor by the other’s id under one’s own tenant.
    expect(
      await console_.within(ours.organisationId, (manager) =>
        currentAlarms(manager, theirs.organisationId, new Date()),
      ),
    ).toEqual([]);
  });
});
