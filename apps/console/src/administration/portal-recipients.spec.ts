import { newId } from '#libs/platform';
import { makeCase, type World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

const settings = {
  name: { en: 'Report line' },
  operator: { en: 'Run by the Ministry of Children' },
  operatorKind: 'ministry',
  readBy: { en: 'Two analysts' },
  readIn: 'TN',
  readWhen: { en: 'On working days' },
  emergency: [{ label: { en: 'Police' }, number: '197' }],
  safeguarding: { name: { en: 'Child protection unit' }, country: 'TN' },
  texts: { legal: { en: 'Act 3 forbids it.' } },
};
const complete = { settings, reviewers: { en: 'The director' } };

describe('portals with recipients of their own, and a partner who triages', () => {
  let console_: ConsoleUnderTest;
  let owner: AdministrationUnderTest;
  let partner: AdministrationUnderTest;
  let made = 0;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    [owner, partner] = [await makeAdministration(console_), await makeAdministration(console_)];
  });

  async function recipientOf({ organisationId }: World, name: string, hasSecret = true): Promise<string> {
    const id = newId();
    await console_.test.asOwner(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port, country)
       VALUES ($1, $2, $3, 'iccam', 'exchange.example.org', 443, 'NL')`,
      [id, organisationId, name],
    );
    if (hasSecret)
      await console_.test.asOwner(
        `INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret)
         VALUES ($1, $2, 'exchange.example.org', 443, '')`,
        [id, organisationId],
      );
    return id;
  }
  async function delegated(): Promise<string> {
    const { json } = await owner.call('POST', '/portals', {
      slug: `pr-${Date.now().toString(36)}-${(made += 1)}`,
      country: 'TN',
      locales: ['en'],
      triagedBy: partner.world.code,
    });
    await partner.call('POST', `/portals/${json.id}/accept`);
    return json.id;
  }
  const choices = async (by: AdministrationUnderTest, id: string) =>
    (await by.call('GET', `/portals/${id}/recipients`)).json.map(
      (one: { name: string; isOfOwner: boolean; isReady: boolean; isNamed: boolean }) =>
        [one.name, one.isOfOwner ? 'owner' : 'partner', one.isReady, one.isNamed] as const,
    );

  it('choose among those of the owner and of the partner; the partner sees what of the owner’s they name', async () => {
    const id = await delegated();
    const own = await recipientOf(owner.world, 'Police unit');
    await recipientOf(owner.world, 'Unused');
    await recipientOf(partner.world, 'Exchange', false);
    expect(await choices(owner, id)).toEqual([
      ['Police unit', 'owner', true, false],
      ['Unused', 'owner', true, false],
      ['Exchange', 'partner', false, false],
    ]);
    expect(await choices(partner, id)).toEqual([['Exchange', 'partner', false, false]]);
    await owner.call('PUT', `/portals/${id}`, { version: 0, ...complete, recipients: [own] });
    expect((await owner.call('POST', `/portals/${id}/publish`, { version: 1 })).status).toBe(204);
    expect(await choices(partner, id)).toEqual([
      ['Police unit', 'owner', true, true],
      ['Exchange', 'partner', false, false],
    ]);
  });

  it('cannot name anybody else’s recipients, nor one twice', async () => {
    const id = await delegated();
    const third = await recipientOf((await makeAdministration(console_)).world, 'Third');
    const own = await recipientOf(owner.world, 'Own');
    const name = (recipients: string[]) => owner.call('PUT', `/portals/${id}`, { version: 0, recipients });
    expect(fieldsOf(await name([own, third]))).toEqual([400, ['recipients.1']]);
    expect(fieldsOf(await name([own, own]))).toEqual([400, ['recipients']]);
    expect((await name(['x'])).status).toBe(400);
  });

  it('are versions with their recipients, and lack one while none that they name can receive', async () => {
    const id = await delegated();
    await recipientOf(partner.world, 'Exchange');
    const own = await recipientOf(owner.world, 'Own', false);
    const saved = await owner.call('PUT', `/portals/${id}`, { version: 0, ...complete, recipients: [own] });
    expect(Object.keys(saved.json.missing)).toEqual(['recipients']);
    expect((await owner.call('POST', `/portals/${id}/publish`, { version: 1 })).status).toBe(400);
    // Without any of its own, those of whoever triages count.
    expect((await owner.call('PUT', `/portals/${id}`, { version: 1, recipients: [] })).json.missing).toEqual(
      {},
    );
    const { json } = await owner.call('GET', `/portals/${id}/versions`);
    expect(json[0].changed).toEqual(['recipients']);
    expect((await owner.call('GET', `/portals/${id}/versions/1`)).json.recipients).toEqual([own]);
  });

  it('tell a file their recipients by name, which are found again where there are such', async () => {
    const id = await delegated();
    const [own, theirs] = [await recipientOf(owner.world, 'Police'), await recipientOf(partner.world, 'IX')];
    await owner.call('PUT', `/portals/${id}`, { version: 0, ...complete, recipients: [own, theirs] });
    const { json: file } = await owner.call('GET', `/portals/${id}/file`);
    expect(file.recipients).toEqual([
      { name: 'Police', way: 'iccam' },
      { name: 'IX', way: 'iccam' },
    ]);
    const next = await owner.call('POST', '/portals', { slug: `pf-${Date.now().toString(36)}`, file });
    expect(next.json.unknownRecipients).toEqual([{ name: 'IX', way: 'iccam' }]);
    const { json } = await owner.call('GET', `/portals/${next.json.id}`);
    expect([json.content.recipients, json.missing.recipients]).toEqual([[own], undefined]);
    // In another country somebody says first that they are right there too.
    const abroad = { slug: `pa-${Date.now().toString(36)}`, country: 'KE', file };
    const { id: kenya } = (await owner.call('POST', '/portals', abroad)).json;
    expect((await owner.call('GET', `/portals/${kenya}`)).json.missing.recipients).toMatch(/^was taken over/);
  });

  it('are taken off when the partner ends triage; its cases stay, the owner is told, and it can agree again', async () => {
    const id = await delegated();
    await recipientOf(partner.world, 'Exchange');
    await owner.call('PUT', `/portals/${id}`, { version: 0, ...complete });
    await owner.call('POST', `/portals/${id}/publish`, { version: 1 });
    const open = await makeCase(console_.test, partner.world);
    await console_.test.asOwner(
      `UPDATE cases SET portal_id = $2, owning_organisation_id = $3 WHERE id = $1`,
      [open.id, id, owner.world.organisationId],
    );
    // Neither the owner nor anybody else ends it in the partner's place.
    expect((await owner.call('POST', `/portals/${id}/end-triage`)).status).toBe(404);
    expect((await partner.call('POST', `/portals/${id}/end-triage`)).status).toBe(204);
    expect((await partner.call('POST', `/portals/${id}/end-triage`)).status).toBe(404);
    const { json } = await owner.call('GET', `/portals/${id}`);
    expect(json).toMatchObject({ isLive: false, triageAccepted: false, triageEndedAt: expect.any(String) });
    expect(Object.keys(json.missing)).toEqual(['triage']);
    expect((await owner.call('POST', `/portals/${id}/publish`, { version: 1 })).status).toBe(400);
    expect((await owner.call('GET', '/alarms')).json).toMatchObject([{ code: 'triage-ended', count: 1 }]);
    // Nothing can be published now, but the closing page can name where to go instead.
    const instead = { name: { en: 'The new line' }, url: 'https://new.example.org/' };
    await owner.call('PUT', `/portals/${id}`, {
      version: 1,
      settings: { ...settings, instead, name: { en: 'x' } },
    });
    expect((await owner.call('POST', `/portals/${id}/withdraw`)).status).toBe(204);
    const [closed] = await console_.test.asOwner<{ published: object; is_live: boolean }>(
      'SELECT published, is_live FROM portals WHERE id = $1',
      [id],
    );
    expect(closed).toMatchObject({ is_live: false, published: { instead, name: settings.name } });
    const person = await console_.signIn(partner.world, 'analyst');
    expect((await partner.call('GET', `/cases/${open.id}`, undefined, person)).status).toBe(200);
    expect(await partner.acts()).toEqual(['portal.triage-accepted', 'portal.triage-ended']);
    expect((await partner.call('POST', `/portals/${id}/accept`)).status).toBe(204);
    expect((await owner.call('GET', '/alarms')).json).toEqual([]);
    expect((await owner.call('POST', `/portals/${id}/publish`, { version: 2 })).status).toBe(204);
  });

  it('say on a case why its referral goes to the owner’s recipient, by name', async () => {
    const id = await delegated();
    const own = await recipientOf(owner.world, 'Police unit');
    const { id: caseId } = await makeCase(console_.test, partner.world);
    await console_.test.asOwner(`UPDATE cases SET portal_id = $2 WHERE id = $1`, [caseId, id]);
    await console_.test.asOwner(
      `INSERT INTO referrals (id, organisation_id, case_id, decision, recipient_id, way, chosen_because, state, reference,
         looked, due_at) VALUES ($1::uuid, $2, $3, 1, $4, 'iccam', 'portal', 'stopped', $1::text, true, now())`,
      [newId(), partner.world.organisationId, caseId, own],
    );
    const { json } = await partner.call('GET', '/referrals', undefined, partner.supervisor);
    const [row] = await console_.test.asOwner<{ name: string }>(
      `SELECT name FROM organisations WHERE id = $1`,
      [owner.world.organisationId],
    );
    expect(json).toMatchObject([{ recipient: 'Police unit', recipientOf: row!.name, because: 'portal' }]);
  });

  it('hand fingerprints on as a step that is seen until it is done', async () => {
    const { reportId, id: caseId } = await makeCase(console_.test, owner.world);
    await console_.test.asOwner(`UPDATE reports SET sealed_text = '\\x00' WHERE id = $1`, [reportId]);
    await console_.test.asOwner(
      `INSERT INTO hash_handovers (id, organisation_id, report_id, hashes, recipient, arrived_at)
       VALUES ($1, $2, $3, 2, '{"en": "A service"}', date_trunc('minute', now() - interval '2 days'))`,
      [newId(), owner.world.organisationId, reportId],
    );
    const act = (method: string, path: string, body?: unknown) =>
      owner.call(method, path, body, owner.supervisor);
    expect((await act('GET', '/alarms')).json).toMatchObject([{ code: 'hashes-wait', count: 1 }]);
    expect((await act('GET', '/handovers')).json).toMatchObject([{ caseId, hashes: 2 }]);
    expect((await act('POST', `/reports/${reportId}/handover`, { state: 'left' })).status).toBe(400);
    expect(
      (await act('POST', `/reports/${reportId}/handover`, { state: 'handed-over', reference: '7' })).status,
    ).toBe(204);
    expect((await act('GET', `/cases/${caseId}`)).json.reports[0].handover).toMatchObject({
      state: 'handed-over',
      reference: '7',
      settledBy: expect.any(String),
    });
    expect((await act('GET', '/alarms')).json).toEqual([]);
    expect(
      (await act('POST', `/reports/${reportId}/handover`, { state: 'left', reason: 'no-child' })).status,
    ).toBe(409);
  });
});
