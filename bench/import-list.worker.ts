// Imports one list in a process of its own, so that its peak memory is that of an import alone; answers once.
import { importList, openListFile } from '#libs/known-material';
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
    // As the command does, so that it could go on where it is killed.
    const { source, identity } = await openListFile(file);
    const { entries } = await importList(new Database(dataSource), organisationId, { name }, source, 'csv', {
      actor: { kind: 'operator' },
      identity,
    });
    const seconds = (performance.now() - start) / 1000;
    return { entries, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  } finally {
    await dataSource.destroy();
  }
}
