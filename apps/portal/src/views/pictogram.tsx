// Small drawings beside choices, for those who read little. Drawn here, so that nothing is loaded for them.
import type { JSX } from 'preact';

const DRAWINGS = {
  site: 'M3 5h18v14H3zM3 9h18M6 7h1',
  'image-host': 'M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 4M16 9h.5',
  social:
    'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 20c0-4 2.5-6 6-6s6 2 6 6M16 11a3 3 0 1 0-1-5.5M17 14c3 .3 5 2.5 5 6',
  messenger: 'M3 4h18v12H11l-5 4v-4H3zM8 10h.5M12 10h.5M16 10h.5',
  game: 'M7 8h10a5 5 0 0 1 0 10c-2 0-2-2-5-2s-3 2-5 2A5 5 0 0 1 7 8zM8 11v4M6 13h4M16 12h.5M18 14h.5',
  'file-sharing': 'M6 3h8l4 4v14H6zM14 3v4h4M12 11v6M9.5 14.5 12 17l2.5-2.5',
  'live-stream': 'M3 6h12v12H3zM15 11l6-4v10l-6-4zM6 9h.5',
  newsgroup: 'M3 5h14v14H5a2 2 0 0 1-2-2zM17 9h4v8a2 2 0 0 1-4 0M6 9h8M6 12h8M6 15h5',
  other: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.300c-.7.4-1 .8-1 1.700M12 17h.01',
  'sexual-abuse-material': 'M3 5h18v14H3zM3 3l18 18M8 10h.5',
  'self-report': 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-5 3-7 8-7s8 2 8 7',
  extortion: 'M3 4h18v12H11l-5 4v-4H3zM12 7v4M12 13.5h.01',
  grooming:
    'M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 21v-5c0-3 2-4 5-4s5 1 5 4v5M18 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.5 21v-2c0-2 1-3 2.5-3s2.5 1 2.5 3v2',
  'trafficking-or-travel': 'M4 8h16v12H4zM9 8V5h6v3M4 13h16',
  'drawn-or-generated': 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  picture: 'M3 5h18v14H3zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7 19c0-3 2-5 5-5s5 2 5 5',
  threat: 'M3 4h18v12H11l-5 4v-4H3zM12 7v4M12 13.5h.01',
  child:
    'M8 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 21v-5c0-3 2-4 5-4s5 1 5 4v5M18 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.5 21v-2c0-2 1-3 2.5-3s2.5 1 2.5 3v2',
  thoughts: 'M9 21v-4H7c-1 0-2-1-2-2v-2l-2-1 2-4c0-3 3-5 7-5s8 3 8 7c0 3-1 5-3 6v5M12 8v4M12 14.5h.01',
  elsewhere: 'M12 3v18M12 5h7l2 2.5L19 10h-7M12 11H5l-2 2.5L5 16h7',
  code: 'M8 12a4 4 0 1 0 0 .01M12 12h9v3M17 12v3',
} as const;
export type Drawing = keyof typeof DRAWINGS;

export function Pictogram({ of }: { of: Drawing }): JSX.Element {
  return (
    <svg class="pictogram" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[of]} />
    </svg>
  );
}
