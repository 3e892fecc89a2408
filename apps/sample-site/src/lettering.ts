// Letters as strokes, so that pictures carry text on machines that have no font.

/** Strokes on a grid 4 wide and 6 high: points of a line as pairs of digits, lines apart by a space. */
const STROKES: Readonly<Record<string, string>> = {
  A: '06022042 4246 0444',
  B: '000636454433030030414233',
  C: '4130100105163645',
  D: '00062645412000',
  E: '40000646 0333',
  F: '400006 0333',
  G: '413010010516364543 4323',
  H: '0006 4046 0343',
  I: '2026',
  J: '4045361605',
  K: '0006 400346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110 2446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  '0': '103041453616050110 0541',
  '1': '112026 1636',
  '2': '01103041420646',
  '3': '0040233344453616 1605',
  '4': '36300444',
  '5': '4000033344453616 1605',
  '6': '301001051636454433 3303',
  '7': '004016',
  '8': '133342413010010213040516364544 3344',
  '9': '43130201103041453616',
  '-': '1333',
};

const WIDTH = 4;
const ADVANCE = 5.6;

function path(line: string, x: number, y: number, unit: number): string {
  const points: string[] = [];
  for (let at = 0; at + 1 < line.length; at += 2) {
    points.push(
      `${(x + Number(line[at]) * unit).toFixed(1)} ${(y + Number(line[at + 1]) * unit).toFixed(1)}`,
    );
  }
  return `M${points.join('L')}`;
}

/** Width that the words take. */
export function letteringWidth(words: string, height: number): number {
  return (words.length * ADVANCE - (ADVANCE - WIDTH)) * (height / 6);
}

/** One SVG path that writes the words (A to Z, 0 to 9, hyphen, space) with their top left corner at x, y. */
export function lettering(words: string, x: number, y: number, height: number, colour: string): string {
  const unit = height / 6;
  const lines = words
    .toUpperCase()
    .split('')
    .flatMap((letter, index) =>
      (STROKES[letter] ?? '')
        .split(' ')
        .filter((line) => line !== '')
        .map((line) => path(line, x + index * ADVANCE * unit, y, unit)),
    );
  return `<path d="${lines.join('')}" fill="none" stroke="${colour}" stroke-width="${(unit * 0.9).toFixed(1)}" stroke-linecap="round" stroke-linejoin="round"/>`;
}
