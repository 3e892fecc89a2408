// Which network a call comes from, coarsely: a school, an office, a street. Never a single person's address.
import ipaddr from 'ipaddr.js';

const BITS = { ipv4: 24, ipv6: 48 } as const;

/** What all share whose network cannot be told: through an onion service, or a proxy that is not named to us. */
export const SHARED_NETWORK = 'shared';
/** Where such a service or proxy stands, as seen from here. */
const NEAR: readonly string[] = [
  'loopback',
  'unspecified',
  'private',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
];

/** @param address of the caller, as the socket or a trusted proxy names it */
export function coarseNetwork(address: string): string {
  if (!ipaddr.isValid(address)) return 'unreadable';
  const parsed = ipaddr.process(address);
  if (NEAR.includes(parsed.range())) return SHARED_NETWORK;
  const kind = parsed.kind();
  const bytes = parsed.toByteArray().slice(0, BITS[kind] / 8);
  return `${kind} ${bytes.join('.')}`;
}
