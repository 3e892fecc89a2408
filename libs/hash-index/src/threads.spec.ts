import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { HashIndexInputError } from './errors.js';
import { HashIndex } from './hash-index.js';
import type { SearcherTask } from './testing/searcher.fixture.js';
import { entriesOf, flipBits, integerSource, randomHash } from './testing/test-hashes.js';

const below = integerSource(77);

/** A thread that searches; TypeScript is compiled as it loads. */
function startSearcher(task: SearcherTask): Worker {
  return new Worker(new URL('./testing/searcher.fixture.ts', import.meta.url), {
    workerData: task,
    execArgv: ['--conditions=source', '--import', '@swc-node/register/esm-register'],
  });
}

describe('an index that several threads share', () => {
  it.each([
    ['with tables', 16],
    ['without', 0],
  ])('%s, is searched while entries come and go, and misses none of those that stay', async (_, slots) => {
    const hashes = Array.from({ length: 5000 }, () => randomHash(below));
    const ids = Uint32Array.from(hashes, (__, id) => id);
    const index = HashIndex.build({ ids, hashes: entriesOf(hashes).hashes }, { slots });
    const isOver = new Int32Array(new SharedArrayBuffer(4));
    const steady = entriesOf(hashes.slice(0, 50)).hashes;
    const last = randomHash(below);
    const worker = startSearcher({ shared: index.shared, isOver, steady, last });
    try {
      await once(worker, 'message');
      for (let round = 0; round < 5000; round++) {
        index.add(10_000 + round, randomHash(below));
        index.remove(10_000 + below(round + 1));
        index.remove(50 + below(4950));
      }
      index.add(1, last);
      index.add(1, hashes[1]!);
      index.add(99_999, flipBits(last, 31, below));
      Atomics.store(isOver, 0, 1);
      const [said] = await once(worker, 'message');
      expect(said).toMatchObject({ missed: 0, size: index.size });
      expect(said.searches).toBeGreaterThan(0);
      expect(said.last).toEqual([{ id: 99_999, distance: 31 }]);
      expect(index.search(last, 31)).toEqual(said.last);
    } finally {
      await worker.terminate();
    }
  });

  it('serves 32 threads and refuses more, rather than let two write over one another', () => {
    const index = HashIndex.build(entriesOf([randomHash(below)]));
    // A clone of shared memory is what another thread would get.
    const attached = Array.from({ length: 31 }, () => HashIndex.attach(structuredClone(index.shared)));
    expect(attached.map(({ size }) => size)).toEqual(Array.from({ length: 31 }, () => 1));
    expect(() => HashIndex.attach(structuredClone(index.shared))).toThrow(HashIndexInputError);
    expect(HashIndex.attach(index.shared).size).toBe(1);
  });
});
