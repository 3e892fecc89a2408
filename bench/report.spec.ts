import { median, Report } from './report.js';

const report = (): Report => new Report(() => {});

describe('a figure', () => {
  it('is the median of its runs', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
  });

  it('needs five runs and a name of its own', () => {
    const figures = report();
    expect(() => figures.add({ name: 'a.ms', unit: 'ms', samples: [1, 2, 3, 4] })).toThrow('needs 5');
    figures.add({ name: 'a.ms', unit: 'ms', samples: [1, 2, 3, 4, 5] });
    expect(() => figures.add({ name: 'a.ms', unit: 'ms', samples: [1, 2, 3, 4, 5] })).toThrow('twice');
  });

  it('is a bare number in JSON', () => {
    const figures = report();
    figures.add({ name: 'a.ms', unit: 'ms', samples: [1, 2, 3.14159, 4, 5] });
    expect(figures.toJson()).toEqual({ 'a.ms': 3.142 });
  });

  it('stands in the table with unit, spread, target and whether it is met', () => {
    const figures = report();
    const samples = [10, 12, 11, 14, 13];
    figures.add({ name: 'slow.ms', unit: 'ms', samples, target: { atMost: 11.9 } });
    figures.add({ name: 'fast.speedup', unit: '×', samples, target: { atLeast: 12 } });
    expect(
      figures
        .toTable()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['figure', 'value', 'unit', 'spread', 'target'],
      ['slow.ms', '12', 'ms', '10 to 14, 5 runs', 'at most 11.9: missed'],
      ['fast.speedup', '12', '×', '10 to 14, 5 runs', 'at least 12: met'],
    ]);
  });
});
