import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeMedia, makeOrganisation, type World } from '../../../test/support/review-world.js';
import { until } from '../../../test/support/waiting.js';
import { newId, newRandomId, type Database } from '#libs/platform';
import { attachReport } from './attach-report.js';

interface CaseRow {
  id: string;
  organisation_id: string;
  owning_organisation_id: string;
  number: string;
  kind: string;
  source_key: string | null;
  state: string;
  mandate: string;
  round: number;
  outcome: string | null;
  closed_at: Date | null;
  priority: number;
  is_urgent: boolean;
  reports: number;
}

/** A promise that somebody else keeps. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((keep) => (resolve = keep));
  return { promise, resolve };
}

describe('a report that comes in', () => {
  let test: TestDatabase;
  let triage: Database;
  let hotline: World;

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    hotline = await makeOrganisation(test);
  });
  afterAll(() => test.drop());

  /** Writes a report as the portal's function does. */
  async function report(
    addresses: readonly (string | null)[],
    more: { to?: World; owner?: World; portalId?: string; childInDanger?: boolean; kind?: string } = {},
  ): Promise<string> {
    const to = more.to ?? hotline;
    const id = newRandomId();
    await test.asOwner(
      `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
         child_in_danger, received_at)
       VALUES ($1, $2, $3, $4, $5, 'en', $7, $6, date_trunc('minute', now()))`,
      [
        id,
        to.organisationId,
        (more.owner ?? to).organisationId,
        more.portalId ?? to.portalId,
        to.keyId,
        more.childInDanger ?? false,
        more.kind ?? 'picture',
      ],
    );
    for (const [position, address] of addresses.entries()) {
      await test.asOwner(
        `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
         VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)`,
        [to.organisationId, id, position + 1, address ?? 'a schoolyard', address],
      );
    }
    return id;
  }

  const attach = (reportId: string, to: World = hotline, alsoSees: readonly string[] = []) =>
    triage.within([to.organisationId, ...alsoSees], (manager) =>
      attachReport(manager, to.organisationId, reportId),
    );
  const arrive = async (...given: Parameters<typeof report>) => attach(await report(...given));
  const caseOf = async (id: string) => {
    const [row] = await test.asOwner<CaseRow>(
      `SELECT c.*, (SELECT count(*)::int FROM case_reports r WHERE r.case_id = c.id) AS reports FROM cases c WHERE id = $1`,
      [id],
    );
    return row!;
  };
  const itemsOf = (caseId: string) =>
    test.asOwner<{ id: string; address: string; step: string; result: string | null; round: number }>(
      `SELECT id, address, step, result, round FROM content_items WHERE case_id = $1`,
      [caseId],
    );
  /** By their names: events of one minute have no order. */
  const actsOn = async (subjectId: string) =>
    (
      await test.asOwner<{ act: string }>(`SELECT act FROM audit_events WHERE subject_id = $1 ORDER BY act`, [
        subjectId,
      ])
    ).map(({ act }) => act);
  let counter = 0;
  const newAddress = () => `http://site-${++counter}.example/page`;

  it('opens a numbered case for a source that is new, with its first step queued', async () => {
    const address = newAddress();
    const [caseId, ...more] = await arrive([address]);
    expect(more).toEqual([]);
    const opened = await caseOf(caseId!);
    expect(opened).toMatchObject({ kind: 'address', source_key: address, state: 'triage', round: 1 });
    expect(opened.number).toMatch(new RegExp(`^${hotline.code}-\\d{4}-\\d{6}$`));
    const [item] = await itemsOf(caseId!);
    expect(item).toMatchObject({ address, step: 'retrieve' });
    expect(await test.asOwner(`SELECT name FROM outbox WHERE payload ->> 'itemId' = $1`, [item!.id])).toEqual(
      [{ name: 'retrieve' }],
    );
    expect(await actsOn(caseId!)).toEqual(['case.opened']);
  });

  it('joins the case of the same source', async () => {
    const address = newAddress();
    const first = await arrive([address]);
    expect(await arrive([address.replace('http', 'HTTP')])).toEqual(first);
    expect((await caseOf(first[0]!)).reports).toBe(2);
    expect(await itemsOf(first[0]!)).toHaveLength(1);
  });

  it('belongs to as many cases as it names sources, a source named twice being one', async () => {
    const [one, two] = [newAddress(), newAddress()];
    const cases = await arrive([one, two, one]);
    expect(cases).toHaveLength(2);
    const keys = new Set<string | null>();
    for (const id of cases) keys.add((await caseOf(id)).source_key);
    expect(keys).toEqual(new Set([one, two]));
  });

  it('without an address that can be read is a tip of its own, and goes straight on', async () => {
    const [caseId] = await arrive([null]);
    const [another] = await arrive([null]);
    expect(another).not.toBe(caseId);
    expect(await caseOf(caseId!)).toMatchObject({ kind: 'tip', source_key: null });
    expect(await itemsOf(caseId!)).toMatchObject([{ step: 'done', result: 'tip' }]);
    expect(await test.asOwner(`SELECT name FROM outbox WHERE payload ->> 'caseId' = $1`, [caseId])).toEqual([
      { name: 'settle' },
    ]);
  });

  it('is attached once, however often intake runs', async () => {
    const id = await report([newAddress()]);
    const [caseId] = await attach(id);
    expect(await attach(id)).toEqual([]);
    expect((await caseOf(caseId!)).reports).toBe(1);
    expect(await actsOn(id)).toEqual(['report.attached']);
  });

  it('is not attached in the name of another organisation', async () => {
    const other = await makeOrganisation(test);
    const id = await report([newAddress()]);
    expect(await attach(id, other)).toEqual([]);
    expect(await attach(id)).toHaveLength(1);
  });

  it('gives one case where two of the same new source come in at once', async () => {
    const address = newAddress();
    const ids = [await report([address]), await report([address])];
    const cases = await Promise.all(ids.map((id) => attach(id)));
    expect(cases[0]).toEqual(cases[1]);
    expect((await caseOf(cases[0]![0]!)).reports).toBe(2);
  });

  /** How many sessions of this database wait for a row that another has locked. */
  const waiting = async () => {
    const [row] = await test.asOwner<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
       WHERE NOT l.granted AND a.datname = current_database()`,
    );
    return row!.waiting;
  };

  it('waits while the same new source is being taken in, then finds its case', async () => {
    const address = newAddress();
    const ids = [await report([address]), await report([address])];
    const attached = gate();
    const goOn = gate();
    const first = triage.within(hotline.organisationId, async (manager) => {
      const cases = await attachReport(manager, hotline.organisationId, ids[0]!);
      attached.resolve();
      await goOn.promise;
      return cases;
    });
    await attached.promise;
    const second = attach(ids[1]!);
    await until('the second waits', async () => (await waiting()) === 1);
    goOn.resolve();
    expect(await second).toEqual(await first);
    expect((await caseOf((await first)[0]!)).reports).toBe(2);
  });

  it('never waits for a case that another has, while that one waits for a number', async () => {
    const host = `order-${++counter}.example`;
    const known = `http://m.${host}/`;
    const [knownCase] = await arrive([known]);
    const ids = [await report([known, `http://z.${host}/`]), await report([`http://a.${host}/`, known])];
    await test.asOwner('BEGIN');
    await test.asOwner('SELECT 1 FROM cases WHERE id = $1 FOR UPDATE', [knownCase]);
    const one = attach(ids[0]!);
    await until('the first waits', async () => (await waiting()) === 1);
    const two = attach(ids[1]!);
    await until('both wait', async () => (await waiting()) >= 2);
    await test.asOwner('COMMIT');
    expect(await one).toContain(knownCase);
    expect(await two).toContain(knownCase);
    expect((await caseOf(knownCase!)).reports).toBe(3);
  });

  it('lets its case be referred to while it is taken in: it locks no key', async () => {
    const address = newAddress();
    const [caseId] = await arrive([address]);
    const id = await report([address]);
    await triage.within(hotline.organisationId, async (manager) => {
      await attachReport(manager, hotline.organisationId, id);
      await test.asOwner(`SET lock_timeout = '2s'`);
      await test.asOwner(
        `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step)
         VALUES ($1, $2, $3, 'embedded', 'x', 'x', 'done')`,
        [newId(), hotline.organisationId, caseId],
      );
    });
    expect(await itemsOf(caseId!)).toHaveLength(2);
  });

  it('never waits for one that names the same sources in another order', async () => {
    const addresses = [newAddress(), newAddress(), newAddress()];
    const ids = [await report(addresses), await report(addresses.toReversed())];
    const cases = await Promise.all(ids.map((id) => attach(id)));
    expect(cases[0]!.toSorted()).toEqual(cases[1]!.toSorted());
  });

  it('gets numbers without a gap and without one given twice, when twenty come in at once', async () => {
    const crowded = await makeOrganisation(test);
    const ids = await Promise.all(Array.from({ length: 20 }, () => report([newAddress()], { to: crowded })));
    const cases = await Promise.all(ids.map((id) => attach(id, crowded)));
    const numbers = await Promise.all(
      cases.map(async ([id]) => Number((await caseOf(id!)).number.slice(-6))),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  describe('of a source whose case is there', () => {
    async function caseIn(state: string, to: World = hotline): Promise<{ address: string; caseId: string }> {
      const address = newAddress();
      const [caseId] = await attach(await report([address], { to }), to);
      await test.asOwner(`UPDATE content_items SET step = 'done', result = 'picture' WHERE case_id = $1`, [
        caseId,
      ]);
      await test.asOwner(
        `UPDATE cases SET state = $2, closed_at = CASE WHEN $2 = 'closed' THEN now() END,
           outcome = CASE WHEN $2 = 'closed' THEN 'not-illegal' END WHERE id = $1`,
        [caseId, state],
      );
      return { address, caseId: caseId! };
    }

    it('takes it into the queue of those concerned, where it stays, above what others reported', async () => {
      const { address, caseId } = await caseIn('ready');
      await arrive([address]);
      const before = await caseOf(caseId);
      await arrive([address], { kind: 'threatened' });
      await arrive([address]);
      const [after] = await test.asOwner<{ concern: string }>('SELECT concern FROM cases WHERE id = $1', [
        caseId,
      ]); // prettier-ignore
      expect(after).toEqual({ concern: 'threat' });
      expect((await caseOf(caseId)).priority - before.priority).toBeCloseTo(6000);
    });

    it.each(['ready', 'in-assessment'])('ranks it anew while it is %s', async (state) => {
      const { address, caseId } = await caseIn(state);
      await arrive([address]);
      const before = await caseOf(caseId);
      await arrive([address], { childInDanger: true });
      const after = await caseOf(caseId);
      expect(after).toMatchObject({ state, is_urgent: true });
      expect(after.priority - before.priority).toBeCloseTo(9000);
    });

    it('leaves a decision as it is, and lets its referral go', async () => {
      const { address, caseId } = await caseIn('decided');
      await arrive([address]);
      expect(await caseOf(caseId)).toMatchObject({ state: 'decided', reports: 2, round: 1 });
    });

    it('opens it again when it was closed: the same number, the next round, under the mandate of today', async () => {
      const careful = await makeOrganisation(test);
      const { address, caseId } = await caseIn('closed', careful);
      const before = await caseOf(caseId);
      await test.asOwner(
        `INSERT INTO mandates (id, organisation_id, level, legal_instrument, approved_by, approved_at, expires_at)
         VALUES ($1, $2, 'hash', 'Act', 'Director', now(), now() + interval '1 day')`,
        [newId(), careful.organisationId],
      );
      await attach(await report([address], { to: careful }), careful);
      expect(before.mandate).toBe('none');
      expect(await caseOf(caseId)).toMatchObject({
        number: before.number,
        state: 'triage',
        round: 2,
        outcome: null,
        closed_at: null,
        mandate: 'hash',
        reports: 2,
      });
      expect(await itemsOf(caseId)).toMatchObject([{ step: 'retrieve', round: 2 }]);
      expect(await actsOn(caseId)).toEqual(['case.opened', 'case.reopened']);
    });

    it('forgets what its source showed when it was closed: that is looked at anew', async () => {
      const { address, caseId } = await caseIn('closed');
      await test.asOwner(
        `UPDATE content_items SET media_type = 'image/png', media_id = $2, hosting = '{}', result_detail = 'no-view',
           online_state = 'gone', online_checked_at = now(), next_check_at = now(), gone_at = now() WHERE case_id = $1`,
        [caseId, await makeMedia(test, hotline)],
      );
      await attach(await report([address]));
      const [item] = await test.asOwner(
        `SELECT step, result, result_detail, media_type, media_id, hosting, online_state, online_checked_at,
           next_check_at, gone_at FROM content_items WHERE case_id = $1`,
        [caseId],
      );
      const { step, ...seen } = item!;
      expect(step).toBe('retrieve');
      expect(Object.values(seen).filter((value) => value !== null)).toEqual([]);
    });
  });

  it.each([
    ['retain', 'view', 'view'],
    ['hash', 'retain', 'hash'],
    [null, 'retain', 'none'],
    ['retain', null, 'none'],
  ])(
    'at a delegated portal, owner %s and triaging %s, gives a case under %s',
    async (owners, triagings, held) => {
      const owner = await makeOrganisation(test);
      const triaging = await makeOrganisation(test);
      await test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
        owner.portalId,
        triaging.organisationId,
      ]);
      for (const [world, level] of [
        [owner, owners],
        [triaging, triagings],
      ] as const) {
        if (level === null) continue;
        await test.asOwner(
          `INSERT INTO mandates (id, organisation_id, level, legal_instrument, approved_by, approved_at, expires_at)
         VALUES ($1, $2, $3, 'Act', 'Director', now(), now() + interval '1 day')`,
          [newId(), world.organisationId, level],
        );
      }
      const id = await report([newAddress()], { to: triaging, owner, portalId: owner.portalId });
      const [caseId] = await attach(id, triaging, [owner.organisationId]);
      expect(await caseOf(caseId!)).toMatchObject({
        mandate: held,
        organisation_id: triaging.organisationId,
        owning_organisation_id: owner.organisationId,
      });
    },
  );
});
