// Colours and sizes. The shades are those at which text keeps a contrast of 4.5 to 1 in light and dark.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const harbour: MantineColorsTuple = [
  '#eef5fa',
  '#dbe8f1',
  '#b4cfe2',
  '#8ab5d3',
  '#689fc7',
  '#5392c0',
  '#3f86b8',
  '#1d6a9f',
  '#10558a',
  '#0c4470',
];

/** Dark shades with the blue of the sea at night instead of Mantine's neutral ones. */
const dark: MantineColorsTuple = [
  '#dfe6ec',
  '#c3ced7',
  '#a3b1bd',
  '#8494a2',
  '#4a5a68',
  '#35434f',
  '#263340',
  '#1a2530',
  '#131c25',
  '#0d141b',
];

export const theme = createTheme({
  colors: { harbour, dark },
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'DejaVu Sans Mono', monospace",
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
});
