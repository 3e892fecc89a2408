// What a child answers is checked like anything else from outside: its decoder may have been taken over.
import {
  PICTURE_FORMATS,
  REJECTION_REASONS,
  type ContactSheet,
  type Derivative,
  type FrameHash,
  type PictureFacts,
  type RejectionReason,
} from './media.types.js';

type Fields = Record<string, unknown>;

/** The child said something that no honest child says. */
export class UnbelievableAnswer extends Error {
  constructor(what: string) {
    super(`the decoding child answered with an unusable ${what}`);
    this.name = 'UnbelievableAnswer';
  }
}

const HASH = /^[0-9a-f]{64}$/;
const DIHEDRALS = 8;

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnbelievableAnswer(what);
  return value as Fields;
}

function integer(value: unknown, least: number, most: number, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw new UnbelievableAnswer(what);
  return value as number;
}

function hash(value: unknown): string {
  if (typeof value !== 'string' || !HASH.test(value)) throw new UnbelievableAnswer('hash');
  return value;
}

function list(value: unknown, most: number, what: string): unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new UnbelievableAnswer(what);
  return value;
}

const quality = (value: unknown): number => integer(value, 0, 100, 'quality');

/** @throws UnbelievableAnswer */
export function readReason(value: unknown): RejectionReason {
  const reason = REJECTION_REASONS.find((known) => known === value);
  if (reason === undefined) throw new UnbelievableAnswer('reason');
  return reason;
}

/** @throws UnbelievableAnswer */
export function readPictureFacts(
  value: unknown,
  bounds: { maxPixels: number; maxFrames: number },
): PictureFacts {
  const facts = fields(value, 'examination');
  const pdq = fields(facts['pdq'], 'hash');
  const format = PICTURE_FORMATS.find((known) => known === facts['format']);
  if (format === undefined) throw new UnbelievableAnswer('format');
  const width = integer(facts['width'], 1, bounds.maxPixels, 'width');
  const height = integer(facts['height'], 1, Math.floor(bounds.maxPixels / width), 'height');
  const dihedral = list(pdq['dihedral'], DIHEDRALS, 'list of hashes').map(hash);
  if (dihedral.length !== DIHEDRALS) throw new UnbelievableAnswer('list of hashes');
  const frameHashes = list(facts['frameHashes'], bounds.maxFrames, 'list of frames').map(
    (entry): FrameHash => {
      const frame = fields(entry, 'frame');
      return {
        index: integer(frame['index'], 0, Number.MAX_SAFE_INTEGER, 'frame'),
        hash: hash(frame['hash']),
        quality: quality(frame['quality']),
      };
    },
  );
  return {
    format,
    width,
    height,
    frames: integer(facts['frames'], 1, Number.MAX_SAFE_INTEGER, 'number of frames'),
    pdq: { hash: hash(pdq['hash']), quality: quality(pdq['quality']), dihedral },
    frameHashes,
  };
}

/** What a child says of one frame of a video. @throws UnbelievableAnswer */
export function readHashedFrame(
  value: unknown,
  body: Buffer,
  maxSidePx: number,
): { hash: string; quality: number; still: { width: number; height: number; data: Buffer } | null } {
  const facts = fields(value, 'frame');
  const known = { hash: hash(facts['hash']), quality: quality(facts['quality']) };
  if (facts['still'] === null) return { ...known, still: null };
  const size = fields(facts['still'], 'still');
  const width = integer(size['width'], 1, maxSidePx, 'width');
  const height = integer(size['height'], 1, maxSidePx, 'height');
  if (body.length !== width * height * 3) throw new UnbelievableAnswer('still');
  return { ...known, still: { width, height, data: Buffer.from(body) } };
}

/** @throws UnbelievableAnswer */
export function readDerivative(
  value: unknown,
  body: Buffer,
  bounds: { maxSidePx: number; maxFrames: number },
): Pick<Derivative, 'width' | 'height' | 'contactSheet'> {
  const facts = fields(value, 'derivative');
  if (body.toString('latin1', 0, 4) !== 'RIFF' || body.toString('latin1', 8, 12) !== 'WEBP')
    throw new UnbelievableAnswer('derivative');
  return {
    width: integer(facts['width'], 1, bounds.maxSidePx, 'width'),
    height: integer(facts['height'], 1, bounds.maxSidePx, 'height'),
    contactSheet: facts['contactSheet'] == null ? null : readSheet(facts['contactSheet'], bounds.maxFrames),
  };
}

function readSheet(value: unknown, maxFrames: number): ContactSheet {
  const sheet = fields(value, 'contact sheet');
  const frames = integer(sheet['frames'], 2, Number.MAX_SAFE_INTEGER, 'number of frames');
  return { shown: integer(sheet['shown'], 1, Math.min(maxFrames, frames), 'number of frames'), frames };
}
