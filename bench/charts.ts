// Which figures of the benchmarks are shown as which chart.
import type { Chart, Row } from './chart.js';
import type { RecordedFigure } from './report.js';

type Figures = ReadonlyMap<string, RecordedFigure>;

const SIZES = [
  { name: '512', label: '512 × 512', megapixels: (512 * 512) / 1e6 },
  { name: '1024x768', label: '1024 × 768', megapixels: (1024 * 768) / 1e6 },
  { name: '12mp', label: '4032 × 3024', megapixels: (4032 * 3024) / 1e6 },
];
const COUNTS = [
  { name: '1m', label: '1 million' },
  { name: '10m', label: '10 million' },
];
const PARTS = [
  { name: 'digests', label: 'Three digests alone' },
  { name: 'decode', label: 'Decoding alone' },
  { name: 'pdq', label: 'PDQ alone' },
];

function value(figures: Figures, name: string): number | undefined {
  return figures.get(name)?.median;
}

/** Megapixels a second, so that pictures of all sizes share one axis. */
function hashing(figures: Figures): Row[] {
  return SIZES.flatMap(({ name, label, megapixels }) => {
    const figure = figures.get(`pdq.${name}.ms`);
    const speedup = value(figures, `pdq.${name}.speedup`);
    if (figure === undefined || speedup === undefined) return [];
    const rate = (ms: number): number => (1000 * megapixels) / ms;
    return [
      {
        label,
        value: rate(figure.median),
        spread: [rate(figure.most), rate(figure.least)],
        ...(figure.bound === undefined ? {} : { target: rate(figure.bound) }),
      },
      { label: 'written plainly', value: rate(figure.median * speedup), isReference: true },
    ] satisfies Row[];
  });
}

/** Milliseconds a query, on a logarithmic axis: a scan takes some hundred times as long. */
function searching(figures: Figures): Row[] {
  return COUNTS.flatMap(({ name, label }) => {
    const figure = figures.get(`index.${name}.query_ms`);
    const speedup = value(figures, `index.${name}.speedup`);
    if (figure === undefined) return [];
    return [
      {
        ...plainRow(`${label}, index`, figure),
        ...(figure.bound === undefined ? {} : { target: figure.bound }),
      },
      ...(speedup === undefined
        ? []
        : [{ label: `${label}, scan`, value: figure.median * speedup, isReference: true }]),
    ];
  });
}

function examining(figures: Figures): Row[] {
  const whole = figures.get('examine.images_per_s');
  const together = figures.get('examine.parts_images_per_s');
  if (whole === undefined || together === undefined) return [];
  return [
    ...PARTS.flatMap(({ name, label }) => {
      const figure = figures.get(`examine.${name}_images_per_s`);
      return figure === undefined ? [] : [{ ...plainRow(label, figure), isReference: true }];
    }),
    { ...plainRow('The parts, added up', together), isReference: true },
    plainRow('The whole step', whole),
  ];
}

function plainRow(label: string, { median, least, most }: RecordedFigure): Row {
  return { label, value: median, spread: [least, most] };
}

/** File name → chart; those without figures are left out. */
export function chartsOf(recorded: readonly RecordedFigure[]): Map<string, Chart> {
  const figures: Figures = new Map(recorded.map((figure) => [figure.name, figure]));
  const charts: [string, Chart][] = [
    [
      'bench-pdq.svg',
      {
        title: 'PDQ of decoded pictures, one thread',
        axis: 'megapixels a second; longer is better; dashed: target',
        scale: 'linear',
        rows: hashing(figures),
      },
    ],
    [
      'bench-index.svg',
      {
        title: 'A query within 31 bits among random hashes, one thread',
        axis: 'milliseconds, logarithmic; shorter is better; dashed: target',
        scale: 'logarithmic',
        rows: searching(figures),
      },
    ],
    [
      'bench-examine.svg',
      {
        title: 'Examining pictures of 0.3 to 12 megapixels, all cores',
        axis: 'pictures a second; longer is better',
        scale: 'linear',
        rows: examining(figures),
      },
    ],
  ];
  return new Map(charts.filter(([, { rows }]) => rows.length > 0));
}
