// Scenes by the sea.
import {
  BRIGHT,
  boat,
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
  water,
  WIDTH,
  type Scene,
} from './scene.js';

export const lighthouse: Scene = (random, light) => {
  const horizon = random.between(470, 580);
  const onLeft = random.chance(0.5);
  const x = onLeft ? random.between(180, 460) : random.between(740, 1020);
  const foot = horizon + random.between(10, 60);
  const height = random.between(330, 440);
  const width = random.between(80, 120);
  const top = foot - height;
  const stripe = random.pick(BRIGHT);
  const stripes = random.whole(4, 6);
  const tower = many(stripes, (index) => {
    const upper = index / stripes;
    const lower = (index + 1) / stripes;
    const half = (share: number): number => (width / 2) * (0.62 + 0.38 * share);
    return polygon(
      [
        [x - half(upper), top + upper * height],
        [x + half(upper), top + upper * height],
        [x + half(lower), top + lower * height],
        [x - half(lower), top + lower * height],
      ],
      index % 2 === 0 ? light.paper : stripe,
    );
  });
  const beam = (direction: number): string =>
    polygon(
      [
        [x, top - 34],
        [x + direction * 900, top - 150],
        [x + direction * 900, top + 60],
      ],
      light.sun,
      'opacity="0.28"',
    );
  const rocks = many(26, () => {
    const rockX = x + random.between(-260, 260);
    const size = random.between(18, 60);
    return polygon(
      [
        [rockX - size, foot + 70],
        [rockX - size * 0.5, foot + 60 - size * 0.9],
        [rockX + size * 0.4, foot + 58 - size],
        [rockX + size, foot + 70],
      ],
      random.pick(['#6a6258', '#827868', '#544e48', '#9a8f7c']),
    );
  });
  return [
    sky(random, light),
    beam(onLeft ? 1 : -1),
    hills(random, horizon, 90, light.far),
    water(random, horizon, light),
    many(random.whole(1, 3), () =>
      boat(
        random,
        random.between(80, WIDTH - 80),
        random.between(horizon + 60, HEIGHT - 90),
        random.between(80, 150),
        light,
      ),
    ),
    rocks,
    `<ellipse cx="${round(x)}" cy="${round(foot + 60)}" rx="290" ry="52" fill="${light.near}"/>`,
    house(random, x + (onLeft ? 80 : -190), foot + 34, 110, light),
    tower,
    box(x - width * 0.42, top - 10, width * 0.84, 14, light.ink),
    box(x - width * 0.24, top - 58, width * 0.48, 50, '#f8dc84'),
    many(3, (index) => box(x - width * 0.24 + index * width * 0.22, top - 58, 5, 50, light.ink)),
    polygon(
      [
        [x - width * 0.32, top - 58],
        [x, top - 100],
        [x + width * 0.32, top - 58],
      ],
      stripe,
    ),
    tree(random, x + (onLeft ? -130 : 130), foot + 40, random.between(90, 140)),
  ].join('');
};

export const harbour: Scene = (random, light) => {
  const quay = random.between(430, 520);
  let at = random.between(-60, 0);
  const houses: string[] = [];
  while (at < WIDTH) {
    const width = random.between(80, 150);
    houses.push(house(random, at, quay, width, light));
    at += width + random.between(2, 26);
  }
  const reflections = many(40, () =>
    box(
      random.between(0, WIDTH),
      quay + random.between(26, 150),
      random.between(16, 70),
      5,
      random.pick(BRIGHT),
      'opacity="0.35"',
    ),
  );
  const boats = Array.from({ length: random.whole(4, 7) }, () => random.between(quay + 70, HEIGHT - 40)).sort(
    (one, other) => one - other,
  );
  return [
    sky(random, light),
    hills(random, quay - 60, 170, light.far),
    ...houses,
    water(random, quay + 18, light),
    reflections,
    box(0, quay, WIDTH, 22, '#8a7a68'),
    many(24, (index) => box(index * 52 + 8, quay + 4, 40, 14, index % 2 === 0 ? '#9c8b78' : '#786a5a')),
    ...boats.map((y) => boat(random, random.between(80, WIDTH - 80), y, 60 + (y - quay) * 0.5, light)),
  ].join('');
};

export const bridge: Scene = (random, light) => {
  const horizon = random.between(480, 560);
  const deck = horizon - random.between(60, 110);
  const towers = [random.between(240, 380), random.between(820, 960)] as const;
  const height = random.between(220, 300);
  const colour = random.pick(BRIGHT);
  const [left, right] = towers;
  const sagOf = (x: number): number => {
    if (x < left) return deck - height * (x / left) ** 2;
    if (x > right) return deck - height * ((WIDTH - x) / (WIDTH - right)) ** 2;
    const share = (x - left) / (right - left);
    return deck - height * (0.12 + 0.88 * (2 * share - 1) ** 2);
  };
  const cable = `<path d="M${Array.from({ length: 61 }, (_, index) => `${round(index * 20)} ${round(sagOf(index * 20))}`).join('L')}" fill="none" stroke="${light.ink}" stroke-width="7"/>`;
  return [
    sky(random, light),
    hills(random, horizon, 210, light.far),
    hills(random, horizon, 80, light.near),
    water(random, horizon, light),
    many(
      40,
      (index) =>
        `<path d="M${index * 30 + 15} ${round(sagOf(index * 30 + 15))}V${round(deck)}" stroke="${light.ink}" stroke-width="2.5"/>`,
    ),
    ...towers.map(
      (x) =>
        box(x - 22, deck - height, 16, height + 130, colour) +
        box(x + 8, deck - height, 16, height + 130, colour) +
        many(4, (index) => box(x - 22, deck - height + 20 + index * (height / 4), 46, 10, colour)),
    ),
    cable,
    box(0, deck, WIDTH, 20, light.ink),
    many(16, (index) =>
      box(
        index * 78 + random.between(0, 30),
        deck - 17,
        random.between(26, 44),
        15,
        random.pick(BRIGHT),
        'rx="5"',
      ),
    ),
    many(random.whole(2, 4), () =>
      boat(
        random,
        random.between(100, WIDTH - 100),
        random.between(horizon + 80, HEIGHT - 60),
        random.between(90, 160),
        light,
      ),
    ),
    disc(random.between(100, WIDTH - 100), horizon + 30, 12, '#c8413a'),
  ].join('');
};
