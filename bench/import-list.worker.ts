// Imports one list in a process of its own, so that its peak memory is that of an import alone; answers once.
import { createReadStream } from 'node:fs';
import { importList } from '#libs/known-material';
import { createDataSource, Database } from '#libs/platform';
import type { ImportAnswer, ImportTask } from './import.bench.js';

process.once('message', (task: ImportTask) => {
  void work(task).then((answer) => process.send!(answer, () => process.disconnect()));
});

async function work({ url, organisationId, name, file }: ImportTask): Promise<ImportAnswer> {
  const dataSource = createDataSource({ url, program: 'bench', poolSize: 2 });
  await dataSource.initialize();
  try {
    const start = performance.now();
    const { entries } = await importList(
      new Database(dataSource),
      organisationId,
      { name },
      createReadStream(file) as AsyncIterable<Uint8Array>,
      'csv',
      { actor: { kind: 'operator' } },
    );
    const seconds = (performance.now() - start) / 1000;
    return { entries, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await dataSource.destroy();
  }
}
