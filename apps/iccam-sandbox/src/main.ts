/** Runs the ICCAM sandbox as a program. */
import { join } from 'node:path';
import { SettingError, runProgram } from '#libs/platform';
import { isCountry } from './lookups.js';
import { startSandbox } from './sandbox.js';

await runProgram('iccam-sandbox', async ({ settings }) => {
  const { env } = process;
  const countryCode = env.ICCAM_SANDBOX_COUNTRY ?? 'LU';
  if (!isCountry(countryCode)) {
    throw new SettingError('ICCAM_SANDBOX_COUNTRY', 'must be the code of a country, two capital letters');
  }
  return startSandbox({
    dir: env.ICCAM_SANDBOX_DIR ?? join(settings.dataDir, 'iccam-sandbox'),
    host: settings.listenHost,
    port: settings.iccamSandboxPort,
    countryCode,
    processingMs: milliseconds('ICCAM_SANDBOX_PROCESSING_MS', 2000),
    tokenSettleMs: milliseconds('ICCAM_SANDBOX_TOKEN_SETTLE_MS', 1000),
    // In the demonstration nobody plays the partner's part by hand.
    autoPartner: (env.ICCAM_SANDBOX_AUTO_PARTNER ?? (settings.demo ? '1' : '0')) === '1',
    autoPartnerStepMs: milliseconds('ICCAM_SANDBOX_AUTO_PARTNER_STEP_MS', 1000),
  });
});

function milliseconds(name: string, byDefault: number): number {
  const given = process.env[name];
  if (given === undefined || given === '') return byDefault;
  if (!/^\d{1,7}$/.test(given)) throw new SettingError(name, 'must be milliseconds, a whole number');
  return Number(given);
}
