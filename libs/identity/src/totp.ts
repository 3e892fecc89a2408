// The second factor: time-based one-time codes, each good once. @see RFC 6238
import { Secret, TOTP } from 'otpauth';
import { openFor, sealFor, type KeyRing, type SealedColumn } from '#libs/platform';

const PURPOSE = 'totp secrets';
const PERIOD_SECONDS = 30;
const ISSUER = 'Manara';

const belongsTo = (accountId: string) => `totp ${accountId}`;

/** Second factors, for who renews what protects them. */
export const SEALED_SECOND_FACTORS: SealedColumn = {
  purpose: PURPOSE,
  table: 'staff_accounts',
  column: 'totp_secret_sealed',
  id: 'id',
  boundTo: [],
  belongsTo: ({ id }) => belongsTo(String(id)),
};

function totp(secret: Secret, label = 'account'): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, digits: 6, period: PERIOD_SECONDS, algorithm: 'SHA1' });
}

export interface NewTotp {
  /** For the database. */
  readonly sealed: Buffer;
  /** Base32; shown once to the account's owner. */
  readonly secret: string;
  /** The same as an `otpauth:` address, for a picture to scan. */
  readonly address: string;
}

export function newTotp(ring: KeyRing, accountId: string, email: string): NewTotp {
  const secret = new Secret({ size: 20 });
  return {
    sealed: sealFor(ring, PURPOSE, new Uint8Array(secret.buffer), belongsTo(accountId)),
    secret: secret.base32,
    address: totp(secret, email).toString(),
  };
}

/**
 * The time step that a code belongs to, one step early or late allowed for clocks that differ.
 * @returns undefined when the code is wrong
 */
export function stepOfCode(
  ring: KeyRing,
  accountId: string,
  sealed: Uint8Array,
  code: string,
  now: Date,
): number | undefined {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const bytes = openFor(ring, PURPOSE, sealed, belongsTo(accountId));
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
  const delta = totp(secret).validate({ token, timestamp: now.getTime(), window: 1 });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

/** The code at a time, as an authenticator shows it. */
export function codeAt(base32Secret: string, time: Date): string {
  return totp(Secret.fromBase32(base32Secret)).generate({ timestamp: time.getTime() });
}
