import type { Database } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { until } from '../../../test/support/waiting.js';
import { HostSlots, type HostRefusal, type HostSlot } from './host-slots.js';

const isSlot = (answer: HostSlot | HostRefusal): answer is HostSlot => 'holder' in answer;

describe('what all workers together ask of one host', () => {
  let test: TestDatabase;
  let database: Database;
  const workers: HostSlots[] = [];
  let hosts = 0;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await test.open('triage');
  });
  afterAll(async () => {
    for (const each of workers) each.stop();
    await test.drop();
  });

  function worker(options: Partial<ConstructorParameters<typeof HostSlots>[1]> = {}): HostSlots {
    const made = new HostSlots(database, { most: 2, perMinute: 600, leaseSeconds: 30, ...options });
    workers.push(made);
    return made;
  }
  const newHost = () => `host-${(hosts += 1)}.example`;
  async function taken(from: HostSlots, host: string): Promise<HostSlot> {
    const answer = await from.take(host);
    if (!isSlot(answer)) throw new Error('there was no place');
    return answer;
  }

  it('is never more at once than the bound, however many workers ask at the same moment', async () => {
    const host = newHost();
    const two = [worker(), worker()];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => two[index % 2]!.take(host)));
    expect(answers.filter(isSlot)).toHaveLength(2);
    expect(answers.filter((answer) => !isSlot(answer) && answer.isBusy)).toHaveLength(18);
  });

  it('goes on when a place is given back, and giving it back twice frees nobody else’s', async () => {
    const host = newHost();
    const one = worker({ most: 1 });
    const other = worker({ most: 1 });
    const first = await taken(one, host);
    expect(await other.take(host)).toMatchObject({ isBusy: true });
    await one.leave(first);
    const second = await taken(other, host);
    await one.leave(first);
    expect(await one.take(host)).toMatchObject({ isBusy: true });
    await other.leave(second);
    await taken(one, host);
  });

  it('counts a host once, in capitals or with a dot at its end as well, and others apart', async () => {
    const host = newHost();
    const one = worker({ most: 1 });
    await taken(one, host);
    expect(await one.take(`${host.toUpperCase()}.`)).toMatchObject({ isBusy: true });
    await taken(one, newHost());
  });

  it('frees the places of a worker that is gone when its lease is over, and not before', async () => {
    const host = newHost();
    const gone = worker({ most: 1, leaseSeconds: 1 });
    await taken(gone, host);
    gone.stop();
    const other = worker({ most: 1 });
    expect(await other.take(host)).toMatchObject({ isBusy: true });
    await until('the lease is over', async () => isSlot(await other.take(host)), 5000);
  });

  it('keeps the place of a fetch that takes longer than the lease', async () => {
    const host = newHost();
    const slow = worker({ most: 1, leaseSeconds: 1 });
    await taken(slow, host);
    const other = worker({ most: 1 });
    const start = Date.now();
    await until(
      'two leases have passed',
      async () => {
        expect(await other.take(host)).toMatchObject({ isBusy: true });
        return Date.now() - start > 2000;
      },
      5000,
    );
  });

  it('is no more in a minute than the bound: some at once, then one after the other', async () => {
    const host = newHost();
    const polite = worker({ most: 100, perMinute: 50 });
    const answers = [];
    for (let asked = 0; asked < 12; asked += 1) answers.push(await polite.take(host));
    expect(answers.map(isSlot)).toEqual([...Array<boolean>(10).fill(true), false, false]);
    // Ten at once, and the forty others spread over the minute.
    const { retryAfterMs, isBusy } = answers.at(-1) as HostRefusal;
    expect(isBusy).toBe(false);
    expect(retryAfterMs).toBeGreaterThan(500);
    expect(retryAfterMs).toBeLessThanOrEqual(1500);
  });

  it('lets a fetch go on that has begun, and has the next one wait for it', async () => {
    const host = newHost();
    const polite = worker({ perMinute: 5 });
    const slot = await taken(polite, host);
    await polite.countFurther(host);
    await polite.leave(slot);
    const refused = (await polite.take(host)) as HostRefusal;
    expect(refused.retryAfterMs).toBeGreaterThan(15_000);
  });

  it('asks a host for nothing when it is refused a place', async () => {
    const host = newHost();
    const polite = worker({ most: 1, perMinute: 10 });
    await taken(polite, host);
    for (let asked = 0; asked < 5; asked += 1)
      expect(await polite.take(host)).toMatchObject({ isBusy: true });
  });

  it('names no host in the database, and forgets what says nothing any more', async () => {
    const host = newHost();
    const one = worker();
    await taken(one, host);
    const stored = await test.asOwner<{ line: string }>(
      `SELECT h::text AS line FROM fetch_hosts h UNION ALL SELECT s::text FROM fetch_slots s`,
    );
    expect(stored.map(({ line }) => line).join('\n')).not.toContain('host-');
    await test.asOwner(`UPDATE fetch_hosts SET free_at = now() - interval '1 hour'`);
    await test.asOwner(`UPDATE fetch_slots SET expires_at = now() - interval '1 hour'`);
    await one.forget();
    expect(await test.asOwner(`SELECT FROM fetch_hosts UNION ALL SELECT FROM fetch_slots`)).toEqual([]);
  });
});
