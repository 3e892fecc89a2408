import { bridge, harbour, lighthouse } from './coast.scenes.js';
import { kites, market, mountains, railway } from './land.scenes.js';
import type { Scene } from './scene.js';

export const SCENES = {
  lighthouse,
  harbour,
  mountains,
  market,
  kites,
  bridge,
  railway,
} as const satisfies Record<string, Scene>;
export type SceneName = keyof typeof SCENES;
export const SCENE_NAMES = Object.keys(SCENES) as [SceneName, ...SceneName[]];
