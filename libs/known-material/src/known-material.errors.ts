import { ManaraError } from '#libs/platform';

/** The whole source is of no use; what is live stays. */
export class ListUnreadableError extends ManaraError {
  constructor(message: string) {
    super('list-unreadable', message, 400);
  }
}

/** The source is not what it was when its import began. */
export class SourceChangedError extends ManaraError {
  constructor() {
    super(
      'list-source-changed',
      'The file is not what it was when this import of it began; nothing of it was taken. Import it again.',
      409,
    );
  }
}

/** Matching was asked for before the lists were in memory: better no answer than "no match". */
export class IndexNotReadyError extends ManaraError {
  constructor() {
    super('index-not-ready', 'The known-material lists are not loaded yet; try again.', 503);
  }
}

/** The lists changed again and again while something was to be matched; the sweep brings it back. */
export class IndexBehindError extends ManaraError {
  constructor() {
    super('index-behind', 'The known-material lists are being loaded; try again.', 503);
  }
}

/** A kept index cannot be used and is built anew from the database; nothing is lost but the time. */
export class IndexFileUnusableError extends ManaraError {
  /** @param reason a few words in a code */
  constructor(readonly reason: string) {
    super(
      `index-file-${reason}`,
      'A kept index of known material cannot be used; it is built anew from the database.',
    );
  }
}

/** Looking through the lists in the database takes longer than one request may. */
export class ListsTooLargeToTryError extends ManaraError {
  constructor() {
    super(
      'lists-too-large-to-try',
      'The lists are too large to be looked through here; ask with `manara lists try` on the server.',
      503,
    );
  }
}

/** So many entries fit that a list must be wrong, or the hash is of nothing in particular. */
export class TooManyEntriesFitError extends ManaraError {
  constructor() {
    super(
      'too-many-entries-fit',
      'So many entries fit this hash that it says nothing: is it of a blank picture, or is a list spoiled?',
      409,
    );
  }
}
