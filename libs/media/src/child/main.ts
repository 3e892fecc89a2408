// Entry of the decoding child. It has no environment, and learns its limits from its one argument.
import { run } from './run.js';
import { handlers } from './jobs.js';

await run(handlers);
