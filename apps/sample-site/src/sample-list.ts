// The list of known material that belongs to the site: it knows drawn pictures and nothing else.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { hashPixels, toHex } from '#libs/pdq';
import { KNOWN, Pictures } from './pictures.js';

const HEADER = 'md5,sha1,sha256,pdq,quality,category';

/** The list as CSV text, a line for each known picture. Its pictures are drawn here, so they need no confined child. */
export async function sampleListCsv(pictures = new Pictures()): Promise<string> {
  const lines = await Promise.all(
    KNOWN.map(async ({ name, category }) => {
      const file = await pictures.get(name, '');
      if (file === undefined) throw new Error(`the picture ${name} does not exist`);
      const { data, info } = await sharp(file.bytes, { ignoreIcc: true })
        .toColourspace('srgb')
        .removeAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      const { hash, quality } = hashPixels({ width: info.width, height: info.height, channels: 3, data });
      const digests = ['md5', 'sha1', 'sha256'].map((algorithm) =>
        createHash(algorithm).update(file.bytes).digest('hex'),
      );
      return [...digests, toHex(hash), quality, category].join(',');
    }),
  );
  return `${[HEADER, ...lines].join('\n')}\n`;
}
