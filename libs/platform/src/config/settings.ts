// Settings come from environment variables, are read once at start, and are frozen. A wrong one stops the program
// with one line that names it.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseRetrievalProxy } from '../http/retrieval-proxy.js';
import {
  isLoopbackHost,
  parseMailSender,
  parseSmtpServer,
  type MailSender,
  type SmtpServer,
} from './mail-settings.js';

export class SettingError extends Error {
  constructor(
    readonly variable: string,
    problem: string,
  ) {
    super(`${variable}: ${problem}`);
    this.name = 'SettingError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
type Reader<T> = (environment: Environment) => T;

function text<T>(variable: string, fallback: T, parse: (value: string) => T): Reader<T> {
  return (environment) => {
    const value = environment[variable];
    return value === undefined || value === '' ? fallback : parse(value);
  };
}

function url(variable: string, protocols: readonly string[]): Reader<string | undefined> {
  return text<string | undefined>(variable, undefined, (value) => {
    let parsed: URL;
    try {
      parsed = new URL(value);
    } catch {
      throw new SettingError(
        variable,
        `is not an address; give one that starts with ${protocols.join(' or ')}`,
      );
    }
    if (!protocols.includes(`${parsed.protocol}//`)) {
      throw new SettingError(variable, `must start with ${protocols.join(' or ')}`);
    }
    return value;
  });
}

/** @param inDemonstration the default there, where nobody wants to wait */
function whole(
  variable: string,
  fallback: number,
  least: number,
  most: number,
  inDemonstration = fallback,
): Reader<number> {
  const read = text<number | undefined>(variable, undefined, (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new SettingError(variable, `must be a whole number from ${least} to ${most}`);
    }
    return number;
  });
  return (environment) => read(environment) ?? (environment.MANARA_DEMO === '1' ? inDemonstration : fallback);
}

function flag(variable: string, fallback: (environment: Environment) => boolean): Reader<boolean> {
  return (environment) => {
    const value = environment[variable];
    if (value === undefined || value === '') return fallback(environment);
    if (value !== '0' && value !== '1') throw new SettingError(variable, 'must be 0 or 1');
    return value === '1';
  };
}

function origin(variable: string, port: string, standard: number): Reader<string> {
  return (environment) => {
    const value = environment[variable];
    if (value === undefined || value === '') return `http://127.0.0.1:${environment[port] || standard}`;
    let parsed: URL;
    try {
      parsed = new URL(value);
    } catch {
      throw new SettingError(variable, 'is not an address; give one like https://report.example.org');
    }
    if (!['http:', 'https:'].includes(parsed.protocol) || parsed.origin !== value.replace(/\/$/, '')) {
      throw new SettingError(
        variable,
        'must be scheme, host and port alone, like https://report.example.org',
      );
    }
    return parsed.origin;
  };
}

/** The address of an onion service, version 3. @see https://spec.torproject.org/rend-spec/encoding-onion-addresses.html */
function onion(variable: string): Reader<string | undefined> {
  return text<string | undefined>(variable, undefined, (value) => {
    const address = value.toLowerCase().replace(/\/$/, '');
    if (!/^https?:\/\/[a-z2-7]{56}\.onion(?::\d{1,5})?$/.test(address)) {
      throw new SettingError(variable, 'must be the address of an onion service alone, like http://….onion');
    }
    return address;
  });
}

/** IP addresses and blocks with commas between. */
function networks(variable: string): Reader<readonly string[]> {
  return text<readonly string[]>(variable, Object.freeze([]), (value) => {
    const parts = value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    for (const part of parts) {
      const [address = '', bits, ...more] = part.split('/');
      const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
      if (
        most < 0 ||
        more.length > 0 ||
        (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
      ) {
        throw new SettingError(
          variable,
          'must be IP addresses or blocks with commas between, like 192.0.2.7,198.51.100.0/24',
        );
      }
    }
    return Object.freeze(parts);
  });
}

/** What a parser of its own reads; its error says what is wrong. */
function readWith<T>(variable: string, parse: (value: string) => T): Reader<T | undefined> {
  return text<T | undefined>(variable, undefined, (value) => {
    try {
      return parse(value);
    } catch (error) {
      throw new SettingError(variable, (error as Error).message);
    }
  });
}

const isProduction = (environment: Environment) => environment.NODE_ENV === 'production';

const readers = {
  production: (environment: Environment) => isProduction(environment),
  demo: flag('MANARA_DEMO', () => false),
  dataDir: text('DATA_DIR', resolve('.data'), (value) => resolve(value)),
  databaseUrl: url('DATABASE_URL', ['postgres://', 'postgresql://']),
  portalDatabaseUrl: url('PORTAL_DATABASE_URL', ['postgres://', 'postgresql://']),
  triageDatabaseUrl: url('TRIAGE_DATABASE_URL', ['postgres://', 'postgresql://']),
  consoleDatabaseUrl: url('CONSOLE_DATABASE_URL', ['postgres://', 'postgresql://']),
  exchangeDatabaseUrl: url('EXCHANGE_DATABASE_URL', ['postgres://', 'postgresql://']),
  redisUrl: url('REDIS_URL', ['redis://', 'rediss://', 'valkey://']),
  evidenceUrl: url('EVIDENCE_URL', ['file://', 's3://']),
  masterKeyFile: text<string | undefined>('MANARA_KEY_FILE', undefined, (value) => resolve(value)),
  portalKeyFile: text<string | undefined>('PORTAL_KEY_FILE', undefined, (value) => resolve(value)),
  listenHost: text('LISTEN_HOST', '127.0.0.1', (value) => value),
  trustedProxies: networks('TRUSTED_PROXIES'),
  portalPort: whole('PORTAL_PORT', 3000, 0, 65535),
  consolePort: whole('CONSOLE_PORT', 3001, 0, 65535),
  exchangePort: whole('EXCHANGE_PORT', 3002, 0, 65535),
  iccamSandboxPort: whole('ICCAM_SANDBOX_PORT', 3003, 0, 65535),
  sampleSitePort: whole('SAMPLE_SITE_PORT', 3004, 0, 65535),
  metricsPort: whole('METRICS_PORT', 3009, 0, 65535),
  portalOrigin: origin('PORTAL_ORIGIN', 'PORTAL_PORT', 3000),
  portalOnionOrigin: onion('PORTAL_ONION_ORIGIN'),
  consoleOrigin: origin('CONSOLE_ORIGIN', 'CONSOLE_PORT', 3001),
  exchangeOrigin: origin('EXCHANGE_ORIGIN', 'EXCHANGE_PORT', 3002),
  retrievalProxies: text('RETRIEVAL_PROXY', parseRetrievalProxy(undefined), (value) => {
    try {
      return parseRetrievalProxy(value);
    } catch (error) {
      throw new SettingError('RETRIEVAL_PROXY', (error as Error).message);
    }
  }),
  retrievalPorts: text<readonly number[]>('RETRIEVAL_PORTS', [80, 443], (value) =>
    Object.freeze(
      value.split(',').map((part) => {
        const port = Number(part);
        if (!Number.isInteger(port) || port < 1 || port > 65535) {
          throw new SettingError('RETRIEVAL_PORTS', 'must be port numbers with commas between, like 80,443');
        }
        return port;
      }),
    ),
  ),
  smtpServer: readWith<SmtpServer>('SMTP_URL', parseSmtpServer),
  mailFrom: readWith<MailSender>('MAIL_FROM', parseMailSender),
  ownAddresses: networks('OWN_ADDRESSES'),
  undoSeconds: whole('UNDO_SECONDS', 60, 0, 86_400),
  watchSeconds: whole('WATCH_SECONDS', 3600, 1, 604_800, 120),
  watchDays: whole('WATCH_DAYS', 90, 1, 3650),
  acknowledgeSeconds: whole('ACKNOWLEDGE_SECONDS', 900, 1, 604_800, 3),
  listUploadMaxMb: whole('LIST_UPLOAD_MAX_MB', 2000, 1, 100_000),
  sweepSeconds: whole('SWEEP_SECONDS', 15, 1, 3600, 5),
  attemptSeconds: whole('ATTEMPT_SECONDS', 120, 1, 3600),
  jobLockSeconds: whole('JOB_LOCK_SECONDS', 30, 1, 3600),
  ffmpegPath: text<string | undefined>('FFMPEG_PATH', undefined, (value) => resolve(value)),
  triageConcurrency: whole('TRIAGE_CONCURRENCY', 4, 1, 64),
  decodingChildren: whole('DECODING_CHILDREN', 2, 1, 64),
  fetchConcurrency: whole('FETCH_CONCURRENCY', 3, 1, 64),
  fetchHostConcurrency: whole('FETCH_HOST_CONCURRENCY', 2, 1, 64),
  fetchHostPerMinute: whole('FETCH_HOST_PER_MINUTE', 120, 1, 100_000, 100_000),
  logLevel: text('LOG_LEVEL', 'info', (value) => {
    if (!['silent', 'error', 'warn', 'info', 'debug'].includes(value)) {
      throw new SettingError('LOG_LEVEL', 'must be silent, error, warn, info or debug');
    }
    return value;
  }),
} satisfies Record<string, Reader<unknown>>;

export type Settings = Readonly<{ [K in keyof typeof readers]: ReturnType<(typeof readers)[K]> }>;

/**
 * Reads and checks all settings.
 * @throws SettingError naming the variable
 */
export function readSettings(environment: Environment = process.env): Settings {
  const settings = Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [name, read(environment)]),
  ) as unknown as Settings;
  if (settings.demo && !isLoopbackHost(settings.listenHost)) {
    throw new SettingError(
      'LISTEN_HOST',
      'must be 127.0.0.1 in demonstration mode; set MANARA_DEMO=0 to serve others',
    );
  }
  if (settings.production && settings.demo) {
    throw new SettingError('MANARA_DEMO', 'must be 0 when NODE_ENV is production');
  }
  if (settings.smtpServer !== undefined && settings.mailFrom === undefined) {
    throw new SettingError('MAIL_FROM', 'is required with SMTP_URL: whom the e-mails are from');
  }
  if (settings.demo && settings.smtpServer !== undefined && !isLoopbackHost(settings.smtpServer.host)) {
    throw new SettingError(
      'SMTP_URL',
      'must name 127.0.0.1 in demonstration mode, which writes to nobody outside',
    );
  }
  return Object.freeze(settings);
}

/** A setting that this program cannot do without. @throws SettingError */
export function required<T>(value: T | undefined, variable: string): T {
  if (value === undefined) throw new SettingError(variable, 'is required; see .env.example');
  return value;
}
