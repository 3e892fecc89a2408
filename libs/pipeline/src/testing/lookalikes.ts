// Pictures made to fool a perceptual hash: one that lies an exact number of bits from another, and one that looks like
// nothing and yet has almost another's hash, as somebody would make it who wants it taken for known.
import { hammingDistance, hashPixels, type PdqHash, type PixelImage } from '#libs/pdq';

const SIDE = 512;
/** PDQ keeps the first 16 frequencies each way, without the even one. */
const FREQUENCIES = 16;

/** The same changes at each run. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The picture with some patches a little brighter or darker, until it is as many bits away as asked for. */
export function bitsAway(picture: PixelImage, bits: number): PixelImage {
  const next = numbersFrom(7);
  const { hash } = hashPixels(picture);
  let image = picture;
  let distance = 0;
  for (let tries = 0; distance !== bits; tries++) {
    if (tries > 3000) throw new Error(`no picture was found ${bits} bits away`);
    const changed = { ...image, data: Buffer.from(image.data) };
    const [left, top, side, by] = [
      Math.floor(next() * picture.width),
      Math.floor(next() * picture.height),
      8 + Math.floor((next() * picture.width) / 8),
      next() < 0.5 ? -20 : 20,
    ];
    for (let y = top; y < Math.min(top + side, picture.height); y++) {
      const from = (y * picture.width + left) * picture.channels;
      const to = from + Math.min(side, picture.width - left) * picture.channels;
      for (let at = from; at < to; at++)
        changed.data[at] = Math.max(0, Math.min(255, changed.data[at]! + by));
    }
    const reached = hammingDistance(hashPixels(changed).hash, hash);
    if (reached <= distance || reached > bits) continue;
    image = changed;
    distance = reached;
  }
  return image;
}

/** A pattern whose frequencies have the signs that a hash says: grey waves that nobody would take for the picture. */
export function collidingWith(hash: PdqHash): PixelImage {
  // The hash prints its last row of frequencies first, the highest of each row's bits first.
  const sign = (row: number, column: number) => {
    const word = FREQUENCIES - 1 - row;
    const bits = (hash[2 * word]! << 8) | hash[2 * word + 1]!;
    return (bits >> column) & 1 ? 1 : -1;
  };
  const wave = Array.from({ length: FREQUENCIES }, (_, frequency) =>
    Float64Array.from({ length: SIDE }, (__, at) =>
      Math.cos((Math.PI / 2 / SIDE) * (frequency + 1) * (2 * at + 1)),
    ),
  );
  const values = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < FREQUENCIES; row++) {
    const across = Float64Array.from({ length: SIDE }, (_, x) => {
      let sum = 0;
      for (let column = 0; column < FREQUENCIES; column++) sum += sign(row, column) * wave[column]![x]!;
      return sum;
    });
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) values[y * SIDE + x]! += wave[row]![y]! * across[x]!;
  }
  // As strong as fits between black and white.
  const most = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return {
    width: SIDE,
    height: SIDE,
    channels: 1,
    data: Uint8Array.from(values, (value) => Math.round(128 + (127 * value) / most)),
  };
}
