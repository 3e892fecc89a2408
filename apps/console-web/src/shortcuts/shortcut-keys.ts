// Keys of the page as one table, and the rule of when a key counts.

/** Where a shortcut holds: everywhere, or on one page. */
export type ShortcutScope = 'anywhere' | 'work' | 'case' | 'review';

export interface Shortcut {
  readonly id: string;
  readonly scope: ShortcutScope;
  /** As `KeyboardEvent.key` has it on a Latin keyboard. */
  readonly key: string;
  /** Physical key, for keyboards whose letters are others. */
  readonly code?: string;
  /** Asks for Control, or Command on a Mac. */
  readonly chord?: true;
  /** Only written on the sheet; somebody else listens. */
  readonly isHeld?: true;
}

/** Nothing that sends anything stands on a single key. */
export const SHORTCUTS = [
  { id: 'help', scope: 'anywhere', key: '?' },
  { id: 'close', scope: 'anywhere', key: 'Escape', isHeld: true },
  { id: 'next-case', scope: 'work', key: 'n', code: 'KeyN' },
  { id: 'next-item', scope: 'case', key: 'j', code: 'KeyJ' },
  { id: 'previous-item', scope: 'case', key: 'k', code: 'KeyK' },
  { id: 'look', scope: 'case', key: ' ', isHeld: true },
  { id: 'verdict-1', scope: 'case', key: '1', code: 'Digit1' },
  { id: 'verdict-2', scope: 'case', key: '2', code: 'Digit2' },
  { id: 'verdict-3', scope: 'case', key: '3', code: 'Digit3' },
  { id: 'verdict-4', scope: 'case', key: '4', code: 'Digit4' },
  { id: 'select-item', scope: 'case', key: 'x', code: 'KeyX' },
  { id: 'same-answers', scope: 'case', key: 's', code: 'KeyS' },
  { id: 'take-over', scope: 'case', key: 't', code: 'KeyT' },
  { id: 'review', scope: 'case', key: 'r', code: 'KeyR' },
  { id: 'confirm', scope: 'review', key: 'Enter', chord: true },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]['id'];

/** What of a key press matters. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  /** Whether the key goes into a field where it means a character. */
  readonly isTyping: boolean;
}

const isLatin = (key: string) => /^[\x20-\x7e]$/.test(key);

/**
 * The shortcut that a key press means, if any.
 * @param scopes those that hold now; a dialog that is open takes the page's away
 */
export function shortcutOf(press: KeyPress, scopes: readonly ShortcutScope[]): ShortcutId | undefined {
  // One long press must never count as two decisions.
  if (press.repeat || press.altKey) return undefined;
  const hasChord = press.ctrlKey || press.metaKey;
  return SHORTCUTS.find((shortcut: Shortcut) => {
    if (shortcut.isHeld || !scopes.includes(shortcut.scope)) return false;
    if (hasChord !== (shortcut.chord === true)) return false;
    // A chord is meant even from within a field.
    if (press.isTyping && !shortcut.chord) return false;
    return matchesKey(press, shortcut);
  })?.id;
}

function matchesKey(press: KeyPress, { key, code }: Shortcut): boolean {
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (key === '?' && press.key === '؟') return true;
  return code === press.code && !isLatin(press.key);
}
