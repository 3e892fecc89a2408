// A parent for tests: keeps a child busy for ever, says which, and waits to be killed.
import { MediaPool } from '../media-pool.js';

const pool = new MediaPool({
  size: 1,
  childFile: new URL('./probe.fixture.ts', import.meta.url),
  wallTimeMs: 600_000,
  cpuSeconds: 600,
});
await pool.start();
void pool.examine(Buffer.from(process.argv[2] ?? 'wait'));
process.stdout.write(`${pool.processIds().join(' ')}\n`);
