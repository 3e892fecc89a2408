// Colours and logo of portals as files of their own: the style sheet with the portal's colours at its end, and its logo.
// Named by their digest, like all files of the pages.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { onAccent, type Localised } from '#libs/organisations';
import type { Asset, Assets } from './assets.js';
import type { PublicPortal } from './portal-directory.service.js';

export interface Look {
  /** Address of its style sheet, where it has colours of its own. */
  readonly css?: string;
  readonly logo?: { readonly path: string; readonly alt: Localised };
}

/** Files of earlier looks that a page in somebody's hands may still name. */
const MOST_FILES = 500;
const NAME = /^look\.[0-9a-f]{16}\.(?:css|png)$/;

class PortalLooks {
  private readonly looks = new WeakMap<PublicPortal, Look>();
  private readonly files = new Map<string, Asset>();

  /** How a portal looks where that differs from all others; the same portal is asked of many times. */
  of(portal: PublicPortal, assets: Assets): Look {
    let look = this.looks.get(portal);
    if (look === undefined) this.looks.set(portal, (look = this.make(portal, assets)));
    return look;
  }

  /** Whether a file can be one of a portal. */
  isName(file: string): boolean {
    return NAME.test(file);
  }

  asset(file: string): Asset | undefined {
    return this.files.get(file);
  }

  private make({ settings }: PublicPortal, assets: Assets): Look {
    const { accent, logo } = settings.look;
    return {
      ...(accent === undefined
        ? {}
        : { css: this.keep('css', 'text/css; charset=utf-8', coloured(assets, accent)) }),
      ...(logo === undefined
        ? {}
        : {
            logo: {
              path: this.keep('png', 'image/png', Buffer.from(logo.png, 'base64')),
              alt: logo.alt,
            },
          }),
    };
  }

  private keep(extension: 'css' | 'png', type: string, bytes: Buffer): string {
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const name = `look.${digest}.${extension}`;
    if (!this.files.has(name)) {
      this.files.set(name, { type, bytes, gzipped: gzipSync(bytes, { level: 9 }) });
      const [oldest] = this.files.keys();
      if (this.files.size > MOST_FILES && oldest !== undefined) this.files.delete(oldest);
    }
    return `/assets/${name}`;
  }
}

/** The general style sheet with a portal's colours. */
function coloured(assets: Assets, accent: { readonly light: string; readonly dark: string }): Buffer {
  const general = assets.byFileName.get(assets.path['portal.css'].slice('/assets/'.length))!;
  const rule = (scheme: 'light' | 'dark') =>
    `:root{--accent:${accent[scheme]};--on-accent:${onAccent(scheme, accent[scheme])}}`;
  return Buffer.concat([
    general.bytes,
    Buffer.from(`${rule('light')}@media (prefers-color-scheme:dark){${rule('dark')}}`),
  ]);
}

/** One for the program: files are found by their digest, whichever page named them. */
export const portalLooks = new PortalLooks();
