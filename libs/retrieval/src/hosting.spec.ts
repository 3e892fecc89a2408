import * as fc from 'fast-check';
import { CONTENT_DELIVERY_NETWORKS } from './content-delivery-networks.js';
import { HostingLookup } from './hosting.js';
import { NetworkTable, OrganisationNames } from './network-table.js';

describe('HostingLookup, on the packaged data', () => {
  let hosting: HostingLookup;
  beforeAll(async () => {
    hosting = await HostingLookup.open();
  });

  it('tells country and network of an IPv4 address, with source and day of the data', () => {
    expect(hosting.lookup('8.8.8.8')).toEqual({
      address: '8.8.8.8',
      country: {
        code: 'US',
        source: '@ip-location-db/geo-whois-asn-country-mmdb',
        version: expect.any(String),
        date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      },
      network: {
        asn: 15169,
        organisation: 'Google LLC',
        source: '@ip-location-db/asn',
        version: expect.any(String),
        date: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
      },
      isContentDeliveryNetwork: false,
    });
  });

  it('tells those of an IPv6 address, however it is written', () => {
    const short = hosting.lookup('2001:4860:4860::8888');
    const long = hosting.lookup('2001:4860:4860:0:0:0:0:8888');
    expect(short.network).toMatchObject({ asn: 15169 });
    expect(short.country).not.toBeNull();
    expect({ ...long, address: '' }).toEqual({ ...short, address: '' });
  });

  it.each(['1.1.1.1', '104.16.0.1', '151.101.1.69', '2606:4700:4700::1111'])(
    'marks %s as a content delivery network',
    (address) => {
      expect(hosting.lookup(address).isContentDeliveryNetwork).toBe(true);
    },
  );

  it.each(['127.0.0.1', '10.0.0.1', '::1', '::ffff:8.8.8.8', '2002:808:808::1', 'not an address', ''])(
    'knows nothing of %j',
    (address) => {
      expect(hosting.lookup(address)).toEqual({
        address,
        country: null,
        network: null,
        isContentDeliveryNetwork: false,
      });
    },
  );

  it('gives codes of two letters and real numbers for any address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const { country, network, isContentDeliveryNetwork } = hosting.lookup(address);
        expect(country?.code ?? 'AA').toMatch(/^[A-Z]{2}$/);
        expect(network?.asn ?? 1).toBeGreaterThan(0);
        expect(isContentDeliveryNetwork).toBe(network !== null && CONTENT_DELIVERY_NETWORKS.has(network.asn));
      }),
    );
  });
});

describe('NetworkTable', () => {
  it('finds what a search through all rows finds, at every edge', () => {
    const rows = fc.array(fc.record({ gap: fc.bigInt(1n, 1n << 70n), length: fc.bigInt(0n, 1n << 66n) }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const table = new NetworkTable(true, new OrganisationNames());
        const ranges: { start: bigint; end: bigint; asn: number }[] = [];
        let next = 0n;
        for (const [index, { gap, length }] of given.entries()) {
          const start = next + gap;
          ranges.push({ start, end: start + length, asn: index + 1 });
          table.add(start, start + length, index + 1, `org ${index % 3}`);
          next = start + length;
        }
        for (const { start, end } of ranges) {
          for (const address of [start - 1n, start, (start + end) / 2n, end, end + 1n]) {
            const expected =
              ranges.find((range) => range.start <= address && address <= range.end)?.asn ?? null;
            expect(table.find(address)?.asn ?? null).toBe(expected);
          }
        }
      }),
    );
  });

  it('ends a range where the next begins, and refuses rows out of order', () => {
    const table = new NetworkTable(false, new OrganisationNames());
    table.add(10n, 20n, 1, 'one');
    table.add(18n, 30n, 2, 'two');
    expect([17n, 18n, 30n, 31n].map((address) => table.find(address)?.asn)).toEqual([1, 2, 2, undefined]);
    expect(() => table.add(18n, 40n, 3, 'three')).toThrow(TypeError);
    expect(() => table.add(50n, 40n, 3, 'three')).toThrow(TypeError);
    expect(table.size).toBe(2);
  });
});
