// A thread that searches an index of another thread over and over, until told to end.
import { parentPort, workerData } from 'node:worker_threads';
import { HashIndex, type SharedHashes } from '../index.js';

export interface SearcherTask {
  readonly shared: SharedHashes;
  /** One shared number: 1 tells the searcher to end. */
  readonly isOver: Int32Array;
  /** Hashes that stand in the index from first to last, 32 bytes each; the id of each is its place. */
  readonly steady: Uint8Array;
  /** What to look for at the end. */
  readonly last: Uint8Array;
}

const { shared, isOver, steady, last } = workerData as SearcherTask;
const index = HashIndex.attach(shared);
let searches = 0;
let missed = 0;
parentPort!.postMessage('searching');
do {
  for (let at = 0; at < steady.length; at += 32) {
    const found = index.search(steady.subarray(at, at + 32), 31);
    if (!found.some(({ id, distance }) => id === at / 32 && distance === 0)) missed++;
    searches++;
  }
} while (Atomics.load(isOver, 0) === 0);
parentPort!.postMessage({ searches, missed, size: index.size, last: index.search(last, 31) });
