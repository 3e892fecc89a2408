// Starts the embedded PostgreSQL of a folder, says where it is, and stops it when asked: `stop` on standard input.
import { createInterface } from 'node:readline';
import { startPostgres } from '../embedded-postgres.mjs';

const running = await startPostgres({ dir: process.argv[2] });
process.stdout.write(`${JSON.stringify(running)}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'stop') continue;
  await running.stop();
  process.exit(0);
}
