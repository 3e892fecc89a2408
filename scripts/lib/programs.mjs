// The programs of an installation as data: where each is and which settings its trust zone may have.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, root } from './output.mjs';

/** No secret is among these; every program may know the public addresses and ports. */
const everywhere = [
  'PATH',
  'LANG',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'NODE_ENV',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'LISTEN_HOST',
  'TRUSTED_PROXIES',
  'MANARA_DEMO',
  'LOG_LEVEL',
  'PORTAL_PORT',
  'CONSOLE_PORT',
  'EXCHANGE_PORT',
  'ICCAM_SANDBOX_PORT',
  'SAMPLE_SITE_PORT',
  'METRICS_PORT',
  'PORTAL_ORIGIN',
  'CONSOLE_ORIGIN',
  'EXCHANGE_ORIGIN',
];
const evidence = [
  'DATA_DIR',
  'EVIDENCE_URL',
  'MANARA_KEY_FILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
];

/**
 * In the order in which they are stopped: first those that let work in, the workers after them.
 * @type {{ name: string, zone?: string, demo?: boolean, port?: [string, number], settings: string[] }[]}
 */
export const programs = [
  {
    name: 'portal',
    zone: 'portal',
    port: ['PORTAL_PORT', 3000],
    settings: ['PORTAL_DATABASE_URL', 'PORTAL_KEY_FILE', 'PORTAL_ONION_ORIGIN'],
  },
  {
    name: 'exchange',
    zone: 'exchange',
    port: ['EXCHANGE_PORT', 3002],
    settings: ['EXCHANGE_DATABASE_URL'],
  },
  {
    name: 'console',
    zone: 'console',
    port: ['CONSOLE_PORT', 3001],
    settings: ['CONSOLE_DATABASE_URL', 'UNDO_SECONDS', 'LIST_UPLOAD_MAX_MB', ...evidence],
  },
  {
    name: 'triage',
    zone: 'triage',
    settings: [
      'TRIAGE_DATABASE_URL',
      'REDIS_URL',
      'UNDO_SECONDS',
      'RETRIEVAL_PROXY',
      'RETRIEVAL_PORTS',
      'SMTP_URL',
      'MAIL_FROM',
      'WATCH_SECONDS',
      'WATCH_DAYS',
      'ACKNOWLEDGE_SECONDS',
      'ATTEMPT_SECONDS',
      'OWN_ADDRESSES',
      'SWEEP_SECONDS',
      'JOB_LOCK_SECONDS',
      'FFMPEG_PATH',
      'TRIAGE_CONCURRENCY',
      'FETCH_CONCURRENCY',
      'FETCH_HOST_CONCURRENCY',
      'FETCH_HOST_PER_MINUTE',
      ...evidence,
    ],
  },
  { name: 'sample-site', demo: true, port: ['SAMPLE_SITE_PORT', 3004], settings: [] },
  {
    name: 'iccam-sandbox',
    demo: true,
    port: ['ICCAM_SANDBOX_PORT', 3003],
    settings: [
      'DATA_DIR',
      'ICCAM_SANDBOX_DIR',
      'ICCAM_SANDBOX_COUNTRY',
      'ICCAM_SANDBOX_PROCESSING_MS',
      'ICCAM_SANDBOX_TOKEN_SETTLE_MS',
      'ICCAM_SANDBOX_AUTO_PARTNER',
      'ICCAM_SANDBOX_AUTO_PARTNER_STEP_MS',
    ],
  },
];

/** The compiled main file of an app. @throws {SetupError} where the build has none */
export function mainFile(app) {
  const path = join(root, 'dist', 'apps', app, 'src', 'main.js');
  if (!existsSync(path)) throw new SetupError(`the program ${app} is missing (${path}); run npm run build`);
  return path;
}

/** The part of the environment that a program's zone may have. */
export function environmentOf(program, env) {
  const allowed = [...everywhere, ...program.settings];
  return Object.fromEntries(
    allowed.filter((name) => env[name] !== undefined).map((name) => [name, env[name]]),
  );
}
