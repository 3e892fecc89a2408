// The only script of the portal, on the one page where somebody in a picture can have a fingerprint of it made. The
// picture is read here and nowhere else; what is written into the form are hashes. The page may connect to nothing.
import { hashPixels, toHex } from '#libs/pdq';
import { pixelsOf, readsTruly } from './pixels.js';

const MOST_BYTES = 200_000_000;
const MOST_PICTURES = 20;

interface Parts {
  readonly box: HTMLElement;
  readonly picture: HTMLInputElement;
  readonly state: HTMLElement;
  readonly drop: HTMLButtonElement;
  readonly hashes: HTMLInputElement;
}

function partsOfPage(): Parts | undefined {
  const box = document.getElementById('fingerprint');
  const picture = document.getElementById('fingerprint-picture');
  const state = document.getElementById('fingerprint-state');
  const drop = document.getElementById('fingerprint-drop');
  const hashes = document.getElementById('hashes');
  const areThere =
    box !== null &&
    state !== null &&
    picture instanceof HTMLInputElement &&
    drop instanceof HTMLButtonElement &&
    hashes instanceof HTMLInputElement;
  return areThere ? { box, picture, state, drop, hashes } : undefined;
}

/** `sha256 pdq quality`, or the first alone where the pixels cannot be had or believed. */
async function fingerprintOf(file: File, isTrue: boolean): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const sha256 = toHex(new Uint8Array(digest));
  const image = isTrue ? await pixelsOf(file) : undefined;
  if (image === undefined) return sha256;
  const { hash, quality } = hashPixels(image);
  return `${sha256} ${toHex(hash)} ${quality}`;
}

async function start({ box, picture, state, drop, hashes }: Parts): Promise<void> {
  const isTrue = await readsTruly();
  const lines = () => hashes.value.split(/\s*\n\s*/).filter((line) => line !== '');
  const show = () => {
    const made = lines();
    const isExactOnly = made.some((line) => !line.includes(' '));
    state.textContent = made.length === 0 ? '' : (isExactOnly ? box.dataset.exact : box.dataset.made)!;
    drop.hidden = made.length === 0;
  };
  picture.addEventListener('change', () => {
    const files = [...(picture.files ?? [])];
    void (async () => {
      state.textContent = box.dataset.working!;
      try {
        for (const file of files) {
          if (file.size > MOST_BYTES) throw new RangeError('too large');
          const made = await fingerprintOf(file, isTrue);
          hashes.value = [...new Set([...lines(), made])].slice(0, MOST_PICTURES).join('\n');
        }
        show();
      } catch {
        state.textContent = box.dataset.failed!;
        drop.hidden = lines().length === 0;
      } finally {
        // Nothing of the choice stays in the page.
        picture.value = '';
      }
    })();
  });
  drop.addEventListener('click', () => {
    hashes.value = '';
    show();
    picture.focus();
  });
  show();
  box.hidden = false;
}

const parts = partsOfPage();
// Where the browser has no digests, as on an address that is not secure, the form does without.
if (parts !== undefined && globalThis.isSecureContext) void start(parts);
