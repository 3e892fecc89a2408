// The door to what can be done with reported addresses without fetching them: pure, nothing that fetches is reached
// through it.
import { normaliseAddress } from '../../retrieval/src/address.js';

export { parseReported, type ReportedAddress } from '../../retrieval/src/address.js';

/** The form of an address by which reports and content items are grouped; what is no web address is its own key. */
export function addressKey(address: string): string {
  return normaliseAddress(address) ?? address;
}
