// `npm run bench -- [NAME…] [--json]`: builds, then measures.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, printFailure, root } from './lib/output.mjs';
import { runAttached } from './lib/processes.mjs';
import { ensureBuilt, ensureInstalled } from './lib/setup.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  const main = join(root, 'dist', 'bench', 'main.js');
  if (!existsSync(main)) throw new SetupError('there are no benchmarks here (dist/bench/main.js is missing)');
  process.exitCode = await runAttached(process.execPath, [main, ...process.argv.slice(2)]);
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
