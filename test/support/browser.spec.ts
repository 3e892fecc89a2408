import { hasBrowser, openBrowser } from './browser.js';

const describeWithBrowser = hasBrowser ? describe : describe.skip;

describeWithBrowser('the browser of the tests', () => {
  it('draws Latin and Arabic letters, so that a picture of a page shows its text', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent(
        '<span id="latin">Report</span><br><span id="arabic" dir="rtl" lang="ar">بلاغ</span><br><span id="empty"></span>',
      );
      const widthOf = async (id: string) => (await page.locator(`#${id}`).boundingBox())?.width ?? 0;
      expect(await widthOf('latin')).toBeGreaterThan(20);
      expect(await widthOf('arabic')).toBeGreaterThan(15);
      expect(await widthOf('empty')).toBe(0);
    } finally {
      await browser.close();
    }
  });
});
