// `npm run build`: installs what is missing and builds what is stale.
import { printFailure, progress } from './lib/output.mjs';
import { ensureBuilt, ensureInstalled } from './lib/setup.mjs';

try {
  await ensureInstalled();
  await ensureBuilt({ strict: true });
  progress('The build is up to date');
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
