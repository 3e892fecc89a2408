// Entry of a child for tests, as it would be on a system that offers no confinement.
import { handlers } from '../child/jobs.js';
import { run } from '../child/run.js';

Object.defineProperty(process, 'platform', { value: 'plan9' });

await run(handlers);
