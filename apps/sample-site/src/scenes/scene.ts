// What all scenes share: a size, a light, a sky, water, hills.
import type { Random } from '../random.js';

export const WIDTH = 1200;
export const HEIGHT = 800;

/** Colours of a time of day. */
export interface Light {
  skyTop: string;
  skyLow: string;
  sun: string;
  far: string;
  near: string;
  water: string;
  foam: string;
  ink: string;
  paper: string;
}

const LIGHTS: readonly [Light, ...Light[]] = [
  {
    skyTop: '#3f6fa8',
    skyLow: '#dcecf4',
    sun: '#fff3c4',
    far: '#7f9fb4',
    near: '#3f6b52',
    water: '#2f6f8f',
    foam: '#e8f4f6',
    ink: '#1f2d3a',
    paper: '#f7f0e2',
  },
  {
    skyTop: '#4a3f72',
    skyLow: '#f2b48a',
    sun: '#ffd98c',
    far: '#8a6f94',
    near: '#4a4a5e',
    water: '#5a5f8f',
    foam: '#f6d8c4',
    ink: '#2a2238',
    paper: '#fbe8d4',
  },
  {
    skyTop: '#101c3a',
    skyLow: '#3a5a86',
    sun: '#f4f2dc',
    far: '#2f456a',
    near: '#1a2a3a',
    water: '#16304e',
    foam: '#9fbcd4',
    ink: '#0c141f',
    paper: '#dfe6ee',
  },
  {
    skyTop: '#8fb4c4',
    skyLow: '#f6ead4',
    sun: '#ffffff',
    far: '#a4b8a8',
    near: '#6a8a4e',
    water: '#6fa4a4',
    foam: '#ffffff',
    ink: '#33402f',
    paper: '#fffaf0',
  },
];

export function lightOf(random: Random): Light {
  return random.pick(LIGHTS);
}

export const BRIGHT = [
  '#c8413a',
  '#e2a03a',
  '#2f7a6a',
  '#3a5f9f',
  '#8a4a7a',
  '#d87a5a',
  '#4f8a3f',
  '#f0c85a',
] as const;

export type Scene = (random: Random, light: Light) => string;

export const round = (value: number): string => value.toFixed(1);

export function polygon(points: readonly (readonly [number, number])[], fill: string, extra = ''): string {
  return `<polygon points="${points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ')}" fill="${fill}" ${extra}/>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, extra = ''): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" ${extra}/>`;
}

export function disc(x: number, y: number, radius: number, fill: string, extra = ''): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}" ${extra}/>`;
}

/** As many pieces as asked for, one after the other. */
export function many(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

/** Sky with sun or moon, clouds and birds. */
export function sky(random: Random, light: Light): string {
  const sunX = random.between(120, WIDTH - 120);
  const sunY = random.between(90, 260);
  const clouds = many(random.whole(3, 6), () => {
    const x = random.between(0, WIDTH);
    const y = random.between(60, 320);
    const size = random.between(26, 60);
    const puffs = many(5, (index) =>
      disc(
        x + (index - 2) * size * 0.8,
        y + random.between(-0.25, 0.25) * size,
        size * random.between(0.5, 0.9),
        light.paper,
      ),
    );
    return `<g opacity="0.75">${puffs}</g>`;
  });
  const birds = many(random.whole(3, 8), () => {
    const x = random.between(60, WIDTH - 60);
    const y = random.between(60, 330);
    const wing = random.between(10, 22);
    return `<path d="M${round(x - wing)} ${round(y)}q${round(wing / 2)} ${round(-wing * 0.7)} ${round(wing)} 0q${round(wing / 2)} ${round(-wing * 0.7)} ${round(wing)} 0" fill="none" stroke="${light.ink}" stroke-width="3.5"/>`;
  });
  return `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#sky)"/>${disc(sunX, sunY, 110, light.sun, 'opacity="0.25"')}${disc(sunX, sunY, random.between(44, 70), light.sun)}${clouds}${birds}`;
}

/** A line of hills from edge to edge; `base` is where they stand. */
export function hills(random: Random, base: number, height: number, fill: string): string {
  const steps = random.whole(5, 9);
  const points: [number, number][] = [[0, HEIGHT]];
  for (let step = 0; step <= steps; step += 1) {
    points.push([(step / steps) * WIDTH, base - random.between(0.15, 1) * height]);
  }
  const curve = points
    .slice(1)
    .map(([x, y], index, all) => {
      const before = all[index - 1];
      if (before === undefined) return `L${round(x)} ${round(y)}`;
      const middle = (before[0] + x) / 2;
      return `C${round(middle)} ${round(before[1])} ${round(middle)} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');
  return `<path d="M0 ${HEIGHT}${curve}L${WIDTH} ${HEIGHT}Z" fill="${fill}"/>`;
}

/** Water from the horizon down, with waves that grow towards the viewer. */
export function water(random: Random, horizon: number, light: Light): string {
  const waves = many(70, () => {
    const near = random.between(0, 1) ** 1.4;
    const y = horizon + 8 + near * (HEIGHT - horizon - 8);
    const x = random.between(-40, WIDTH);
    const length = 20 + near * random.between(40, 150);
    return `<path d="M${round(x)} ${round(y)}q${round(length / 4)} ${round(-4 - near * 10)} ${round(length / 2)} 0t${round(length / 2)} 0" fill="none" stroke="${light.foam}" stroke-width="${round(1.5 + near * 4)}" opacity="${round(0.3 + near * 0.5)}"/>`;
  });
  return `${box(0, horizon, WIDTH, HEIGHT - horizon, light.water)}${waves}`;
}

/** A small house with windows and a roof; `x`, `y` its lower left corner. */
export function house(random: Random, x: number, y: number, width: number, light: Light): string {
  const height = width * random.between(0.8, 1.5);
  const roof = width * random.between(0.35, 0.6);
  const wall = random.pick([light.paper, '#e8d4b4', '#d8b4a0', '#c4d0d4', '#f0e0c8']);
  const columns = random.whole(2, 3);
  const rows = random.whole(1, 3);
  const pane = width / (columns * 2 + 1);
  const windows = many(columns * rows, (index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    return box(
      x + pane * (1 + 2 * column),
      y - height + (height / (rows + 1)) * (row + 0.45),
      pane,
      height / (rows * 2.6),
      random.chance(0.3) ? '#f6d87a' : light.ink,
    );
  });
  return `${box(x, y - height, width, height, wall)}${polygon(
    [
      [x - width * 0.08, y - height],
      [x + width / 2, y - height - roof],
      [x + width * 1.08, y - height],
    ],
    random.pick(BRIGHT),
  )}${windows}`;
}

/** A sailing boat; `x`, `y` the middle of its water line. */
export function boat(random: Random, x: number, y: number, size: number, light: Light): string {
  const hull = random.pick(BRIGHT);
  const sail = random.chance(0.6) ? light.paper : random.pick(BRIGHT);
  const lean = random.between(-0.1, 0.1) * size;
  return [
    `<path d="M${round(x - size / 2)} ${round(y - size * 0.16)}h${round(size)}l${round(-size * 0.16)} ${round(size * 0.24)}h${round(-size * 0.68)}z" fill="${hull}"/>`,
    box(x - size * 0.02, y - size, size * 0.04, size * 0.86, light.ink),
    polygon(
      [
        [x + size * 0.04, y - size * 0.96],
        [x + size * 0.46 + lean, y - size * 0.24],
        [x + size * 0.04, y - size * 0.24],
      ],
      sail,
    ),
    polygon(
      [
        [x - size * 0.04, y - size * 0.86],
        [x - size * 0.36 + lean, y - size * 0.24],
        [x - size * 0.04, y - size * 0.24],
      ],
      random.pick(BRIGHT),
    ),
  ].join('');
}

/** A tree; `x`, `y` the foot of its trunk. */
export function tree(random: Random, x: number, y: number, size: number): string {
  const green = random.pick(['#3f6b3a', '#5a8a3f', '#2f5a4a', '#7a9a4a']);
  const trunk = box(x - size * 0.05, y - size * 0.45, size * 0.1, size * 0.45, '#6a4a34');
  if (random.chance(0.5)) {
    return (
      trunk +
      many(3, (index) =>
        polygon(
          [
            [x - size * (0.34 - index * 0.07), y - size * (0.25 + index * 0.22)],
            [x, y - size * (0.62 + index * 0.2)],
            [x + size * (0.34 - index * 0.07), y - size * (0.25 + index * 0.22)],
          ],
          green,
        ),
      )
    );
  }
  return (
    trunk +
    many(5, () =>
      disc(
        x + random.between(-0.22, 0.22) * size,
        y - size * random.between(0.5, 0.85),
        size * random.between(0.14, 0.24),
        green,
        'opacity="0.92"',
      ),
    )
  );
}
