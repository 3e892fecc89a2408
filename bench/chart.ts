// Charts as SVG: bars from zero, or points on a logarithmic axis where values lie far apart. Text stays text.

export interface Row {
  readonly label: string;
  readonly value: number;
  /** Smallest and largest of the runs. */
  readonly spread?: readonly [number, number];
  readonly target?: number;
  /** What the row is compared with, drawn quieter. */
  readonly isReference?: boolean;
}

export interface Chart {
  readonly title: string;
  /** What the axis measures, with its unit. */
  readonly axis: string;
  readonly scale: 'linear' | 'logarithmic';
  readonly rows: readonly Row[];
}

const WIDTH = 760;
const LEFT = 250;
const RIGHT = 90;
const TOP = 58;
const ROW = 34;
const BAR = 16;
const BOTTOM = 52;
const PLOT = WIDTH - LEFT - RIGHT;

const STYLE = `
text{font:14px system-ui,"Noto Sans",sans-serif;fill:#1d2733}.title{font-size:17px;font-weight:600}
.quiet{fill:#51606f;font-size:12px}.grid{stroke:#d8dee4}.ours{fill:#1f6f8b;stroke:#1f6f8b}
.reference{fill:#a9b4bf;stroke:#a9b4bf}.spread{stroke:#1d2733;stroke-width:1.5}
.target{stroke:#b4540a;stroke-width:2;stroke-dasharray:4 3}.ground{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#e6ebf0}.quiet{fill:#a9b4bf}.grid{stroke:#3a4652}
.ours{fill:#5fb3cf;stroke:#5fb3cf}.reference{fill:#5d6975;stroke:#5d6975}.spread{stroke:#e6ebf0}
.target{stroke:#f0a35e}.ground{fill:#141a20}}`.replaceAll('\n', '');

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);
const at = (x: number): string => x.toFixed(1);
/** Three significant digits, without an exponent. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Steps of 1, 2 or 5 times a power of ten, about five of them from zero. */
export function linearTicks(most: number): number[] {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
}

/** The powers of ten that enclose all values. */
export function logarithmicTicks(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/**
 * @returns a whole SVG document
 * @throws RangeError when a value is not above zero or there is no row
 */
export function drawChart({ title, axis, scale, rows }: Chart): string {
  const values = rows.flatMap(({ value, spread, target }) => [value, ...(spread ?? []), target ?? value]);
  if (values.length === 0 || values.some((value) => !(value > 0) || !Number.isFinite(value)))
    throw new RangeError(`${title}: a chart needs rows, and values above zero`);
  const ticks = scale === 'linear' ? linearTicks(Math.max(...values) * 1.02) : logarithmicTicks(values);
  const most = scale === 'linear' ? Math.max(...values) * 1.02 : ticks.at(-1)!;
  const x = (value: number): number =>
    LEFT +
    PLOT *
      (scale === 'linear'
        ? value / most
        : (Math.log10(value) - Math.log10(ticks[0]!)) / (Math.log10(most) - Math.log10(ticks[0]!)));
  const height = TOP + rows.length * ROW + BOTTOM;
  const floor = TOP + rows.length * ROW;
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${TOP - 6}" y2="${floor}"/>` +
      `<text class="quiet" x="${at(x(tick))}" y="${floor + 18}" text-anchor="middle">${short(tick)}</text>`,
  );
  const drawn = rows.map((row, index) => drawRow(row, TOP + index * ROW + ROW / 2, x, scale));
  const described = rows.map(({ label, value }) => `${label}: ${short(value)}`).join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title><desc id="d">${escaped(`${axis}. ${described}`)}</desc>`,
    `<style>${STYLE}</style><rect class="ground" width="${WIDTH}" height="${height}" rx="6"/>`,
    `<text class="title" x="20" y="32">${escaped(title)}</text>`,
    ...grid,
    ...drawn,
    `<text class="quiet" x="${LEFT + PLOT / 2}" y="${height - 12}" text-anchor="middle">${escaped(axis)}</text>`,
    '</svg>\n',
  ].join('\n');
}

function drawRow(row: Row, middle: number, x: (value: number) => number, scale: Chart['scale']): string {
  const kind = row.isReference === true ? 'reference' : 'ours';
  const end = x(row.value);
  const mark =
    scale === 'linear'
      ? `<rect class="${kind}" x="${LEFT}" y="${middle - BAR / 2}" width="${at(end - LEFT)}" height="${BAR}" rx="2"/>`
      : `<line class="${kind}" stroke-width="2" x1="${LEFT}" x2="${at(end)}" y1="${middle}" y2="${middle}"/>` +
        `<circle class="${kind}" cx="${at(end)}" cy="${middle}" r="6"/>`;
  const [low, high] = row.spread ?? [row.value, row.value];
  const furthest = Math.max(end, x(high), row.target === undefined ? 0 : x(row.target));
  return [
    `<text x="${LEFT - 12}" y="${middle + 5}" text-anchor="end">${escaped(row.label)}</text>${mark}`,
    row.spread &&
      `<line class="spread" x1="${at(x(low))}" x2="${at(x(high))}" y1="${middle}" y2="${middle}"/>`,
    row.target !== undefined &&
      `<line class="target" x1="${at(x(row.target))}" x2="${at(x(row.target))}" y1="${middle - 13}" y2="${middle + 13}"/>`,
    `<text x="${at(furthest + 12)}" y="${middle + 5}">${short(row.value)}</text>`,
  ]
    .filter(Boolean)
    .join('');
}
