import { ConflictError, InvalidInputError, ManaraError } from '#libs/platform';

/** One answer for a wrong name, password or code: which of them it was is not told. */
export class SignInRefusedError extends ManaraError {
  constructor() {
    super('sign-in-refused', 'E-mail, password or code is wrong.', 401);
  }
}

export class SignInTooOftenError extends ManaraError {
  /** @param retryAfterSeconds until the next try is heard */
  constructor(readonly retryAfterSeconds: number) {
    super(
      'sign-in-too-often',
      `Too many tries for this account. Try again in ${retryAfterSeconds} seconds.`,
      429,
    );
  }
}

export class NotSignedInError extends ManaraError {
  constructor() {
    super('not-signed-in', 'Sign in first, or again: the session has ended.', 401);
  }
}

export class NotAllowedError extends ManaraError {
  constructor() {
    super('not-allowed', 'Your role does not include this.', 403);
  }
}

export class FreshSignInNeededError extends ManaraError {
  constructor() {
    super('fresh-sign-in-needed', 'Sign in again to do this; the last sign-in is too long ago.', 403);
  }
}

export class WrongPasswordError extends InvalidInputError {
  constructor() {
    super('The current password is wrong.', { current: 'is wrong' });
  }
}

export class EmailTakenError extends ConflictError {
  constructor() {
    super('email-taken', 'An account with this e-mail exists already.');
  }
}

export class OwnAccountError extends ConflictError {
  constructor() {
    super('own-account', 'Another administrator has to change your account.');
  }
}
