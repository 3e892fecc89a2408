// Every picture of the site by its file name. Those of a seed differ from those of any other seed; known ones never do.
import type { Sharp } from 'sharp';
import { drawScene, sceneSvg } from './drawing.js';
import { brokenOff, pngBomb, WORDS_NAMED_JPEG } from './hostile-files.js';
import { numberOf, randomFrom } from './random.js';
import { SCENE_NAMES, type SceneName } from './scenes/index.js';

export interface PictureFile {
  contentType: string;
  bytes: Buffer;
}

type Extension = 'jpg' | 'png' | 'webp';

const CONTENT_TYPES: Record<Extension, string> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };

export type KnownCategory = 'baseline' | 'national';

/** Pictures that the sample list knows. */
export const KNOWN = [
  { name: 'known-lighthouse.jpg', scene: 'lighthouse', category: 'baseline' },
  { name: 'known-harbour.png', scene: 'harbour', category: 'national' },
  { name: 'known-market.webp', scene: 'market', category: 'baseline' },
  { name: 'known-mountains.jpg', scene: 'mountains', category: 'national' },
] as const satisfies readonly { name: string; scene: SceneName; category: KnownCategory }[];

/** The first known picture, changed in ways that leave it recognisable. */
export const VARIANTS = [
  'variant-recompressed.jpg',
  'variant-resized.jpg',
  'variant-rotated.jpg',
  'variant-mirrored.jpg',
] as const;
type Variant = (typeof VARIANTS)[number];

const EXTENSIONS = ['jpg', 'png', 'webp'] as const;
const GALLERY_PICTURES = 24;
const GALLERY_WIDTH_PX = 800;
const KEPT_FILES = 256;

/** File names of the gallery, in order. */
export const GALLERY: readonly string[] = Array.from(
  { length: GALLERY_PICTURES },
  (_, index) => `gallery-${String(index + 1).padStart(2, '0')}.${EXTENSIONS[index % EXTENSIONS.length]}`,
);

export const NEW_PICTURE = 'new.jpg';
export const HOSTILE = ['bomb.png', 'corrupt.jpg', 'words.jpg', 'drawing.svg'] as const;
type Hostile = (typeof HOSTILE)[number];

function encode(picture: Sharp, extension: Extension): Promise<Buffer> {
  switch (extension) {
    case 'jpg':
      return picture.jpeg({ quality: 88 }).toBuffer();
    case 'png':
      return picture.png().toBuffer();
    case 'webp':
      return picture.webp({ quality: 88 }).toBuffer();
  }
}

const extensionOf = (name: string): Extension =>
  EXTENSIONS.find((extension) => name.endsWith(`.${extension}`)) ?? 'jpg';

async function encoded(picture: Sharp, name: string): Promise<PictureFile> {
  const extension = extensionOf(name);
  return { contentType: CONTENT_TYPES[extension], bytes: await encode(picture, extension) };
}

function drawVariant(name: Variant, seed: string): Sharp {
  const original = drawScene(KNOWN[0].scene, KNOWN[0].name);
  // The seed moves what nobody sees, so that the bytes differ from one demonstration to the next.
  const shift = numberOf(seed) % 20;
  switch (name) {
    case 'variant-recompressed.jpg':
      return original.jpeg({ quality: 40 + shift });
    case 'variant-resized.jpg':
      return original.resize(600 + shift * 4).jpeg({ quality: 80 });
    case 'variant-rotated.jpg':
      return original.rotate(90).jpeg({ quality: 70 + shift });
    case 'variant-mirrored.jpg':
      return original.flop().jpeg({ quality: 70 + shift });
  }
}

async function hostileFile(name: Hostile, seed: string): Promise<PictureFile> {
  switch (name) {
    case 'bomb.png':
      return { contentType: 'image/png', bytes: pngBomb() };
    case 'corrupt.jpg':
      return {
        contentType: 'image/jpeg',
        bytes: brokenOff((await make(NEW_PICTURE, `${seed}-corrupt`)).bytes),
      };
    case 'words.jpg':
      return { contentType: 'image/jpeg', bytes: WORDS_NAMED_JPEG };
    case 'drawing.svg':
      return { contentType: 'image/svg+xml', bytes: Buffer.from(sceneSvg('kites', seed)) };
  }
}

/** Only for names that exist. */
async function make(name: string, seed: string): Promise<PictureFile> {
  const known = KNOWN.find((picture) => picture.name === name);
  if (known !== undefined) return encoded(drawScene(known.scene, known.name), name);
  const variant = VARIANTS.find((each) => each === name);
  if (variant !== undefined)
    return { contentType: 'image/jpeg', bytes: await drawVariant(variant, seed).toBuffer() };
  const hostile = HOSTILE.find((each) => each === name);
  if (hostile !== undefined) return hostileFile(hostile, seed);
  const words = `${seed} ${name}`;
  const place = GALLERY.indexOf(name);
  if (place < 0) return encoded(drawScene(randomFrom(words).pick(SCENE_NAMES), words), name);
  const scene = SCENE_NAMES[place % SCENE_NAMES.length] ?? SCENE_NAMES[0];
  return encoded(drawScene(scene, words).resize(GALLERY_WIDTH_PX), name);
}

const EXISTING: ReadonlySet<string> = new Set([
  ...KNOWN.map(({ name }) => name),
  ...VARIANTS,
  ...HOSTILE,
  ...GALLERY,
  NEW_PICTURE,
]);

/** Draws pictures and keeps the latest ones. */
export class Pictures {
  readonly #kept = new Map<string, Promise<PictureFile>>();

  /** The file of that name, or undefined where there is none. */
  get(name: string, seed: string): Promise<PictureFile> | undefined {
    if (!EXISTING.has(name)) return undefined;
    const key = `${seed} ${name}`;
    let file = this.#kept.get(key);
    if (file === undefined) {
      file = make(name, seed);
      this.#kept.set(key, file);
      // A failure is told to whoever asked and is not kept.
      file.catch(() => this.#kept.delete(key));
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > KEPT_FILES && oldest !== undefined) this.#kept.delete(oldest);
    }
    return file;
  }
}
