// A hash as a grid of 16 by 16, drawn as vectors: what differs has another shape, not only another colour.
import { useLanguage } from '../catalogue/language.context.js';
import { GRID_SIDE } from './hash-bits.js';

const SQUARE = 0.8;
const ROUND = 0.4;

interface HashGridProps {
  readonly bits: readonly boolean[];
  readonly differs: readonly boolean[];
  readonly caption: string;
  /** What somebody hears who does not see the grid. */
  readonly label: string;
}

/** The bits of one hash; those that differ from the other are round. */
export function HashGrid({ bits, differs, caption, label }: HashGridProps) {
  return (
    <Frame caption={caption} label={label}>
      {bits.map((isOn, at) => {
        const place = placeOf(at);
        if (differs[at] === true) return <Round key={at} {...place} isOn={isOn} />;
        return isOn ? <Square key={at} {...place} /> : <Dot key={at} {...place} />;
      })}
    </Frame>
  );
}

/** Where two hashes differ. */
export function DifferenceGrid({ differs, caption, label }: Omit<HashGridProps, 'bits'>) {
  return (
    <Frame caption={caption} label={label}>
      {differs.map((isDifferent, at) =>
        isDifferent ? <Round key={at} {...placeOf(at)} isOn /> : <Dot key={at} {...placeOf(at)} />,
      )}
    </Frame>
  );
}

/** What the shapes mean. */
export function GridLegend() {
  const { t } = useLanguage();
  return (
    <ul className="hash-legend">
      <li>
        <Sample>
          <Square x={0} y={0} />
        </Sample>
        <Sample>
          <Dot x={0} y={0} />
        </Sample>
        {t('why.legend-same')}
      </li>
      <li>
        <Sample>
          <Round x={0} y={0} isOn />
        </Sample>
        <Sample>
          <Round x={0} y={0} isOn={false} />
        </Sample>
        {t('why.legend-differs')}
      </li>
    </ul>
  );
}

function Frame({
  caption,
  label,
  children,
}: {
  readonly caption: string;
  readonly label: string;
  readonly children: React.ReactNode;
}) {
  const margin = 0.5;
  const side = GRID_SIDE + 2 * margin;
  return (
    <figure className="hash-grid">
      <svg viewBox={`${-margin} ${-margin} ${side} ${side}`} role="img" aria-label={label}>
        {children}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Sample({ children }: { readonly children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 1 1" aria-hidden="true">
      {children}
    </svg>
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Row by row from the upper left in every language: a picture has no direction of writing. */
function placeOf(at: number): Place {
  return { x: at % GRID_SIDE, y: Math.floor(at / GRID_SIDE) };
}

function Square({ x, y }: Place) {
  const gap = (1 - SQUARE) / 2;
  return <rect className="bit" x={x + gap} y={y + gap} width={SQUARE} height={SQUARE} rx={0.12} />;
}

function Dot({ x, y }: Place) {
  return <circle className="bit-off" cx={x + 0.5} cy={y + 0.5} r={0.11} />;
}

function Round({ x, y, isOn }: Place & { readonly isOn: boolean }) {
  const line = 0.18;
  return (
    <circle
      className={isOn ? 'bit-differs bit-on' : 'bit-differs'}
      cx={x + 0.5}
      cy={y + 0.5}
      r={ROUND - line / 2}
      strokeWidth={line}
    />
  );
}
