import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Examination, MediaPool } from '#libs/media';
import { errorCode, readSettings } from '#libs/platform';
import { inputFile } from './input-file.js';

/** Files under way at a time; as many as the pool has children. */
const AT_ONCE = 2;

interface HashLine {
  readonly file: string;
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  /** 64 hex digits; null where the file is no picture that can be decoded. */
  readonly pdq: string | null;
  readonly quality: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly format: string | null;
  /** Why there is no perceptual hash; of a video, why there are none from some place on. */
  readonly reason?: string;
  /** Of a video. */
  readonly durationMs?: number | null;
  /** Of a video: frames from one that is hashed to the next. */
  readonly frameStep?: number;
  readonly frames?: readonly { readonly index: number; readonly quality: number; readonly pdq: string }[];
}

/** What is printed of a file. */
export function hashLine(file: string, examined: Examination): HashLine {
  const { md5, sha1, sha256 } = examined;
  if (examined.kind === 'rejected') {
    const none = { pdq: null, quality: null, width: null, height: null, format: null };
    return { file, md5, sha1, sha256, ...none, reason: examined.reason };
  }
  if (examined.kind === 'video') return videoLine(file, examined);
  const { pdq, width, height, format } = examined;
  return { file, md5, sha1, sha256, pdq: pdq.hash, quality: pdq.quality, width, height, format };
}

/** A video has no hash of its own but those of its frames. */
function videoLine(file: string, video: Examination & { kind: 'video' }): HashLine {
  const { md5, sha1, sha256, width, height, format, frameHashes, frameStep, durationMs, endedEarly } = video;
  const base = { file, md5, sha1, sha256, pdq: null, quality: null, width, height, format };
  return {
    ...base,
    durationMs,
    frameStep,
    frames: frameHashes.map(({ index, quality, hash }) => ({ index, quality, pdq: hash })),
    ...(endedEarly !== null && { reason: endedEarly }),
  };
}

/** Starts the decoding children for the time of one command. */
export async function withMediaPool<T>(work: (pool: MediaPool) => Promise<T>): Promise<T> {
  const { production, ffmpegPath } = readSettings();
  const pool = new MediaPool({ size: AT_ONCE, requireConfinement: production, ffmpegPath });
  await pool.start();
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

export function addHashCommand(program: Command): void {
  program
    .command('hash <file...>')
    .description('digests and perceptual hash of files, decoded as hostile pictures are')
    .option('--json', 'print one JSON object a line')
    .action(async (files: string[], options: { json?: boolean }) => {
      await withMediaPool(async (pool) => {
        const underWay: Promise<void>[] = [];
        let before: Promise<void> = Promise.resolve();
        for (const file of files) {
          const examined = hashFile(pool, file);
          // Printed in the order of the files, whichever is ready first.
          before = Promise.all([before, examined]).then(([, line]) => {
            if (line === undefined) process.exitCode = 1;
            else console.log(options.json ? JSON.stringify(line) : asText(line));
          });
          // Whatever fails is thrown below, where it is waited for.
          before.catch(() => undefined);
          underWay.push(before);
          if (underWay.length >= AT_ONCE) await underWay.shift();
        }
        await before;
      });
    });
}

async function hashFile(pool: MediaPool, file: string): Promise<HashLine | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(inputFile(file));
  } catch (error) {
    process.stderr.write(`${file}: cannot be read (${errorCode(error)})\n`);
    return undefined;
  }
  return hashLine(file, await pool.examine(bytes));
}

function asText(line: HashLine): string {
  const picture =
    line.frames !== undefined
      ? `${line.width} × ${line.height} ${line.format}, ${line.frames.length} frames hashed, one in ${line.frameStep}` +
        (line.reason === undefined ? '; --json prints them' : ` until ${line.reason}; --json prints them`)
      : line.pdq === null
        ? `no perceptual hash: ${line.reason}`
        : `PDQ ${line.pdq}, quality ${line.quality}, ${line.width} × ${line.height} ${line.format}`;
  return `${line.file}\n  MD5 ${line.md5}\n  SHA-1 ${line.sha1}\n  SHA-256 ${line.sha256}\n  ${picture}`;
}
