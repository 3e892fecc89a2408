import { ManaraError } from '#libs/platform';

/** The object was destroyed, or was never this organisation's. */
export class EvidenceGoneError extends ManaraError {
  constructor() {
    super('evidence-gone', 'The evidence was destroyed, or belongs to another organisation.', 410);
  }
}

/** There should be an object, and what is stored is missing or was changed. */
export class EvidenceDamagedError extends ManaraError {
  constructor(reason: 'missing' | 'changed') {
    super(
      `evidence-${reason}`,
      reason === 'missing'
        ? 'The encrypted file of this evidence is missing from the store; see whether the store is complete.'
        : 'The encrypted file of this evidence was changed; it is not used. Restore it from a copy of the store.',
    );
  }
}

/** The store holds many files that the database knows nothing of. */
export class EvidenceStoreMismatchError extends ManaraError {
  constructor() {
    super(
      'evidence-store-mismatch',
      'The evidence store holds many files that this database does not know, and nothing was removed. If no other database uses this store (after a restore, say), run `evidence sweep --even-if-many`.',
    );
  }
}

/** What the store remembers of deletions cannot be read, so that nobody can tell what must not come back. */
export class LedgerUnreadableError extends ManaraError {
  constructor(name: string) {
    super(
      'ledger-unreadable',
      `A line of ${name} in the evidence store is not one of the ledger of deletions; nothing was restored. Put the file back from a copy of the store, or restore with the version that wrote it.`,
    );
  }
}
