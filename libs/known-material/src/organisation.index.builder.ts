// Builds tables beside: small ones at once, for a thread takes longer to start than they do.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { IndexFileUnusableError } from './known-material.errors.js';
import { type BuildTask, type BuiltTables, buildTables } from './organisation.index.tables.js';
import type { BuildAnswer } from './organisation.index.worker.js';

/** Entries from which on a thread of its own builds. */
export const BUILD_BESIDE_FROM = 20_000;

/**
 * Builds tables, in a thread of its own where they are large.
 * @param entries how many there are
 * @throws IndexFileUnusableError or HashIndexDamagedError when what was encoded is not intact
 */
export async function buildBeside(
  task: BuildTask,
  entries: number,
  besideFrom = BUILD_BESIDE_FROM,
): Promise<BuiltTables> {
  if (entries < besideFrom) return buildTables(task);
  const isSource = import.meta.url.endsWith('.ts');
  const worker = new Worker(
    new URL(`./organisation.index.worker.${isSource ? 'ts' : 'js'}`, import.meta.url),
    {
      workerData: task,
      execArgv: isSource ? ['--conditions=source', '--import', '@swc-node/register/esm-register'] : [],
      env: {},
    },
  );
  // An error in the thread rejects here.
  const [answer] = (await once(worker, 'message')) as [BuildAnswer];
  if ('damaged' in answer) throw new IndexFileUnusableError(answer.damaged);
  return answer.built;
}
