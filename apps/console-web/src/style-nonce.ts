// The mark under which the components may write a style sheet of their own; the server puts a new one into each answer.
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

// The lock of the page behind a dialog writes a style sheet too and looks for its mark here.
Object.defineProperty(globalThis, '__webpack_nonce__', { value: styleNonce });
