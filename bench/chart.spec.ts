import { readFileSync } from 'node:fs';
import { chartsOf } from './charts.js';
import { drawChart, linearTicks, logarithmicTicks, type Chart } from './chart.js';
import { pageWith, tableOf, type Kept } from './record.js';

const chart = (rows: Chart['rows'], scale: Chart['scale'] = 'linear'): string =>
  drawChart({ title: 'Speed', axis: 'pictures a second', scale, rows });
const widths = (svg: string): number[] =>
  [...svg.matchAll(/<rect class="(?:ours|reference)"[^>]* width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );

describe('a chart', () => {
  it('draws bars as long as their values', () => {
    const [one, two] = widths(
      chart([
        { label: 'a', value: 20 },
        { label: 'b', value: 10 },
      ]),
    );
    expect(one! / two!).toBeCloseTo(2, 1);
  });

  it('sets points of a logarithmic axis equally far apart for equal ratios', () => {
    const svg = chart(
      [0.1, 1, 10].map((value) => ({ label: String(value), value })),
      'logarithmic',
    );
    const [a, b, c] = [...svg.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(c! - b!).toBeCloseTo(b! - a!, 0);
  });

  it('tells its values in words for those who do not see it', () => {
    expect(chart([{ label: 'whole', value: 12.345 }])).toMatch(/<desc[^>]*>[^<]*whole: 12\.3/);
  });

  it('never lets a label become markup', () => {
    expect(chart([{ label: '<b>&"', value: 1 }])).toContain('&lt;b&gt;&amp;&quot;');
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses the value %d', (value) => {
    expect(() => chart([{ label: 'a', value }])).toThrow(RangeError);
  });

  it('marks its axis at round numbers', () => {
    expect(linearTicks(43)).toEqual([0, 10, 20, 30, 40]);
    expect(logarithmicTicks([0.27, 137])).toEqual([0.1, 1, 10, 100, 1000]);
  });
});

describe('the page of figures', () => {
  const kept = JSON.parse(readFileSync('docs/benchmarks.json', 'utf8')) as Kept[];
  const page = readFileSync('docs/benchmarks.md', 'utf8');

  it('shows the figures that are kept', () => {
    expect(pageWith(page, tableOf(kept))).toBe(page);
  });

  it.each([...chartsOf(kept)])('shows %s as those figures draw it', (name, drawn) => {
    expect(page).toContain(`images/${name}`);
    expect(readFileSync(`docs/images/${name}`, 'utf8')).toBe(drawChart(drawn));
  });
});
