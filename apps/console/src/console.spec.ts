// The way of a case through the console, over HTTP, with real evidence and really sealed text.
import { codeAt } from '#libs/identity';
import { createOrganisationKey } from '#libs/organisations';
import { boxKeyPairFrom, closeBox, newRandomId, openBox, sealedBoxReady } from '#libs/platform';
import { sealReporterText } from '#libs/reports';
import {
  makeCase,
  makeOrganisation,
  testRing,
  type MadeCase,
  type World,
} from '../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from './testing/console-under-test.js';

const ILLEGAL = { verdict: 'baseline', ageBand: 'pubescent', sex: 'male', selfGenerated: false };

describe('the console', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let analyst: Signed;
  let supervisor: Signed;
  let administrator: Signed;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    world = await makeOrganisation(console_.test);
    analyst = await console_.signIn(world);
    supervisor = await console_.signIn(world, 'supervisor');
    administrator = await console_.signIn(world, 'administrator');
  });

  const post = (path: string, as: Signed, body?: unknown) =>
    console_.call('POST', `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) });
  const get = (path: string, as: Signed) => console_.call('GET', `/api/v1${path}`, { as });

  async function claimed(
    pictures = 1,
  ): Promise<{ made: MadeCase; lease: { token: string; version: number } }> {
    const made = await makeCase(console_.test, world, { pictures });
    const { json } = await post('/queue/claim', analyst);
    return { made, lease: { token: json.lease.token, version: json.lease.version } };
  }
  /** Keeps a picture's derivative as triage does. */
  const keepDerivative = (mediaId: string, bytes: Buffer) =>
    console_.triage.within(world.organisationId, (manager) =>
      console_.store.keep(manager, {
        organisationId: world.organisationId,
        mediaId,
        purpose: 'derivative',
        level: 1,
        mediaType: 'image/webp',
        bytes,
      }),
    );

  it('says who is signed in and what they may do, and forgets them on signing out', async () => {
    const me = await get('/me', analyst);
    expect(me.json).toMatchObject({
      id: analyst.accountId,
      role: 'analyst',
      isDemonstration: true,
      undoSeconds: 60,
      organisation: { code: world.code, timeZone: 'UTC' },
    });
    expect(me.json.permissions).toContain('media.view');
    const out = await console_.call('DELETE', '/api/v1/session', { as: analyst });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await get('/me', analyst)).status).toBe(401);
  });

  it('sets a cookie that scripts and other sites never get, and slows wrong tries', async () => {
    const wrong = () =>
      console_.call('POST', '/api/v1/session', { body: { email: analyst.email, password: 'wrong' } });
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await wrong()).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await wrong()).headers.get('retry-after')).toBe('15');
    expect((await wrong()).headers.get('set-cookie')).toBeNull();
  });

  it('leads a case from claim over view and assessment to undo', async () => {
    expect((await post('/queue/claim', analyst)).status).toBe(204);
    const { made, lease } = await claimed();
    const [media] = made.mediaIds;
    await keepDerivative(media!, Buffer.from('blurred picture'));

    const page = await get(`/cases/${made.id}`, analyst);
    expect(page.json).toMatchObject({
      case: { number: made.number, state: 'in-assessment', portal: world.code.toLowerCase() },
      lease: { isMine: true },
      reports: [{ addresses: [{ asTyped: expect.stringContaining('hxxp://') }], hasText: false }],
      mayUndo: false,
    });
    expect(page.json.items).toHaveLength(2);
    expect(page.json.items[1]).toMatchObject({
      role: 'embedded',
      needsAnswer: true,
      media: { id: media, levels: [1], isKnown: false, width: 640 },
      assessments: [],
    });

    const view = await post(`/media/${media}/views`, analyst, { level: 1, lease });
    expect(view.status).toBe(201);
    const picture = await console_.call('GET', view.json.url, { as: analyst });
    expect([picture.status, picture.headers.get('content-type'), picture.text]).toEqual([
      200,
      'image/webp',
      'blurred picture',
    ]);
    expect(picture.headers.get('cache-control')).toBe('no-store');
    expect((await console_.call('GET', view.json.url, { as: analyst })).status).toBe(410);
    console_.clock.forwardSeconds(7);
    const ended = await console_.call('PATCH', `/api/v1/views/${view.json.id}`, { as: analyst });
    expect(ended.json).toEqual({ seconds: 7 });

    expect((await post(`/cases/${made.id}/heartbeat`, analyst, lease)).status).toBe(200);
    const stale = await post(`/cases/${made.id}/heartbeat`, analyst, {
      ...lease,
      version: lease.version - 1,
    });
    expect([stale.status, stale.json.error]).toEqual([409, 'lease-lost']);

    const short = await post(`/cases/${made.id}/assessments`, analyst, {
      lease,
      items: [{ mediaId: media, answers: { verdict: 'baseline' } }],
    });
    expect([short.status, short.json.error]).toEqual([422, 'incomplete-assessment']);
    expect(Object.keys(short.json.fields).sort()).toEqual(
      [made.sourceItemId, `${made.itemIds[0]}.ageBand`, `${made.itemIds[0]}.sex`].sort(),
    );
    const decided = await post(`/cases/${made.id}/assessments`, analyst, {
      lease,
      items: [
        { contentItemId: made.sourceItemId, answers: ILLEGAL },
        { mediaId: media, answers: ILLEGAL },
      ],
      source: { siteType: 'website' },
    });
    expect([decided.status, decided.json.assessed]).toEqual([201, 2]);

    const after = await get(`/cases/${made.id}`, analyst);
    expect(after.json).toMatchObject({ case: { state: 'decided' }, lease: null, mayUndo: true });
    expect(after.json.items[1].assessments[0]).toMatchObject({
      looked: true,
      answers: ILLEGAL,
      madeBy: 'person',
    });
    expect(after.json.sourceAssessments[0]).toMatchObject({ version: 1, answers: { siteType: 'website' } });
    expect((await post(`/cases/${made.id}/undo`, analyst)).status).toBe(204);
    expect((await get(`/cases/${made.id}`, supervisor)).json.case.state).toBe('ready');
    expect((await get('/queue', analyst)).json).toMatchObject({ ready: 1, decided: 0, mine: [] });

    const acts = (await get('/audit', supervisor)).json.events.map((event: { act: string }) => event.act);
    for (const act of ['case.claimed', 'media.view-opened', 'case.assessed', 'case.decision-undone']) {
      expect(acts).toContain(act);
    }
    const exposure = await get('/exposure', analyst);
    expect(exposure.json.byLevel).toEqual([{ level: 1, views: 1, seconds: 7 }]);
  });

  it('answers a claim with the reason when the limits say no', async () => {
    await makeCase(console_.test, world);
    await console_.test.asOwner(`UPDATE staff_accounts SET limits = '{"dailySeconds": 0}' WHERE id = $1`, [
      analyst.accountId,
    ]);
    const answer = await post('/queue/claim', analyst);
    expect([answer.status, answer.json.reason]).toEqual([409, 'exposure-limit']);
  });

  it('takes a case back without a reason, and lets a supervisor pick it by name', async () => {
    const { made, lease } = await claimed(0);
    expect((await post(`/cases/${made.id}/return`, analyst, lease)).status).toBe(204);
    expect((await post('/queue/claim', analyst)).status).toBe(204);
    expect((await post(`/cases/${made.id}/claim`, analyst)).json.error).toBe('not-claimable');
    expect((await post(`/cases/${made.id}/claim`, supervisor)).status).toBe(200);
  });

  it('finds cases by state, number and address, a page at a time', async () => {
    const cases: MadeCase[] = [];
    for (let count = 0; count < 52; count += 1) cases.push(await makeCase(console_.test, world));
    const numberOf = (answer: { json: { cases: { number: string }[] } }) =>
      answer.json.cases.map(({ number }) => number);
    const first = await post('/cases/search', analyst, { state: 'ready' });
    const second = await post('/cases/search', analyst, { state: 'ready', cursor: first.json.cursor });
    expect([first.json.cases.length, second.json.cases.length, second.json.cursor]).toEqual([
      50,
      2,
      undefined,
    ]);
    expect(new Set([...numberOf(first), ...numberOf(second)]).size).toBe(52);
    const wanted = cases[7]!;
    expect(numberOf(await post('/cases/search', analyst, { q: wanted.number.toLowerCase() }))).toEqual([
      wanted.number,
    ]);
    expect(
      numberOf(await post('/cases/search', analyst, { q: `hxxp://sample.invalid/${wanted.number}` })),
    ).toEqual([wanted.number]);
    for (const q of ['%', '_', '\\', `${wanted.number}%`]) {
      expect([q, numberOf(await post('/cases/search', analyst, { q }))]).toEqual([q, []]);
    }
    expect(numberOf(await post('/cases/search', analyst, { portal: 'elsewhere' }))).toEqual([]);
  });

  describe('with what reporters write', () => {
    let made: MadeCase;
    const secret = 'the secret part of a receipt';

    beforeEach(async () => {
      await sealedBoxReady;
      made = await makeCase(console_.test, world);
      const keyId = await ownerMakesKey();
      const [key] = await console_.test.asOwner<{ public_key: Buffer }>(
        'SELECT public_key FROM organisation_keys WHERE id = $1',
        [keyId],
      );
      await console_.test.asOwner(
        'UPDATE reports SET organisation_key_id = $2, sealed_text = $3, sealed_contact = $4 WHERE id = $1',
        [
          made.reportId,
          keyId,
          sealReporterText(key!.public_key, { comment: 'a marked comment' }),
          closeBox(key!.public_key, 'reporter@example.org'),
        ],
      );
      await console_.test.asOwner(
        `INSERT INTO receipts (id, organisation_id, report_id, lookup, secret_hash, reply_public_key)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          newRandomId(),
          world.organisationId,
          made.reportId,
          newRandomId().slice(-12),
          Buffer.alloc(32),
          Buffer.from(boxKeyPairFrom(secret, 'reporter replies').publicKey),
        ],
      );
    });

    /** Made as set-up makes it: by the owner. */
    function ownerMakesKey(): Promise<string> {
      const manager = {
        query: (sql: string, parameters: unknown[]) => console_.test.asOwner(sql, parameters),
      };
      return createOrganisationKey(manager as never, testRing, world.organisationId);
    }

    it('shows none of it on the case’s page', async () => {
      const page = await get(`/cases/${made.id}`, analyst);
      expect(page.json.reports[0]).toMatchObject({ hasText: true, hasContact: true });
      expect(page.text).not.toMatch(/marked comment|reporter@/);
    });

    it('opens it for a reason, and records the act and a digest of the reason', async () => {
      const refused = await post(`/reports/${made.reportId}/text`, analyst, { reason: '' });
      expect([refused.status, Object.keys(refused.json.fields)]).toEqual([400, ['reason']]);
      const opened = await post(`/reports/${made.reportId}/text`, analyst, { reason: 'a marked reason' });
      expect(opened.json).toEqual({
        comment: 'a marked comment',
        contactEmail: 'reporter@example.org',
        messages: [],
      });
      const events = await console_.test.asOwner<{ act: string; details: Record<string, unknown> }>(
        'SELECT act, details FROM audit_events WHERE subject_id = $1',
        [made.reportId],
      );
      expect(events).toEqual([
        {
          act: 'report.text-opened',
          details: { hadContact: true, reasonDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        },
      ]);
    });

    it('opens nothing when the act cannot be recorded', async () => {
      await console_.test.asOwner(
        `ALTER TABLE audit_events ADD CONSTRAINT refuse_all CHECK (act <> 'report.text-opened') NOT VALID`,
      );
      try {
        const answer = await post(`/reports/${made.reportId}/text`, analyst, { reason: 'a marked reason' });
        expect(answer.status).toBe(500);
        expect(answer.text).not.toContain('marked comment');
      } finally {
        await console_.test.asOwner('ALTER TABLE audit_events DROP CONSTRAINT refuse_all');
      }
    });

    it('answers so that only the receipt opens it', async () => {
      const written = await post(`/reports/${made.reportId}/messages`, analyst, { text: 'Thank you.' });
      expect(written.status).toBe(201);
      const [row] = await console_.test.asOwner<{ sealed_text: Buffer; direction: string }>(
        'SELECT sealed_text, direction FROM messages WHERE id = $1',
        [written.json.id],
      );
      expect(row!.direction).toBe('to-reporter');
      expect(row!.sealed_text.toString('latin1')).not.toContain('Thank you');
      expect(openBox(boxKeyPairFrom(secret, 'reporter replies'), row!.sealed_text).toString()).toBe(
        'Thank you.',
      );
      const again = await post(`/reports/${made.reportId}/text`, analyst, { reason: 'to read the answers' });
      expect(again.json.messages).toEqual([
        expect.objectContaining({ direction: 'to-reporter', text: 'Thank you.' }),
      ]);
    });
  });

  describe('with referrals', () => {
    async function referral(state: string): Promise<{ id: string; caseId: string }> {
      const made = await makeCase(console_.test, world, { state: 'referred' });
      const id = newRandomId();
      await console_.test.asOwner(
        `INSERT INTO referrals (id, organisation_id, case_id, decision, state, reference, looked, due_at, stopped_code, attempts)
         VALUES ($1, $2, $3, 1, $4, $5, true, now(), $6, 3)`,
        [id, world.organisationId, made.id, state, made.number, state === 'stopped' ? 'refused' : null],
      );
      return { id, caseId: made.id };
    }
    const stateOf = async ({ id }: { id: string }) =>
      (await console_.test.asOwner<{ state: string }>('SELECT state FROM referrals WHERE id = $1', [id]))[0]!
        .state;

    it('lists those that wait or are stopped, and those of a state', async () => {
      const ids = {
        waiting: await referral('waiting'),
        stopped: await referral('stopped'),
        queued: await referral('queued'),
      };
      const idsOf = (answer: { json: { id: string }[] }) => answer.json.map(({ id }) => id).sort();
      expect(idsOf(await get('/referrals', analyst))).toEqual([ids.waiting.id, ids.stopped.id].sort());
      expect(idsOf(await get('/referrals?state=queued', analyst))).toEqual([ids.queued.id]);
      expect((await get('/referrals?state=lost', analyst)).status).toBe(400);
      expect(idsOf(await get(`/cases/${ids.queued.caseId}/referrals`, analyst))).toEqual([ids.queued.id]);
    });

    it('has a stopped one tried again, with its job, and no other', async () => {
      const stopped = await referral('stopped');
      expect((await post(`/referrals/${stopped.id}/retry`, supervisor)).status).toBe(204);
      expect(await stateOf(stopped)).toBe('queued');
      const [job] = await console_.test.asOwner('SELECT queue, name FROM outbox WHERE job_key = $1', [
        `deliver-${stopped.id}`,
      ]);
      expect(job).toEqual({ queue: 'deliver', name: 'deliver' });
      expect((await post(`/referrals/${stopped.id}/retry`, supervisor)).json.error).toBe('referral-moved');
      const waiting = await post(`/referrals/${(await referral('waiting')).id}/retry`, supervisor);
      expect(waiting.json.error).toBe('no-way-onward');
    });

    it('takes the number under which the recipient holds a stopped one, and no text for it', async () => {
      const stopped = await referral('stopped');
      await console_.test.asOwner(`UPDATE referrals SET way = 'iccam' WHERE id = $1`, [stopped.id]);
      const path = `/referrals/${stopped.id}/confirm`;
      const body = { number: '4711', reason: 'found-there' };
      expect((await post(path, analyst, body)).status).toBe(403);
      expect((await post(path, supervisor, { ...body, number: '47 11' })).status).toBe(400);
      expect((await post(path, supervisor, { ...body, reason: 'because' })).status).toBe(400);
      expect((await post(path, supervisor, body)).status).toBe(204);
      expect(await stateOf(stopped)).toBe('delivered');
      expect((await post(path, supervisor, body)).json.error).toBe('referral-moved');
    });

    it('ends one that was dealt with otherwise, and closes its case when it was the last', async () => {
      const waiting = await referral('waiting');
      expect((await post(`/referrals/${waiting.id}/cancel`, supervisor)).status).toBe(400);
      const forwarded = { reason: 'forwarded-otherwise' };
      expect((await post(`/referrals/${waiting.id}/cancel`, supervisor, forwarded)).status).toBe(204);
      expect(await stateOf(waiting)).toBe('cancelled');
      expect((await get(`/cases/${waiting.caseId}`, analyst)).json.case).toMatchObject({
        state: 'closed',
        outcome: 'forwarded',
      });
      const delivered = await referral('delivered');
      expect((await post(`/referrals/${delivered.id}/cancel`, supervisor, forwarded)).status).toBe(409);
    });

    it('has a case decided anew when its referral is withdrawn, and tells nobody that it was forwarded', async () => {
      const stopped = await referral('stopped');
      const withdrawn = await post(`/referrals/${stopped.id}/cancel`, supervisor, { reason: 'withdrawn' });
      expect(withdrawn.status).toBe(204);
      expect((await get(`/cases/${stopped.caseId}`, analyst)).json.case).toMatchObject({
        state: 'ready',
        outcome: null,
      });
    });

    it('ends none whose delivery runs at this moment', async () => {
      const queued = await referral('queued');
      const due = (when: string, code: string | null) =>
        console_.test.asOwner(
          `UPDATE referrals SET due_at = now() + $2::interval, stopped_code = $3 WHERE id = $1`,
          [queued.id, when, code],
        );
      const cancel = () => post(`/referrals/${queued.id}/cancel`, supervisor, { reason: 'withdrawn' });
      await due('1 minute', null);
      expect((await cancel()).json.error).toBe('delivery-running');
      // Between two attempts it may be ended.
      await due('1 minute', 'unreachable');
      expect((await cancel()).status).toBe(204);
    });

    it('opens a case for correction while its referrals stand still, for supervisors and who decided', async () => {
      const stopped = await referral('stopped');
      const reopen = ({ caseId }: { caseId: string }, as: Signed, reason = 'wrong-answer') =>
        post(`/cases/${caseId}/reopen`, as, { reason });
      expect((await reopen(stopped, supervisor, 'no such reason')).status).toBe(400);
      expect((await reopen(stopped, analyst)).status).toBe(409);
      expect((await reopen(stopped, supervisor)).status).toBe(204);
      expect(await stateOf(stopped)).toBe('cancelled');
      expect((await get(`/cases/${stopped.caseId}`, analyst)).json.case.state).toBe('ready');
      const delivered = await referral('delivered');
      expect((await reopen(delivered, supervisor)).status).toBe(409);
    });
  });

  describe('for administrators', () => {
    it('makes an account that signs in with the secrets shown once', async () => {
      const created = await post('/accounts', administrator, {
        email: `new-${world.code}@example.org`,
        displayName: 'New',
        role: 'analyst',
      });
      expect(created.status).toBe(201);
      expect(created.json.totpAddress).toMatch(/^otpauth:\/\/totp\//);
      const answer = await console_.call('POST', '/api/v1/session', {
        body: {
          email: `new-${world.code}@example.org`,
          password: created.json.password,
          code: codeAt(created.json.totpSecret, console_.clock.now()),
        },
      });
      expect(answer.status).toBe(204);
      const list = await get('/accounts', administrator);
      expect(list.json).toHaveLength(4);
      expect(list.text).not.toMatch(/argon2|password|totp/i);
    });

    it('asks for a fresh sign-in before it changes an account', async () => {
      console_.clock.forwardSeconds(11 * 60);
      const change = (as: Signed) =>
        console_.call('PATCH', `/api/v1/accounts/${analyst.accountId}`, { as, body: { isDisabled: true } });
      expect((await change(administrator)).json.error).toBe('fresh-sign-in-needed');
      expect((await get('/accounts', administrator)).status).toBe(200);
      const fresh = await console_.signInAgain(administrator);
      expect((await change(fresh)).json.disabledAt).not.toBeNull();
      expect((await get('/me', analyst)).status).toBe(401);
    });

    it('lets nobody raise themselves', async () => {
      const answer = await console_.call('PATCH', `/api/v1/accounts/${administrator.accountId}`, {
        as: administrator,
        body: { role: 'supervisor' },
      });
      expect([answer.status, answer.json.error]).toEqual([409, 'own-account']);
    });
  });

  it('gives the scheme with every question of the form', async () => {
    const { json } = await get('/scheme', analyst);
    expect(json.verdicts.map(({ code }: { code: string }) => code)).toEqual([
      'baseline',
      'national',
      'not-illegal',
      'not-reachable',
    ]);
    expect(json.flags).toHaveLength(3);
  });

  it('does not make a decision wait on an urgent case', async () => {
    const { made, lease } = await claimed(0);
    const urgency = await console_.call('PUT', `/api/v1/cases/${made.id}/urgency`, {
      as: analyst,
      body: { isUrgent: true },
    });
    expect(urgency.status).toBe(204);
    const decided = await post(`/cases/${made.id}/assessments`, analyst, {
      lease,
      items: [{ contentItemId: made.sourceItemId, answers: ILLEGAL }],
    });
    expect(new Date(decided.json.routeAt)).toEqual(console_.clock.now());
    expect((await post(`/cases/${made.id}/undo`, analyst)).json.error).toBe('nothing-to-undo');
  });
});
