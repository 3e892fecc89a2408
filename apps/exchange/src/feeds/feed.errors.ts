import { ConflictError, ManaraError } from '#libs/platform';

const REFUSALS = {
  unknown: [401, 'The key is missing or wrong. Send it as Authorization: Bearer manara_…'],
  expired: [401, 'The key has expired. Ask the hotline for another.'],
  revoked: [401, 'The key was revoked. Ask the hotline.'],
  scope: [403, 'The key was not given for this.'],
  subject: [403, 'The key was not given for this list.'],
  quota: [429, 'The key has used up its quota. Try again after the time in Retry-After.'],
} as const;
export type KeyRefusal = keyof typeof REFUSALS;

export const isKeyRefusal = (outcome: string): outcome is KeyRefusal => Object.hasOwn(REFUSALS, outcome);

/** The key may not be used for this, or not now. */
export class KeyRefusedError extends ManaraError {
  constructor(
    readonly refusal: KeyRefusal,
    readonly retryAfterSeconds?: number,
  ) {
    const [statusCode, message] = REFUSALS[refusal];
    super(`key-${refusal}`, message, statusCode);
  }
}

export class NothingPublishedError extends ManaraError {
  constructor() {
    super('nothing-published', 'Nothing is published here yet. Come back in some minutes.', 404);
  }
}

/** A list was switched off, and what was published of it is not withdrawn yet. */
export class WithdrawingError extends ManaraError {
  readonly retryAfterSeconds = 60;

  constructor() {
    super(
      'being-withdrawn',
      'What is published here is being withdrawn. Come back after the time in Retry-After; until then rely on nothing of it.',
      503,
    );
  }
}

/** The reader is further than the feed: it began anew. */
export class FeedBeganAnewError extends ConflictError {
  constructor() {
    super(
      'feed-began-anew',
      'The feed holds less than you have read: it began anew. Forget what you took from it, and read from since=0.',
    );
  }
}
