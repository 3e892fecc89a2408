// Passwords: argon2id by OWASP's figures, and what may be one.
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { InvalidInputError } from '#libs/platform';

/** Memory in KiB, passes, lanes. @see OWASP Password Storage Cheat Sheet, argon2id */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const LEAST_PASSWORD_LENGTH = 12;
/** Bounds the work that one request can cause. */
export const MOST_PASSWORD_LENGTH = 256;

/** @returns the hash in PHC string form, `$argon2id$…` */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let nobody: Promise<string> | undefined;

/**
 * Whether the password is the account's. Without an account the same work is done, so that the time taken does not
 * tell which accounts exist.
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(24).toString('base64'));
  const matches = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'));
  return passwordHash !== undefined && matches;
}

/** @throws InvalidInputError when the text cannot be a password of that account */
export function assertPassword(password: string, email: string): void {
  const problem =
    password.length < LEAST_PASSWORD_LENGTH
      ? `must have at least ${LEAST_PASSWORD_LENGTH} characters`
      : password.length > MOST_PASSWORD_LENGTH
        ? `must have at most ${MOST_PASSWORD_LENGTH} characters`
        : new Set(password).size < 5
          ? 'must have at least five different characters'
          : password.toLowerCase().includes(email.split('@')[0]!.toLowerCase())
            ? 'must not contain the account name'
            : undefined;
  if (problem !== undefined) {
    throw new InvalidInputError(`The password ${problem}.`, { password: problem });
  }
}

/** A password of 120 random bits in groups that can be read aloud. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 31 letters: bytes from 248 up are thrown away, so that each letter is as likely as another.
  const drawn: string[] = [];
  while (drawn.length < 25) {
    for (const byte of randomBytes(32)) if (byte < 248 && drawn.length < 25) drawn.push(letters[byte % 31]!);
  }
  return Array.from({ length: 5 }, (_, group) => drawn.slice(group * 5, group * 5 + 5).join('')).join('-');
}
