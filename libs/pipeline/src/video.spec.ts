import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { advanceItem } from '#libs/cases';
import { MediaPool } from '#libs/media';
import { compiledChild } from '../../../test/support/compiled-sources.js';
import { importCsv } from '../../../test/support/pipeline-parts.js';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { encodeFilm, film, LOSSLESS, withFfmpeg, type Film } from '../../media/src/testing/videos.js';
import { examine } from './examine.step.js';
import { spool } from './spool.js';

const hashOf = ({ width, height, frames }: Film, index: number) => {
  const { hash, quality } = hashPixels({ width, height, data: frames[index]!, channels: 3 });
  return { hash: toHex(hash), quality };
};

let world: PipelineWorld;
beforeAll(async () => {
  world = await createPipelineWorld({ iccam: false });
});
afterAll(() => world.stop());

/** Reports an address and puts a film in the place of what would be fetched. @returns its item when all is done */
async function reported(name: string, bytes: Buffer, pool: MediaPool = world.context.pool) {
  const { organisationId, database, handlers } = world;
  const address = `${world.site}/s/film/${name}`;
  const reportId = await world.report([address]);
  await handlers.intake({ organisationId, reportId });
  const { id: caseId } = await world.caseOf(address);
  const [item] = await world.itemsOf(caseId);
  await database.within(organisationId, async (manager) => {
    await spool(world.context, manager, organisationId, item!.id, 'video/mp4', bytes);
    await advanceItem(manager, organisationId, item!.id, 'retrieve', 'examine');
  });
  await examine({ ...world.context, pool }, organisationId, item!.id);
  await world.runDue();
  const [done] = await world.itemsOf(caseId);
  return { done: done!, state: (await world.caseOf(address)).state };
}

const mediaOf = async (id: unknown) => {
  const [media] = await world.test.asOwner(`SELECT * FROM media WHERE id = $1`, [id]);
  return media!;
};

withFfmpeg('a video whose frames are on a list (needs ffmpeg)', () => {
  it('ends with a suggestion and a sheet of its frames, at four levels and without sound', async () => {
    const drawn = film(20);
    const known = hashOf(drawn, 10);
    const csv = `pdq,quality\n${known.hash},${known.quality}\n`;
    await importCsv(world.database, world.organisationId, 'Known frames', csv);
    await world.context.index.refresh();
    const { done, state } = await reported('known.mp4', encodeFilm(drawn, 'mp4', LOSSLESS));

    expect(state).toBe('ready');
    expect(done).toMatchObject({ result: 'video', result_detail: null, made_by: null });
    expect(done['matches']).toEqual([
      { kind: 'near', algorithm: 'pdq', distance: 0, orientation: 'original' },
    ]);
    // Four frames were hashed, and one of them is the listed one.
    const [match] = await world.test.asOwner<{ shares: object }>(
      `SELECT frame_shares AS shares FROM matches WHERE media_id = $1`,
      [done['media_id']],
    );
    expect(match).toEqual({ shares: { media: { compared: 4, matched: 1 } } });
    const media = await mediaOf(done['media_id']);
    expect(media).toMatchObject({ format: 'mp4', width: 160, height: 120, frames: 20, frame_step: 5 });
    expect(media).toMatchObject({ duration_ms: 4000, frames_shown: 4, ended_early: null, pdq: null });
    expect(media['frame_hashes']).toEqual(
      [0, 5, 10, 15].map((index) => ({ index, ...hashOf(drawn, index) })),
    );
    const views = await world.test.asOwner<{ id: string; level: number }>(
      `SELECT id, level FROM evidence_objects WHERE media_id = $1 AND purpose = 'derivative' ORDER BY level`,
      [done['media_id']],
    );
    expect(views.map(({ level }) => level)).toEqual([1, 2, 3, 4]);
    const sheet = await world.database.within(world.organisationId, (manager) =>
      world.context.evidence.read(manager, world.organisationId, views[3]!.id),
    );
    const { format, width, height } = await sharp(sheet).metadata();
    expect(format).toBe('webp');
    expect(width * height).toBeGreaterThan(4 * 160 * 120);
  });

  it('is one match with a listed video, with what the two have in common', async () => {
    const drawn = film(20, 5, 160, 120, 100);
    const other = film(2, 1, 160, 120, 700);
    const lines = [hashOf(drawn, 5), hashOf(drawn, 15), hashOf(other, 0), hashOf(other, 1)]
      .map(({ hash, quality }) => `${hash},${quality},film 7`)
      .join('\n');
    await importCsv(world.database, world.organisationId, 'Listed videos', `pdq,quality,video\n${lines}\n`);
    await world.context.index.refresh();
    const { done } = await reported('listed.mp4', encodeFilm(drawn, 'mp4', LOSSLESS));

    const matches = await world.test.asOwner<{ kind: string; shares: object; video: string }>(
      `SELECT m.kind, m.frame_shares AS shares, e.video FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id
       WHERE m.media_id = $1`,
      [done['media_id']],
    );
    expect(matches).toEqual([
      {
        kind: 'near',
        video: 'film 7',
        shares: { media: { compared: 4, matched: 2 }, listed: { compared: 4, matched: 2 } },
      },
    ]);
  });

  it('is hashed up to a damaged place, which stands beside the result', async () => {
    const bytes = encodeFilm(film(60, 5, 160, 120, 40), 'mp4', [...LOSSLESS, '-movflags', '+faststart']);
    const { done } = await reported('damaged.mp4', bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect(done).toMatchObject({ result: 'video', result_detail: 'ended-corrupt' });
    expect(await mediaOf(done['media_id'])).toMatchObject({
      ended_early: 'corrupt',
      unreadable_reason: null,
    });
  });
});

describe('a video where there is no ffmpeg', () => {
  it('is not examined, and says why', async () => {
    const pool = new MediaPool({ size: 1, ffmpegPath: '/nowhere/ffmpeg', childFile: await compiledChild() });
    await pool.start();
    try {
      const { done } = await reported('unread.webm', Buffer.from('\x1a\x45\xdf\xa3 webm', 'latin1'), pool);
      expect(done).toMatchObject({ result: 'not-examined', result_detail: 'no-video-decoder' });
      expect(await mediaOf(done['media_id'])).toMatchObject({ unreadable_reason: 'no-video-decoder' });
    } finally {
      await pool.close();
    }
  });
});
