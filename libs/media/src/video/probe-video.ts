// What ffprobe says of a file, checked like any answer from a program that has read hostile bytes.
import { UnbelievableAnswer } from '../answers.js';

export interface VideoStream {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Frames a second on average; 0 where the file does not say. */
  readonly frameRate: number;
  /** Frames that the file says it has; undefined where it does not say. */
  readonly frames: number | undefined;
  readonly durationMs: number | undefined;
  /** Quarter turns to the right that make it upright. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
}

const MAX_SIDE = 1 << 20;
const MAX_FRAMES = 1e9;
const MAX_DURATION_MS = 2e9;

type Fields = Record<string, unknown>;

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function side(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > MAX_SIDE)
    throw new UnbelievableAnswer('size');
  return value as number;
}

function within(value: unknown, most: number): number | undefined {
  const number = typeof value === 'string' && value.length < 40 ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number > 0 && number <= most ? number : undefined;
}

function rate(value: unknown): number {
  const [, over, under] = (typeof value === 'string' && /^(\d{1,12})\/(\d{1,12})$/.exec(value)) || [];
  const found = Number(over) / Number(under);
  return Number.isFinite(found) ? found : 0;
}

/** Of the first stream that shows anything. A cover picture is none. @throws UnbelievableAnswer */
export function readProbe(text: string): VideoStream | undefined {
  let answer: Fields;
  try {
    answer = asFields(JSON.parse(text));
  } catch {
    throw new UnbelievableAnswer('description');
  }
  const [first] = asList(answer['streams']);
  if (first === undefined) return undefined;
  const stream = asFields(first);
  const seconds =
    within(stream['duration'], MAX_DURATION_MS / 1000) ??
    within(asFields(answer['format'])['duration'], MAX_DURATION_MS / 1000);
  const frames = within(stream['nb_frames'], MAX_FRAMES);
  const turn = asList(stream['side_data_list'])
    .map((entry) => Number(asFields(entry)['rotation']))
    .find(Number.isFinite);
  return {
    codec: /^[a-z\d_]{1,32}$/.exec(String(stream['codec_name']))?.[0] ?? 'unknown',
    width: side(stream['width'] ?? 0),
    height: side(stream['height'] ?? 0),
    frameRate: rate(stream['avg_frame_rate']),
    frames: frames === undefined ? undefined : Math.floor(frames),
    durationMs: seconds === undefined ? undefined : Math.round(seconds * 1000),
    quarterTurns: (((Math.round(-(turn ?? 0) / 90) % 4) + 4) % 4) as 0 | 1 | 2 | 3,
  };
}
