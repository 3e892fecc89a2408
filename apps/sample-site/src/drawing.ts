// Draws a scene from words: the same words give the same picture, byte for byte, in one installation.
import sharp, { type Sharp } from 'sharp';
import { lettering, letteringWidth } from './lettering.js';
import { randomFrom } from './random.js';
import { SCENES, type SceneName } from './scenes/index.js';
import { box, HEIGHT, lightOf, WIDTH } from './scenes/scene.js';

const LETTER_HEIGHT = 34;
const MARGIN = 26;

/** The scene as SVG, with a label in one corner. */
export function sceneSvg(scene: SceneName, words: string): string {
  const random = randomFrom(`${scene} ${words}`);
  const light = lightOf(random);
  const label = `${scene} ${random.whole(100, 999)}`;
  const labelWidth = letteringWidth(label, LETTER_HEIGHT) + 2 * MARGIN;
  const x = random.chance(0.5) ? MARGIN : WIDTH - MARGIN - labelWidth;
  const y = HEIGHT - MARGIN - LETTER_HEIGHT - 2 * MARGIN * 0.7;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.skyTop}"/><stop offset="0.75" stop-color="${light.skyLow}"/></linearGradient></defs>`,
    SCENES[scene](random, light),
    box(x, y, labelWidth, LETTER_HEIGHT + 2 * MARGIN * 0.7, light.paper, 'rx="8"'),
    lettering(label, x + MARGIN, y + MARGIN * 0.7, LETTER_HEIGHT, light.ink),
    '</svg>',
  ].join('');
}

/** The drawn scene, to be encoded. */
export function drawScene(scene: SceneName, words: string): Sharp {
  return sharp(Buffer.from(sceneSvg(scene, words))).removeAlpha();
}
