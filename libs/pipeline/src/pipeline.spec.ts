import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';

describe('the way of a report through triage', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld();
  }, 60_000);
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
});
