import { until } from '../../../test/support/waiting.js';
import { FetchGate, type FetchWish } from './fetch-gate.js';

const { jest } = import.meta;

const wish = (itemId: string, host = 'a.example', caseId = 'case'): FetchWish => ({
  organisationId: 'organisation',
  itemId,
  caseId,
  host,
});

describe('who fetches next in a process', () => {
  const gates: FetchGate[] = [];
  afterEach(() => {
    for (const gate of gates.splice(0)) gate.stop();
  });

  /** A gate whose woken items are noted; they come when the test lets them. */
  function open(most: number): { gate: FetchGate; woken: FetchWish[] } {
    const woken: FetchWish[] = [];
    const gate = new FetchGate({ most, wake: (one) => woken.push(one) });
    gates.push(gate);
    return { gate, woken };
  }
  const ids = (wishes: readonly FetchWish[]) => wishes.map(({ itemId }) => itemId);

  it('is whoever comes while there are places, and nobody more', () => {
    const { gate } = open(2);
    expect(['1', '2', '3'].map((id) => gate.enter(wish(id)))).toEqual([true, true, false]);
    expect(gate.waitingCount).toBe(1);
  });

  it('is the one who has waited longest, when a fetch ends', async () => {
    const { gate, woken } = open(1);
    for (const id of ['1', '2', '3']) gate.enter(wish(id));
    gate.leave('a.example');
    await until('one is woken', () => woken.length > 0);
    expect(ids(woken)).toEqual(['2']);
    expect(gate.enter(wish('4'))).toBe(false);
    expect(gate.enter(wish('2'))).toBe(true);
  });

  it('is each case in its turn, so that one of many items keeps no other waiting', async () => {
    const { gate, woken } = open(1);
    gate.enter(wish('running'));
    for (let item = 0; item < 20; item += 1) gate.enter(wish(`large-${item}`, 'a.example', 'large'));
    gate.enter(wish('small', 'a.example', 'small'));
    gate.leave('a.example');
    for (const turn of [1, 2]) {
      await until('one is woken', () => woken.length === turn);
      gate.enter(woken.at(-1)!);
      gate.leave('a.example');
    }
    expect(ids(woken.slice(0, 2))).toEqual(['large-0', 'small']);
  });

  it('is each host in its turn', async () => {
    const { gate, woken } = open(1);
    gate.enter(wish('running'));
    for (let item = 0; item < 20; item += 1) gate.enter(wish(`a-${item}`));
    gate.enter(wish('b', 'b.example'));
    gate.leave('a.example');
    for (const turn of [1, 2]) {
      await until('one is woken', () => woken.length === turn);
      gate.enter(woken.at(-1)!);
      gate.leave(woken.at(-1)!.host);
    }
    expect(ids(woken.slice(0, 2))).toEqual(['a-0', 'b']);
  });

  it('is nobody of a host that has no place, until it gives one back', async () => {
    const { gate, woken } = open(3);
    gate.enter(wish('1'));
    gate.enter(wish('2'));
    gate.putBack(wish('2'), 60_000, true);
    expect(gate.enter(wish('3'))).toBe(false);
    expect(gate.enter(wish('b', 'b.example'))).toBe(true);
    expect(woken).toEqual([]);
    gate.leave('a.example');
    await until('the first in line is woken', () => woken.length > 0);
    expect(ids(woken)[0]).toBe('2');
  });

  it('is nobody of a host that was asked often enough, even if a fetch of it ends', async () => {
    const { gate, woken } = open(3);
    gate.enter(wish('1'));
    gate.enter(wish('2'));
    gate.putBack(wish('2'), 400, false);
    gate.leave('a.example');
    const start = Date.now();
    await until('it is its time', () => woken.length > 0);
    expect(Date.now() - start).toBeGreaterThan(300);
    expect(ids(woken)).toEqual(['2']);
  });

  it('is asked for once, however often its job comes while it waits', async () => {
    const { gate, woken } = open(1);
    gate.enter(wish('1'));
    for (let time = 0; time < 5; time += 1) gate.enter(wish('2'));
    expect(gate.waitingCount).toBe(1);
    gate.leave('a.example');
    await until('it is woken', () => woken.length > 0);
    expect(gate.waitingCount).toBe(0);
  });

  it('gives the place of one who does not come to the next', async () => {
    const { gate, woken } = open(1);
    for (const id of ['1', 'lost', '3']) gate.enter(wish(id));
    gate.leave('a.example');
    await until('the next is woken', () => ids(woken).includes('3'), 10_000);
    expect(ids(woken)).toEqual(['lost', '3']);
  });

  it('is one who was woken, before others, however late its job comes', async () => {
    const { gate, woken } = open(1);
    for (const id of ['1', 'late', '3', '4']) gate.enter(wish(id));
    gate.leave('a.example');
    await until('the next is woken as well', () => ids(woken).includes('3'), 10_000);
    expect(gate.enter(wish('new'))).toBe(false);
    expect(gate.enter(woken[0]!)).toBe(true);
    expect(gate.enter(woken[1]!)).toBe(false);
    gate.leave('a.example');
    await until('who came and found no place is first in line', () => woken.length > 2);
    expect(ids(woken)).toEqual(['late', '3', '3']);
  });

  describe('when the queue is slow', () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    const most = 3;
    const items = 300;
    it.each([
      { delayMs: 20, fetchMs: 50 },
      { delayMs: 350, fetchMs: 50 },
      { delayMs: 1_000, fetchMs: 50 },
      { delayMs: 1_000, fetchMs: 5_000 },
      { delayMs: 10_000, fetchMs: 500 },
      { delayMs: 60_000, fetchMs: 2_000 },
    ])(
      'is everybody in the end: jobs that come after $delayMs ms, fetches of $fetchMs ms',
      ({ delayMs, fetchMs }) => {
        let tries = 0;
        let atOnce = 0;
        let mostAtOnce = 0;
        const fetched = new Set<string>();
        const come = (one: FetchWish): void => {
          tries += 1;
          if (!gate.enter(one)) return;
          atOnce += 1;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          setTimeout(() => {
            atOnce -= 1;
            fetched.add(one.itemId);
            gate.leave(one.host);
          }, fetchMs);
        };
        const gate = new FetchGate({ most, wake: (one) => void setTimeout(() => come(one), delayMs) });
        gates.push(gate);
        for (let item = 0; item < items; item += 1) come(wish(`${item}`, 'a.example', `case-${item % 3}`));
        // As long as if each place did nothing but wait for a job and fetch it.
        jest.advanceTimersByTime((items / most) * (delayMs + fetchMs + 100));
        expect(fetched.size).toBe(items);
        expect(mostAtOnce).toBe(most);
        expect(tries).toBeLessThan(6 * items);
      },
    );
  });
});
