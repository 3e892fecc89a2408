// What partners and providers call.
import { runProgram } from '#libs/platform';
import { startExchange } from './exchange.program.js';

await runProgram('exchange', startExchange);
