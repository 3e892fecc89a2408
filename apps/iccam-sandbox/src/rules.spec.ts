/** INHOPE's rules, each broken on purpose, over the interface. */
import {
  IccamRefusedError,
  buildReport,
  deliverReport,
  followUp,
  postActions,
  postAssessment,
  readAcknowledgement,
} from '../../../libs/referrals/src/iccam/index.js';
import type { IccamActionBody, IccamClient } from '../../../libs/referrals/src/iccam/index.js';
import { ABROAD, OWN_COUNTRY, SandboxFixture, pick, referral } from './sandbox.fixture.js';

const ABROAD_ACCOUNT = { username: 'hotline-abroad', password: 'a password for tests', countryCode: ABROAD };
const OWN_ACCOUNT = {
  username: 'hotline-own',
  password: 'another password for tests',
  countryCode: OWN_COUNTRY,
};

let fixture: SandboxFixture;
let own: IccamClient;
let abroad: IccamClient;

beforeEach(async () => {
  fixture = await SandboxFixture.start({ processingMs: 2000, accounts: [OWN_ACCOUNT, ABROAD_ACCOUNT] });
  own = fixture.client(OWN_ACCOUNT);
  abroad = fixture.client(ABROAD_ACCOUNT);
});

afterEach(() => fixture.stop());

/** A delivered and processed report: its number and those of its items. */
async function delivered(): Promise<{
  reportId: number;
  source: number;
  national: number;
  baseline: number;
}> {
  const { reportId, contents } = await deliverReport(own, referral());
  fixture.nowMs += 2000;
  const idOf = (end: string) => pick(contents, ({ url }) => url.endsWith(end)).contentId;
  return { reportId, source: idOf('gallery'), national: idOf('one.jpg'), baseline: idOf('two.jpg') };
}

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof IccamRefusedError)) throw new TypeError('The call was not refused.');
  return error.codes;
}

/** The body of an action; `reason` may be of any shape, to be refused. */
function action(actionType: number, reason?: object): IccamActionBody {
  const actionDate = new Date(fixture.nowMs).toISOString();
  return { actionType, actioningAnalystName: 'analyst', actionDate, ...reason };
}

const assessment = {
  assessingAnalystName: 'analyst',
  classification: 2,
  ageCategorization: 3,
  genderCategorization: 2,
};
const target = (contentId: number) => ({ contentId, ownCountry: OWN_COUNTRY, analystName: 'analyst' });

describe('assessments', () => {
  it('counts the last of several', async () => {
    const { reportId, national } = await delivered();
    await own.setAssessment(national, assessment);
    const { contents } = await readAcknowledgement(own, reportId);
    expect(pick(contents, ({ contentId }) => contentId === national).assessment).toMatchObject({
      verdict: 'national',
      ageBand: 'pre-pubescent',
      sex: 'female',
    });
  });

  it('are final when baseline', async () => {
    const { baseline } = await delivered();
    expect(await codesOf(own.setAssessment(baseline, assessment))).toEqual(['AssessmentIsFinal']);
  });

  it('are final when ignored', async () => {
    const { source } = await delivered();
    expect(await codesOf(own.setAssessment(source, assessment))).toEqual(['AssessmentIsFinal']);
  });

  it('are refused once an action is set', async () => {
    const { national } = await delivered();
    await own.addAction(national, action(1));
    expect(await codesOf(own.setAssessment(national, assessment))).toEqual(['ActionExists']);
  });

  it('are refused from the hotline of another country', async () => {
    const { reportId, national } = await delivered();
    await followUp(own, reportId, OWN_COUNTRY);
    expect(await codesOf(own.setAssessment(national, assessment))).toEqual(['NotAssigned']);
    await expect(abroad.setAssessment(national, assessment)).resolves.toBeUndefined();
  });

  it('are not sent by our client where a rule forbids them', async () => {
    const { national, baseline } = await delivered();
    const answers = { verdict: 'national', ageBand: 'infant', sex: 'male' } as const;
    await expect(postAssessment(own, target(baseline), answers)).rejects.toMatchObject({
      code: 'iccam-rule-already-assessed',
    });
    await postAssessment(own, target(national), answers);
    await postAssessment(own, target(national), answers);
    expect((await own.readContent(national)).assessments).toHaveLength(2);
    await own.addAction(national, action(1));
    await expect(postAssessment(own, target(national), { ...answers, sex: 'both' })).rejects.toMatchObject({
      code: 'iccam-rule-action-exists',
    });
  });
});

describe('actions', () => {
  it('are refused until a new report is processed', async () => {
    const { contents } = await deliverReport(own, referral());
    const contentId = pick(contents, ({ url }) => url.endsWith('one.jpg')).contentId;
    expect(await codesOf(own.addAction(contentId, action(1)))).toEqual(['ReportInProcessing']);
    fixture.nowMs += 2000;
    await expect(own.addAction(contentId, action(1))).resolves.toBeUndefined();
  });

  it('are taken from the hotline of the assigned country alone', async () => {
    const { reportId, baseline } = await delivered();
    expect(await codesOf(abroad.addAction(baseline, action(1)))).toEqual(['NotAuthorized']);
    await followUp(own, reportId, OWN_COUNTRY);
    expect(await codesOf(own.addAction(baseline, action(1)))).toEqual(['NotAssigned']);
    await expect(abroad.addAction(baseline, action(1))).resolves.toBeUndefined();
  });

  it('are taken once of a type', async () => {
    const { baseline } = await delivered();
    await own.addAction(baseline, action(1));
    expect(await codesOf(own.addAction(baseline, action(1)))).toEqual(['ActionExists']);
  });

  it.each([
    [3, undefined],
    [4, { reasonId: 2, reasonText: 'ContentNotFound' }],
  ])('of type %d end the work', async (actionType, reason) => {
    const { baseline } = await delivered();
    await own.addAction(baseline, action(actionType, reason));
    expect(await codesOf(own.addAction(baseline, action(1)))).toEqual(['ContentIsFinal']);
    expect(await codesOf(own.setAssignedCountry(baseline, ABROAD))).toEqual(['ContentIsFinal']);
  });

  it('say not illegal only of what was assessed as ignored', async () => {
    const { baseline, source } = await delivered();
    const notIllegal = action(6, { reasonId: 16, reasonText: 'DoesNotMeetThresholdForIllegality' });
    expect(await codesOf(own.addAction(baseline, notIllegal))).toEqual(['NotIgnored']);
    await expect(own.addAction(source, notIllegal)).resolves.toBeUndefined();
  });

  it.each([
    ['no reason', undefined, ['reasonId', 'reasonText']],
    ['a reason as text', { reasonId: '2', reasonText: 'ContentNotFound' }, ['reasonId']],
    ['a reason with the text of another', { reasonId: 2, reasonText: 'Other' }, ['reasonText']],
  ])('of type 4 are refused with %s', async (_name, reason, codes) => {
    const { baseline } = await delivered();
    expect(await codesOf(own.addAction(baseline, action(4, reason)))).toEqual(codes);
  });

  it.each([
    [
      'a reason for a type that takes none',
      action.bind(null, 1, { reasonId: 2, reasonText: 'Other' }),
      ['reasonId'],
    ],
    ['a type that version 3 does not have', action.bind(null, 5, undefined), ['actionType']],
  ])('are refused with %s', async (_name, make, codes) => {
    const { baseline } = await delivered();
    expect(await codesOf(own.addAction(baseline, make()))).toEqual(codes);
  });

  it.each([
    ['a local time', '2026-03-05T10:00:00', ['actionDate']],
    ['an offset', '2026-03-05T10:00:00+01:00', ['actionDate']],
    ['the future', '2027-03-05T10:00:00Z', ['actionDate']],
  ])('are refused with %s', async (_name, actionDate, codes) => {
    const { baseline } = await delivered();
    expect(await codesOf(own.addAction(baseline, { ...action(1), actionDate }))).toEqual(codes);
  });

  it('of ours are sent in order, each once, however often it is tried', async () => {
    const { baseline } = await delivered();
    const at = new Date(fixture.nowMs);
    const acts = [
      { action: 'removed', at },
      { action: 'reported-to-police', at },
    ] as const;
    expect(await postActions(own, target(baseline), acts)).toEqual(['reported-to-police', 'removed']);
    expect(await postActions(own, target(baseline), acts)).toEqual([]);
    expect((await own.readContent(baseline)).actions.map(({ actionType }) => actionType)).toEqual([1, 3]);
    const late = [{ action: 'reported-to-provider', at }] as const;
    await expect(postActions(own, target(baseline), late)).rejects.toMatchObject({
      code: 'iccam-rule-final',
    });
  });

  it('of ours name the reason by ICCAM number and text', async () => {
    const { baseline, national } = await delivered();
    const at = new Date(fixture.nowMs);
    await postActions(own, target(baseline), [{ action: 'unavailable', at, reason: 'link-expired' }]);
    const [report] = await fixture.receivedReports();
    expect(JSON.stringify(report)).toContain('"reasonId":8,"reasonText":"LinkExpired"');
    await expect(postActions(own, target(national), [{ action: 'unavailable', at }])).rejects.toMatchObject({
      code: 'iccam-rule-reason-required',
    });
  });

  it('of ours are not sent for what another country has', async () => {
    const { reportId, baseline } = await delivered();
    await followUp(own, reportId, OWN_COUNTRY);
    const at = new Date(fixture.nowMs);
    await expect(postActions(own, target(baseline), [{ action: 'removed', at }])).rejects.toMatchObject({
      code: 'iccam-rule-not-assigned-to-us',
    });
  });
});

describe('the order: assessment, then site type, commerciality and payment, then actions', () => {
  it('is mandatory', async () => {
    const report = buildReport(referral());
    const source = report.urls.map((url) => (url.isSourceUrl ? { ...url, assessment: null } : url));
    const reportId = await own.createReport({
      ...report,
      urls: source,
      sourceUrlPaymentMethods: [],
      ...({ sourceUrlSiteType: null, sourceUrlCommerciality: null } as object),
    });
    fixture.nowMs += 2000;
    const { contents } = await readAcknowledgement(own, reportId);
    const page = pick(contents, ({ isSource }) => isSource).contentId;
    expect(await codesOf(own.addAction(page, action(1)))).toEqual(['NotAssessed']);
    await own.setAssessment(page, assessment);
    for (const fill of [
      () => own.setSiteType(reportId, 6),
      () => own.setCommerciality(reportId, 2),
      () => own.setPaymentMethods(reportId, [6, 13]),
    ]) {
      expect(await codesOf(own.addAction(page, action(1)))).toEqual(['ReportNotInMonitorStage']);
      await fill();
    }
    await own.addAction(page, action(1));
    expect(await own.readReport(reportId)).toMatchObject({
      sourceUrlSiteType: 6,
      sourceUrlCommerciality: 2,
      sourceUrlPaymentMethods: [6, 13],
    });
  });

  it('takes no site type "not determined"', async () => {
    const { reportId } = await delivered();
    expect(await codesOf(own.setSiteType(reportId, 1))).toEqual(['siteType']);
    expect(await codesOf(own.setCommerciality(reportId, 9))).toEqual(['commerciality']);
    expect(await codesOf(own.setPaymentMethods(reportId, []))).toEqual(['sourceUrlPaymentMethods']);
  });
});

describe('assignment and queues', () => {
  it('moves an item with its date, once processed, by new hosting and then country', async () => {
    const { reportId, baseline } = await delivered();
    const before = await own.readContent(baseline);
    expect(before.assignedCountryCode).toBe(OWN_COUNTRY);
    fixture.nowMs += 60_000;
    await own.setHosting(baseline, '198.51.100.4', 'DE');
    await own.setAssignedCountry(baseline, 'DE');
    const after = await own.readContent(baseline);
    expect(after).toMatchObject({ assignedCountryCode: 'DE', url: { hostingCountryCode: 'DE' } });
    expect(after.countryAssignmentDate?.getTime()).toBe(fixture.nowMs);
    expect(await codesOf(own.setAssignedCountry(baseline, 'ZZ'))).toEqual(['NotAssigned']);
    expect((await readAcknowledgement(own, reportId)).contents).toHaveLength(3);
  });

  it.each([
    ['an address that is none', '300.1.1.1', 'DE', 'newIpAddress'],
    ['a country that is none', '192.0.2.1', 'Germany', 'newCountryCode'],
  ])('refuses hosting at %s', async (_name, ip, country, code) => {
    const { baseline } = await delivered();
    expect(await codesOf(own.setHosting(baseline, ip, country))).toEqual([code]);
  });

  it('shows an item in the queue of the country that has it, without the source beside other items', async () => {
    const { reportId, national, baseline } = await delivered();
    const items = [
      { reportId, contentId: national },
      { reportId, contentId: baseline },
    ];
    expect(await own.readQueue('unactioned')).toEqual(items);
    expect(await abroad.readQueue('unactioned')).toEqual([]);
    fixture.nowMs += 1000;
    await followUp(own, reportId, OWN_COUNTRY);
    expect(await own.readQueue('unactioned')).toEqual([]);
    expect(await abroad.readQueue('unactioned', new Date(fixture.nowMs))).toEqual(items);
    expect(await abroad.readQueue('unactioned', new Date(fixture.nowMs + 1))).toEqual([]);
  });

  it('lists imports without a reference until one is set, which must be unique', async () => {
    const { reportId, national, baseline } = await delivered();
    await followUp(own, reportId, OWN_COUNTRY);
    expect(await abroad.readQueue('no-reference')).toHaveLength(2);
    await abroad.setHotlineReference(national, 'NL-1');
    expect(await codesOf(abroad.setHotlineReference(baseline, 'NL-1'))).toEqual([
      'HotlineReferenceNotUnique',
    ]);
    expect(await abroad.readQueue('no-reference')).toEqual([{ reportId, contentId: baseline }]);
  });

  it('lists what went to a country without a hotline as orphaned', async () => {
    const { baseline } = await delivered();
    await own.setAssignedCountry(baseline, 'IS');
    expect((await own.readQueue('orphaned')).map(({ contentId }) => contentId)).toEqual([baseline]);
  });

  it('drops an item from the list when it has a final action', async () => {
    const { national, baseline } = await delivered();
    await own.addAction(baseline, action(2));
    expect(await own.readQueue('unactioned')).toHaveLength(2);
    await own.addAction(baseline, action(3));
    expect((await own.readQueue('unactioned')).map(({ contentId }) => contentId)).toEqual([national]);
    expect((await own.readQueue('offline')).map(({ contentId }) => contentId)).toEqual([baseline]);
  });
});

describe('a report', () => {
  it('is refused when its reference was used before, for each hotline on its own', async () => {
    await own.createReport(buildReport(referral()));
    expect(await codesOf(own.createReport(buildReport(referral())))).toEqual(['HotlineReferenceNotUnique']);
    await expect(abroad.createReport(buildReport(referral()))).resolves.toBeGreaterThan(0);
  });
});
