// How ffmpeg is called: from a pipe to a pipe, with one named reader of files and known decoders, and nothing else.
import type { VideoFormat } from '../media.types.js';
import type { VideoStream } from './probe-video.js';

/** The reader that ffmpeg may use for each format: by the name to ask for it, and the one it checks it by. */
const READERS: Readonly<Record<VideoFormat, readonly [ask: string, name: string]>> = {
  mp4: ['mov', 'mov,mp4,m4a,3gp,3g2,mj2'],
  quicktime: ['mov', 'mov,mp4,m4a,3gp,3g2,mj2'],
  matroska: ['matroska', 'matroska,webm'],
  webm: ['matroska', 'matroska,webm'],
  avi: ['avi', 'avi'],
  flv: ['flv', 'flv'],
  asf: ['asf', 'asf'],
  'mpeg-ps': ['mpeg', 'mpeg'],
  'mpeg-video': ['mpegvideo', 'mpegvideo'],
  'mpeg-ts': ['mpegts', 'mpegts'],
  ogg: ['ogg', 'ogg'],
};

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

const DECODERS = wordsOf(`
  h264 hevc vp8 libvpx vp9 libvpx-vp9 av1 libdav1d libaom-av1 theora mpeg4 msmpeg4v1 msmpeg4v2 msmpeg4 h263 h263p flv
  vp6 vp6f vp6a mpegvideo mpeg1video mpeg2video wmv1 wmv2 wmv3 vc1 mjpeg dvvideo svq1 svq3 cinepak prores
`);

// ffprobe opens what every stream asks for, sound and titles too, and gives up where it may not.
const PROBED_BESIDE = wordsOf(`
  aac aac_latm mp1float mp2 mp2float mp3 mp3float ac3 eac3 dca opus libopus vorbis libvorbis flac alac amrnb amrwb
  wmav1 wmav2 wmapro nellymoser speex libspeex gsm gsm_ms qdm2 qcelp mace3 mace6 pcm_s16le pcm_s16be pcm_s24le
  pcm_s24be pcm_s32le pcm_f32le pcm_u8 pcm_s8 pcm_alaw pcm_mulaw pcm_bluray pcm_dvd adpcm_ima_qt adpcm_ima_wav
  adpcm_ms adpcm_swf mov_text ass srt subrip text webvtt dvbsub dvdsub pgssub
`);

const THREADS = '2';

/** What stands before the input, for both programs. */
function input(format: VideoFormat, decoders: readonly string[]): string[] {
  const [ask, name] = READERS[format];
  const allowed = `-protocol_whitelist pipe -format_whitelist ${name} -codec_whitelist ${decoders.join(',')}`;
  return wordsOf(`${allowed} -threads ${THREADS} -f ${ask} -i pipe:0`);
}

/** For ffprobe: the first stream that shows anything, as JSON. */
export function probeWords(format: VideoFormat): string[] {
  const entries =
    'stream=codec_name,width,height,avg_frame_rate,nb_frames,duration:stream_side_data=rotation:format=duration';
  return [
    ...wordsOf(`-v error -hide_banner -of json -select_streams V:0 -show_entries ${entries}`),
    ...input(format, [...DECODERS, ...PROBED_BESIDE]),
  ];
}

/** For ffmpeg: each `step`th frame, as it is stored and not as a player turns it, as red, green and blue. */
export function frameWords(
  format: VideoFormat,
  stream: Pick<VideoStream, 'width' | 'height'>,
  step: number,
  passThrough: readonly string[],
  maxPixels: number,
): string[] {
  const { width, height } = stream;
  // Of one size, whatever the stream becomes later: who reads counts bytes.
  const filter = `select=not(mod(n\\,${step})),scale=${width}:${height}:flags=area`;
  return [
    ...wordsOf(`-v error -hide_banner -nostdin -noautorotate -max_pixels ${maxPixels}`),
    ...input(format, DECODERS),
    ...wordsOf(`-map 0:V:0 -an -sn -dn -vf ${filter}`),
    ...passThrough,
    ...wordsOf('-threads 1 -pix_fmt rgb24 -f rawvideo pipe:1'),
  ];
}
