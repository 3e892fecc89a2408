import { SHORTCUTS, shortcutOf, type KeyPress, type Shortcut } from './shortcut-keys.js';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isTyping: false,
  ...more,
});

describe('a shortcut', () => {
  it('holds on its own page only', () => {
    expect(shortcutOf(press('n'), ['anywhere', 'work'])).toBe('next-case');
    expect(shortcutOf(press('n'), ['anywhere', 'case'])).toBeUndefined();
  });

  it('is not taken from a key that repeats', () => {
    for (const { key, scope } of SHORTCUTS) {
      const held = press(key, { repeat: true, ctrlKey: key === 'Enter' });
      expect(shortcutOf(held, [scope])).toBeUndefined();
    }
  });

  it('is not taken while somebody types', () => {
    expect(shortcutOf(press('1', { isTyping: true }), ['case'])).toBeUndefined();
    expect(shortcutOf(press('?', { isTyping: true }), ['anywhere'])).toBeUndefined();
  });

  it('leaves keys with modifiers to the browser', () => {
    expect(shortcutOf(press('r', { ctrlKey: true }), ['case'])).toBeUndefined();
    expect(shortcutOf(press('j', { altKey: true }), ['case'])).toBeUndefined();
    expect(shortcutOf(press('s', { metaKey: true }), ['case'])).toBeUndefined();
  });

  it('works on keyboards with other letters and digits, by the place of the key', () => {
    expect(shortcutOf(press('ت', { code: 'KeyJ' }), ['case'])).toBe('next-item');
    expect(shortcutOf(press('١', { code: 'Digit1' }), ['case'])).toBe('verdict-1');
    expect(shortcutOf(press('؟', { code: 'Slash' }), ['anywhere'])).toBe('help');
  });

  it('follows the letter where the keyboard has Latin letters in other places', () => {
    expect(shortcutOf(press('x', { code: 'KeyQ' }), ['case'])).toBe('select-item');
    expect(shortcutOf(press('q', { code: 'KeyX' }), ['case'])).toBeUndefined();
  });
});

describe('the step that sends a decision', () => {
  it('asks for Control and Enter, also from within a field', () => {
    expect(shortcutOf(press('Enter'), ['review'])).toBeUndefined();
    expect(shortcutOf(press('Enter', { ctrlKey: true }), ['review'])).toBe('confirm');
    expect(shortcutOf(press('Enter', { metaKey: true, isTyping: true }), ['review'])).toBe('confirm');
  });

  it('has no single key', () => {
    const ofReview = SHORTCUTS.filter(({ scope }) => scope === 'review') as readonly Shortcut[];
    expect(ofReview).not.toHaveLength(0);
    expect(ofReview.every(({ chord }) => chord === true)).toBe(true);
  });
});

describe('the table of shortcuts', () => {
  it('gives each key one meaning at a time', () => {
    const places = SHORTCUTS.map(({ key, scope }) => `${scope} ${key}`);
    expect(new Set(places).size).toBe(places.length);
    const everywhere = SHORTCUTS.filter(({ scope }) => scope === 'anywhere').map(({ key }) => key as string);
    expect(SHORTCUTS.filter((one) => one.scope !== 'anywhere' && everywhere.includes(one.key))).toEqual([]);
  });
});
