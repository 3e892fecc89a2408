/** Accounts of the interface and their tokens. Tokens live in memory: a restart signs everybody out. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from './refusal.js';

/** A hotline's account. */
export interface SandboxAccount {
  username: string;
  password: string;
  /** The country that the hotline acts for. */
  countryCode: string;
}

export interface TokenOptions {
  /** A token that is used earlier than this after its issue is rejected, as ICCAM does. */
  tokenSettleMs: number;
  tokenLifetimeSeconds: number;
  now: () => number;
}

interface Token {
  account: SandboxAccount;
  refresh: string;
  issuedAt: number;
  expiresAt: number;
}

export class TokenStore {
  readonly #tokens = new Map<string, Token>();

  constructor(
    private readonly accounts: readonly SandboxAccount[],
    private readonly options: TokenOptions,
  ) {}

  signIn(username: unknown, password: unknown) {
    const account = this.accounts.find(
      (each) => same(each.username, username) && same(each.password, password),
    );
    if (!account) throw refuse(401, 'InvalidCredentials', 'User name or password is wrong.');
    return this.#issue(account);
  }

  refresh(bearer: unknown, refreshToken: unknown) {
    const token = typeof bearer === 'string' ? this.#tokens.get(bearer) : undefined;
    if (typeof bearer !== 'string' || !token || !same(token.refresh, refreshToken)) {
      throw refuse(401, 'InvalidRefreshToken', 'The refresh token is wrong.');
    }
    this.#tokens.delete(bearer);
    return this.#issue(token.account);
  }

  signOut(bearer: string | undefined): void {
    if (bearer !== undefined) this.#tokens.delete(bearer);
  }

  /** @throws Refusal 401 for a token that is unknown, run out or too fresh */
  check(bearer: string | undefined): { account: SandboxAccount; expiresAt: number } {
    const token = bearer === undefined ? undefined : this.#tokens.get(bearer);
    if (!token) throw refuse(401, 'InvalidToken', 'The token is missing or unknown.');
    const now = this.options.now();
    if (now >= token.expiresAt) throw refuse(401, 'TokenExpired', 'The token has run out.');
    if (now - token.issuedAt < this.options.tokenSettleMs) {
      throw refuse(401, 'TokenNotYetValid', 'The token was used at once.');
    }
    return token;
  }

  #issue(account: SandboxAccount) {
    const bearer = randomBytes(32).toString('base64url');
    const refresh = randomBytes(32).toString('base64url');
    const issuedAt = this.options.now();
    const expiresAt = issuedAt + this.options.tokenLifetimeSeconds * 1000;
    this.#tokens.set(bearer, { account, refresh, issuedAt, expiresAt });
    return {
      bearerToken: bearer,
      refreshToken: refresh,
      bearerTokenExpiresIn: this.options.tokenLifetimeSeconds,
    };
  }
}

function same(known: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  return timingSafeEqual(digest(known), digest(given));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
