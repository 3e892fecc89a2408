import { frameStepOf, Thinned } from './examine-video.js';
import { findFfmpeg, passThroughWords, versionOf } from './find-ffmpeg.js';
import { readProbe } from './probe-video.js';

describe('which frames are hashed', () => {
  it.each([
    [25, 25],
    [30_000 / 1001, 29],
    [1, 1],
    [0.5, 1],
    [0, 1],
    [90_000, 240],
  ])('at %p frames a second each %p.', (rate, step) => {
    expect(frameStepOf(rate)).toBe(step);
  });

  it('are evenly spread, however many come', () => {
    for (const count of [1, 7, 8, 9, 100, 1000]) {
      const thinned = new Thinned<number>(8);
      for (let place = 0; place < count; place += 1) if (thinned.wants(place)) thinned.kept.push(place);
      const expected = Array.from(
        { length: Math.ceil(count / thinned.stride) },
        (_, at) => at * thinned.stride,
      );
      expect(thinned.kept).toEqual(expected);
      expect(thinned.kept.length).toBeLessThanOrEqual(8);
      expect(thinned.kept.length).toBeGreaterThanOrEqual(Math.min(count, 4));
    }
  });
});

describe('what ffprobe says', () => {
  const answer = (stream: object, format: object = {}) => JSON.stringify({ streams: [stream], format });

  it('is read where it can be true', () => {
    const text = answer(
      {
        codec_name: 'h264',
        width: 640,
        height: 360,
        avg_frame_rate: '30000/1001',
        nb_frames: '250',
        side_data_list: [{}, { rotation: -90 }],
      },
      { duration: '8.341667' },
    );
    expect(readProbe(text)).toEqual({
      codec: 'h264',
      width: 640,
      height: 360,
      frameRate: 30_000 / 1001,
      frames: 250,
      durationMs: 8342,
      quarterTurns: 1,
    });
  });

  it('is nothing where there is sound alone', () => {
    expect(readProbe('{"streams": [], "format": {}}')).toBeUndefined();
  });

  it('says nothing of time where it is absurd', () => {
    const stream = { width: 2, height: 2, avg_frame_rate: '0/0', nb_frames: '-3', duration: '1e300' };
    expect(readProbe(answer(stream))).toMatchObject({
      frameRate: 0,
      frames: undefined,
      durationMs: undefined,
      quarterTurns: 0,
    });
  });

  it.each(['', 'words', answer({ width: 1e300, height: 1 }), answer({ width: '640', height: 2 })])(
    'is not believed when it is %p',
    (text) => {
      expect(() => readProbe(text)).toThrow(/unusable/);
    },
  );
});

describe('the search for ffmpeg', () => {
  it('says what is missing', () => {
    expect(findFfmpeg(undefined, '/nowhere:relative')).toEqual({ missing: expect.stringContaining('PATH') });
    expect(findFfmpeg('/nowhere/ffmpeg')).toEqual({ missing: expect.stringContaining('FFMPEG_PATH') });
  });

  it('knows the words of old and new versions', () => {
    const words = (printed: string) => passThroughWords(versionOf(printed))[0];
    expect(words('ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright')).toBe('-vsync');
    expect(words('ffmpeg version 5.1.9-0+deb12u1 Copyright')).toBe('-fps_mode');
    expect(words('ffmpeg version n7.0 Copyright')).toBe('-fps_mode');
    expect(words('ffmpeg version N-118000-g0123456789 Copyright')).toBe('-fps_mode');
  });
});
