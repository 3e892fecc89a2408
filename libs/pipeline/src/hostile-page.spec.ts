// What a hostile page may cost, and that nothing of it is lost unseen.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compiledChild } from '../../../test/support/compiled-sources.js';
import { drawn } from '../../media/src/testing/pictures.js';
import { KnownMaterialIndex } from '#libs/known-material';
import { MediaPool } from '#libs/media';
import { createDataSource, Database, RetrievalClient, type FetchResult } from '#libs/platform';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { examine } from './examine.step.js';
import { match } from './match.step.js';
import { retrieve } from './retrieve.step.js';
import type { PipelineContext, PipelineOptions } from './step-context.js';

type Answer = string | Buffer;
const STEPS = { retrieve, examine, match };

describe('a hostile page', () => {
  let world: PipelineWorld;
  let server: Server;
  let origin: string;
  let context: PipelineContext;
  /** By path; a function is asked with what follows its path. */
  const site = new Map<string, Answer | ((rest: string) => Answer)>();
  let pictures: Buffer[];

  beforeAll(async () => {
    world = await createPipelineWorld({ iccam: false });
    server = createServer((request, response) => {
      const [, first = '', rest = ''] = /^\/([^/?]*)\/?(.*)$/.exec(request.url ?? '') ?? [];
      const found = site.get(first);
      const answer = typeof found === 'function' ? found(rest) : found;
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
    context = {
      ...world.context,
      client: new RetrievalClient({
        allowHosts: [{ host: '127.0.0.1', port, address: '127.0.0.1' }],
        onlyHosts: true,
      }),
    };
    pictures = await Promise.all([1, 2].map((seed) => drawn(64, 48, seed).png().toBuffer()));
  });
  afterAll(async () => {
    server.close();
    await world.stop();
  });

  const limited = (options: Partial<PipelineOptions>): PipelineContext => ({
    ...context,
    options: { ...context.options, ...options },
  });
  /** Reports an address. @returns the case and its source's item */
  async function reported(path: string) {
    const reportId = await world.report([`${origin}${path}`]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const found = await world.caseOf(`${origin}${path}`);
    const [source] = await world.itemsOf(found.id);
    return { caseId: found.id, sourceId: source!.id };
  }
  /** Takes the steps of a case, those of one round of items at the same moment, until each item is done. */
  async function runAll(caseId: string, within: PipelineContext = context): Promise<void> {
    for (;;) {
      const open = await world.test.asOwner<{ id: string; step: keyof typeof STEPS }>(
        `SELECT id, step FROM content_items WHERE case_id = $1 AND step <> 'done'`,
        [caseId],
      );
      if (open.length === 0) return;
      await Promise.all(open.map(({ id, step }) => STEPS[step](within, world.organisationId, id)));
    }
  }
  async function examined(path: string, within: PipelineContext = context) {
    const { caseId, sourceId } = await reported(path);
    await runAll(caseId, within);
    const items = await world.itemsOf(caseId);
    return { caseId, items, source: items.find((item) => item.id === sourceId)! };
  }
  const img = (address: string) => `<img src="${address}">`;
  const html = (body: string) => `<!doctype html><title>x</title>${body}`;
  const dataUri = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;

  it('that frames another without end is read at the source and one frame below it', async () => {
    site.set('nest', (rest) => html(`<iframe src="/nest/${Number(rest) + 1}"></iframe>`));
    const { items } = await examined('/nest/0');
    expect(items.map((item) => [item.depth, item.result])).toEqual([
      [0, 'page'],
      [1, 'page'],
      [2, 'not-a-picture'],
    ]);
  });

  it('whose frames are read at the same moment keeps to the bound of items, and says what found no room', async () => {
    const several = (count: number, make: (index: number) => string) =>
      html(Array.from({ length: count }, (_, index) => make(index)).join(''));
    site.set(
      'many',
      several(6, (index) => `<iframe src="/many-of/${index}"></iframe>`),
    );
    site.set('many-of', (rest) => several(10, (index) => img(`/picture/${rest}/${index}`)));
    site.set('picture', pictures[0]!);
    const { items } = await examined('/many', limited({ maxItems: 30 }));
    expect(items).toHaveLength(30);
    const pages = items.filter((item) => item.depth === 1);
    expect(pages.map((item) => item.result)).toEqual(Array(6).fill('page'));
    const cut = pages.map((item) => Number(/^cut:(\d+)$/.exec(String(item.result_detail))?.[1] ?? 0));
    expect(cut.reduce((sum, each) => sum + each, 0)).toBe(6 * 10 - (30 - 1 - 6));
  });

  it('with an address of unreasonable length loses that one alone, and says so', async () => {
    site.set('long', html(img(`/picture/${'a'.repeat(3000)}`) + img('/picture/fine')));
    const { items, source } = await examined('/long');
    expect(items.map((item) => item.result)).toEqual(['page', 'picture']);
    expect(source.result_detail).toBe('cut:1');
  });

  it('with more than the parser takes says that it was cut', async () => {
    site.set('endless', html(Array.from({ length: 600 }, (_, index) => img(`/gone/${index}`)).join('')));
    const { source } = await examined('/endless', limited({ maxItems: 5 }));
    expect(source.result_detail).toBe('cut:496+');
  });

  it.each<[string, Partial<PipelineOptions>]>([
    ['requests', { maxCaseRequests: 3 }],
    ['requests to one host', { maxCaseRequestsPerHost: 3 }],
    ['bytes', { maxCaseBytes: 100 }],
    ['seconds', { maxCaseSeconds: 0 }],
  ])('is not followed beyond the %s that a case may cost', async (what, options) => {
    const place = what.replaceAll(' ', '-');
    site.set(place, html(Array.from({ length: 6 }, (_, index) => img(`/picture/${index}`)).join('')));
    const { caseId } = await reported(`/${place}`);
    const within = limited(options);
    for (;;) {
      const [next] = await world.test.asOwner<{ id: string; step: keyof typeof STEPS }>(
        `SELECT id, step FROM content_items WHERE case_id = $1 AND step <> 'done' ORDER BY created_at, id LIMIT 1`,
        [caseId],
      );
      if (next === undefined) break;
      await STEPS[next.step](within, world.organisationId, next.id);
    }
    const [source, ...embedded] = await world.itemsOf(caseId);
    expect(source!.result).toBe('page');
    const stopped = embedded.filter((item) => item.result_detail === 'budget');
    expect(stopped.length).toBeGreaterThanOrEqual(4);
    expect(stopped.every((item) => item.result === 'not-examined')).toBe(true);
  });

  it('that cannot be read ends as it is, with the reason', async () => {
    const pool = new MediaPool({ size: 1, maxBytes: 100, childFile: await compiledChild() });
    await pool.start();
    try {
      site.set('huge', html('x'.repeat(200)));
      const { source } = await examined('/huge', { ...context, pool });
      expect([source.result, source.result_detail]).toEqual(['too-large', 'too-large']);
      site.set('styled', html('<link rel=stylesheet href="/sheet">'));
      site.set('sheet', `* { color: red; ${' '.repeat(200)} }`);
      const styled = await examined('/styled', { ...context, pool });
      expect([styled.source.result, styled.source.result_detail]).toEqual(['page', 'cut:1']);
    } finally {
      await pool.close();
    }
  });

  it('that stalls a fetch leaves no copy behind when another worker has done the step', async () => {
    await world.setMandate('hash');
    site.set('stalled', pictures[0]!);
    const { caseId, sourceId } = await reported('/stalled');
    await world.setMandate('view');
    let proceed: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (proceed = resolve));
    const real = context.client;
    const slow = new (class extends RetrievalClient {
      override async fetch(...call: Parameters<RetrievalClient['fetch']>): Promise<FetchResult> {
        const result = await real.fetch(...call);
        await released;
        return result;
      }
    })({});
    const stalled = retrieve({ ...context, client: slow }, world.organisationId, sourceId);
    await runAll(caseId);
    proceed();
    await stalled;
    expect(
      await world.test.asOwner(`SELECT purpose FROM evidence_objects WHERE content_item_id = $1`, [sourceId]),
    ).toEqual([]);
    expect(
      await world.test.asOwner(`SELECT 1 FROM fetch_records WHERE content_item_id = $1`, [sourceId]),
    ).toHaveLength(1);
  });

  describe('with a picture inside it', () => {
    const shown = async (path: string, bytes: Buffer) => {
      site.set(path, html(img(dataUri(bytes))));
      return examined(`/${path}`);
    };

    it('gives the picture its own place and state', async () => {
      const { items, source } = await shown('inside', pictures[0]!);
      expect(source).toMatchObject({ result: 'page', online_state: 'online' });
      expect(items[1]).toMatchObject({
        result: 'picture',
        found_via: 'inline',
        parent_id: source.id,
        online_state: 'online',
        hosting: source.hosting,
        media_type: 'image/png',
      });
      expect(items[1]!.hosting).not.toBeNull();
      expect(items[1]!.address).toMatch(/\/inside#inline-[0-9a-f]{16}$/);
    });

    it('is examined anew when the case is opened again, another picture at the same place too', async () => {
      const { caseId } = await shown('changing', pictures[0]!);
      await world.test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, [
        caseId,
      ]);
      await world.test.asOwner(`DELETE FROM evidence_objects`);
      site.set('changing', html(pictures.map((bytes) => img(dataUri(bytes))).join('')));
      const { items } = await examined('/changing');
      expect(items.map((item) => [item.found_via, item.round, item.result])).toEqual([
        [null, 2, 'page'],
        ['inline', 2, 'picture'],
        ['inline', 2, 'picture'],
      ]);
      expect(new Set(items.slice(1).map((item) => item.media_id)).size).toBe(2);
      for (const item of items.slice(1)) {
        expect(
          await world.test.asOwner(
            `SELECT 1 FROM evidence_objects WHERE media_id = $1 AND purpose = 'original'`,
            [item.media_id],
          ),
        ).toHaveLength(1);
      }
    });

    it('never fetches the page in place of a picture whose copy is gone', async () => {
      site.set('swept', html(img(dataUri(pictures[0]!))));
      const { caseId, sourceId } = await reported('/swept');
      await retrieve(context, world.organisationId, sourceId);
      await world.test.asOwner(`DELETE FROM evidence_objects WHERE purpose = 'spool'`);
      await runAll(caseId);
      const items = await world.itemsOf(caseId);
      expect(items.map((item) => [item.result, item.result_detail])).toEqual([
        ['page', null],
        ['failed', 'inline-copy-gone'],
      ]);
    });
  });

  it('goes to a person when looking for it in the lists keeps failing', async () => {
    site.set('unmatched', pictures[0]!);
    const { caseId } = await reported('/unmatched');
    // An index whose database never answers: its connection was not opened.
    const away = new Database(
      createDataSource({ url: 'postgres://127.0.0.1:1/away', program: 'test', poolSize: 1 }),
    );
    const within = { ...limited({ maxAttempts: 2 }), index: new KnownMaterialIndex(away) };
    const [{ id }] = (await world.test.asOwner<{ id: string }>(
      `SELECT id FROM content_items WHERE case_id = $1`,
      [caseId],
    )) as [{ id: string }];
    await retrieve(within, world.organisationId, id);
    await examine(within, world.organisationId, id);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(match(within, world.organisationId, id)).rejects.toThrow(/connect|manager|initiali/i);
    }
    await match(within, world.organisationId, id);
    expect(await world.itemsOf(caseId)).toMatchObject([
      { step: 'done', result: 'failed', result_detail: 'too-many-attempts' },
    ]);
  });
});
