/** Certificates for mutual TLS: made at the first start, used again while they are good. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificates {
  caPem: string;
  serverPem: string;
  serverKeyPem: string;
  clientPem: string;
  clientKeyPem: string;
}

const FILES = [
  ['caPem', 'ca.pem'],
  ['serverPem', 'server.pem'],
  ['serverKeyPem', 'server-key.pem'],
  ['clientPem', 'client.pem'],
  ['clientKeyPem', 'client-key.pem'],
] as const satisfies readonly [keyof Certificates, string][];

const WILDCARDS = ['0.0.0.0', '::'];
const DAY_MS = 24 * 60 * 60 * 1000;
const LIFETIME_DAYS = 365;
const RENEW_BEFORE_DAYS = 14;

/** The certificates in `folder` (0700, files 0600), made anew when missing, running out or not for `host`. */
export async function certificatesIn(
  folder: string,
  host: string,
  nowMs = Date.now(),
): Promise<Certificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = read(folder);
  if (kept && areGood(kept, host, nowMs)) return kept;
  const made = await make(host, nowMs);
  for (const [key, name] of FILES) writePrivate(join(folder, name), made[key]);
  return made;
}

/** Writes a file that only its owner reads, whole or not at all. */
export function writePrivate(file: string, text: string): void {
  writeFileSync(`${file}.next`, text, { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

function read(folder: string): Certificates | undefined {
  const found: Certificates = { caPem: '', serverPem: '', serverKeyPem: '', clientPem: '', clientKeyPem: '' };
  for (const [key, name] of FILES) {
    const file = join(folder, name);
    if (!existsSync(file)) return undefined;
    found[key] = readFileSync(file, 'utf8');
  }
  return found;
}

function areGood(certificates: Certificates, host: string, nowMs: number): boolean {
  try {
    const ca = new X509Certificate(certificates.caPem);
    const server = new X509Certificate(certificates.serverPem);
    const client = new X509Certificate(certificates.clientPem);
    const name = WILDCARDS.includes(host) ? 'localhost' : host;
    const named = isIP(name) ? server.checkIP(name) : server.checkHost(name);
    return (
      named !== undefined &&
      [ca, server, client].every(({ validTo }) => Date.parse(validTo) - nowMs > RENEW_BEFORE_DAYS * DAY_MS) &&
      [server, client].every((each) => each.verify(ca.publicKey)) &&
      server.checkPrivateKey(createPrivateKey(certificates.serverKeyPem)) &&
      client.checkPrivateKey(createPrivateKey(certificates.clientKeyPem))
    );
  } catch {
    // Anything unreadable is made anew.
    return false;
  }
}

/** The authority's key signs these two and is forgotten. */
async function make(host: string, nowMs: number): Promise<Certificates> {
  // A little earlier than now, for clocks that lag.
  const notBeforeDate = new Date(nowMs - DAY_MS);
  const notAfterDate = new Date(nowMs + LIFETIME_DAYS * DAY_MS);
  const shared = { keyType: 'ec', algorithm: 'sha256', notBeforeDate, notAfterDate } as const;
  const ca = await generate(subject('ICCAM sandbox authority'), {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const signedBy = { key: ca.private, cert: ca.cert };
  const server = await generate(subject('ICCAM sandbox'), {
    ...shared,
    ca: signedBy,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: altNames(host) },
    ],
  });
  const client = await generate(subject('ICCAM sandbox client'), {
    ...shared,
    ca: signedBy,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  });
  return {
    caPem: ca.cert,
    serverPem: server.cert,
    serverKeyPem: server.private,
    clientPem: client.cert,
    clientKeyPem: client.private,
  };
}

function altNames(host: string) {
  const names = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
    { type: 7 as const, ip: '::1' },
  ];
  const known = ['localhost', '127.0.0.1', '::1', ...WILDCARDS].includes(host);
  if (known) return names;
  return [...names, isIP(host) ? { type: 7 as const, ip: host } : { type: 2 as const, value: host }];
}

function subject(commonName: string) {
  return [{ name: 'commonName', value: commonName }];
}
