/** Signs in to ICCAM and keeps the token: one sign-in at a time, renewed before it runs out. */
import { IccamProtocolError, IccamRefusedError } from './iccam.errors.js';
import { asRecord, integer, text } from './iccam.parse.js';
import type { IccamAnswer, IccamRequest } from './iccam.transport.js';

/** The account that INHOPE gave the hotline for the interface. */
export interface IccamCredentials {
  username: string;
  password: string;
}

export interface IccamToken {
  bearer: string;
  refresh?: string;
  expiresAtMs: number;
  /** ICCAM rejects a token that is used at once; this is set when it has been accepted. */
  accepted: boolean;
}

/** Sends a call without a token and turns refusals into errors. */
export type SendOpen = (call: string, request: IccamRequest) => Promise<IccamAnswer>;

const DEFAULT_LIFETIME_SECONDS = 1800;
const RENEW_BEFORE_MS = 30_000;

export class IccamSession {
  #token?: IccamToken;
  #pending?: Promise<IccamToken>;

  constructor(
    private readonly credentials: IccamCredentials,
    private readonly send: SendOpen,
    private readonly now: () => number,
  ) {}

  /** A token that has not run out: the one at hand, a refreshed one or that of a new sign-in. */
  async token(): Promise<IccamToken> {
    if (this.#token && this.#token.expiresAtMs - RENEW_BEFORE_MS > this.now()) return this.#token;
    return this.renew(this.#token);
  }

  /** Replaces a token that ran out or was refused; calls at the same time share one renewal. */
  async renew(old?: IccamToken): Promise<IccamToken> {
    if (this.#token && this.#token !== old) return this.#token;
    this.#pending ??= this.#obtain(old).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** Ends the session at the server, if there is one. */
  async end(): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    if (token) {
      await this.send('Authentication/logout', {
        method: 'POST',
        path: 'Authentication/logout',
        bearer: token.bearer,
      });
    }
  }

  async #obtain(old?: IccamToken): Promise<IccamToken> {
    this.#token = undefined;
    this.#token = (await this.#refresh(old)) ?? (await this.#signIn());
    return this.#token;
  }

  async #refresh(old?: IccamToken): Promise<IccamToken | undefined> {
    if (!old?.refresh) return undefined;
    const path = 'Authentication/refresh';
    try {
      const body = { bearerToken: old.bearer, refreshToken: old.refresh };
      return this.#read(path, await this.send(path, { method: 'POST', path, body }));
    } catch (error) {
      // A refused refresh is normal after a restart of the server; being unreachable is not.
      if (!(error instanceof IccamRefusedError)) throw error;
      return undefined;
    }
  }

  async #signIn(): Promise<IccamToken> {
    const path = 'Authentication';
    const body = { username: this.credentials.username, password: this.credentials.password };
    return this.#read(path, await this.send(path, { method: 'POST', path, body }));
  }

  #read(call: string, answer: IccamAnswer): IccamToken {
    const body = asRecord(answer.body);
    const bearer = text(body?.bearerToken);
    if (!bearer) throw new IccamProtocolError(call, 'a token');
    const seconds = integer(body?.bearerTokenExpiresIn) ?? DEFAULT_LIFETIME_SECONDS;
    return {
      bearer,
      refresh: text(body?.refreshToken),
      expiresAtMs: this.now() + seconds * 1000,
      accepted: false,
    };
  }
}
