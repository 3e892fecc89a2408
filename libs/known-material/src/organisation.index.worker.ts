// A thread that builds an organisation's tables and ends, so that matching goes on meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { HashIndexDamagedError } from '#libs/hash-index';
import { type BuildTask, type BuiltTables, buildTables } from './organisation.index.tables.js';

/** What the thread says. */
export type BuildAnswer = { readonly built: BuiltTables } | { readonly damaged: string };

function answer(task: BuildTask): BuildAnswer {
  try {
    return { built: buildTables(task) };
  } catch (error) {
    if (!(error instanceof HashIndexDamagedError)) throw error;
    return { damaged: error.reason };
  }
}

const said = answer(workerData as BuildTask);
const encoded = 'built' in said ? Object.values(said.built.encoded ?? {}) : [];
parentPort!.postMessage(
  said,
  encoded.map(({ buffer }) => buffer as ArrayBuffer),
);
