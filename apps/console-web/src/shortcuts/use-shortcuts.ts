// Listens for the shortcuts of a page while it is shown.
import { useEffect, useEffectEvent } from 'react';
import { shortcutOf, type ShortcutId, type ShortcutScope } from './shortcut-keys.js';

export type ShortcutHandlers = Readonly<Partial<Record<ShortcutId, () => void>>>;

const TYPED_INTO =
  'input:not([type=radio]):not([type=checkbox]):not([type=button]), textarea, select, [contenteditable]';

/** Whether keys that go to this element mean characters. */
export function isTypingInto(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_INTO) !== null;
}

/** Whether a dialog lies over the page. */
export function isDialogOpen(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}

/** Calls the handler of each shortcut of the scope; those of a page rest while a dialog is open. */
export function useShortcuts(scope: ShortcutScope, handlers: ShortcutHandlers, isOn = true): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || (scope !== 'review' && isDialogOpen())) return;
    const { key, code, ctrlKey, metaKey, altKey, repeat } = event;
    const isTyping = isTypingInto(event.target);
    const id = shortcutOf({ key, code, ctrlKey, metaKey, altKey, repeat, isTyping }, [scope]);
    const handle = id === undefined ? undefined : handlers[id];
    if (handle === undefined) return;
    event.preventDefault();
    handle();
  });
  useEffect(() => {
    if (!isOn) return undefined;
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}
