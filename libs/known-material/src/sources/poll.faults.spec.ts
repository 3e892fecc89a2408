import type { ServerResponse } from 'node:http';
import { SourcePolls } from './poll.service.js';
import { ncmecPage, type NcmecServer, type ToldEntry } from './testing/ncmec.server.js';
import type { Fault } from './testing/source.server.js';
import { HOUR_MS, many, md5s, type SourceWorld, told, useNcmec } from './testing/source.world.js';

describe('a source that answers wrongly', () => {
  let world: SourceWorld;
  let ncmec: NcmecServer;
  useNcmec((...both) => ([world, ncmec] = both));

  it.each<[string, string, Fault]>([
    ['an error of the server', 'http-500', (_, response) => answered(response.writeHead(500).end('why'))],
    ['a refusal of the credentials', 'http-401', (_, response) => answered(response.writeHead(401).end())],
    [
      'a page for people',
      'malformed-content-type',
      (_, response) =>
        answered(response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html></html>')),
    ],
    [
      'a cut body',
      'protocol-error',
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/xml', 'Content-Length': '5000' });
        response.write('<queryResult>');
        response.socket!.destroySoon();
        return true;
      },
    ],
    ['XML that ends in its middle', 'list-unreadable', xml(ncmecPage([told('a')]).slice(0, -20))],
    [
      'entities of its own',
      'list-unreadable',
      xml(`<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><queryResult>&b;</queryResult>`),
    ],
    [
      'a redirect',
      'http-302',
      (_, response) => answered(response.writeHead(302, { Location: '/elsewhere' }).end()),
    ],
    [
      'the same page again and again',
      'malformed-paging',
      (request, response) => {
        const url = new URL(request.url!, 'https://127.0.0.1');
        url.searchParams.set('start', '1');
        return answered(
          response
            .writeHead(200, { 'Content-Type': 'application/xml' })
            .end(ncmecPage([told('a')], `/v2/entries${url.search}`)),
        );
      },
    ],
    [
      'a next page elsewhere',
      'malformed-paging',
      xml(ncmecPage([told('a')], 'https://192.0.2.1/v2/entries?start=2')),
    ],
    [
      'a next page of another question',
      'malformed-paging',
      xml(ncmecPage([told('a')], '/v2/entries?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z&start=2')),
    ],
    [
      'a next page below another path',
      'malformed-paging',
      xml(ncmecPage([told('a')], '/v2/../admin?start=2')),
    ],
  ])(
    'keeps what is live and its checkpoint in the face of %s, and comes again',
    async (_what, code, fault) => {
      ncmec.entries = [told('a')];
      const source = await world.add(ncmec);
      await world.poll(source);
      const { checkpoint } = await world.rowOf(source);
      world.now += HOUR_MS;
      ncmec.entries = [told('a'), told('b', { at: '2026-06-01T00:10:00Z' })];
      ncmec.fault = fault;
      expect(await world.poll(source)).toEqual({ sourceId: source.id, outcome: 'failed', code });
      expect(await world.rowOf(source)).toMatchObject({
        checkpoint,
        outcome: code,
        failures: 1,
        held_by: null,
      });
      expect(await world.live(source)).toEqual(md5s('a'));
      const [wait] = await world.test.asOwner<{ seconds: number }>(
        `SELECT extract(epoch FROM due_at - now())::int AS seconds FROM list_sources WHERE id = $1`,
        [source.id],
      );
      expect(wait!.seconds).toBeGreaterThan(20);
      expect(
        await world.test.asOwner(
          `SELECT details->>'code' AS code FROM audit_events WHERE act = 'list-source.failed' AND details->>'source' = $1`,
          [source.id],
        ),
      ).toEqual([{ code }]);
      ncmec.fault = () => false;
      expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
      expect(await world.live(source)).toEqual(md5s('a', 'b'));
    },
  );

  it('takes in at last what came before an answer that never made sense', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = many(6);
    const source = await world.add(ncmec);
    ncmec.fault = (request, response) =>
      request.url!.includes('start=5') ? answered(response.writeHead(404).end()) : false;
    for (let tries = 0; tries < 4; tries++)
      expect(await world.poll(source)).toMatchObject({ code: 'http-404' });
    expect(await world.rowOf(source)).toMatchObject({ progress: null });
    // All that was told is known already when it is told again.
    ncmec.fault = () => false;
    expect(await world.poll(source)).toMatchObject({ outcome: 'live' });
    expect(await world.live(source)).toHaveLength(6);
  });

  it('is not believed a time that is to come: nothing could take the place of such an entry', async () => {
    const source = await world.add(ncmec);
    const now = told('now');
    const answer = (...entries: ToldEntry[]) => {
      ncmec.fault = (_request, response) => answeredXml(response, ncmecPage(entries));
    };
    answer(now, told('to come', { at: '2099-01-01T00:00:00Z' }));
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { entries: 1, refused: 1 } });
    expect(await world.live(source)).toEqual(md5s('now'));
    answer(told('now', { kind: 'deletedImage', at: '2099-01-01T00:00:00Z' }));
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { ended: 1 } });
    answer(told('now', { at: '2026-05-31T23:00:00Z' }));
    expect(await world.poll(source)).toMatchObject({ outcome: 'live', import: { added: 1 } });
  });

  it('is not asked where it is this installation itself', async () => {
    const source = await world.add(ncmec);
    let asked = 0;
    ncmec.fault = () => {
      asked += 1;
      return false;
    };
    await world.makeDue(source);
    const own = { hosts: [], addresses: [], ports: [ncmec.port] };
    const polls = new SourcePolls(world.triage, world.ring, { clock: world.clock, own });
    expect(await polls.poll(world.organisation, source.id)).toMatchObject({
      outcome: 'failed',
      code: 'address-refused',
    });
    expect(asked).toBe(0);
  });

  it('ends a page that drips, and a reading that never ends', async () => {
    const source = await world.add(ncmec);
    const drips: NodeJS.Timeout[] = [];
    ncmec.fault = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/xml' });
      drips.push(setInterval(() => response.write(' '), 5));
      return true;
    };
    const poll = async (options: { pageMs?: number; mostPages?: number }) => {
      await world.makeDue(source);
      return new SourcePolls(world.triage, world.ring, { clock: world.clock, ...options }).poll(
        world.organisation,
        source.id,
      );
    };
    expect(await poll({ pageMs: 100 })).toMatchObject({ outcome: 'failed', code: 'timeout' });
    for (const drip of drips) clearInterval(drip);
    let page = 0;
    ncmec.fault = (request, response) => {
      const url = new URL(request.url!, 'https://127.0.0.1');
      url.searchParams.set('start', String(++page * 1000 + 1));
      return answeredXml(response, ncmecPage([told(`endless ${page}`)], `/v2/entries${url.search}`));
    };
    expect(await poll({ mostPages: 5 })).toMatchObject({ outcome: 'failed', code: 'paging-without-end' });
    expect(page).toBe(6);
    expect(await world.live(source)).toEqual([]);
  });
});

const answered = (_response: unknown): true => true;

function answeredXml(response: ServerResponse, body: string): true {
  return answered(response.writeHead(200, { 'Content-Type': 'application/xml' }).end(body));
}

function xml(body: string): Fault {
  return (_request, response) => answeredXml(response, body);
}
