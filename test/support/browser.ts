// A real browser for tests of pages: the Chromium that `npm test` found, with what it needs.
import { chromium, type Browser } from 'playwright-core';

/** Whether `npm test` found a browser; without one, tests of pages are skipped. */
export const hasBrowser = Boolean(process.env.CHROMIUM_PATH);

/** Starts a browser that speaks to nobody of its own accord. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error('CHROMIUM_PATH is not set; run the tests by `npm test -- PATH`');
  return chromium.launch({
    executablePath,
    env: { ...inherited(['PATH', 'HOME', 'TMPDIR', 'LANG']), ...browserEnvironment() },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Libraries and fonts of the browser from the package registry; empty for an installed one. */
function browserEnvironment(): Record<string, string> {
  return JSON.parse(process.env.CHROMIUM_ENV ?? '{}') as Record<string, string>;
}

function inherited(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
