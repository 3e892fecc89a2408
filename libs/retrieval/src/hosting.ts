// Where an address is hosted, by country and network, from data packaged with the program: nobody is asked.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Reader } from 'mmdb-lib';
import { isGlobalUnicast, parseAddress } from '#libs/platform';
import { CONTENT_DELIVERY_NETWORKS } from './content-delivery-networks.js';
import { NetworkTable, OrganisationNames, loadNetworks } from './network-table.js';

/** Where a statement comes from, kept with it since such data age and disagree. */
export interface DataSource {
  /** Name of the package. */
  source: string;
  version: string;
  /** Day of the data, `2026-06-17`. */
  date: string;
}

export interface Hosting {
  address: string;
  /** ISO 3166-1 alpha-2 code of the country the address is registered in; null when unknown. */
  country: ({ code: string } & DataSource) | null;
  /** Autonomous system; null when unknown. */
  network: ({ asn: number; organisation: string } & DataSource) | null;
  /** The address belongs to a network that only passes content on: the country is not that of the host. */
  isContentDeliveryNetwork: boolean;
}

const COUNTRY_PACKAGE = '@ip-location-db/geo-whois-asn-country-mmdb';
const NETWORK_PACKAGE = '@ip-location-db/asn';

interface CountryRow {
  country_code?: string;
}

/** Looks addresses up in memory. Opening reads half a million rows; keep one for the life of the program. */
export class HostingLookup {
  private constructor(
    private readonly countries: Pick<Reader<never>, 'get'>,
    private readonly countrySource: DataSource,
    private readonly networks: { v4: NetworkTable; v6: NetworkTable },
    private readonly networkSource: DataSource,
  ) {}

  /** @throws Error when the packaged data are missing, or TypeError when they cannot be read */
  static async open(): Promise<HostingLookup> {
    const country = await locate(COUNTRY_PACKAGE);
    const network = await locate(NETWORK_PACKAGE);
    const reader = new Reader<never>(await readFile(join(country.folder, 'geo-whois-asn-country.mmdb')));
    const names = new OrganisationNames();
    const v4 = new NetworkTable(false, names);
    const v6 = new NetworkTable(true, names);
    await loadNetworks(join(network.folder, 'asn-ipv4-num.csv'), v4);
    await loadNetworks(join(network.folder, 'asn-ipv6-num.csv'), v6);
    return new HostingLookup(reader, country.source, { v4, v6 }, network.source);
  }

  /** Country and network of an address literal. What is unknown, and anything about no public address, is null. */
  lookup(address: string): Hosting {
    const nothing = { address, country: null, network: null, isContentDeliveryNetwork: false };
    const bytes = parseAddress(address);
    if (bytes === null || !isGlobalUnicast(address)) return nothing;
    const number = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
    const network = (bytes.length === 4 ? this.networks.v4 : this.networks.v6).find(number);
    const code = countryCode(this.countries.get(address));
    return {
      address,
      country: code === null ? null : { code, ...this.countrySource },
      network: network === null ? null : { ...network, ...this.networkSource },
      isContentDeliveryNetwork: network !== null && CONTENT_DELIVERY_NETWORKS.has(network.asn),
    };
  }
}

function countryCode(row: CountryRow | null): string | null {
  const code = row?.country_code;
  return code !== undefined && /^[A-Z]{2}$/.test(code) && code !== 'ZZ' ? code : null;
}

async function locate(name: string): Promise<{ folder: string; source: DataSource }> {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const described: unknown = JSON.parse(await readFile(file, 'utf8'));
  const version =
    typeof described === 'object' && described !== null && 'version' in described
      ? String(described.version)
      : '';
  const day = /(\d{4})(\d{2})(\d{2})\d{0,2}$/.exec(version);
  if (day === null) throw new TypeError(`The version of ${name} does not tell the day of its data`);
  return { folder: dirname(file), source: { source: name, version, date: `${day[1]}-${day[2]}-${day[3]}` } };
}
