// Videos as hostile as they come, through the whole: launcher, ffprobe, ffmpeg, decoding child.
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { compiledSources } from '../../../../test/support/compiled-sources.js';
import { MediaPool } from '../media-pool.js';
import type { MediaPoolOptions } from '../media-pool.options.js';
import type { Examination } from '../media.types.js';
import { encodeFilm, film, LOSSLESS, withFfmpeg } from '../testing/videos.js';

// Compiled once: from its sources a child takes twice as long to start.
const compiled = pathToFileURL(`${await compiledSources()}/libs/media/src/`);
const pools: MediaPool[] = [];

async function started(options: MediaPoolOptions = {}): Promise<MediaPool> {
  const pool = new MediaPool({
    size: 1,
    childFile: new URL('./child/main.js', compiled),
    launcherFile: new URL('./video/launch.child.js', compiled),
    requireConfinement: process.platform === 'linux',
    ...options,
  });
  pools.push(pool);
  await pool.start();
  return pool;
}

type Video = Examination & { kind: 'video' };
function asVideo(examination: Examination): Video {
  if (examination.kind !== 'video') throw new Error(JSON.stringify(examination));
  return examination;
}
const reasonFor = (examination: Examination): string =>
  examination.kind === 'rejected' ? examination.reason : examination.kind;

afterAll(() => Promise.all(pools.map((pool) => pool.close())));

/** Says in the header of an MP4's one track that its pictures are to be turned by a quarter. */
function turnedRight(mp4: Buffer): Buffer {
  const turned = Buffer.from(mp4);
  const matrix = turned.indexOf('tkhd') + 44;
  [0, 0x10000, 0, -0x10000, 0, 0].forEach((value, place) => turned.writeInt32BE(value, matrix + place * 4));
  return turned;
}

withFfmpeg('examining a video (needs ffmpeg)', () => {
  let pool: MediaPool;
  const drawn = film(23);
  const oneASecond = [0, 5, 10, 15, 20];
  const expected = oneASecond.map((index) => {
    const { hash, quality } = hashPixels({ ...drawn, data: drawn.frames[index]!, channels: 3 });
    return { index, hash: toHex(hash), quality };
  });
  let mp4: Buffer;
  beforeAll(async () => {
    pool = await started();
    mp4 = encodeFilm(drawn, 'mp4', [...LOSSLESS, '-movflags', '+faststart']);
  });

  it('hashes one frame a second at its own size, bit for bit as they were drawn', async () => {
    expect(asVideo(await pool.examine(mp4))).toEqual({
      kind: 'video',
      format: 'mp4',
      codec: 'h264',
      width: 160,
      height: 120,
      durationMs: 4600,
      frames: 23,
      frameStep: 5,
      frameHashes: expected,
      endedEarly: null,
      stills: [],
      md5: createHash('md5').update(mp4).digest('hex'),
      sha1: createHash('sha1').update(mp4).digest('hex'),
      sha256: createHash('sha256').update(mp4).digest('hex'),
    });
    expect(expected[0]!.quality).toBeGreaterThanOrEqual(50);
  });

  it.each([
    ['mp4', 'mp4', LOSSLESS, 'an index behind the data'],
    ['mov', 'quicktime', LOSSLESS, 'an index behind the data'],
    ['mp4', 'mp4', [...LOSSLESS, '-movflags', 'frag_keyframe+empty_moov'], 'fragments'],
    ['mkv', 'matroska', LOSSLESS, 'the words of Matroska'],
    ['avi', 'avi', LOSSLESS, 'AVI'],
  ])('finds the same frames in %s (%s)', async (extension, format, words) => {
    const video = asVideo(await pool.examine(encodeFilm(drawn, extension, words)));
    expect(video).toMatchObject({ format, frameHashes: expected, endedEarly: null });
  });

  it.each([
    ['webm', 'webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '2M']],
    ['ts', 'mpeg-ts', ['-c:v', 'mpeg2video', '-q:v', '2']],
    ['flv', 'flv', ['-c:v', 'flv', '-q:v', '2']],
    ['wmv', 'asf', ['-c:v', 'wmv2', '-q:v', '2']],
  ])('reads %s', async (extension, format, words) => {
    const fast = { ...drawn, rate: 25, frames: [0, 1, 2].flatMap(() => drawn.frames) };
    const video = asVideo(await pool.examine(encodeFilm(fast, extension, words)));
    expect(video).toMatchObject({ format, width: 160, height: 120, frameStep: 25, endedEarly: null });
    expect(video.frameHashes.map(({ index }) => index)).toEqual([0, 25, 50]);
  });

  it('leaves sound out, whatever it is encoded by', async () => {
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=4', '-c:a', 'aac', '-shortest'];
    const video = asVideo(await pool.examine(encodeFilm(drawn, 'mp4', LOSSLESS, sound)));
    expect(video.frameHashes.slice(0, 3)).toEqual(expected.slice(0, 3));
  });

  it('hashes frames as they are stored and shows them as they are meant', async () => {
    const turned = turnedRight(mp4);
    const video = asVideo(await pool.examine(turned, { stills: true }));
    expect(video).toMatchObject({ width: 160, height: 120, frameHashes: expected });
    expect(video.stills[0]).toMatchObject({ width: 120, height: 160 });
  });

  it('is shown as a sheet of at most twelve frames, at four levels', async () => {
    const long = film(20, 1);
    const bytes = encodeFilm(long, 'mkv', LOSSLESS);
    const { stills, frames } = asVideo(await pool.examine(bytes, { stills: true }));
    expect(stills.map(({ index }) => index)).toEqual([0, 2, 3, 5, 7, 9, 10, 12, 14, 16, 17, 19]);
    for (const [level, side] of [
      [1, 256],
      [2, 512],
      [3, 512],
      [4, 1024],
    ] as const) {
      const sheet = await pool.deriveStills(stills, frames, level);
      const { width, height, format, channels } = await sharp(sheet.bytes).metadata();
      expect({ format, width, height }).toEqual({ format: 'webp', width: sheet.width, height: sheet.height });
      expect(Math.max(width, height)).toBeLessThanOrEqual(side);
      expect(sheet.contactSheet).toEqual({ shown: 12, frames: 20 });
      expect(channels).toBe(3);
    }
  });

  it('is shown as one picture where it never changes', async () => {
    const still = { ...drawn, frames: drawn.frames.map(() => drawn.frames[0]!) };
    const video = asVideo(await pool.examine(encodeFilm(still, 'mp4', LOSSLESS), { stills: true }));
    const view = await pool.deriveStills(video.stills, video.frames, 4);
    expect(view).toMatchObject({ width: 160, height: 120, contactSheet: { shown: 1, frames: 23 } });
  });

  it('counts what was hashed up to a damaged place, and says so', async () => {
    const long = encodeFilm(film(60), 'mp4', [...LOSSLESS, '-movflags', '+faststart']);
    const video = asVideo(await pool.examine(long.subarray(0, Math.floor(long.length * 0.6))));
    expect(video.endedEarly).toBe('corrupt');
    expect(video.frameHashes.slice(0, 5)).toEqual(expected);
    expect(video.frameHashes.length).toBeLessThan(12);
  });

  it('goes on where the size changes in the middle', async () => {
    const words = ['-c:v', 'mpeg2video', '-q:v', '2'];
    const small = film(60, 25);
    const parts = [encodeFilm(small, 'ts', words), encodeFilm(film(60, 25, 320, 240, 60), 'ts', words)];
    const video = asVideo(await pool.examine(Buffer.concat(parts)));
    expect(video).toMatchObject({ width: 160, height: 120 });
    expect(video.frameHashes.length).toBeGreaterThanOrEqual(4);
  });

  it('takes frames further apart where there are too many, and says so', async () => {
    const few = await started({ maxVideoFrames: 4 });
    const video = asVideo(await few.examine(encodeFilm(film(20, 1), 'mp4', LOSSLESS)));
    expect(video.frameStep).toBe(8);
    expect(video.frameHashes.map(({ index }) => index)).toEqual([0, 8, 16]);
  });

  it('ends what takes too long, with what it has by then', async () => {
    const slow = await started({ videoWallMs: 1 });
    expect(reasonFor(await slow.examine(mp4))).toBe('timeout');
  });

  it('ends what takes more memory than it may', async () => {
    const small = await started({ videoMemoryMb: 96 });
    const size = { width: 4000, height: 3000 };
    const frames = [40, 200].map((grey) => Buffer.alloc(size.width * size.height * 3, grey));
    const wide = encodeFilm({ ...size, rate: 1, frames }, 'mp4', LOSSLESS);
    expect(reasonFor(await small.examine(wide))).toBe('memory');
    expect(reasonFor(await small.examine(mp4))).toBe('video');
  });

  it('refuses what is no video, what is cut off, and what is too much, each with its own reason', async () => {
    const strict = await started({ maxPixels: 10_000 });
    const sine = ['-f', 'lavfi', '-i', 'sine=duration=1'];
    const frames = drawn.frames.slice(0, 1);
    const sound = encodeFilm({ ...drawn, frames }, 'mp4', ['-map', '1:a', '-c:a', 'aac'], sine);
    const head = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');
    const playlist = Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/hostname\n');
    const list = Buffer.from('ffconcat version 1.0\nfile /etc/hostname\n');
    const cases: [string, MediaPool, Uint8Array, string][] = [
      ['sound alone', pool, sound, 'not-an-image'],
      ['a beginning', pool, head, 'corrupt'],
      ['a beginning and noise', pool, Buffer.concat([head, Buffer.alloc(4000, 0x5a)]), 'corrupt'],
      ['a playlist', pool, playlist, 'not-an-image'],
      ['a list of files', pool, list, 'not-an-image'],
      ['a playlist in the clothes of a video', pool, Buffer.concat([head, playlist]), 'corrupt'],
      ['more pixels than allowed', strict, mp4, 'too-many-pixels'],
    ];
    const reasons = [];
    for (const [name, by, bytes] of cases) reasons.push([name, reasonFor(await by.examine(bytes))]);
    expect(reasons).toEqual(cases.map(([name, , , reason]) => [name, reason]));
  });

  it('says which ffmpeg it is and what confines it', async () => {
    const { isAvailable, isConfined, summary } = await pool.videoSupport();
    expect(isAvailable).toBe(true);
    expect(summary).toMatch(/^videos: \/.*ffmpeg .*system-call filter/);
    expect(isConfined).toBe(!/\bNO\b/.test(summary));
  });
});

describe('without ffmpeg a video', () => {
  it('is not examined, and its digests are kept', async () => {
    const pool = await started({ ffmpegPath: '/nowhere/ffmpeg' });
    const bytes = Buffer.from('\x1a\x45\xdf\xa3 webm, or so it says', 'latin1');
    expect(await pool.examine(bytes)).toMatchObject({
      kind: 'rejected',
      reason: 'no-video-decoder',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(await pool.videoSupport()).toMatchObject({ isAvailable: false, isConfined: false });
  });
});
