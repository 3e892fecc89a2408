import {
  IccamDuplicateError,
  IccamLookupMismatchError,
  IccamRefusedError,
  IccamUnavailableError,
  assertLookupsFit,
  deliverReport,
  followUp,
  readAcknowledgement,
  recoverByAddress,
} from '../../../libs/referrals/src/iccam/index.js';
import { ABROAD, OWN_COUNTRY, SandboxFixture, pick, referral } from './sandbox.fixture.js';

let fixture: SandboxFixture;

beforeEach(async () => {
  fixture = await SandboxFixture.start({ processingMs: 2000, tokenSettleMs: 1000, slowMs: 20 });
});

afterEach(() => fixture.stop());

describe('delivering a referral', () => {
  it('gives the number of the report and of each content item', async () => {
    const delivered = await deliverReport(fixture.client(), referral());
    expect(delivered.recovered).toBe(false);
    expect(delivered.contents.map(({ url }) => url)).toEqual([
      'https://pictures.example/gallery',
      'https://pictures.example/one.jpg',
      'https://pictures.example/two.jpg',
    ]);
    const received = await fixture.receivedReports();
    expect(received.map(({ reportId }) => reportId)).toEqual([delivered.reportId]);
  });

  it('arrives as it was meant: numbers, times in UTC, who looked, digests', async () => {
    await deliverReport(fixture.client(), referral());
    const [report] = await fixture.receivedReports();
    expect(report).toMatchObject({
      hotlineReceivedDate: '2026-03-05T09:30:00.000Z',
      hotlineReference: 'DEMO-2026-000001',
      sourceUrlSiteType: 20,
      sourceUrlCommerciality: 3,
      sourceUrlPaymentMethods: [9],
      contents: [
        { isSourceUrl: true, contentType: 2, assessments: [{ classification: 4 }] },
        {
          isSourceUrl: false,
          contentType: 1,
          hostingCountryCode: ABROAD,
          hostingIpAddress: '192.0.2.7',
          hostingOrganization: { autonomousSystemNumber: '64500', isContentDeliveryNetwork: false },
          assessments: [
            {
              classification: 2,
              ageCategorization: 4,
              genderCategorization: 4,
              userGeneratedContentCategorization: 1,
              childModelingCategorization: 0,
            },
          ],
          memo: expect.stringContaining('Looked at by a person.'),
        },
        { memo: expect.stringContaining('Not looked at by a person: exact SHA-256 match') },
      ],
    });
  });

  it('tells the partner nothing that was not answered', async () => {
    await deliverReport(fixture.client(), referral());
    const [report] = await fixture.receivedReports();
    expect(report).toHaveProperty('contents.2.assessments.0.classification', 1);
    expect(report).not.toHaveProperty('contents.2.assessments.0.userGeneratedContentCategorization');
    expect(report).not.toHaveProperty('contents.2.assessments.0.virtualContentCategorization');
  });

  it('is refused for good when credentials are wrong', async () => {
    const client = fixture.client({ username: 'hotline-api', password: 'wrong' });
    const error = await deliverReport(client, referral()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(IccamRefusedError);
    expect(error).toMatchObject({ status: 401, codes: ['InvalidCredentials'], retryable: false });
  });

  it('stops when a look-up number means something else than in our scheme', async () => {
    const lookups = await fixture.client().loadLookups();
    expect(() => assertLookupsFit(lookups)).not.toThrow();
    const ages = lookups.tables['age-categories'] ?? [];
    const swapped = ages.map(({ id, name }) => ({ id: id === 2 ? 3 : id === 3 ? 2 : id, name }));
    const changed = { ...lookups, tables: { ...lookups.tables, 'age-categories': swapped } };
    expect(() => assertLookupsFit(changed)).toThrow(IccamLookupMismatchError);
    expect(() => assertLookupsFit(changed)).toThrow('age-categories 2 is "Pre-pubescent", not "Infant"');
  });
});

describe('when ICCAM fails', () => {
  it.each(['down', '500'] as const)(
    '%s: asks to be tried again and delivers once it is back',
    async (mode) => {
      const client = fixture.client();
      await fixture.fault(mode, -1);
      const error = await deliverReport(client, referral()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(IccamUnavailableError);
      expect(error).toMatchObject({ retryable: true });
      await fixture.fault('none');
      const delivered = await deliverReport(client, referral());
      expect(delivered.recovered).toBe(false);
      expect(await fixture.receivedReports()).toHaveLength(1);
    },
  );

  it('slow: waits for the answer', async () => {
    await fixture.fault('slow', 1);
    expect((await deliverReport(fixture.client(), referral())).contents).toHaveLength(3);
  });

  it('refuse: stops with the code that ICCAM gave and without its words in the message', async () => {
    await fixture.fault('refuse', 1);
    const error = await deliverReport(fixture.client(), referral()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(IccamRefusedError);
    expect(error).toMatchObject({ retryable: false, status: 400, codes: ['Refused'] });
    expect(String(error)).not.toContain('told to refuse');
    expect(error).toMatchObject({ details: [{ messages: ['The sandbox was told to refuse.'] }] });
    expect(JSON.stringify(error)).not.toContain('told to refuse');
  });

  it('answer lost after the report was taken in: the next attempt finds its number and sends nothing twice', async () => {
    const client = fixture.client();
    await fixture.fault('drop-after-commit', 1);
    await expect(deliverReport(client, referral())).rejects.toBeInstanceOf(IccamUnavailableError);
    const delivered = await deliverReport(client, referral());
    const received = await fixture.receivedReports();
    expect(delivered.recovered).toBe(true);
    expect(received).toHaveLength(1);
    expect(delivered.reportId).toBe(received[0]?.reportId);
    expect(delivered.contents).toHaveLength(3);
  });

  it('finds its own report among others with the same address', async () => {
    const client = fixture.client();
    await deliverReport(client, referral('DEMO-2026-000001'));
    const second = await deliverReport(client, referral('DEMO-2026-000002'));
    await deliverReport(client, referral('DEMO-2026-000003'));
    fixture.nowMs += 2000;
    const again = await deliverReport(client, referral('DEMO-2026-000002'));
    expect(again).toMatchObject({ reportId: second.reportId, recovered: true });
  });

  it('finds its own report behind one that fills more than a page of the queue', async () => {
    const client = fixture.client();
    const large = referral('DEMO-2026-000001');
    const picture = pick(large.items, ({ url }) => url.endsWith('one.jpg'));
    const many = Array.from({ length: 250 }, (_, index) => ({ ...picture, url: `${picture.url}?${index}` }));
    await deliverReport(client, { ...large, items: [...large.items, ...many] });
    fixture.nowMs += 1000;
    const small = await deliverReport(client, referral('DEMO-2026-000002'));
    fixture.nowMs += 2000;
    const again = await deliverReport(client, referral('DEMO-2026-000002'));
    expect(again).toMatchObject({ reportId: small.reportId, recovered: true });
  });

  it('gives candidates to a person when no report with that address bears our reference', async () => {
    const client = fixture.client();
    const { reportId } = await deliverReport(client, referral('DEMO-2026-000001'));
    fixture.nowMs += 2000;
    const since = new Date('2026-03-05T00:00:00Z');
    expect(await recoverByAddress(client, 'https://pictures.example/gallery', 'OTHER-1', since)).toEqual({
      candidates: [reportId],
    });
    expect(await recoverByAddress(client, 'https://elsewhere.example/', 'OTHER-1', since)).toEqual({
      candidates: [],
    });
  });

  it('says that a person has to look when ICCAM holds the reference and its report cannot be found', async () => {
    const client = fixture.client();
    const { reportId } = await deliverReport(client, referral());
    fixture.nowMs += 2000;
    await followUp(client, reportId, OWN_COUNTRY);
    const error = await deliverReport(client, referral(), { recoverAttempts: 1 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(IccamDuplicateError);
    expect(error).toMatchObject({ retryable: false, code: 'iccam-duplicate' });
    expect(await fixture.receivedReports()).toHaveLength(1);
  });

  it('delivers as usual after a restart of ICCAM, which keeps reports and forgets tokens', async () => {
    const client = fixture.client();
    const { reportId } = await deliverReport(client, referral());
    const port = Number(new URL(fixture.sandbox.url).port);
    await fixture.sandbox.stop();
    await expect(readAcknowledgement(client, reportId)).rejects.toBeInstanceOf(IccamUnavailableError);
    await fixture.startSandbox({ port });
    expect((await readAcknowledgement(client, reportId)).contents).toHaveLength(3);
  });
});

describe('the token', () => {
  it('is waited for when ICCAM rejects it at once, and then kept', async () => {
    const client = fixture.client();
    const before = fixture.nowMs;
    expect(await client.isAuthenticated()).toBe(true);
    expect(fixture.nowMs - before).toBe(2000);
    expect(await client.isAuthenticated()).toBe(true);
    expect(fixture.nowMs - before).toBe(2000);
  });

  it('is renewed before it runs out', async () => {
    const client = fixture.client();
    await client.isAuthenticated();
    fixture.nowMs += 1790 * 1000;
    expect(await client.isAuthenticated()).toBe(true);
  });

  it('is replaced after it ran out long ago', async () => {
    const client = fixture.client();
    await client.isAuthenticated();
    fixture.nowMs += 24 * 3600 * 1000;
    expect(await client.isAuthenticated()).toBe(true);
  });

  it('is obtained once for calls at the same time', async () => {
    const calls: string[] = [];
    const transport = fixture.transport();
    const client = fixture.client(undefined, {
      request: (request) => {
        calls.push(request.path);
        return transport.request(request);
      },
    });
    expect(await Promise.all([client.isAuthenticated(), client.isAuthenticated()])).toEqual([true, true]);
    expect(calls.filter((path) => path === 'Authentication')).toHaveLength(1);
  });

  it('is refused by the server after signing out', async () => {
    let bearer: string | undefined;
    const transport = fixture.transport();
    const client = fixture.client(undefined, {
      request: (request) => {
        bearer = request.bearer ?? bearer;
        return transport.request(request);
      },
    });
    await client.isAuthenticated();
    const userinfo = { method: 'GET', path: 'Authentication/userinfo', bearer } as const;
    expect((await transport.request(userinfo)).status).toBe(200);
    await client.signOut();
    expect((await transport.request(userinfo)).status).toBe(401);
  });
});

describe('the acknowledgement of a partner', () => {
  it('comes after the items were handed to the hosting country and its hotline has acted', async () => {
    const client = fixture.client();
    const { reportId } = await deliverReport(client, referral());
    const early = await followUp(client, reportId, OWN_COUNTRY);
    expect(early.reassigned).toEqual([]);
    expect(early.notReassigned.map(({ codes }) => codes)).toEqual([
      ['ReportInProcessing'],
      ['ReportInProcessing'],
      ['ReportInProcessing'],
    ]);
    fixture.nowMs += 2000;
    const handed = await followUp(client, reportId, OWN_COUNTRY);
    expect(handed.reassigned).toHaveLength(3);
    expect((await followUp(client, reportId, OWN_COUNTRY)).reassigned).toEqual([]);

    const { contents } = handed.acknowledgement;
    for (const { contentId } of contents.filter(({ isSource }) => !isSource)) {
      for (const actionType of [1, 2, 3]) {
        fixture.nowMs += 60_000;
        expect((await fixture.partnerActs(reportId, contentId, actionType)).status).toBe(200);
      }
    }
    const acknowledgement = await readAcknowledgement(client, reportId);
    expect(acknowledgement.settled).toBe(true);
    const picture = pick(acknowledgement.contents, ({ url }) => url.endsWith('one.jpg'));
    expect(picture.assignedCountryCode).toBe(ABROAD);
    expect(picture.actions.map(({ action }) => action)).toEqual([
      'reported-to-police',
      'reported-to-provider',
      'removed',
    ]);
    expect(picture.finalAction).toMatchObject({ action: 'removed', analystName: 'hotline-nl' });
    expect(acknowledgement.reportedToPoliceAt).toEqual(picture.actions[0]?.at);
    expect(acknowledgement.removedAt?.getTime()).toBe(fixture.nowMs);
  });

  it('is not settled while one illegal item waits', async () => {
    const client = fixture.client();
    const { reportId } = await deliverReport(client, referral());
    fixture.nowMs += 2000;
    const { acknowledgement } = await followUp(client, reportId, OWN_COUNTRY);
    const picture = pick(acknowledgement.contents, ({ url }) => url.endsWith('one.jpg'));
    await fixture.partnerActs(reportId, picture.contentId, 4, 2);
    const now = await readAcknowledgement(client, reportId);
    expect(now.settled).toBe(false);
    expect(now.removedAt).toBeUndefined();
    expect(pick(now.contents, ({ contentId }) => contentId === picture.contentId).finalAction?.action).toBe(
      'unavailable',
    );
  });
});
