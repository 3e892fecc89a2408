// The pool of confined children in which every hostile picture and page is read.
import { parseUrl } from './html/parse-url.js';
import {
  readDerivative,
  readHashedFrame,
  readPictureFacts,
  readReason,
  UnbelievableAnswer,
} from './answers.js';
import { DecodingChild } from './decoding-child.js';
import { digestsOf } from './digests.js';
import type { Frame } from './frame.js';
import { MediaError } from './media.error.js';
import { defaultChildFile, DEFAULTS, type MediaPoolOptions, type Settings } from './media-pool.options.js';
import { describe, weaker, type Confinement } from './pool-confinement.js';
import {
  REJECTION_REASONS,
  type Derivative,
  type Examination,
  type RejectionReason,
  type Still,
  type VideoFormat,
  type ViewLevel,
} from './media.types.js';
import type { ChildConfinement, ChildSettings } from './child/run.js';
import type { ExtractedResources } from './html/reference-collector.js';
import { readPageResources } from './page-resources.js';
import { sniff } from './sniff.js';
import { examineVideo, type RawFrame, type VideoTools } from './video/examine-video.js';
import {
  defaultLauncherFile,
  openVideoTools,
  type OpenedTools,
  type VideoSupport,
} from './video/video-tools.js';

export type { VideoSupport } from './video/video-tools.js';

const FAILED_STARTS_BEFORE_GIVING_UP = 3;
const RETRY_STARTS_MS = 5_000;
// No derivative is wider than its level allows; 4 is the largest.
const MAX_DERIVATIVE_PX = 1024;
/** Frames on the sheet that stands for a video. */
const MAX_STILLS = 12;
const FRAME_BYTES_A_PIXEL = 3;

interface Waiting {
  run: (child: DecodingChild) => void;
  reject: (error: MediaError) => void;
}

/** Children that decode and parse, kept, reused and replaced. */
export class MediaPool {
  readonly #settings: Settings;
  readonly #children = new Set<DecodingChild>();
  readonly #idle: DecodingChild[] = [];
  readonly #waiting: Waiting[] = [];
  #inForce: ChildConfinement | undefined;
  #failedStarts = 0;
  #retryStarts: NodeJS.Timeout | undefined;
  #open = false;
  #video: Promise<OpenedTools> | undefined;

  constructor(options: MediaPoolOptions = {}) {
    this.#settings = {
      ...DEFAULTS,
      childFile: defaultChildFile(),
      launcherFile: defaultLauncherFile(),
      ...options,
    };
  }

  /**
   * Starts the children and learns what confines them.
   * @throws MediaError `unconfined` when the system offers nothing and that is not accepted, `unavailable` when no child starts
   */
  async start(): Promise<void> {
    this.#open = true;
    const children = Array.from({ length: this.#settings.size }, () => this.#spawn());
    try {
      await Promise.all(children.map(async (child) => this.#admit(child)));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * What is in force in the children.
   * @throws MediaError `closed` before the pool has started
   */
  confinement(): Confinement {
    if (this.#inForce === undefined)
      throw new MediaError('closed', 'the pool has not started, so nothing is known of its confinement');
    return describe(this.#inForce);
  }

  /** Whether there is an ffmpeg that can be used, and what confines it: tried once, and then known. */
  async videoSupport(): Promise<VideoSupport> {
    return (await this.#videoTools()).support;
  }

  /** Process ids of the children that live now. */
  processIds(): number[] {
    return [...this.#children].flatMap((child) => child.processId ?? []);
  }

  /**
   * Digests of the bytes, and what decoding tells of the picture or why there is none. The digests are made here, so
   * they exist whatever happens to the decoder.
   *
   * @param options `stills`: whether small pictures of a video's frames are made, for {@link deriveStills}
   * @throws MediaError `closed` or `unavailable`, which say nothing about the picture
   */
  async examine(bytes: Uint8Array, { stills = false }: { stills?: boolean } = {}): Promise<Examination> {
    const digests = digestsOf(bytes);
    try {
      const sniffed = sniff(bytes);
      if (sniffed.kind === 'video') {
        return { kind: 'video', ...(await this.#examineVideo(bytes, sniffed.format, stills)), ...digests };
      }
      const { header } = await this.#job('examine', {}, bytes);
      return {
        kind: 'image',
        ...this.#believed(() => readPictureFacts(header['value'], this.#settings)),
        ...digests,
      };
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      return { kind: 'rejected', reason, ...digests };
    }
  }

  /**
   * A WebP for viewing at one of the four levels; of an animation, a sheet of its hashed frames that differ.
   * @throws MediaError with the reason when the bytes cannot be decoded
   */
  async derive(bytes: Uint8Array, level: ViewLevel): Promise<Derivative> {
    const { header, body } = await this.#job('derive', { level }, bytes);
    const facts = this.#believed(() =>
      readDerivative(header['value'], body, {
        maxSidePx: MAX_DERIVATIVE_PX,
        maxFrames: this.#settings.maxFrames,
      }),
    );
    return { level, contentType: 'image/webp', ...facts, bytes: Buffer.from(body) };
  }

  /**
   * A WebP for viewing of a video: a sheet of its stills, without sound.
   * @param frames how many frames the video has
   * @throws MediaError when it cannot be made
   */
  async deriveStills(stills: readonly Still[], frames: number, level: ViewLevel): Promise<Derivative> {
    const cells = stills.map(({ index, width, height }) => ({ index, width, height }));
    const pixels = Buffer.concat(stills.map(({ data }) => data));
    const { header, body } = await this.#job('stills', { level, cells }, pixels);
    const facts = this.#believed(() =>
      readDerivative(header['value'], body, { maxSidePx: MAX_DERIVATIVE_PX, maxFrames: MAX_STILLS }),
    );
    const contactSheet = { shown: stills.length, frames };
    return { level, contentType: 'image/webp', ...facts, contactSheet, bytes: Buffer.from(body) };
  }

  /**
   * What a page refers to.
   * @param baseUrl the address that the page came from, after redirects
   * @param encoding what the transfer said of the page's encoding, if anything
   * @throws MediaError with the reason when the page cannot be parsed within the limits; TypeError when `baseUrl` is
   *   no absolute http(s) address
   */
  parseHtml(bytes: Uint8Array, baseUrl: string, encoding?: string): Promise<ExtractedResources> {
    return this.#references('parse-html', bytes, baseUrl, encoding);
  }

  /** What a style sheet of its own refers to; like {@link parseHtml}. */
  parseCss(bytes: Uint8Array, baseUrl: string, encoding?: string): Promise<ExtractedResources> {
    return this.#references('parse-css', bytes, baseUrl, encoding);
  }

  /** Ends the children; jobs that run or wait are refused with `closed` or end as their child does. */
  async close(): Promise<void> {
    this.#open = false;
    clearTimeout(this.#retryStarts);
    for (const waiting of this.#waiting.splice(0))
      waiting.reject(new MediaError('closed', 'the pool was closed'));
    await Promise.all([...this.#children].map((child) => child.close()));
  }

  #videoTools(): Promise<OpenedTools> {
    this.#video ??= openVideoTools(this.#settings);
    return this.#video;
  }

  async #examineVideo(bytes: Uint8Array, format: VideoFormat, wantsStills: boolean) {
    if (!this.#open) throw new MediaError('closed', 'the pool is not open');
    const { maxBytes, maxPixels, maxVideoFrames, videoWallMs } = this.#settings;
    if (bytes.length > maxBytes) throw new MediaError('too-large', `more than ${maxBytes} bytes`);
    const { tools, support } = await this.#videoTools();
    if (tools === undefined) throw new MediaError('no-video-decoder', support.summary);
    const hashFrame: VideoTools['hashFrame'] = (frame, still) => this.#hashFrame(frame, still);
    const bounds = {
      maxFrames: maxVideoFrames,
      // A frame goes to its child as it is, within the bytes that a child takes.
      maxPixels: Math.min(maxPixels, Math.floor(maxBytes / FRAME_BYTES_A_PIXEL)),
      maxStills: MAX_STILLS,
      wallTimeMs: videoWallMs,
    };
    try {
      const { facts, stills } = await examineVideo(
        bytes,
        format,
        { ...tools, hashFrame },
        bounds,
        wantsStills,
      );
      return { ...facts, stills };
    } catch (error) {
      if (error instanceof UnbelievableAnswer)
        throw new MediaError('crashed', error.message, { cause: error });
      throw error;
    }
  }

  async #hashFrame({ width, height, data }: RawFrame, still: { quarterTurns: number } | null) {
    const { header, body } = await this.#job('frame', { width, height, still }, data);
    return this.#believed(() => readHashedFrame(header['value'], body, MAX_DERIVATIVE_PX));
  }

  async #references(
    job: string,
    bytes: Uint8Array,
    baseUrl: string,
    encoding?: string,
  ): Promise<ExtractedResources> {
    if (!/^https?:/i.test(baseUrl) || parseUrl(baseUrl) === null)
      throw new TypeError('the address of a page must be absolute, http or https');
    const { body } = await this.#job(job, { baseUrl, encoding }, bytes);
    return this.#believed(() => readPageResources(body));
  }

  async #job(
    job: string,
    detail: unknown,
    bytes: Uint8Array,
  ): Promise<{ header: Record<string, unknown>; body: Buffer }> {
    if (!this.#open) throw new MediaError('closed', 'the pool is not open');
    if (bytes.length > this.#settings.maxBytes)
      throw new MediaError('too-large', `more than ${this.#settings.maxBytes} bytes`);
    const frame = await new Promise<Frame>((resolve, reject) => {
      const run = (child: DecodingChild): void => {
        child.run(job, detail, bytes, this.#settings.wallTimeMs).then((answer) => {
          this.#release(child, isMemoryRefusal(answer));
          resolve(answer);
        }, reject);
      };
      this.#waiting.push({ run, reject });
      this.#dispatch();
    });
    const header = frame.header as Record<string, unknown>;
    if ('refused' in header) {
      const reason = this.#believed(() => readReason(header['refused']));
      throw new MediaError(reason, `the bytes were refused: ${reason}`);
    }
    if (!('value' in header)) throw new MediaError('crashed', 'the decoding child does not know this job');
    return { header, body: frame.body };
  }

  /** A child that answers nonsense counts as one that crashed. */
  #believed<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (error instanceof UnbelievableAnswer)
        throw new MediaError('crashed', error.message, { cause: error });
      throw error;
    }
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const child = this.#idle.pop();
      if (child === undefined) break;
      if (child.usable) this.#waiting.shift()?.run(child);
    }
    this.#fill();
  }

  #fill(): void {
    while (
      this.#open &&
      this.#children.size < this.#settings.size &&
      this.#failedStarts < FAILED_STARTS_BEFORE_GIVING_UP
    ) {
      this.#admit(this.#spawn()).catch((error: unknown) => this.#startFailed(error));
    }
  }

  #startFailed(error: unknown): void {
    this.#failedStarts += 1;
    if (this.#failedStarts < FAILED_STARTS_BEFORE_GIVING_UP) {
      this.#fill();
      return;
    }
    if (this.#children.size > 0) {
      // Others still serve those who wait; what kept this one from starting may pass.
      this.#retryStarts ??= setTimeout(() => this.#startAnew(), RETRY_STARTS_MS).unref();
      return;
    }
    this.#failedStarts = 0; // The next job tries again.
    const failure =
      error instanceof MediaError
        ? error
        : new MediaError('unavailable', 'decoding children do not start', { cause: error });
    for (const waiting of this.#waiting.splice(0)) waiting.reject(failure);
  }

  #startAnew(): void {
    clearTimeout(this.#retryStarts);
    this.#retryStarts = undefined;
    this.#failedStarts = 0;
    this.#fill();
  }

  #spawn(): DecodingChild {
    const { maxMemoryMb, cpuSeconds, maxPixels, maxFrames, maxBytes, recycleAfter, childFile } =
      this.#settings;
    const settings: ChildSettings = {
      maxMemoryMb,
      cpuSeconds,
      // One more than the jobs: warming up counts as well.
      lifeCpuSeconds: cpuSeconds * (recycleAfter + 1),
      maxPixels,
      maxFrames,
      maxBytes,
    };
    const child = new DecodingChild(childFile, settings);
    this.#children.add(child);
    void child.exited.then(() => {
      this.#children.delete(child);
      const at = this.#idle.indexOf(child);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return child;
  }

  async #admit(child: DecodingChild): Promise<void> {
    const inForce = await child.ready;
    if (this.#settings.requireConfinement && !inForce.limits && !inForce.systemCallFilter) {
      await child.close();
      throw new MediaError(
        'unconfined',
        `${describe(inForce).summary}. Run on Linux, or accept it outside production.`,
      );
    }
    this.#inForce = weaker(this.#inForce, inForce);
    this.#failedStarts = 0;
    void child.exited.then(() => {
      // With the last one gone nobody serves those who wait: it is tried at once, or they are told.
      if (this.#children.size === 0) this.#startAnew();
      else this.#fill();
    });
    this.#idle.push(child);
    this.#dispatch();
  }

  #release(child: DecodingChild, exhausted: boolean): void {
    if (!child.usable) return;
    // After running out of memory what is left is in pieces: the next picture would be refused for the last one's sake.
    if (exhausted || child.jobsDone >= this.#settings.recycleAfter) {
      void child.close();
      return;
    }
    this.#idle.push(child);
    this.#dispatch();
  }
}

function isMemoryRefusal(frame: Frame): boolean {
  return (frame.header as { refused?: unknown } | null)?.refused === 'memory';
}

function reasonOf(error: unknown): RejectionReason | undefined {
  if (!(error instanceof MediaError)) return undefined;
  return REJECTION_REASONS.find((reason) => reason === error.code);
}
