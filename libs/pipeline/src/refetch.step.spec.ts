// Copies that were destroyed before anybody decided are fetched again: what was assessed stays, what changed stands beside.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askRefetch, LeaseService, REFETCH_REASONS, refetchObstacle } from '#libs/review';
import { RetrievalClient, systemClock, type Database } from '#libs/platform';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { makeAccount } from '../../../test/support/review-world.js';
import { drawn } from '../../media/src/testing/pictures.js';
import { createHandlers } from './handlers.js';

type Answer = { type: string; body: Buffer } | { status: number };

const LEASE_LOST = { code: 'lease-lost' };

describe('copies that are gone before a case is decided', () => {
  let world: PipelineWorld;
  let console: Database;
  let leases: LeaseService;
  let person: { organisationId: string; accountId: string };
  let server: Server;
  let origin: string;
  /** What the server answers, by path. */
  const answers = new Map<string, Answer>();
  const pictures: Buffer[] = [];
  let made = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers.get(request.url ?? '') ?? { status: 404 };
      if ('status' in answer) response.writeHead(answer.status).end();
      else response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
    world = await createPipelineWorld({ iccam: false });
    const client = new RetrievalClient({
      allowHosts: [{ host: '127.0.0.1', port, address: '127.0.0.1' }],
      onlyHosts: true,
    });
    Object.assign(world.context, { client });
    console = await world.test.open('console');
    leases = new LeaseService(console, systemClock);
    const accountId = await makeAccount(world.test, {
      organisationId: world.organisationId,
      portalId: world.portalId,
      keyId: '',
      code: 'TEST',
    });
    person = { organisationId: world.organisationId, accountId };
    for (let seed = 1; seed <= 3; seed += 1) pictures.push(await drawn(200, 150, seed).jpeg().toBuffer());
  });
  afterAll(async () => {
    await world?.stop();
    server.close();
  });
  beforeEach(() => world.setMandate('view'));

  const serve = (path: string, body: Buffer | string, type = 'image/jpeg') =>
    answers.set(path, { type, body: Buffer.from(body) });
  const newPath = () => `/${(made += 1)}.jpg`;
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  /** Reports an address and brings its case to the analysts. */
  async function ready(path: string): Promise<string> {
    await world.report([`${origin}${path}`]);
    await world.runDue();
    return (await world.caseOf(`${origin}${path}`)).id;
  }
  const loseCopies = async () => {
    await world.test.asOwner(`DELETE FROM data_keys`);
    await world.test.asOwner(`DELETE FROM evidence_objects`);
  };
  const ask = async (caseId: string, lease: { token: string; version: number }) =>
    console.within(person.organisationId, (manager) =>
      askRefetch(manager, person, caseId, lease, REFETCH_REASONS[0], systemClock.now()),
    );
  const claimAndAsk = async (caseId: string) => {
    const lease = await leases.claimNamed(person, caseId, true);
    await ask(caseId, lease);
    return lease;
  };
  const itemsOf = (caseId: string) =>
    world.test.asOwner<{
      role: string;
      via: string | null;
      result: string;
      online: string;
      sha: string | null;
      levels: number;
      is_refetch: boolean;
    }>(
      `SELECT i.role, i.found_via AS via, i.result, i.online_state AS online, i.is_refetch, encode(m.sha256, 'hex') AS sha,
         (SELECT count(*)::int FROM evidence_objects e WHERE e.media_id = m.id AND e.purpose = 'derivative') AS levels
       FROM content_items i LEFT JOIN media m ON m.id = i.media_id WHERE i.case_id = $1 ORDER BY i.created_at, i.id`,
      [caseId],
    );
  const stateOf = async (caseId: string) =>
    (await world.test.asOwner<{ state: string }>(`SELECT state FROM cases WHERE id = $1`, [caseId]))[0]!
      .state;
  const events = async (caseId: string, act: string) =>
    (await world.test.asOwner(`SELECT 1 FROM audit_events WHERE subject_id = $1 AND act = $2`, [caseId, act]))
      .length;
  const obstacle = (caseId: string) =>
    console.within(person.organisationId, (manager) =>
      refetchObstacle(manager, person.organisationId, caseId),
    );

  it('are fetched again, and the case comes back with media and result as they were', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    const before = await itemsOf(caseId);
    expect(await obstacle(caseId)).toBe('nothing-gone');
    await loseCopies();
    expect(await obstacle(caseId)).toBeNull();
    await claimAndAsk(caseId);
    expect(await stateOf(caseId)).toBe('triage');
    expect(await obstacle(caseId)).toBe('running');
    await world.runDue();
    expect(await itemsOf(caseId)).toEqual(before);
    expect(before).toMatchObject([{ result: 'picture', levels: 4, is_refetch: false }]);
    expect(await stateOf(caseId)).toBe('ready');
    expect(await events(caseId, 'case.refetch-asked')).toBe(1);
    expect(await events(caseId, 'case.refetch-started')).toBe(1);
  });

  it('are asked for once, however often the same request comes, and by the holder alone', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    const lease = await leases.claimNamed(person, caseId, true);
    await expect(ask(caseId, { ...lease, version: lease.version + 1 })).rejects.toMatchObject(LEASE_LOST);
    await ask(caseId, lease);
    await ask(caseId, lease);
    await world.runDue();
    await ask(caseId, lease);
    expect(await events(caseId, 'case.refetch-asked')).toBe(1);
    expect(await stateOf(caseId)).toBe('ready');
    // Who asked may go on with the case, though they may not pick others.
    const again = await leases.claimNamed(person, caseId, false);
    await expect(ask(caseId, lease)).rejects.toMatchObject(LEASE_LOST);
    await expect(ask(caseId, again)).rejects.toMatchObject({ code: 'refetch-nothing-gone' });
  });

  it('stay gone where the address answers no more, and the item says so', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    answers.set(path, { status: 410 });
    await claimAndAsk(caseId);
    await world.runDue();
    expect(await itemsOf(caseId)).toMatchObject([
      { result: 'picture', online: 'gone', sha: sha256(pictures[0]!), levels: 0, is_refetch: false },
    ]);
    expect(await stateOf(caseId)).toBe('ready');
  });

  it('leave what was assessed alone where other bytes stand now: those become an item beside it, once', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    serve(path, pictures[1]!);
    await claimAndAsk(caseId);
    await world.runDue();
    const expected = [
      { via: null, result: 'picture', online: 'unknown', sha: sha256(pictures[0]!), levels: 0 },
      { via: 'refetch', result: 'picture', online: 'online', sha: sha256(pictures[1]!), levels: 4 },
    ];
    expect(await itemsOf(caseId)).toMatchObject(expected);
    await loseCopies();
    await claimAndAsk(caseId);
    await world.runDue();
    expect(await itemsOf(caseId)).toMatchObject(expected);
  });

  it('bring other bytes into the round in which they were fetched', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await world.test.asOwner(`UPDATE cases SET round = 2 WHERE id = $1`, [caseId]);
    await loseCopies();
    serve(path, pictures[1]!);
    await claimAndAsk(caseId);
    await world.runDue();
    expect(await world.itemsOf(caseId)).toMatchObject([{ round: 1 }, { round: 2, found_via: 'refetch' }]);
  });

  it('make no item of a page that stands in the place of a picture', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    serve(path, '<!doctype html><title>x</title><img src="/other.jpg"><p>Account suspended', 'text/html');
    await claimAndAsk(caseId);
    await world.runDue();
    expect(await itemsOf(caseId)).toMatchObject([
      { result: 'picture', online: 'unknown', sha: sha256(pictures[0]!) },
    ]);
  });

  describe('of pictures that stand in a page itself', () => {
    const inline = (bytes: Buffer) => `<img src="data:image/jpeg;base64,${bytes.toString('base64')}">`;
    const page = (...bytes: Buffer[]) => `<!doctype html><title>x</title>${bytes.map(inline).join('')}`;

    it('come with the page, which brings nothing else', async () => {
      const path = newPath();
      serve(path, page(pictures[0]!, pictures[1]!), 'text/html');
      const caseId = await ready(path);
      await loseCopies();
      serve(path, page(pictures[1]!, pictures[2]!), 'text/html');
      await claimAndAsk(caseId);
      await world.runDue();
      expect(await itemsOf(caseId)).toMatchObject([
        { via: null, result: 'page', is_refetch: false },
        { via: 'inline', online: 'unknown', sha: sha256(pictures[0]!), levels: 0, is_refetch: false },
        { via: 'inline', online: 'online', sha: sha256(pictures[1]!), levels: 4, is_refetch: false },
      ]);
      expect(await stateOf(caseId)).toBe('ready');
    });

    it('are the same items when the case is reported and looked at again', async () => {
      const path = newPath();
      serve(path, page(pictures[0]!, pictures[1]!), 'text/html');
      const caseId = await ready(path);
      const before = await itemsOf(caseId);
      await world.test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, [
        caseId,
      ]);
      expect(await ready(path)).toBe(caseId);
      expect(await itemsOf(caseId)).toEqual(before);
      expect(before).toHaveLength(3);
      const rounds = await world.test.asOwner<{ round: number }>(
        `SELECT DISTINCT round FROM content_items WHERE case_id = $1`,
        [caseId],
      );
      expect(rounds).toEqual([{ round: 2 }]);
    });
  });

  it.each(['none', 'hash'])('are not asked for under the mandate %s of the case', async (mandate) => {
    await world.setMandate(mandate);
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    const lease = await leases.claimNamed(person, caseId, true);
    await expect(ask(caseId, lease)).rejects.toMatchObject({ code: 'refetch-mandate' });
  });

  it.each(['none', 'hash'])('are not fetched when the mandate of today is %s', async (mandate) => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    await claimAndAsk(caseId);
    await world.setMandate(mandate);
    await world.runDue();
    const [fetches] = await world.test.asOwner<{ count: number }>(
      `SELECT count(*)::int AS count FROM fetch_records f JOIN content_items i ON i.id = f.content_item_id WHERE i.case_id = $1`,
      [caseId],
    );
    expect(fetches).toEqual({ count: 1 });
    expect(await itemsOf(caseId)).toMatchObject([{ result: 'picture', levels: 0, is_refetch: false }]);
    expect(await world.caseOf(`${origin}${path}`)).toMatchObject({
      state: 'ready',
      refetch_refused: 'mandate',
      mandate: 'view',
    });
  });

  it('wait in the rows alone: no settling overtakes what was asked, and a lost job comes back', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    await loseCopies();
    await claimAndAsk(caseId);
    const job = { organisationId: world.organisationId, caseId };
    await world.handlers.settle(job);
    expect(await stateOf(caseId)).toBe('triage');
    // The sweep finds it by the rows: every job of it is thrown away here.
    expect((await world.runDue())[0]).toBe(`refetch ${caseId}`);
    await world.handlers.refetch(job);
    expect(await events(caseId, 'case.refetch-started')).toBe(1);
    expect(await stateOf(caseId)).toBe('ready');
  });

  it('come whole however a step is broken off', async () => {
    const path = newPath();
    serve(path, pictures[0]!);
    const caseId = await ready(path);
    const before = await itemsOf(caseId);
    await loseCopies();
    await claimAndAsk(caseId);
    const broken = new Error('broken off');
    const failing = createHandlers(
      {
        ...world.context,
        evidence: Object.assign(Object.create(world.context.evidence) as typeof world.context.evidence, {
          turnSpoolIntoOriginal: async () => Promise.reject(broken),
        }),
      },
      undefined as never,
      undefined as never,
    );
    const [item] = await world.itemsOf(caseId);
    const ofItem = { organisationId: world.organisationId, itemId: item!.id };
    await world.handlers.refetch({ organisationId: world.organisationId, caseId });
    await world.handlers.retrieve(ofItem);
    await expect(failing.examine(ofItem)).rejects.toBe(broken);
    await world.test.asOwner(`UPDATE content_items SET step_due_at = now() WHERE id = $1`, [item!.id]);
    await world.runDue();
    expect(await itemsOf(caseId)).toEqual(before);
  });
});
