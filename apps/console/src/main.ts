import { runProgram } from '#libs/platform';
import { startConsole } from './console.program.js';

await runProgram('console', startConsole);
