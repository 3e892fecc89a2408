// Scenes on land.
import {
  BRIGHT,
  box,
  disc,
  HEIGHT,
  hills,
  house,
  many,
  polygon,
  round,
  sky,
  tree,
  WIDTH,
  type Scene,
} from './scene.js';

export const mountains: Scene = (random, light) => {
  const ridge = (base: number, fill: string, least: number, most: number): string =>
    many(random.whole(3, 5), () => {
      const x = random.between(-40, WIDTH + 40);
      const height = random.between(least, most);
      const half = height * random.between(0.6, 0.95);
      const peak = base - height;
      const cap = height * 0.26;
      const edge = (share: number): number => half * share;
      return (
        polygon(
          [
            [x - half, base],
            [x, peak],
            [x + half, base],
          ],
          fill,
        ) +
        polygon(
          [
            [x, peak],
            [x + half, base],
            [x + half * 0.15, base],
          ],
          light.ink,
          'opacity="0.22"',
        ) +
        polygon(
          [
            [x, peak],
            [x + edge(0.26), peak + cap],
            [x + edge(0.1), peak + cap * 0.75],
            [x - edge(0.02), peak + cap * 1.1],
            [x - edge(0.14), peak + cap * 0.7],
            [x - edge(0.26), peak + cap],
          ],
          '#f4f6f8',
        )
      );
    });
  const meadow = random.between(560, 620);
  return [
    sky(random, light),
    ridge(meadow, light.far, 260, 420),
    ridge(meadow + 20, light.near, 140, 260),
    hills(random, meadow + 40, 60, '#6a8a4e'),
    many(random.whole(2, 4), () =>
      house(
        random,
        random.between(40, WIDTH - 120),
        random.between(meadow + 60, HEIGHT - 90),
        random.between(60, 100),
        light,
      ),
    ),
    many(26, () =>
      tree(
        random,
        random.between(0, WIDTH),
        random.between(meadow + 30, HEIGHT - 10),
        random.between(60, 150),
      ),
    ),
    many(60, () =>
      disc(
        random.between(0, WIDTH),
        random.between(meadow + 60, HEIGHT),
        random.between(3, 7),
        random.pick(BRIGHT),
      ),
    ),
  ].join('');
};

export const market: Scene = (random, light) => {
  const ground = random.between(600, 650);
  let at = random.between(-50, 0);
  const fronts: string[] = [];
  while (at < WIDTH) {
    const width = random.between(120, 200);
    fronts.push(house(random, at, 400, width, light));
    at += width;
  }
  const stalls = random.whole(4, 6);
  const pitch = WIDTH / stalls;
  const awnings = many(stalls, (stall) => {
    const x = stall * pitch + random.between(8, 24);
    const width = pitch - random.between(36, 60);
    const top = random.between(350, 430);
    const colour = random.pick(BRIGHT);
    const stripe = width / 8;
    const cloth = many(8, (index) =>
      polygon(
        [
          [x + index * stripe, top],
          [x + (index + 1) * stripe, top],
          [x + (index + 1) * stripe + 6, top + 78],
          [x + index * stripe - 6, top + 78],
        ],
        index % 2 === 0 ? colour : light.paper,
      ),
    );
    const scallops = many(8, (index) =>
      disc(x + (index + 0.5) * stripe, top + 78, stripe / 2, index % 2 === 0 ? colour : light.paper),
    );
    const fruit = many(34, () =>
      disc(
        x + random.between(10, width - 10),
        ground - 96 - random.between(0, 34),
        random.between(8, 15),
        random.pick(BRIGHT),
      ),
    );
    return `${box(x + 2, top + 60, 9, ground - top - 60, light.ink)}${box(x + width - 10, top + 60, 9, ground - top - 60, light.ink)}${fruit}${box(x, ground - 92, width, 92, '#9a7048')}${many(4, (index) => box(x, ground - 86 + index * 22, width, 5, '#6a4a34'))}${cloth}${scallops}`;
  });
  const paving = many(90, (index) =>
    box(
      (index % 15) * 84 + (Math.floor(index / 15) % 2) * 42 - 40,
      ground + Math.floor(index / 15) * 34,
      78,
      28,
      random.pick(['#b4a48c', '#a4947c', '#c4b498', '#94866f']),
    ),
  );
  return [
    sky(random, light),
    ...fronts,
    box(0, 398, WIDTH, ground - 398, '#5a5048', 'opacity="0.35"'),
    awnings,
    box(0, ground, WIDTH, HEIGHT - ground, '#7a6c58'),
    paving,
  ].join('');
};

export const kites: Scene = (random, light) => {
  const ground = random.between(590, 670);
  const flown = many(random.whole(5, 8), () => {
    const x = random.between(90, WIDTH - 90);
    const y = random.between(80, 400);
    const size = random.between(50, 105);
    const turn = random.between(-35, 35);
    const colours = [random.pick(BRIGHT), random.pick(BRIGHT), random.pick(BRIGHT), light.paper] as const;
    const quarter = (index: number): string => {
      const corners = [
        [0, -size],
        [size * 0.66, -size * 0.2],
        [0, size],
        [-size * 0.66, -size * 0.2],
      ] as const;
      const one = corners[index] ?? corners[0];
      const other = corners[(index + 1) % 4] ?? corners[0];
      return polygon([[0, -size * 0.2], one, other], colours[index] ?? light.paper);
    };
    const tail = many(6, (index) =>
      disc(Math.sin(index) * 16, size + 16 + index * 20, 7, random.pick(BRIGHT)),
    );
    const line = `<path d="M${round(x)} ${round(y)}Q${round(x + random.between(-80, 80))} ${round((y + ground) / 2)} ${round(random.between(100, WIDTH - 100))} ${round(ground)}" fill="none" stroke="${light.ink}" stroke-width="2"/>`;
    return `${line}<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)})">${many(4, quarter)}${tail}</g>`;
  });
  return [
    sky(random, light),
    hills(random, ground, 120, light.far),
    hills(random, ground + 30, 60, light.near),
    box(0, ground + 20, WIDTH, HEIGHT, '#7a9a4a'),
    many(9, () =>
      tree(
        random,
        random.between(0, WIDTH),
        random.between(ground + 30, HEIGHT - 30),
        random.between(80, 160),
      ),
    ),
    many(
      110,
      () =>
        `<path d="M${round(random.between(0, WIDTH))} ${round(random.between(ground + 30, HEIGHT))}l${round(random.between(-6, 6))} -18" stroke="#4a6a2f" stroke-width="4"/>`,
    ),
    flown,
  ].join('');
};

export const railway: Scene = (random, light) => {
  const rail = random.between(560, 640);
  const cars = random.whole(4, 6);
  const colour = random.pick(BRIGHT);
  const start = random.between(-30, 140);
  const length = random.between(160, 200);
  const train = many(cars, (car) => {
    const x = start + car * (length + 12);
    const top = rail - 118;
    return `${box(x, top, length, 88, car === 0 ? light.ink : colour, 'rx="14"')}${box(x, top + 62, length, 10, light.paper)}${many(4, (index) => box(x + 16 + index * (length / 4.3), top + 18, length / 6, 32, random.chance(0.4) ? '#f6d87a' : '#cfe0ea', 'rx="5"'))}${disc(x + 34, rail - 20, 18, light.ink)}${disc(x + length - 34, rail - 20, 18, light.ink)}`;
  });
  const smoke = many(9, (index) =>
    disc(
      start + 40 - index * 22 + random.between(-8, 8),
      rail - 150 - index * 24,
      18 + index * 6,
      light.paper,
      'opacity="0.7"',
    ),
  );
  return [
    sky(random, light),
    hills(random, rail - 90, 240, light.far),
    hills(random, rail - 30, 120, light.near),
    many(random.whole(3, 5), () =>
      house(random, random.between(0, WIDTH - 120), rail - 60, random.between(70, 120), light),
    ),
    box(0, rail - 30, WIDTH, HEIGHT, '#8a7a5a'),
    many(50, (index) => box(index * 25, rail - 2, 14, 26, '#5a4636')),
    box(0, rail - 4, WIDTH, 7, '#b4b8bc'),
    smoke,
    train,
    many(14, () =>
      tree(random, random.between(0, WIDTH), random.between(rail + 90, HEIGHT), random.between(80, 150)),
    ),
    many(50, () =>
      disc(
        random.between(0, WIDTH),
        random.between(rail + 40, HEIGHT),
        random.between(4, 9),
        random.pick(BRIGHT),
      ),
    ),
  ].join('');
};
