import { runProgram } from '#libs/platform';
import { startPortal } from './portal.program.js';

await runProgram('portal', startPortal);
