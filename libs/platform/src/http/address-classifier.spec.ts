import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { classifyAddress, isGlobalUnicast, isSameAddress, parseAddress } from './address-classifier.js';

describe('classifyAddress', () => {
  it.each<[string, ReturnType<typeof classifyAddress>]>([
    ['0.0.0.0', 'unspecified'],
    ['10.255.255.255', 'private'],
    ['100.64.0.1', 'shared'],
    ['100.100.100.200', 'shared'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['161.26.0.10', 'cloud-service'],
    ['168.63.129.16', 'cloud-service'],
    ['169.254.169.254', 'link-local'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.192', 'infrastructure'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', 'infrastructure'],
    ['192.168.0.1', 'private'],
    ['198.18.0.1', 'benchmark'],
    ['198.19.255.255', 'benchmark'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'embeds-ipv4'],
    ['::ffff:127.0.0.1', 'embeds-ipv4'],
    ['::ffff:8.8.8.8', 'embeds-ipv4'],
    ['::ffff:0:127.0.0.1', 'embeds-ipv4'],
    ['64:ff9b::127.0.0.1', 'embeds-ipv4'],
    ['64:ff9b:1::a00:1', 'embeds-ipv4'],
    ['2002:7f00:1::1', 'embeds-ipv4'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'embeds-ipv4'],
    ['2a00:1450:4001::5efe:7f00:1', 'embeds-ipv4'],
    ['2a00:1450:4001:0:200:5efe:a00:1', 'embeds-ipv4'],
    ['100::1', 'reserved'],
    ['2001:2::1', 'benchmark'],
    ['2001:10::1', 'infrastructure'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['3ffe::1', 'reserved'],
    ['5f00::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'private'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'reserved'],
    ['fe80::1%lo', 'invalid'],
    ['127.1', 'invalid'],
    ['0177.0.0.1', 'invalid'],
    ['08.8.8.8', 'invalid'],
    ['0x8.8.8.8', 'invalid'],
    ['2130706433', 'invalid'],
    [' 8.8.8.8', 'invalid'],
    ['８.8.8.8', 'invalid'],
    ['', 'invalid'],
    ['8.8.8.8', 'global'],
    ['9.255.255.255', 'global'],
    ['11.0.0.0', 'global'],
    ['100.63.255.255', 'global'],
    ['100.128.0.0', 'global'],
    ['172.15.255.255', 'global'],
    ['172.32.0.0', 'global'],
    ['168.63.129.15', 'global'],
    ['198.17.255.255', 'global'],
    ['223.255.255.255', 'global'],
    ['2606:4700:4700::1111', 'global'],
    ['2001:4860:4860::8888', 'global'],
    ['2001:200::1', 'global'],
    ['2a00:1450:4001:0:0:0:8.8.8.8', 'global'],
  ])('sorts %s as %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected);
  });

  it('lets nothing pass that ipaddr.js knows as special', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.constantFrom(...Array.from({ length: 200 }, () => Uint8Array.from([0x20, ...randomBytes(15)]))),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const address = ipaddr.fromByteArray([...given]);
        const passes = isGlobalUnicast(address.toNormalizedString());
        expect(passes && address.range() !== 'unicast').toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and takes no text for an address that it cannot read to bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        expect(classifyAddress(text) === 'invalid').toBe(parseAddress(text) === null);
      }),
    );
  });
});

describe('isSameAddress', () => {
  it('compares what is meant, not how it is written', () => {
    expect(isSameAddress('2606:4700::1', '2606:4700:0:0:0:0:0:1')).toBe(true);
    expect(isSameAddress('8.8.8.8', '8.8.4.4')).toBe(false);
    expect(isSameAddress('127.0.0.1', '::ffff:127.0.0.1')).toBe(false);
    expect(isSameAddress('', '')).toBe(false);
  });
});
