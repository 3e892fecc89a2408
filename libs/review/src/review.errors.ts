import { ConflictError, InvalidInputError, ManaraError } from '#libs/platform';
import type { ClaimRefusal } from './exposure-limits.js';

const REFUSALS: Readonly<Record<ClaimRefusal, string>> = {
  'exposure-limit':
    'The limit of exposure for today is reached. The open case may be finished or given back.',
  'break-due': 'A break is due. The open case may be finished or given back.',
  'outside-hours': 'No case is given out at this hour.',
};

export class ClaimRefusedError extends ManaraError {
  constructor(readonly reason: ClaimRefusal) {
    super(reason, REFUSALS[reason], 409);
  }
}

export class LeaseLostError extends ConflictError {
  constructor() {
    super('lease-lost', 'The case is no longer yours: the lease ran out or was replaced. Claim it again.');
  }
}

export class NotClaimableError extends ConflictError {
  constructor() {
    super('not-claimable', 'The case is with somebody else or does not wait for a person.');
  }
}

export class IncompleteAssessmentError extends ManaraError {
  /** @param fields content item (or `source`) and question, joined by a point → what is wrong */
  constructor(fields: Record<string, string>) {
    super('incomplete-assessment', 'The assessment is not complete or contradicts itself.', 422, fields);
  }
}

export class NothingToUndoError extends ConflictError {
  constructor() {
    super('nothing-to-undo', 'The decision has gone out already, or there is none.');
  }
}

export class NoDerivativeError extends ManaraError {
  constructor() {
    super('no-derivative', 'There is no picture of this level: it was never kept, or was destroyed.', 404);
  }
}

export class ViewReasonNeededError extends InvalidInputError {
  constructor() {
    super('This view needs a reason: it is sharper than usual, or the material is known already.', {
      reason: 'must have 3 to 200 characters',
    });
  }
}

export class TicketSpentError extends ManaraError {
  constructor() {
    super('ticket-spent', 'This address worked once, for ten seconds. Open the view again.', 410);
  }
}
