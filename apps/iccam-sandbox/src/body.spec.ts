/** Bodies of reports that ICCAM refuses, each wrong in one place. */
import { buildReport } from '../../../libs/referrals/src/iccam/index.js';
import type { IccamAnswer } from '../../../libs/referrals/src/iccam/index.js';
import { SandboxFixture, referral } from './sandbox.fixture.js';

let fixture: SandboxFixture;

beforeEach(async () => {
  fixture = await SandboxFixture.start();
});

afterEach(() => fixture.stop());

/** An object's fields; none for anything else. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

describe('a report', () => {
  type Change = (report: Record<string, unknown>, urls: Record<string, unknown>[]) => void;

  async function send(change: Change): Promise<IccamAnswer> {
    const built = buildReport(referral());
    const urls: Record<string, unknown>[] = built.urls.map((url) => ({ ...url }));
    const report: Record<string, unknown> = { ...built, urls };
    change(report, urls);
    const transport = fixture.transport();
    const { body } = await transport.request({
      method: 'POST',
      path: 'Authentication',
      body: fixture.sandbox.account,
    });
    const bearer = String(fieldsOf(body).bearerToken);
    return transport.request({ method: 'POST', path: 'rest/reports', body: report, bearer });
  }

  it('is taken in as our builder makes it', async () => {
    expect((await send(() => undefined)).status).toBe(200);
  });

  it.each<[string, Change, string[]]>([
    ['numbers as text', (report) => (report.sourceUrlSiteType = '2'), ['sourceUrlSiteType']],
    [
      'one payment method instead of a list',
      (r) => (r.sourceUrlPaymentMethods = 9),
      ['sourceUrlPaymentMethods'],
    ],
    ['a payment method as text', (r) => (r.sourceUrlPaymentMethods = ['9']), ['sourceUrlPaymentMethods']],
    ['a local time', (r) => (r.hotlineReceivedDate = '2026-03-05T10:00:00'), ['hotlineReceivedDate']],
    ['no reference', (r) => delete r.hotlineReference, ['hotlineReference']],
    ['no URLs', (r) => (r.urls = []), ['urls']],
    ['two source URLs', (_r, urls) => (urls[1]!.isSourceUrl = true), ['urls']],
    ['no source URL', (_r, urls) => urls.shift(), ['urls']],
    [
      'content that is not illegal',
      (_r, urls) => (urls[1]!.assessment = { ...fieldsOf(urls[1]!.assessment), classification: 4 }),
      ['urls'],
    ],
    ['no illegal content', (_r, urls) => urls.splice(1), ['urls']],
    [
      'content without an assessment',
      (_r, urls) => (urls[1]!.assessment = null),
      ['urls1.assessment', 'urls'],
    ],
    [
      'an unanswered age',
      (_r, urls) => (urls[1]!.assessment = { ...fieldsOf(urls[1]!.assessment), ageCategorization: null }),
      ['urls1.assessment.ageCategorization'],
    ],
    [
      'a flag that is true instead of 1',
      (_r, urls) =>
        (urls[1]!.assessment = { ...fieldsOf(urls[1]!.assessment), childModelingCategorization: true }),
      ['urls1.assessment.childModelingCategorization'],
    ],
    ['a content type of version 2', (_r, urls) => (urls[1]!.contentType = 0), ['urls1.contentType']],
    ['actions', (_r, urls) => (urls[1]!.actions = [{ actionType: 1 }]), ['urls1.actions']],
    ['no hosting country', (_r, urls) => (urls[1]!.hostingCountryCode = ''), ['urls1.hostingCountryCode']],
    ['the same address twice', (_r, urls) => (urls[1]!.urlString = urls[2]!.urlString), ['urls']],
  ])('is refused with %s', async (_name, change, codes) => {
    const { status, body } = await send(change);
    expect(status).toBe(400);
    const found = Object.keys(fieldsOf(fieldsOf(body).errors));
    expect(found.map((code) => code.replaceAll(/[[\]]/g, ''))).toEqual(codes);
    expect(await fixture.receivedReports()).toEqual([]);
  });
});
