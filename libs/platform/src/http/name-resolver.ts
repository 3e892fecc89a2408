// Names to addresses by DNS alone, and the rule on which answers may be connected to.
import { Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { classifyAddress, isInBlock, parseAddress, parseBlock } from './address-classifier.js';
import type { Deadline } from './deadline.js';
import { isLocalName } from './plain-url.js';
import { TransportFailure, systemCode } from './transport.failure.js';

/** What the client asks of DNS. Node's `Resolver` is one; it reads no hosts file and adds no search domain. */
export interface NameResolver {
  resolve4(host: string): Promise<string[]>;
  resolve6(host: string): Promise<string[]>;
  getServers?(): string[];
  /** Gives up what is being asked. */
  cancel?(): void;
}

/** A DNS client for one exchange, on the system's name servers unless others are given. */
export function makeResolver(servers?: readonly string[]): NameResolver {
  const resolver = new Resolver({ timeout: 2500, tries: 2 });
  if (servers !== undefined) resolver.setServers([...servers]);
  return resolver;
}

/** Addresses and names of this installation, which nobody may have us reach. */
export interface OwnAddresses {
  /** Single addresses or blocks such as `192.0.2.0/24`. */
  addresses: readonly string[];
  hosts: readonly string[];
  /** At which the names are this installation; counts for what is inside our own network, where much stands on one machine. */
  ports?: readonly number[];
}

/** Addresses that are this machine, whether an interface has them or not. */
const LEADS_HERE: ReadonlySet<string> = new Set(['loopback', 'unspecified']);

/** Decides which addresses may be connected to. */
export class AddressGuard {
  private readonly blocks: { bytes: Uint8Array; bits: number }[];
  private readonly hosts: ReadonlySet<string>;
  private readonly ports: ReadonlySet<number>;

  /** @throws TypeError when an own address is no address or block; the wrong entry is named by its place */
  constructor(own: OwnAddresses = { addresses: [], hosts: [] }) {
    this.blocks = own.addresses.map((text, index) => {
      const block = parseBlock(text);
      if (block === null)
        throw new TypeError(`Own address number ${index + 1} is neither an address nor a block`);
      return block;
    });
    this.hosts = new Set(own.hosts.map((host) => host.toLowerCase()));
    this.ports = new Set(own.ports);
  }

  /** @throws TransportFailure `address-refused` for a name of our own or of the local network */
  checkName(host: string): void {
    if (this.hosts.has(host)) throw new TransportFailure('address-refused', 'own');
    if (isLocalName(host)) throw new TransportFailure('address-refused', 'local-name');
  }

  /** @throws TransportFailure `address-refused` unless every address is global unicast and none is our own */
  checkAddresses(addresses: readonly string[]): void {
    const blocks = [...this.blocks, ...interfaceBlocks()];
    for (const address of addresses) {
      const kind = classifyAddress(address);
      if (kind !== 'global') throw new TransportFailure('address-refused', kind);
      if (isIn(address, blocks)) throw new TransportFailure('address-refused', 'own');
    }
  }

  /**
   * For what a person has approved inside our own network, where another program may stand on this machine.
   * @throws TransportFailure `address-refused` where it is this installation: by its name and port, by an address given
   *   as its own, or on this machine at one of its ports
   */
  checkInternal(host: string, port: number, addresses: readonly string[]): void {
    const isOwnPort = this.ports.has(port);
    const here = isOwnPort ? interfaceBlocks() : [];
    const isOwn = (address: string) => {
      const kind = classifyAddress(address);
      // One that holds another inside may be any of our own, in a disguise.
      if (kind === 'embeds-ipv4') return isOwnPort || this.blocks.length > 0;
      return isIn(address, [...this.blocks, ...here]) || (isOwnPort && LEADS_HERE.has(kind));
    };
    if ((isOwnPort && this.hosts.has(host)) || addresses.some(isOwn))
      throw new TransportFailure('address-refused', 'own');
  }
}

function isIn(address: string, blocks: readonly { bytes: Uint8Array; bits: number }[]): boolean {
  const bytes = parseAddress(address);
  return bytes !== null && blocks.some((block) => isInBlock(bytes, block));
}

function interfaceBlocks(): { bytes: Uint8Array; bits: number }[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map((entry) => parseBlock(entry.address.split('%')[0] ?? ''))
    .filter((block) => block !== null);
}

const NO_NAME = new Set(['ENOTFOUND']);
const NO_ANSWER = new Set(['ENODATA']);

/**
 * All addresses of a name, IPv4 first. Nothing is checked here.
 * @throws TransportFailure `name-not-found` (the name does not exist), `no-address` (it exists without an
 *   address) or `dns-failed` (nobody knows)
 */
export async function resolveName(
  resolver: NameResolver,
  host: string,
  deadline: Deadline,
): Promise<string[]> {
  const answers = await deadline.run(
    Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]),
    () => resolver.cancel?.(),
    10_000,
    'dns',
  );
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return [...new Set(addresses)];
  const codes = answers.map((answer) =>
    answer.status === 'rejected' ? systemCode(answer.reason) : 'ENODATA',
  );
  if (codes.every((code) => NO_NAME.has(code))) throw new TransportFailure('name-not-found', 'ENOTFOUND');
  if (codes.every((code) => NO_NAME.has(code) || NO_ANSWER.has(code))) {
    throw new TransportFailure('no-address', 'ENODATA');
  }
  throw new TransportFailure('dns-failed', codes.find((code) => !NO_ANSWER.has(code)) ?? 'unknown');
}
