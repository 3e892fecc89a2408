// A supervisor of one small program, for tests that kill the supervisor itself.
import { fileURLToPath } from 'node:url';
import { Supervisor } from '../supervisor.mjs';

const main = fileURLToPath(new URL('program.mjs', import.meta.url));
const supervisor = new Supervisor({ logDir: process.argv[2], log: () => {}, mainOf: () => main });
const urls = await supervisor.start([{ name: 'portal', settings: [] }], process.env);
process.stdout.write(`${urls.get('portal')}\n`);
