import { FloodWatch, NETWORK_BUCKET } from './flood-watch.js';
import { coarseNetwork, SHARED_NETWORK } from './network.js';

function watchAt(start = Date.UTC(2026, 10, 22, 9)) {
  let now = start;
  const watch = new FloodWatch({ now: () => new Date(now) });
  return { watch, pass: (milliseconds: number) => (now += milliseconds) };
}
const SCHOOL = '192.0.2.17';

describe('a flood is told from a crowd', () => {
  it('finds none in a hundred reports from one school in ten minutes, however fast the forms are filled in', () => {
    const { watch, pass } = watchAt();
    const found = Array.from({ length: 100 }, () => {
      pass(6_000);
      return watch.count(SCHOOL, { formAgeMs: 1_000 });
    });
    expect(found).toEqual(Array.from({ length: 100 }, () => false));
  });

  it('finds none in a class of thirty that sends at the same moment', () => {
    const { watch } = watchAt();
    expect(Array.from({ length: 30 }, () => watch.count(SCHOOL, { formAgeMs: 0 }))).not.toContain(true);
  });

  it('finds one in what a network sends beyond its bucket, until the bucket fills again', () => {
    const { watch, pass } = watchAt();
    const found = Array.from({ length: NETWORK_BUCKET.tokens + 10 }, () => watch.count(SCHOOL));
    expect(found.indexOf(true)).toBe(NETWORK_BUCKET.tokens);
    // A neighbour in the same network is taken for it, another network is not.
    expect(watch.count('192.0.2.200')).toBe(true);
    expect(watch.count('198.51.100.1')).toBe(false);
    pass(60_000);
    expect(watch.count(SCHOOL)).toBe(false);
  });

  it('counts a form that was sent sooner than it can be read as several', () => {
    const { watch } = watchAt();
    const found = Array.from({ length: NETWORK_BUCKET.tokens }, () =>
      watch.count(SCHOOL, { formAgeMs: 200 }),
    );
    expect(found.indexOf(true)).toBe(NETWORK_BUCKET.tokens / 5);
  });

  it('takes what fills the trap in for a part of one, whoever sends it', () => {
    const { watch } = watchAt();
    expect(watch.count(SCHOOL, { isTrapped: true })).toBe(true);
    expect(watch.count(SCHOOL)).toBe(false);
  });

  it('forgets everything within the hour', () => {
    const { watch, pass } = watchAt();
    for (let sent = 0; sent <= NETWORK_BUCKET.tokens * 3; sent++) watch.count(SCHOOL);
    const { buckets } = watch as unknown as { buckets: Map<string, unknown> };
    const names = [...buckets.keys()];
    expect(names).toEqual([expect.stringMatching(/^[\w+/]{43}=$/)]);
    pass(3_600_000);
    expect(watch.count(SCHOOL)).toBe(false);
    expect([...buckets.keys()]).toEqual([expect.not.stringContaining(names[0]!)]);
  });

  it('gives those whose network cannot be told a bucket of their own size', () => {
    const { watch } = watchAt();
    expect(Array.from({ length: 1_000 }, () => watch.count('127.0.0.1'))).not.toContain(true);
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.17', 'ipv4 192.0.2'],
    ['::ffff:192.0.2.200', 'ipv4 192.0.2'],
    ['2001:db8:1:2::3', 'ipv6 32.1.13.184.0.1'],
    ['2001:db8:1:ffff::9', 'ipv6 32.1.13.184.0.1'],
    ['127.0.0.1', SHARED_NETWORK],
    ['::1', SHARED_NETWORK],
    ['172.18.0.3', SHARED_NETWORK],
    ['fd00::3', SHARED_NETWORK],
    ['unix', 'unreadable'],
    ['', 'unreadable'],
  ])('of %s is %s', (address, network) => {
    expect(coarseNetwork(address)).toBe(network);
  });
});
