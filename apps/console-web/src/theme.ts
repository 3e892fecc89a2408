// Colours and sizes. The shades are those at which text keeps a contrast of 4.5 to 1 in light and dark.
import { createTheme, Modal, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

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

const amber: MantineColorsTuple = [
  '#fdf5e3',
  '#faebcb',
  '#f4d48b',
  '#efc05a',
  '#e5aa31',
  '#d98e04',
  '#b87703',
  '#8a5a00',
  '#704800',
  '#573800',
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
  colors: { harbour, amber, dark },
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
  components: {
    // The head of a dialog would otherwise count as another banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
});

/** The kit's own grey and red are too pale on white for small text. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#4a5865', '--mantine-color-error': '#9c1c12' },
  dark: { '--mantine-color-dimmed': '#b4c0ca', '--mantine-color-error': '#ff9f92' },
});
