// Kernels are made of their sources and of nothing else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernel, generatedModule, listKernels, staleKernels } from './kernels.mjs';

const root = process.cwd();
const kernels: string[] = listKernels();

/** What the module that the programs load says of itself. */
function generated(kernel: string): { digest: string; bytes: Buffer } {
  const text = readFileSync(join(root, generatedModule(kernel)), 'utf8');
  const [, digest] = /KERNEL_DIGEST = '([0-9a-f]{64})'/.exec(text)!;
  const [, base64] = /KERNEL_BASE64 =\s+'([0-9A-Za-z+/=]+)'/.exec(text)!;
  return { digest: digest!, bytes: Buffer.from(base64!, 'base64') };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a kernel', () => {
  it('belongs to a library', () => {
    expect(kernels.length).toBeGreaterThan(0);
    for (const kernel of kernels) expect(kernel).toMatch(/^libs\/[\w-]+\/kernel\/[\w-]+\.kernel\.ts$/);
  });

  it.each(kernels)('is up to date: %s', (kernel) => {
    expect(staleKernels()).not.toContain(kernel);
  });

  it.each(kernels)('is, compiled again, the bytes that the programs load: %s', async (kernel) => {
    const { digest, bytes } = generated(kernel);
    expect(digestOf(bytes)).toBe(digest);
    expect(digestOf(await compileKernel(kernel))).toBe(digest);
  });

  it.each(kernels)('never asks for operations whose result may differ between processors: %s', (kernel) => {
    const { options } = JSON.parse(readFileSync(join(root, kernel, '..', 'asconfig.json'), 'utf8')) as {
      options: { enable: string[]; use?: string[] };
    };
    expect(options.enable).not.toContain('relaxed-simd');
  });
});
