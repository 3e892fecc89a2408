// All that the partners' zone can ask the database: functions that take a subscriber's key and give a page for it.
import { KeyQuotas, systemClock, type Database, type StoredApiKey } from '#libs/platform';
import {
  FeedBeganAnewError,
  isKeyRefusal,
  KeyRefusedError,
  NothingPublishedError,
  WithdrawingError,
} from './feed.errors.js';

export interface SignedPage {
  /** The text that was signed. */
  readonly body: string;
  /** 64 bytes in base64. */
  readonly signature: string;
  /** 16 hexadecimal digits. */
  readonly keyId: string;
}

export interface SigningKey {
  readonly id: string;
  /** 32 bytes in base64. */
  readonly publicKey: string;
  readonly since: string;
  readonly retiredAt: string | null;
}

type Answer = { outcome: string; retryAfterSeconds?: number } & Partial<SignedPage>;

export class ExchangeApi {
  private readonly quotas = new KeyQuotas(systemClock);

  constructor(private readonly database: Database) {}

  /** The page of a list that follows `since`. @throws KeyRefusedError, NothingPublishedError, FeedBeganAnewError, WithdrawingError */
  listPage(key: StoredApiKey | undefined, listId: string, since: string): Promise<SignedPage> {
    return this.page('exchange_api.list_page($1, $2, $3, $4)', key, [listId, since]);
  }

  /** The page of live addresses that follows `since`. @throws as `listPage` */
  addressPage(key: StoredApiKey | undefined, since: string): Promise<SignedPage> {
    return this.page('exchange_api.address_page($1, $2, $3)', key, [since]);
  }

  /** Public keys of an organisation, the newest first; none when it has published nothing. */
  async signingKeys(code: string): Promise<SigningKey[]> {
    const [row] = await this.database.queryAcrossOrganisationsByNamedFunction<{ keys: SigningKey[] | null }>(
      'SELECT exchange_api.signing_keys($1) AS keys',
      [code],
    );
    return row?.keys ?? [];
  }

  private async page(
    call: string,
    key: StoredApiKey | undefined,
    parameters: readonly string[],
  ): Promise<SignedPage> {
    if (key === undefined) throw new KeyRefusedError('unknown');
    const answer: Answer = await this.quotas.use(key, { weight: 1, mayBeFree: false }, async () => {
      const [row] = await this.database.queryAcrossOrganisationsByNamedFunction<{ answer: Answer }>(
        `SELECT ${call} AS answer`,
        [key.lookup, key.secretHash, ...parameters],
      );
      return row!.answer;
    });
    const { outcome, retryAfterSeconds, body, signature, keyId } = answer;
    if (isKeyRefusal(outcome)) throw new KeyRefusedError(outcome, retryAfterSeconds);
    if (outcome === 'ahead') throw new FeedBeganAnewError();
    if (outcome === 'withdrawing') throw new WithdrawingError();
    if (body === undefined || signature === undefined || keyId === undefined)
      throw new NothingPublishedError();
    return { body, signature, keyId };
  }
}
