// A list from its file to its match rate, as the console's page goes about it; triage's part is done by hand.
import { createHash } from 'node:crypto';
import { KnownMaterialIndex, ListImportRunner, noteLists } from '#libs/known-material';
import { newId, newRandomId } from '#libs/platform';
import { makeCase, makeOrganisation, testRing, type World } from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from '../testing/console-under-test.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const csv = (...names: string[]) =>
  `SHA-256,Grade\n${names.map((name) => `${sha256(name)},${name[0]}\n`).join('')}`;

describe('the administration of lists', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let administrator: Signed;
  let supervisor: Signed;
  let runner: ListImportRunner;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    world = await makeOrganisation(console_.test);
    administrator = await console_.signIn(world, 'administrator');
    supervisor = await console_.signIn(world, 'supervisor');
    runner = new ListImportRunner({ database: console_.triage, ring: testRing });
  });
  afterAll(() => console_.stop());

  const call = (method: string, path: string, body?: unknown, as = administrator) =>
    console_.call(method, `/api/v1/${path}`, { as, ...(body === undefined ? {} : { body }) });
  const sendBytes = (method: string, path: string, bytes: string, as = administrator) =>
    console_.call(method, `/api/v1/${path}`, {
      as,
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
  const open = (list: string, content: string, more: object = {}) =>
    call('POST', 'list-imports', { list, format: 'csv', bytes: Buffer.byteLength(content), ...more });
  async function bringIn(list: string, content: string, more: object = {}) {
    const { id } = (await open(list, content, more)).json;
    expect((await sendBytes('PUT', `list-imports/${id}/parts/0`, content)).status).toBe(204);
    await runner.run(world.organisationId, id);
    return (await call('GET', `list-imports/${id}`)).json;
  }
  const listed = async (name: string) =>
    (await call('GET', 'lists')).json.find((one: { name: string }) => one.name === name);
  const acts = async (subjectId: string) =>
    console_.test.asOwner(
      `SELECT act, details->>'reason' AS reason FROM audit_events
       WHERE subject_id = $1 AND actor_id = $2 ORDER BY at, id`,
      [subjectId, administrator.accountId],
    );

  describe('the beginning of a file', () => {
    const head = async (text: string) => (await sendBytes('POST', 'list-imports/head', text)).json;

    it.each([
      [
        '\u{feff}SHA-256;Hash;Grade\nx;y;z\n',
        'csv',
        ['SHA-256', 'Hash', 'Grade'],
        { sha256: 'SHA-256', category: 'Grade' },
      ],
      ['sep=|\nmd5|file name\n', 'csv', ['md5', 'file name'], { md5: 'md5' }],
      ['{"@odata.context": "x", "value": []}', 'vics', [], {}],
      ['\n<?xml version="1.0"?><queryResult/>', 'ncmec', [], {}],
      ['MD5;SHA1;Image ID;Baseline\n', 'icse', [], {}],
      [`pdq ${'ab'.repeat(32)}\n`, 'threatexchange', [], {}],
      [`${'ab'.repeat(16)}\n`, 'threatexchange', [], {}],
    ])('%j tells what it is', async (text, format, columns, mapping) => {
      expect(await head(text)).toEqual({ format, columns, mapping, maxBytes: 10_000_000 });
    });

    it.each(['', '\u0000\u0001', 'PK\u0003\u0004\u0000'])('%j is refused in words', async (text) => {
      const answer = await sendBytes('POST', 'list-imports/head', text);
      expect([answer.status, answer.json.error]).toEqual([400, 'list-unreadable']);
    });

    it('is given as bytes, and bytes to nothing else', async () => {
      expect((await call('POST', 'list-imports/head', {})).status).toBe(400);
      expect((await sendBytes('POST', 'lists/try', '{}')).status).toBe(415);
    });
  });

  it('brings a list in with its columns and its policy, and says which lines were not taken', async () => {
    const content = `Digest,Grade\n${sha256('a')},A\nnonsense,A\n`;
    const done = await bringIn('mapped', content, {
      columns: { sha256: 'Digest', category: 'Grade' },
      settings: { source: 'A hotline', trust: 'one-analyst', effect: 'flag', maxDistance: 20 },
    });
    expect(done).toMatchObject({
      state: 'done',
      isOwn: true,
      refused: 1,
      outcome: { state: 'live', version: 1, entries: 1, added: 1, ended: 0 },
    });
    expect(await listed('mapped')).toMatchObject({
      id: done.hashListId,
      source: 'A hotline',
      policy: { trust: 'one-analyst', effect: 'flag' },
      maxDistance: 20,
      entries: 1,
    });
    const refused = await call('GET', `list-imports/${done.id}/refused`);
    expect(refused.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(refused.text).toBe(
      'line,reason,explanation\n3,sha256-malformed,"the SHA-256 is not 64 hex digits or 32 bytes in base64"\n',
    );
  });

  it('refuses a second upload of a list, one that is too large, a policy that does not hold, and a supervisor', async () => {
    const first = (await open('twice', csv('a'))).json;
    const second = await open('twice', csv('b'));
    expect([second.status, second.json.error]).toEqual([409, 'import-running']);
    expect((await open('large', '', { bytes: 10_000_001 })).json.error).toBe('upload-too-large');
    expect((await open('wrong', csv('a'), { settings: { effect: 'settle' } })).json.error).toBe(
      'invalid-input',
    );
    for (const settings of [
      { source: null },
      { categoryMapping: { A: 'worse' } },
      { maxDistance: 64 },
      { isEnabled: true },
    ])
      expect([settings, (await open('wrong', csv('a'), { settings })).status]).toEqual([settings, 400]);
    expect((await call('POST', 'list-imports', {}, supervisor)).status).toBe(403);
    const colleague = await console_.signIn(world, 'administrator');
    expect((await sendBytes('PUT', `list-imports/${first.id}/parts/0`, csv('a'), colleague)).status).toBe(
      404,
    );
    expect((await call('POST', `list-imports/${first.id}/cancel`)).status).toBe(204);
    expect((await call('POST', `list-imports/${first.id}/cancel`)).status).toBe(409);
    expect((await call('GET', `list-imports/${first.id}`, undefined, supervisor)).json).toMatchObject({
      state: 'cancelled',
      isOwn: false,
    });
    expect((await acts(first.id)).map(({ act }) => act)).toEqual([
      'hash-list.import-asked',
      'hash-list.import-cancelled',
    ]);
  });

  it('shows versions, what changed between two of them with examples, and what is live by category', async () => {
    const { hashListId } = await bringIn('versions', csv('A1', 'A2', 'B1'));
    await bringIn('versions', csv('A1', 'B1', 'B2'));
    await bringIn('versions', csv('A1', 'B1', 'B2'));
    const versions = (await call('GET', `lists/${hashListId}/versions`)).json;
    expect(versions.map(({ number, state }: { number: number; state: string }) => [number, state])).toEqual([
      [3, 'unchanged'],
      [2, 'live'],
      [1, 'replaced'],
    ]);
    expect((await call('GET', `lists/${hashListId}/versions?before=2`)).json).toHaveLength(1);
    const changes = (await call('GET', `lists/${hashListId}/changes?from=1&to=2`)).json;
    expect(changes).toMatchObject({
      added: 1,
      ended: 1,
      categories: [
        { category: 'A', added: 0, ended: 1 },
        { category: 'B', added: 1, ended: 0 },
      ],
      next: null,
    });
    expect(changes.examples).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          change: 'ended',
          category: 'A',
          kinds: ['sha256'],
          begins: sha256('A2').slice(0, 8),
        }),
        expect.objectContaining({ change: 'added', category: 'B', begins: sha256('B2').slice(0, 8) }),
      ]),
    );
    expect(JSON.stringify(changes)).not.toContain(sha256('B2').slice(0, 9));
    expect((await call('GET', `lists/${hashListId}/categories`)).json).toEqual([
      { category: 'B', entries: 2 },
      { category: 'A', entries: 1 },
    ]);
    for (const [query, status] of [
      ['from=2&to=1', 400],
      ['from=1&to=3', 409],
      ['from=1&to=9', 404],
      ['from=a&to=2', 400],
    ] as const)
      expect([query, (await call('GET', `lists/${hashListId}/changes?${query}`)).status]).toEqual([
        query,
        status,
      ]);
    const asked = await call('POST', `lists/${hashListId}/versions/1/take-back`);
    expect(asked.status).toBe(202);
    await runner.run(world.organisationId, asked.json.id);
    expect(await listed('versions')).toMatchObject({ liveVersion: 4, entries: 3 });
  });

  it('gives examples of a large change page by page', async () => {
    const names = Array.from({ length: 15 }, (_, number) => `A${number}`);
    const { hashListId } = await bringIn('pages', csv(...names));
    const page = async (after = '') =>
      (await call('GET', `lists/${hashListId}/changes?from=0&to=1${after && `&after=${after}`}`)).json;
    const first = await page();
    const second = await page(first.next);
    expect([first.examples.length, second.examples.length, second.next]).toEqual([10, 5, null]);
    expect(new Set([...first.examples, ...second.examples].map(({ id }: { id: string }) => id)).size).toBe(
      15,
    );
  });

  it('switches a list off with a reason, and says when every process of triage has it', async () => {
    const { hashListId: id } = await bringIn('switched', csv('only here'));
    const index = new KnownMaterialIndex(console_.triage);
    await index.refresh();
    const workers = [newRandomId(), newRandomId()];
    const note = (worker: string) => noteLists(console_.triage, worker, [world.organisationId], index);
    for (const worker of workers) await note(worker);
    const reach = async () => (await listed('switched')).reach;
    expect(await reach()).toEqual({ processes: 2, inStep: 2 });
    const off = await call('POST', `lists/${id}/disable`, { reason: 'wrong-entries', note: ' a logo ' });
    expect(off.status).toBe(204);
    expect(await listed('switched')).toMatchObject({
      isEnabled: false,
      switchReason: 'wrong-entries',
      switchNote: 'a logo',
      reach: { processes: 2, inStep: 0 },
    });
    // What a process says is what it has in memory, not what it could have.
    await note(workers[0]!);
    expect(await reach()).toEqual({ processes: 2, inStep: 0 });
    await index.refresh();
    await note(workers[0]!);
    expect(await reach()).toEqual({ processes: 2, inStep: 1 });
    await note(workers[1]!);
    expect(await reach()).toEqual({ processes: 2, inStep: 2 });
    expect(index.match(world.organisationId, { sha256: Buffer.from(sha256('only here'), 'hex') })).toEqual(
      [],
    );
    await call('POST', `lists/${id}/enable`, { reason: 'corrected' });
    await console_.test.asOwner(
      `UPDATE list_signs SET at = now() - interval '1 minute' WHERE worker_id = $1`,
      [workers[1]],
    );
    await index.refresh();
    await note(workers[0]!);
    expect(await reach()).toEqual({ processes: 1, inStep: 1 });
    await index.stop();
    expect(await acts(id)).toEqual([
      { act: 'hash-list.imported', reason: null },
      { act: 'hash-list.disabled', reason: 'wrong-entries' },
      { act: 'hash-list.enabled', reason: 'corrected' },
    ]);
    expect((await call('POST', `lists/${id}/disable`, { reason: 'because' })).status).toBe(400);
  });

  it('changes the policy of a list, part by part, and refuses what does not go together', async () => {
    const { hashListId: id } = await bringIn('policy', csv('a'));
    const change = {
      trust: 'several-analysts',
      effect: 'settle',
      licence: 'partners',
      categoryMapping: { A: 'baseline', B: null },
      expiresAt: '2030-01-01T00:00:00.000Z',
      legalBasis: 'Act 1',
    };
    expect((await call('PUT', `lists/${id}/policy`, change)).status).toBe(204);
    expect((await listed('policy')).policy).toMatchObject(change);
    const refused = await call('PUT', `lists/${id}/policy`, { trust: 'unreviewed' });
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid-input']);
    expect((await call('PUT', `lists/${id}/policy`, { legalBasis: null, expiresAt: null })).status).toBe(204);
    expect((await listed('policy')).policy).toMatchObject({ ...change, legalBasis: null, expiresAt: null });
    expect((await acts(id)).filter(({ act }) => act === 'hash-list.policy-changed')).toHaveLength(2);
    await console_.test.asOwner(
      `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, sealed_credentials, every_minutes)
       VALUES ($1, $2, $3, 'stopncii', 'api.example.org', 443, '', 'x', 60)`,
      [newId(), world.organisationId, id],
    );
    const hint = await call('PUT', `lists/${id}/policy`, { effect: 'settle' });
    expect([hint.status, Object.keys(hint.json.fields)]).toEqual([400, ['effect', 'trust']]);
    const upload = await open('policy', csv('b'));
    expect([upload.status, upload.json.error]).toEqual([409, 'list-has-source']);
    expect((await call('GET', 'list-sources')).json).toMatchObject([
      { list: 'policy', kind: 'stopncii', host: 'api.example.org', outcome: null },
    ]);
    expect((await call('GET', 'list-sources')).text).not.toContain('sealed');
  });

  it('changes how near is near at once, on record, and has open cases matched anew', async () => {
    const { hashListId: id } = await bringIn('limits', csv('a'));
    await console_.test.asOwner(
      `UPDATE hash_list_versions SET rematch_due_at = NULL WHERE hash_list_id = $1`,
      [id],
    );
    expect(await listed('limits')).toMatchObject({ maxDistance: 31, minQuality: 50, isRematching: false });
    const put = (limits: object) => call('PUT', `lists/${id}/policy`, limits);
    expect((await put({ maxDistance: 12, minQuality: 70 })).status).toBe(204);
    expect(await listed('limits')).toMatchObject({ maxDistance: 12, minQuality: 70, isRematching: true });
    expect(
      await console_.test.asOwner(
        `SELECT actor_id, details FROM audit_events WHERE subject_id = $1 AND act = 'hash-list.limits-changed'`,
        [id],
      ),
    ).toEqual([
      {
        actor_id: administrator.accountId,
        details: { maxDistance: 12, maxDistanceBefore: 31, minQuality: 70, minQualityBefore: 50 },
      },
    ]);
    for (const wrong of [
      { maxDistance: 64 },
      { maxDistance: null },
      { minQuality: 1.5 },
      { minQuality: '60' },
    ])
      expect((await put(wrong)).status).toBe(400);
    await console_.test.asOwner(
      `INSERT INTO list_sources (id, organisation_id, hash_list_id, kind, host, port, path, sealed_credentials, every_minutes)
       VALUES ($1, $2, $3, 'arachnid-shield', 'api.example.org', 443, '', 'x', 60)`,
      [newId(), world.organisationId, id],
    );
    const asked = await put({ maxDistance: 5 });
    expect([asked.status, asked.json.fields]).toEqual([400, { maxDistance: 'must be 0' }]);
  });

  it('keeps a list of what one’s own analysts confirm, and lets an administrator alone say how many must agree', async () => {
    const put = (body: object, as = administrator) => call('PUT', 'lists/own', body, as);
    expect((await put({ name: 'Ours', confirmations: 2 }, supervisor)).status).toBe(403);
    const { status, json } = await put({ name: ' Ours ', confirmations: 2 });
    expect([status, await listed('Ours')]).toEqual([
      200,
      expect.objectContaining({
        id: json.id,
        confirmations: 2,
        trust: 'several-analysts',
        effect: 'suggest',
      }),
    ]);
    // The same list under another name.
    expect((await put({ name: 'Renamed', confirmations: 3 })).json).toEqual(json);
    expect((await put({ name: 'Renamed', confirmations: 1 })).status).toBe(200);
    expect(await listed('Renamed')).toMatchObject({ confirmations: 1, trust: 'one-analyst' });
    await bringIn('taken', csv('a'));
    const taken = await put({ name: 'taken', confirmations: 1 });
    expect([taken.status, taken.json.error]).toEqual([409, 'list-name-taken']);
    for (const wrong of [{ name: '', confirmations: 2 }, { name: 'x', confirmations: 10 }, { name: 'x' }])
      expect((await put(wrong)).status).toBe(400);
    expect((await acts(json.id)).filter(({ act }) => act === 'hash-list.own-kept')).toHaveLength(3);
  });

  it('lets an administrator decide about an entry that fits too much, by name and with a reason', async () => {
    const { hashListId } = await bringIn('quarantined', csv('blank'));
    const id = newId();
    await console_.test.asOwner(
      `INSERT INTO entry_quarantines (id, organisation_id, hash_list_id, hash_entry_id, fingerprint, cases, hosts)
       SELECT $1, organisation_id, hash_list_id, id, fingerprint, 61, 17 FROM hash_entries WHERE hash_list_id = $2`,
      [id, hashListId],
    );
    expect((await listed('quarantined')).quarantine).toEqual({ waiting: 1, kept: 0 });
    const decide = (body: object, as = administrator) =>
      call('POST', `list-quarantines/${id}/decision`, body, as);
    expect((await decide({ decision: 'keep', reason: 'a blank page' }, supervisor)).status).toBe(403);
    expect((await decide({ decision: 'keep', reason: '' })).status).toBe(400);
    expect((await decide({ decision: 'keep', reason: 'a blank page' })).status).toBe(204);
    expect((await call('GET', 'list-quarantines', undefined, supervisor)).json).toMatchObject([
      { id, list: 'quarantined', state: 'kept', cases: 61, decidedBy: 'Person 1', reason: 'a blank page' },
    ]);
  });

  it('counts, week by week, how much of what was examined a list has matched and settled', async () => {
    const { hashListId } = await bringIn('rated', csv('a'));
    const made = await makeCase(console_.test, world, { pictures: 4 });
    const [entry] = await console_.test.asOwner<{ id: string }>(
      `SELECT id FROM hash_entries WHERE hash_list_id = $1`,
      [hashListId],
    );
    const now = console_.clock.now();
    const [longAgo, lastWeek] = [100, 7].map((days) => new Date(now.getTime() - days * 86_400_000));
    const when = [now, now, lastWeek!, longAgo!];
    for (const [place, at] of when.entries()) {
      const mediaId = made.mediaIds[place]!;
      await console_.test.asOwner(`UPDATE media SET created_at = $2 WHERE id = $1`, [mediaId, at]);
      if (place === 1) continue;
      const matchId = newId();
      await console_.test.asOwner(
        `INSERT INTO matches (id, organisation_id, media_id, hash_list_id, hash_entry_id, list_version, kind, algorithm, distance)
         VALUES ($1, $2, $3, $4, $5, 1, 'exact', 'sha256', 0)`,
        [matchId, world.organisationId, mediaId, hashListId, entry!.id],
      );
      if (place === 0)
        await console_.test.asOwner(
          `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
             answers, made_by, settled_by_match_id, looked)
           VALUES ($1, $2, $3, $4, $5, 1, 1, 't', 'baseline', '{}', 'settlement', $6, false)`,
          [newId(), world.organisationId, made.id, made.itemIds[0], mediaId, matchId],
        );
    }
    const weeks = (await call('GET', `lists/${hashListId}/match-rate`, undefined, supervisor)).json;
    expect(weeks).toHaveLength(12);
    expect(weeks.at(-1)).toMatchObject({ examined: 2, matched: 1, settled: 1 });
    expect(weeks.at(-2)).toMatchObject({ examined: 1, matched: 1, settled: 0 });
    expect(new Date(weeks.at(-1).week).getUTCDay()).toBe(1);
  });
});
