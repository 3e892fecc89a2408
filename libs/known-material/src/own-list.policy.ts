// What the organisation's own list is called: as many analysts stand behind it as were asked to confirm an entry, and it
// settles nothing. The database keeps to it as well, whoever asks.
import { ConflictError } from '#libs/platform';
import type { ListEffect, ListTrust } from './hash-list.entity.js';
import { HINT_EFFECTS } from './sources/source.kinds.js';

/** @param confirmations different analysts who must have looked and found the same */
export const trustOfConfirmations = (confirmations: number): ListTrust =>
  confirmations > 1 ? 'several-analysts' : 'one-analyst';

/** @throws ConflictError when the own list is to be called what it is not, or to do more than suggest or flag */
export function requireWithinOwn(
  confirmations: number,
  { trust, effect }: { readonly trust: ListTrust; readonly effect: ListEffect },
): void {
  if (trust !== trustOfConfirmations(confirmations))
    throw new ConflictError(
      'own-list-trust',
      `Of your own list ${confirmations} confirm an entry, so its trust is ${trustOfConfirmations(confirmations)}; change how many must confirm instead.`,
    );
  if (!HINT_EFFECTS.some((one) => one === effect))
    throw new ConflictError(
      'list-does-too-much',
      'Your own list suggests or flags; it settles and suppresses nothing.',
    );
}
