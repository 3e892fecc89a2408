// What waits for a turn on a host is put back as it was: no attempt is counted, nothing is lost.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, RetrievalClient } from '#libs/platform';
import { HostSlots, type HostSlot } from '#libs/retrieval';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { until } from '../../../test/support/waiting.js';
import { check } from './check.step.js';
import { FetchTurns } from './fetch-turns.js';
import { retrieve } from './retrieve.step.js';
import type { PipelineContext } from './step-context.js';

const FROM = 'from.example';
const TO = 'to.example';

describe('an item whose host has no free place', () => {
  let world: PipelineWorld;
  let server: Server;
  let port: number;
  let asked: string[];
  let hosts: HostSlots;
  let context: PipelineContext;
  let paths = 0;

  beforeAll(async () => {
    world = await createPipelineWorld({ mandate: 'hash', iccam: false });
    server = createServer((request, response) => {
      asked.push(`${request.headers.host?.split(':')[0]}${request.url}`);
      if (request.headers.host?.startsWith(FROM) && request.url?.startsWith('/moved'))
        response.writeHead(302, { location: `http://${TO}:${port}/page` }).end();
      else if (request.headers.host?.startsWith(FROM) && request.url?.startsWith('/styled'))
        response
          .setHeader('content-type', 'text/html')
          .end(`<link rel=stylesheet href="http://${TO}:${port}/sheet.css"><title>styled</title>`);
      else response.setHeader('content-type', 'text/html').end('<title>page</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    hosts = new HostSlots(world.database, { most: 1, perMinute: 100_000, leaseSeconds: 30 });
    context = {
      ...world.context,
      turns: new FetchTurns(world.database, hosts, createLogger('test', 'silent'), {
        most: 3,
        furtherHostMs: 300,
      }),
      client: new RetrievalClient({
        allowHosts: [FROM, TO].map((host) => ({ host, port, address: '127.0.0.1' })),
        onlyHosts: true,
      }),
    };
  });
  afterAll(async () => {
    context.turns.stop();
    server.closeAllConnections();
    server.close();
    await world.stop();
  });
  beforeEach(() => {
    asked = [];
  });

  async function item(path: string, host = FROM): Promise<string> {
    paths += 1;
    const address = `http://${host}:${port}${path}?${paths}`;
    const reportId = await world.report([address]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const [row] = await world.test.asOwner<{ id: string }>(
      'SELECT id FROM content_items WHERE address = $1',
      [address],
    );
    return row!.id;
  }
  const row = async (id: string) =>
    (
      await world.test.asOwner(
        `SELECT step, step_attempts, step_due_at > now() AS is_put_off, result, next_check_at,
           (SELECT count(*)::int FROM fetch_records f WHERE f.content_item_id = i.id) AS fetches,
           (SELECT count(*)::int FROM online_checks o WHERE o.content_item_id = i.id) AS looks
         FROM content_items i WHERE id = $1`,
        [id],
      )
    )[0]!;
  const taken = async (host: string): Promise<HostSlot> => {
    const slot = await hosts.take(host);
    if (!('holder' in slot)) throw new Error('there was no place');
    return slot;
  };
  const fetchIt = (id: string) => retrieve(context, world.organisationId, id);

  it('waits without an attempt and without a request, and is fetched when there is one', async () => {
    const id = await item('/page');
    const slot = await taken(FROM);
    for (let time = 0; time < 8; time += 1) expect(await fetchIt(id)).toBe('waits');
    expect(asked).toEqual([]);
    expect(await row(id)).toMatchObject({ step: 'retrieve', step_attempts: 0, is_put_off: true });
    await hosts.leave(slot);
    await world.test.asOwner(`DELETE FROM outbox`);
    await until('it is its turn', async () => (await fetchIt(id)) === 'done');
    expect(await row(id)).toMatchObject({ step: 'done', result: 'page', fetches: 1 });
  });

  it.each([
    ['is redirected to', '/moved'],
    ['has a style sheet on', '/styled'],
  ])(
    'waits as well when it %s a host without one; what it asked of others is on record',
    async (_how, path) => {
      const id = await item(path);
      const slot = await taken(TO);
      expect(await fetchIt(id)).toBe('waits');
      expect(asked).toHaveLength(1);
      expect(await row(id)).toMatchObject({
        step: 'retrieve',
        step_attempts: 0,
        is_put_off: true,
        fetches: 1,
      });
      await hosts.leave(slot);
      expect(await fetchIt(id)).toBe('done');
      expect(await row(id)).toMatchObject({ step: 'done', result: 'page' });
      // Neither host is left taken.
      for (const host of [FROM, TO]) await hosts.leave(await taken(host));
    },
  );

  it('is not looked at again before there is one, and that says nothing of whether it is gone', async () => {
    const id = await item('/page');
    await fetchIt(id);
    await world.test.asOwner(`UPDATE content_items SET next_check_at = now() WHERE id = $1`, [id]);
    const slot = await taken(FROM);
    const watching = { ...context, options: { ...context.options, watchSeconds: 3600 } };
    expect(await check(watching, world.organisationId, id, [world.organisationId])).toBe('waits');
    const seen = await row(id);
    expect(seen.looks).toBe(0);
    expect((seen.next_check_at as Date).getTime() - Date.now()).toBeLessThan(60_000);
    await hosts.leave(slot);
    await world.test.asOwner(`UPDATE content_items SET next_check_at = now() WHERE id = $1`, [id]);
    expect(await check(watching, world.organisationId, id, [world.organisationId])).toBe('done');
    expect((await row(id)).looks).toBe(1);
  });
});
