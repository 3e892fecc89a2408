import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { fromHex, hammingDistance, hashPixels, MATCH_DISTANCE, MIN_QUALITY } from '#libs/pdq';
import { GALLERY, KNOWN, NEW_PICTURE, VARIANTS } from './pictures.js';
import { SCENE_NAMES } from './scenes/index.js';
import { drawScene } from './drawing.js';
import { sampleListCsv } from './sample-list.js';
import { startSampleSite, type SampleSite } from './site.js';

let site: SampleSite;
beforeAll(async () => {
  site = await startSampleSite({ host: '127.0.0.1', port: 0, slowMs: 30 });
});
afterAll(() => site.stop());

const get = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(site.url + path, { redirect: 'manual', ...init });
const bytesOf = async (path: string): Promise<Buffer> => Buffer.from(await (await get(path)).arrayBuffer());
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function pdqOf(
  bytes: Buffer,
): Promise<{ hash: Uint8Array; quality: number; dihedral: readonly Uint8Array[] }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return hashPixels({ width: info.width, height: info.height, channels: 3, data }, { dihedral: true });
}

describe('the pages of the sample site', () => {
  it.each([
    '/',
    '/pages/new',
    '/pages/known',
    '/pages/known-variants',
    '/pages/gallery',
    '/pages/bomb',
    '/pages/elsewhere',
    '/pages/slow',
    '/s/tuesday/',
    '/s/tuesday/pages/new',
  ])('%s is a page', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toMatch(/<h1>.+<\/h1>[\s\S]*<\/html>\s*$/);
  });

  it.each([
    '/pages/dead',
    '/nothing',
    '/images/none.jpg',
    '/pages/constructor',
    '/s/not%20safe/pages/new',
    '/s/%22%3E/',
    '/images/../main.ts',
  ])('%s leads nowhere', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('lead on three times and arrive', async () => {
    const way = ['/s/tuesday/pages/redirect'];
    for (let hop = 0; hop < 3; hop += 1) {
      const response = await get(way.at(-1) ?? '');
      expect(response.status).toBe(302);
      way.push(response.headers.get('location') ?? '');
    }
    expect(way.at(-1)).toBe('/s/tuesday/pages/new');
  });

  it('show every picture of the gallery once', async () => {
    const page = await (await get('/s/tuesday/pages/gallery')).text();
    expect(GALLERY).toHaveLength(24);
    for (const name of GALLERY) expect(page.split(`/s/tuesday/images/${name}`)).toHaveLength(2);
  });

  it('name only pictures that exist, but where they are meant to lead elsewhere', async () => {
    for (const path of ['/pages/new', '/pages/known', '/pages/known-variants', '/pages/bomb']) {
      const page = await (await get(path)).text();
      const pictures = [...page.matchAll(/src="([^"]+)"/g)].map(([, address]) => address ?? '');
      expect(pictures.length).toBeGreaterThan(0);
      for (const address of pictures) expect((await get(address, { method: 'HEAD' })).status).toBe(200);
    }
  });

  it('say that the program lives and can draw', async () => {
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
  });

  it('take nothing in', async () => {
    const response = await get('/pages/new', { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the pictures', () => {
  it.each(SCENE_NAMES)('of the scene %s hash well whatever the seed', async (scene) => {
    for (const seed of ['one', 'two', 'three']) {
      const { quality } = await pdqOf(await drawScene(scene, seed).png().toBuffer());
      expect(quality).toBeGreaterThanOrEqual(MIN_QUALITY);
    }
  });

  it('are new for each seed and the same for the same', async () => {
    const seeds = ['one', 'two', 'three', 'four', 'five', 'six'];
    const files = await Promise.all(seeds.map((seed) => bytesOf(`/s/${seed}/images/${NEW_PICTURE}`)));
    expect(digest(await bytesOf(`/images/${NEW_PICTURE}?seed=one`))).toBe(digest(files[0]!));
    const hashes = [...files, await bytesOf(`/images/${KNOWN[0].name}`)];
    const pdqs = await Promise.all(hashes.map(pdqOf));
    for (const [index, one] of pdqs.entries()) {
      for (const other of pdqs.slice(index + 1)) {
        for (const turned of other.dihedral)
          expect(hammingDistance(one.hash, turned)).toBeGreaterThan(MATCH_DISTANCE);
      }
    }
  });

  it('of a gallery are all different', async () => {
    const files = await Promise.all(GALLERY.map((name) => bytesOf(`/images/${name}`)));
    const pdqs = await Promise.all(files.map(pdqOf));
    for (const [index, one] of pdqs.entries()) {
      expect(one.quality).toBeGreaterThanOrEqual(MIN_QUALITY);
      for (const other of pdqs.slice(index + 1))
        expect(hammingDistance(one.hash, other.hash)).toBeGreaterThan(MATCH_DISTANCE);
    }
  });

  it('are what their names say', async () => {
    const formats = await Promise.all(
      GALLERY.slice(0, 3).map(
        async (name) => (await sharp(await bytesOf(`/images/${name}`)).metadata()).format,
      ),
    );
    expect(formats).toEqual(['jpeg', 'png', 'webp']);
  });

  it('that would trip a careless reader are served as such', async () => {
    const bomb = await bytesOf('/images/bomb.png');
    expect(bomb.length).toBeLessThan(200_000);
    expect([bomb.readUInt32BE(16), bomb.readUInt32BE(20)]).toEqual([20_000, 20_000]);
    await expect(
      sharp(await bytesOf('/images/corrupt.jpg'))
        .raw()
        .toBuffer(),
    ).rejects.toThrow(/premature end|truncated|VipsJpeg/i);
    expect((await bytesOf('/images/words.jpg')).toString()).toMatch(/^These are only words/);
    expect((await get('/images/drawing.svg')).headers.get('content-type')).toBe('image/svg+xml');
  });
});

describe('the sample list', () => {
  const rows = async (): Promise<string[][]> => {
    const [header, ...lines] = (await (await get('/lists/sample.csv')).text()).trimEnd().split('\n');
    expect(header).toBe('md5,sha1,sha256,pdq,quality,category');
    return lines.map((line) => line.split(','));
  };

  it('knows the known pictures by every digest, and each with a category', async () => {
    const files = await Promise.all(KNOWN.map(({ name }) => bytesOf(`/s/anything/images/${name}`)));
    const expected = files.map((bytes) =>
      ['md5', 'sha1', 'sha256'].map((algorithm) => createHash(algorithm).update(bytes).digest('hex')),
    );
    const listed = await rows();
    expect(listed.map((row) => row.slice(0, 3))).toEqual(expected);
    expect(listed.map((row) => row[5])).toEqual(['baseline', 'national', 'baseline', 'national']);
    for (const row of listed) expect(Number(row[4])).toBeGreaterThanOrEqual(MIN_QUALITY);
  });

  it('is the same wherever it is made', async () => {
    expect(await (await get('/lists/sample.csv')).text()).toBe(await sampleListCsv());
  });

  it.each(VARIANTS)('is within the distance of a match of %s, turned or not', async (name) => {
    const [row] = await rows();
    const listed = fromHex(row?.[3] ?? '');
    for (const seed of ['one', 'two']) {
      const bytes = await bytesOf(`/s/${seed}/images/${name}`);
      const { dihedral, hash } = await pdqOf(bytes);
      const nearest = Math.min(...[hash, ...dihedral].map((each) => hammingDistance(each, listed)));
      expect(nearest).toBeLessThanOrEqual(MATCH_DISTANCE);
      expect(digest(bytes)).not.toBe(row?.[2]);
    }
  });
});
