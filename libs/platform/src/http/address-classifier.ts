// Which IP addresses the project may connect to on a stranger's word: global unicast and nothing else.
import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What kind of address it is; only `global` may be fetched. `invalid` is text that is no plain address. */
export type AddressClass =
  | 'global'
  | 'invalid'
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'multicast'
  | 'documentation'
  | 'benchmark'
  | 'reserved'
  | 'infrastructure'
  | 'cloud-service'
  | 'embeds-ipv4';

type Block = readonly [prefix: string, kind: AddressClass];

/**
 * Blocks of IPv4 that are not for hosts on the public internet, by the IANA registry, and addresses that cloud
 * platforms answer on inside every guest although the registry knows them as public.
 * @see RFC 6890 and the IANA IPv4 Special-Purpose Address Registry
 */
const IPV4_REFUSED: readonly Block[] = [
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared'],
  ['127.0.0.0/8', 'loopback'],
  ['161.26.0.0/16', 'cloud-service'],
  ['166.8.0.0/14', 'cloud-service'],
  ['168.63.129.16/32', 'cloud-service'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'infrastructure'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'infrastructure'],
  ['192.52.193.0/24', 'infrastructure'],
  ['192.88.99.0/24', 'infrastructure'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'infrastructure'],
  ['198.18.0.0/15', 'benchmark'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

/**
 * Blocks of IPv6, the narrower first. Whatever stands in none of them passes only inside 2000::/3.
 * @see the IANA IPv6 Special-Purpose Address Registry, RFC 4291, RFC 6052, RFC 3056, RFC 4380
 */
const IPV6_REFUSED: readonly Block[] = [
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'embeds-ipv4'],
  ['::ffff:0:0:0/96', 'embeds-ipv4'],
  ['::/96', 'embeds-ipv4'],
  ['64:ff9b::/96', 'embeds-ipv4'],
  ['64:ff9b:1::/48', 'embeds-ipv4'],
  ['100::/64', 'reserved'],
  ['2001::/32', 'embeds-ipv4'],
  ['2001:2::/48', 'benchmark'],
  ['2001::/23', 'infrastructure'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', 'embeds-ipv4'],
  ['2620:4f:8000::/48', 'infrastructure'],
  ['3ffe::/16', 'reserved'],
  ['3fff::/20', 'documentation'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'private'],
  ['ff00::/8', 'multicast'],
];

interface CompiledBlock {
  bytes: Uint8Array;
  bits: number;
  kind: AddressClass;
}

const compile = (blocks: readonly Block[]): CompiledBlock[] =>
  blocks.map(([prefix, kind]) => ({ ...parseBlockOrThrow(prefix), kind }));

/**
 * Bytes of a plain address literal: 4 or 16 of them, or null. Short, octal, hexadecimal and zero-padded forms and
 * zone identifiers are not plain.
 */
export function parseAddress(text: string): Uint8Array | null {
  if (isIPv4(text)) return Uint8Array.from(ipaddr.IPv4.parse(text).toByteArray());
  if (!isIPv6(text) || text.includes('%')) return null;
  return Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray());
}

/** A block such as `192.0.2.0/24` or a single address, as bytes and prefix length; null when it is neither. */
export function parseBlock(text: string): { bytes: Uint8Array; bits: number } | null {
  const [address = '', length] = text.split('/', 2);
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  if (length === undefined) return { bytes, bits: bytes.length * 8 };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bytes.length * 8) return null;
  return { bytes, bits: Number(length) };
}

function parseBlockOrThrow(text: string): { bytes: Uint8Array; bits: number } {
  const block = parseBlock(text);
  if (block === null) throw new TypeError('An address block is written wrongly');
  return block;
}

/** Whether an address, as bytes, stands inside a block. Addresses of the other family never do. */
export function isInBlock(address: Uint8Array, block: { bytes: Uint8Array; bits: number }): boolean {
  if (address.length !== block.bytes.length) return false;
  const whole = block.bits >> 3;
  for (let index = 0; index < whole; index += 1) {
    if (address[index] !== block.bytes[index]) return false;
  }
  const rest = block.bits & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return ((address[whole] ?? 0) & mask) === ((block.bytes[whole] ?? 0) & mask);
}

const IPV4_BLOCKS = compile(IPV4_REFUSED);
const IPV6_BLOCKS = compile(IPV6_REFUSED);
const IPV6_GLOBAL = parseBlockOrThrow('2000::/3');

/** ISATAP hides an IPv4 address in the interface part of any prefix. @see RFC 5214, section 6.1 */
function isIsatap(bytes: Uint8Array): boolean {
  return (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
}

/** Sorts an address literal. Text that is no plain literal is `invalid`. */
export function classifyAddress(text: string): AddressClass {
  const bytes = parseAddress(text);
  if (bytes === null) return 'invalid';
  const blocks = bytes.length === 4 ? IPV4_BLOCKS : IPV6_BLOCKS;
  const found = blocks.find((block) => isInBlock(bytes, block));
  if (found !== undefined) return found.kind;
  if (bytes.length === 4) return 'global';
  if (!isInBlock(bytes, IPV6_GLOBAL)) return 'reserved';
  return isIsatap(bytes) ? 'embeds-ipv4' : 'global';
}

/** Whether an address literal is one of a host on the public internet. */
export function isGlobalUnicast(text: string): boolean {
  return classifyAddress(text) === 'global';
}

/** Whether two literals name the same address, however they are written. */
export function isSameAddress(left: string, right: string): boolean {
  const a = parseAddress(left);
  const b = parseAddress(right);
  return a !== null && b !== null && Buffer.compare(a, b) === 0;
}
