// Colours and logo of a portal. Colours must be readable on the pages' own ground in light and dark, and what is drawn is
// a small picture of plain pixels.
import { readLogo, type Logo } from './logo.js';
import type { SettingsReader } from './settings-reader.js';
import type { Localised } from './settings-reader.js';

export interface PortalLook {
  /** Of links, buttons and marks. */
  readonly accent?: { readonly light: string; readonly dark: string };
  readonly logo?: Logo & {
    /** What it shows, for those who do not see it. */
    readonly alt: Localised;
  };
}

/** What accents lie on, as the public program's style sheet has it: page and panels; text on a button. */
const GROUNDS = {
  light: { grounds: ['#fdfdfb', '#eef3f6'], onAccent: ['#ffffff', '#16212b'] },
  dark: { grounds: ['#121a21', '#1d2832'], onAccent: ['#0c1a26', '#ffffff'] },
} as const;
/** @see WCAG 2.2, 1.4.3 Contrast (Minimum) */
const LEAST_CONTRAST = 4.5;

/** @see WCAG 2.2, relative luminance */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Contrast of two colours, from 1 (none) to 21.
 * @param one `#10558a`
 * @see WCAG 2.2, contrast ratio
 */
export function contrastOf(one: string, other: string): number {
  const [brighter, darker] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (brighter + 0.05) / (darker + 0.05);
}

/** The least contrast of an accent with what it lies on. */
export function accentContrast(scheme: keyof typeof GROUNDS, accent: string): number {
  return Math.min(...GROUNDS[scheme].grounds.map((ground) => contrastOf(accent, ground)));
}

/** Text on a button of the accent: the one of two that reads better. */
export function onAccent(scheme: keyof typeof GROUNDS, accent: string): string {
  const [first, second] = GROUNDS[scheme].onAccent;
  return contrastOf(first, accent) >= contrastOf(second, accent) ? first : second;
}

/** Reads colours and logo; notes with the ratio what could not be read. */
export function assertLook(reader: SettingsReader, value: unknown): PortalLook {
  if (value === undefined) return {};
  const { accent, logo } = reader.object(value, 'look');
  return {
    accent: reader.optional(accent, 'look.accent', (given) => {
      const { light, dark } = reader.object(given, 'look.accent');
      return { light: readAccent(reader, 'light', light), dark: readAccent(reader, 'dark', dark) };
    }),
    logo: reader.optional(logo, 'look.logo', (given) => {
      const { png, alt } = reader.object(given, 'look.logo');
      return {
        ...readLogo(reader, png, 'look.logo.png'),
        alt: reader.localised(alt, 'look.logo.alt'),
      };
    }),
  };
}

function readAccent(reader: SettingsReader, scheme: keyof typeof GROUNDS, value: unknown): string {
  const path = `look.accent.${scheme}`;
  const colour = reader.colour(value, path);
  if (reader.fields[path] !== undefined) return colour;
  // Cut, not rounded: 4.49 is not shown as 4.5.
  const told = (ratio: number) => (Math.floor(ratio * 100) / 100).toFixed(2);
  const onPage = accentContrast(scheme, colour);
  const onButton = contrastOf(colour, onAccent(scheme, colour));
  if (onPage < LEAST_CONTRAST) {
    reader.fields[path] =
      `has a contrast of ${told(onPage)} with the ${scheme} page; at least 4.5 can be read`;
  } else if (onButton < LEAST_CONTRAST) {
    reader.fields[path] =
      `has a contrast of ${told(onButton)} with the text of buttons; at least 4.5 can be read`;
  }
  return colour;
}
