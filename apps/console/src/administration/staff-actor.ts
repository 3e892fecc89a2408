import type { Actor } from '#libs/audit';
import type { SignedIn } from '#libs/identity';

/** The person of a request, as the audit log names who acted. */
export const staff = (who: SignedIn): Actor => ({ kind: 'staff', id: who.accountId });
