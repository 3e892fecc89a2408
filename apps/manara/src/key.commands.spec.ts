import { Client } from 'pg';
import { EvidenceStore, openStorage } from '#libs/evidence';
import { codeAt, stepOfCode } from '#libs/identity';
import { openSourceOfList } from '#libs/known-material';
import { openOrganisationKey } from '#libs/organisations';
import { SealBrokenError, type Database, type KeyRing } from '#libs/platform';
import { openRecipient, setRecipientSecret } from '#libs/referrals';
import { makeMedia } from '../../../test/support/review-world.js';
import { until } from '../../../test/support/waiting.js';
import { createInstallation, newKey, type Installation } from './testing/installation.js';

interface Hotline {
  readonly organisationId: string;
  readonly accountId: string;
  readonly totpSecret: string;
  readonly organisationKeyId: string;
  readonly recipientId: string;
  readonly evidenceId: string;
}

describe('rotating the master keys', () => {
  const [oldest, older, newest] = [newKey(), newKey(), newKey()];
  let installation: Installation;
  let triage: Database;
  const hotlines: Hotline[] = [];

  const storeOf = (ring: KeyRing) => new EvidenceStore(openStorage(undefined, installation.dataDir), ring);

  /** An organisation with one of everything that a master key protects. */
  async function makeHotline(code: string): Promise<Hotline> {
    const { run, json, test, ring } = installation;
    const { organisationId } = await json('organisation', 'add', code, '--name', code, '--country', 'IS');
    const account = await json(
      'user',
      'add',
      `${code.toLowerCase()}@example.org`,
      '--organisation',
      code,
      '--role',
      'analyst',
    );
    const { recipientId } = await json(
      'recipient',
      'add',
      'ICCAM',
      '--organisation',
      code,
      '--host',
      'api.example.org',
      '--analyst-name',
      code,
    );
    const { portalId } = await json(
      'portal',
      'add',
      code.toLowerCase(),
      '--organisation',
      code,
      '--country',
      'IS',
      '--locales',
      'en',
    );
    const [key] = await test.asOwner<{ id: string }>(
      `SELECT id FROM organisation_keys WHERE organisation_id = $1`,
      [organisationId],
    );
    const mediaId = await makeMedia(test, { organisationId, portalId, keyId: key!.id, code });
    const evidenceId = await triage.within(organisationId, (manager) =>
      storeOf(ring()).keep(manager, {
        organisationId,
        purpose: 'original',
        mediaId,
        mediaType: 'image/png',
        bytes: Buffer.from(`a drawn lighthouse of ${code}`),
      }),
    );
    // As `recipient secret` seals it; that has tests of its own.
    const owner = await test.open('console');
    await owner.within(organisationId, (manager) =>
      setRecipientSecret(
        manager,
        ring(),
        { id: recipientId, organisationId, host: 'api.example.org', port: 443 },
        { username: code },
      ),
    );
    const credentials = installation.file('credentials', { username: code, password: 'password' });
    const address = ['--kind', 'ncmec', '--host', 'api.example.org', '--credentials-file', credentials];
    await run('lists', 'source', 'add', 'list', '--organisation', code, ...address);
    await run('key', 'list');
    return {
      organisationId,
      accountId: account.id,
      totpSecret: account.totp.secret,
      organisationKeyId: key!.id,
      recipientId,
      evidenceId,
    };
  }

  /** Opens everything of a hotline with the key file as it is. @throws SealBrokenError */
  async function openAll(hotline: Hotline): Promise<void> {
    const ring = installation.ring();
    await triage.within(hotline.organisationId, async (manager) => {
      const pair = await openOrganisationKey(
        manager,
        ring,
        hotline.organisationId,
        hotline.organisationKeyId,
      );
      expect(pair.privateKey).toHaveLength(32);
      const access = await openRecipient(manager, ring, hotline.organisationId, hotline.recipientId);
      expect(access?.secret).toHaveProperty('username');
      const source = await openSourceOfList(manager, ring, hotline.organisationId, 'list');
      expect(source.credentials).toHaveProperty('password', 'password');
      expect(
        (await storeOf(ring).read(manager, hotline.organisationId, hotline.evidenceId)).toString(),
      ).toContain('lighthouse');
    });
    const [row] = await installation.test.asOwner<{ sealed: Buffer }>(
      `SELECT totp_secret_sealed AS sealed FROM staff_accounts WHERE id = $1`,
      [hotline.accountId],
    );
    const now = new Date();
    const step = stepOfCode(ring, hotline.accountId, row!.sealed, codeAt(hotline.totpSecret, now), now);
    expect(step).toBeDefined();
  }

  const standings = async () =>
    (await installation.json('key', 'list')).map(
      ({ kind, values, standing }: { kind: string; values: number; standing: string }) =>
        `${kind} ${values} ${standing}`,
    );
  const everything = (values: number, standing: string) =>
    ['organisation-keys', 'second-factors', 'recipient-secrets', 'source-credentials', 'evidence'].map(
      (kind) => `${kind} ${values} ${standing}`,
    );

  beforeAll(async () => {
    installation = await createInstallation();
    triage = await installation.test.open('triage');
    installation.setKeys(oldest);
    hotlines.push(await makeHotline('AA'));
    installation.setKeys(older, oldest);
    hotlines.push(await makeHotline('BB'));
    installation.setKeys(newest, older, oldest);
  });
  afterAll(() => installation.close());

  it('can be killed in the middle, and goes on from there when it is run again', async () => {
    expect((await standings()).toSorted()).toEqual(
      [...everything(1, 'older'), ...everything(1, 'older')].toSorted(),
    );
    // Somebody holds a row of the second organisation, so that the command waits in the middle of its work.
    const holder = new Client({ connectionString: installation.test.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(`SELECT 1 FROM staff_accounts WHERE id = $1 FOR UPDATE`, [hotlines[1]!.accountId]);
      const killed = installation.run('key', 'rotate').then(
        () => 'done',
        () => 'killed',
      );
      await until('the command waits for the row', async () => {
        const [ended] = await installation.test.asOwner(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'manara-operator' AND wait_event_type = 'Lock'`,
        );
        return ended;
      });
      expect(await killed).toBe('killed');
    } finally {
      await holder.query('ROLLBACK');
      await holder.end();
    }
    const half = await standings();
    expect(half).toEqual(
      expect.arrayContaining(['organisation-keys 2 newest', 'evidence 1 newest', 'evidence 1 older']),
    );
    for (const hotline of hotlines) await openAll(hotline);

    expect(await installation.json('key', 'rotate')).toEqual({
      'organisation-keys': 0,
      'second-factors': 1,
      'recipient-secrets': 1,
      'source-credentials': 1,
      evidence: 1,
    });
    expect(await standings()).toEqual(everything(2, 'newest'));
  });

  it('changes nothing when it is run once more, and leaves no event then', async () => {
    const before = [await installation.acts('AA'), await installation.acts('BB')];
    expect(before.map((acts) => acts.filter((act) => act === 'keys.rotated').length)).toEqual([5, 5]);
    expect(Object.values(await installation.json('key', 'rotate'))).toEqual([0, 0, 0, 0, 0]);
    expect([await installation.acts('AA'), await installation.acts('BB')]).toEqual(before);
  });

  it('lets the old keys be removed: everything opens by the newest alone', async () => {
    installation.setKeys(newest);
    for (const hotline of hotlines) await openAll(hotline);
    expect(await standings()).toEqual(everything(2, 'newest'));
  });

  it('is told of a key that was removed too early, and changes nothing without it', async () => {
    const tooEarly = newKey();
    installation.setKeys(tooEarly);
    const outcome = await installation.run('key', 'list');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.lines.every((line) => line.includes('missing'))).toBe(true);
    await expect(installation.run('key', 'rotate')).rejects.toThrow(SealBrokenError);
    installation.setKeys(tooEarly, newest);
    await installation.run('key', 'rotate');
    for (const hotline of hotlines) await openAll(hotline);
  });
});
