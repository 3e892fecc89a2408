/** Runs the sample site as a program. */
import { runProgram } from '#libs/platform';
import { startSampleSite } from './site.js';

await runProgram('sample-site', ({ settings, logger }) =>
  startSampleSite({
    host: settings.listenHost,
    port: settings.sampleSitePort,
    onError: (error) => logger.unexpected('a page or picture could not be made', error),
  }),
);
