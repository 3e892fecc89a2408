// Kernels: loops of pure libraries that are written in AssemblyScript and compiled to WebAssembly. Each
// `libs/LIBRARY/kernel/NAME.kernel.ts` becomes `libs/LIBRARY/src/NAME.kernel.generated.ts`, a module that holds the
// bytes as text: Node and browsers load it alike, and so do tests, which run the sources.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { hashFiles, listFiles, readJson } from './files.mjs';
import { SetupError, root } from './output.mjs';
import { run } from './processes.mjs';

const ending = '.kernel.ts';
const compiler = join(root, 'node_modules', 'assemblyscript');

/** Paths of all kernels, relative to the project's folder. */
export function listKernels() {
  return readdirSync(join(root, 'libs'))
    .flatMap((library) => listFiles(root, `libs/${library}/kernel`))
    .filter((path) => path.endsWith(ending));
}

/** Where the bytes of a kernel go. */
export function generatedModule(kernel) {
  return join(dirname(dirname(kernel)), 'src', `${basename(kernel, '.ts')}.generated.ts`);
}

/** Kernels whose module is missing or was made of other sources. */
export function staleKernels() {
  return listKernels().filter((kernel) => {
    const path = join(root, generatedModule(kernel));
    return !existsSync(path) || !readFileSync(path, 'utf8').startsWith(heading(kernel));
  });
}

/** Compiles one kernel and writes its module. */
export async function buildKernel(kernel) {
  const bytes = await compileKernel(kernel);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const text = [
    heading(kernel),
    '/** SHA-256 of the bytes. */',
    `export const KERNEL_DIGEST = '${digest}';`,
    '/** The compiled module, in base64. */',
    `export const KERNEL_BASE64 =\n  '${bytes.toString('base64')}';`,
  ];
  const path = join(root, generatedModule(kernel));
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${text.join('\n')}\n`);
  renameSync(draft, path);
}

/**
 * Compiles one kernel with the options of the `asconfig.json` beside it.
 * @returns {Promise<Buffer>} the WebAssembly module; the same sources and compiler give the same bytes
 */
export async function compileKernel(kernel) {
  const folder = mkdtempSync(join(tmpdir(), 'manara-kernel-'));
  try {
    const output = join(folder, 'kernel.wasm');
    const args = [kernel, '--config', join(dirname(kernel), 'asconfig.json'), '--outFile', output];
    const result = await run(process.execPath, [join(compiler, 'bin', 'asc.js'), ...args], { cwd: root });
    if (result.code !== 0) {
      throw new SetupError('the build failed (assemblyscript)', `${result.stdout}${result.stderr}`);
    }
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names what the module was made of: the kernel's folder and the compiler's version. */
function heading(kernel) {
  const digest = hashFiles(root, listFiles(root, dirname(kernel)));
  const { version } = readJson(join(compiler, 'package.json')) ?? {};
  return `// Made by \`npm run build\` from ${kernel}. AssemblyScript ${version}, sources ${digest}.`;
}
