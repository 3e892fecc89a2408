// One part of the examine step, timed alone. What it needs is made ready before the clock starts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { hashPixels, type PixelImage } from '#libs/pdq';
import type { PartTask, Span } from './examine.bench.js';

const { part, files, nextFile } = workerData as PartTask;
const next = new Int32Array(nextFile);

/** As the confined child decodes: full resolution, no profile applied, no transparency, one thread. */
async function decode(bytes: Uint8Array): Promise<PixelImage> {
  const { data, info } = await sharp(bytes, { failOn: 'error', ignoreIcc: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

function digest(bytes: Uint8Array): void {
  for (const algorithm of ['md5', 'sha1', 'sha256']) createHash(algorithm).update(bytes).digest();
}

async function work(): Promise<(position: number) => unknown> {
  const contents = files.map((file) => readFileSync(file));
  if (part === 'digests') return (position) => digest(contents[position]!);
  if (part === 'decode') return (position) => decode(contents[position]!);
  const pictures: PixelImage[] = [];
  for (const bytes of contents) pictures.push(await decode(bytes));
  return (position) => hashPixels(pictures[position]!, { dihedral: true });
}

sharp.cache(false);
sharp.concurrency(1);
const step = await work();
await step(files.length - 1);
const clock = () => performance.timeOrigin + performance.now();

async function run(): Promise<Span> {
  const start = clock();
  for (let position = Atomics.add(next, 0, 1); position < files.length; position = Atomics.add(next, 0, 1)) {
    await step(position);
  }
  return { start, end: clock() };
}

parentPort!.once('message', () => void run().then((span) => parentPort!.postMessage(span)));
parentPort!.postMessage('ready');
