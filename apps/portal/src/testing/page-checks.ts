// What is looked for on every page in a real browser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the accessibility checker finds, as `rule: element`. Its script is put in past the page's own policy. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** Things that a person with a narrow window or a thumb would stumble over. */
export async function stumbles(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`wider than the window: ${scrollWidth} > ${clientWidth}`);
    for (const element of document.querySelectorAll(
      'a, button, summary, input:not([type=hidden]), textarea',
    )) {
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || element.classList.contains('skip')) continue;
      const isButton = element.matches('button, .button, .number');
      const isInText = element.matches('li a, p a') && !isButton;
      if (height < (isButton ? 44 : isInText ? 18 : 24))
        found.push(`too small: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}
