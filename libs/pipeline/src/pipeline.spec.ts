import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RetrievalClient } from '#libs/platform';
import { importCsv } from '../../../test/support/pipeline-parts.js';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { drawn } from '../../media/src/testing/pictures.js';

describe('the way of a report through triage', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld();
  });
  afterAll(() => world.stop());

  const reported = async (path: string) => {
    const address = `${world.site}/s/${path.replaceAll('/', '-').slice(1)}${path}`;
    await world.report([address]);
    await world.runDue();
    const found = await world.caseOf(address);
    return { found, items: await world.itemsOf(found.id) };
  };

  it('finds the picture of a page, hashes it, and puts the case into the queue', async () => {
    const { found, items } = await reported('/pages/new');
    expect(found.state).toBe('ready');
    expect(found.number).toMatch(/^TEST-\d{4}-\d{6}$/);
    expect(items.map((item) => item.result)).toEqual(['page', 'picture']);
    expect(items[1]!.matches).toBeNull();
    const [media] = await world.test.asOwner(
      `SELECT length(pdq) AS pdq, length(pdq_dihedral) AS dihedral, pdq_quality FROM media WHERE id = $1`,
      [items[1]!.media_id],
    );
    expect(media).toMatchObject({ pdq: 32, dihedral: 256 });
  });

  it('settles what the list confirms exactly, without a look', async () => {
    const { items } = await reported('/pages/known');
    const picture = items.find((item) => item.result === 'picture')!;
    expect(picture.matches).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'exact', algorithm: 'sha256' })]),
    );
    expect(picture.made_by).toBe('settlement');
  });

  it('suggests, but does not settle, what is near: compressed, resized, rotated or mirrored', async () => {
    const { items } = await reported('/pages/known-variants');
    const pictures = items.filter((item) => item.result === 'picture');
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    for (const picture of pictures) {
      expect(picture.matches).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'near' })]));
      expect(picture.made_by).toBeNull();
    }
  });

  it('finds every picture of a page, however it is referred to', async () => {
    const { items } = await reported('/pages/gallery');
    expect(items.filter((item) => item.result === 'picture').length).toBeGreaterThanOrEqual(20);
  });

  it('says that a dead link is gone', async () => {
    const { found, items } = await reported('/pages/dead');
    expect(items.map((item) => [item.result, item.result_detail, item.online_state])).toEqual([
      ['gone', 'http-404', 'gone'],
    ]);
    expect(found.state).toBe('ready');
  });

  it('gives a clear reason for each file that cannot be examined, and never fails the case', async () => {
    const { found, items } = await reported('/pages/bomb');
    expect(found.state).toBe('ready');
    expect(
      items
        .filter((item) => item.role === 'embedded')
        .map((item) => item.result)
        .toSorted(),
    ).toEqual(expect.arrayContaining(['bomb', 'corrupt']));
    expect(items.every((item) => item.result !== null && item.result !== 'failed')).toBe(true);
  });

  it('follows no page to another host', async () => {
    const { items } = await reported('/pages/elsewhere');
    expect(items.filter((item) => item.role === 'embedded').map((item) => item.result)).toContain(
      'not-in-demonstration',
    );
  });

  it('groups a second report of the same address with the first', async () => {
    const address = `${world.site}/s/twice/pages/new`;
    await world.report([address]);
    await world.report([address.replace('/s/', '/s/').replace('127.0.0.1', '127.0.0.1')]);
    await world.runDue();
    const found = await world.caseOf(address);
    const [{ reports }] = (await world.test.asOwner<{ reports: number }>(
      `SELECT count(*)::int AS reports FROM case_reports WHERE case_id = $1`,
      [found.id],
    )) as [{ reports: number }];
    expect(reports).toBe(2);
  });

  describe('of a source that showed a known picture when its case was closed', () => {
    let server: Server;
    let origin: string;
    let known: Buffer;
    interface Answer {
      readonly status: number;
      readonly type?: string;
      readonly body?: Buffer | string;
    }
    let answer: Answer;
    let inner: Answer;
    let firstClient: typeof world.context.client;
    let made = 0;

    beforeAll(async () => {
      server = createServer((request, response) => {
        const { status, type, body } = request.url === '/inner.jpg' ? inner : answer;
        response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      origin = `http://127.0.0.1:${port}`;
      firstClient = world.context.client;
      const allowHosts = [{ host: '127.0.0.1', port, address: '127.0.0.1' }];
      Object.assign(world.context, { client: new RetrievalClient({ allowHosts, onlyHosts: true }) });
      known = await drawn(200, 150, 9).jpeg().toBuffer();
      const digest = createHash('sha256').update(known).digest('hex');
      await importCsv(world.database, world.organisationId, 'drawn', `sha256,category\n${digest},baseline\n`);
      await world.context.index.refresh();
    });
    afterAll(() => {
      Object.assign(world.context, { client: firstClient });
      server.close();
    });
    beforeEach(() => world.setMandate('view'));

    const shown = () => ({ status: 200, type: 'image/jpeg', body: known });
    const settlements = (caseId: string) =>
      world.test.asOwner<{ round: number; media_id: string }>(
        `SELECT round, media_id FROM assessments WHERE case_id = $1 AND made_by = 'settlement' ORDER BY version`,
        [caseId],
      );
    /** Reports it while it shows the picture, and closes its case. */
    async function closed(first: Answer = shown()): Promise<{ address: string; caseId: string }> {
      const address = `${origin}/${(made += 1)}`;
      answer = first;
      await world.report([address]);
      await world.runDue();
      const { id: caseId } = await world.caseOf(address);
      expect(await settlements(caseId)).toHaveLength(1);
      await world.test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, [
        caseId,
      ]);
      return { address, caseId };
    }

    it.each([
      ['is gone', 'view', { status: 404 }, 'gone'],
      ['cannot be reached', 'view', { status: 503 }, 'unreachable'],
      ['is a page', 'view', { status: 200, type: 'text/html', body: '<!doctype html><p>Removed' }, 'page'],
      ['may not be fetched', 'none', { status: 200 }, 'not-fetched'],
    ])('settles nothing by the picture of then when it %s now', async (_now, mandate, answers, result) => {
      const { address, caseId } = await closed();
      const before = await settlements(caseId);
      answer = answers;
      await world.setMandate(mandate);
      await world.report([address]);
      await world.runDue();
      expect(await world.itemsOf(caseId)).toMatchObject([{ result, round: 2, media_id: null }]);
      // What was said of the picture of then stays on record, with the picture that it was said of.
      expect(await settlements(caseId)).toEqual(before);
      expect(before).toEqual([{ round: 1, media_id: expect.any(String) }]);
    });

    it('settles nothing by a picture that is gone while the page still refers to it', async () => {
      inner = shown();
      const { address, caseId } = await closed({
        status: 200,
        type: 'text/html',
        body: '<!doctype html><title>x</title><img src="/inner.jpg">',
      });
      inner = { status: 404 };
      await world.report([address]);
      await world.runDue();
      expect(await world.itemsOf(caseId)).toMatchObject([
        { result: 'page' },
        { result: 'gone', media_id: null },
      ]);
      expect((await settlements(caseId)).map(({ round }) => round)).toEqual([1]);
    });

    it('settles it anew when it still shows that picture', async () => {
      const { address, caseId } = await closed();
      await world.report([address]);
      await world.runDue();
      expect((await settlements(caseId)).map(({ round }) => round)).toEqual([1, 2]);
    });
  });
});
