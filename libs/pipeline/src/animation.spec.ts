import sharp from 'sharp';
import { advanceItem } from '#libs/cases';
import { importCsv } from '../../../test/support/pipeline-parts.js';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { drawn } from '../../media/src/testing/pictures.js';
import { spool } from './spool.js';

describe('an animation', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld({ iccam: false });
  });
  afterAll(() => world.stop());

  it('is matched by each of its frames, not by the first alone', async () => {
    const [first, known] = await Promise.all([1, 5].map((seed) => drawn(320, 240, seed).png().toBuffer()));
    const examined = await world.context.pool.examine(known!);
    if (examined.kind !== 'image') throw new Error(examined.kind);
    expect(examined.pdq.quality).toBeGreaterThanOrEqual(50);
    await importCsv(
      world.database,
      world.organisationId,
      'Known frame',
      `pdq,quality\n${examined.pdq.hash},${examined.pdq.quality}\n`,
    );
    await world.context.index.refresh();
    const moving = await sharp([first!, known!], { join: { animated: true } })
      .webp({ lossless: true })
      .toBuffer();

    const address = `${world.site}/s/animation/images/moving.webp`;
    const reportId = await world.report([address]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const { id: caseId } = await world.caseOf(address);
    const [item] = await world.itemsOf(caseId);
    await world.database.within(world.organisationId, async (manager) => {
      await spool(world.context, manager, world.organisationId, item!.id, 'image/webp', moving);
      await advanceItem(manager, world.organisationId, item!.id, 'retrieve', 'examine');
    });
    await world.runDue();

    const [done] = await world.itemsOf(caseId);
    expect(done).toMatchObject({ result: 'picture', made_by: null });
    expect(done!.matches).toEqual([{ kind: 'near', algorithm: 'pdq', distance: 0, orientation: 'original' }]);
    const [media] = await world.test.asOwner<{ frames: number; shown: number; hashed: number[] }>(
      `SELECT frames, frames_shown AS shown, jsonb_path_query_array(frame_hashes, '$[*].index') AS hashed
       FROM media WHERE id = $1`,
      [done!.media_id],
    );
    expect(media).toEqual({ frames: 2, shown: 2, hashed: [0, 1] });
    const sheet = await world.database.within(world.organisationId, async (manager) => {
      const [kept] = await manager.query(
        `SELECT id FROM evidence_objects WHERE media_id = $1 AND purpose = 'derivative' AND level = 4`,
        [done!.media_id],
      );
      return world.context.evidence.read(manager, world.organisationId, kept.id);
    });
    // Both frames in full, one over the other or beside it.
    const { width, height } = await sharp(sheet).metadata();
    expect(width * height).toBeGreaterThan(2 * 320 * 240);
  });
});
