import { grantMandate, mandateOfPortal } from '#libs/organisations';
import { makeOrganisation, type World } from '../../../../test/support/review-world.js';
import {
  fieldsOf,
  inDays,
  makeAdministration,
  type AdministrationUnderTest,
} from '../testing/administration-under-test.js';
import { ConsoleUnderTest } from '../testing/console-under-test.js';

describe('mandates', () => {
  let console_: ConsoleUnderTest;
  let world: World;
  let call: AdministrationUnderTest['call'];
  let acts: AdministrationUnderTest['acts'];

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
  });
  afterAll(() => console_.stop());
  beforeEach(async () => {
    ({ world, call, acts } = await makeAdministration(console_));
  });

  const basis = (more: object = {}) => ({
    level: 'retain',
    legalInstrument: 'Act 12, section 3',
    approvedBy: 'The director',
    expiresAt: inDays(300),
    ...more,
  });
  /** What triage goes by. */
  const level = async () => {
    const held = await console_.triage.within(world.organisationId, (manager) =>
      mandateOfPortal(manager, world.portalId),
    );
    return held.level;
  };

  it('say what holds at each portal: nothing, where none is recorded', async () => {
    const { json } = await call('GET', '/mandates');
    expect(json).toEqual({
      byDefault: { level: 'none', mandateId: null, keepHours: null },
      portals: [
        {
          portalId: world.portalId,
          slug: world.code.toLowerCase(),
          country: 'NL',
          isShared: false,
          isParticular: false,
          level: 'none',
          mandateId: null,
          keepHours: null,
        },
      ],
      history: [],
    });
  });

  it.each([
    ['an instrument', { legalInstrument: ' ' }, 'legalInstrument'],
    ['a person who approved', { approvedBy: ' ' }, 'approvedBy'],
    ['an end', { expiresAt: undefined }, 'expiresAt'],
    ['an end to come', { expiresAt: inDays(-1) }, 'expiresAt'],
    ['an end within ten years', { expiresAt: inDays(4000) }, 'expiresAt'],
    ['a level', { level: 'everything' }, 'level'],
    ['hours under view alone', { keepHours: 5 }, 'keepHours'],
  ])('are not raised without %s, and nothing changes', async (_what, more, field) => {
    expect(fieldsOf(await call('POST', '/mandates', basis(more)))).toEqual([400, [field]]);
    expect(await level()).toBe('none');
    expect(await acts()).toEqual([]);
  });

  it('are raised with all of it, in place of the one before', async () => {
    await call('POST', '/mandates', basis({ level: 'hash' }));
    expect(await level()).toBe('hash');
    expect((await call('POST', '/mandates', basis())).status).toBe(201);
    expect(await level()).toBe('retain');
    const { json } = await call('GET', '/mandates');
    expect(json.history.map((one: { level: string; state: string }) => [one.level, one.state])).toEqual([
      ['retain', 'in-force'],
      ['hash', 'revoked'],
    ]);
    expect(await acts()).toEqual(['mandate.granted', 'mandate.granted']);
  });

  it('are lowered at once with nothing but the level, and end no later than the law allowed', async () => {
    await call('POST', '/mandates', basis());
    expect((await call('POST', '/mandates/lower', { level: 'hash' })).status).toBe(200);
    expect(await level()).toBe('hash');
    const { json } = await call('GET', '/mandates');
    const [lowered, raised] = json.history;
    expect(lowered).toMatchObject({ level: 'hash', state: 'in-force', expiresAt: raised.expiresAt });
    expect(await acts()).toEqual(['mandate.granted', 'mandate.lowered']);
  });

  it.each(['retain', 'view'])('are not raised to %s by the way down', async (wanted) => {
    await call('POST', '/mandates', basis({ level: 'view' }));
    const answer = await call('POST', '/mandates/lower', { level: wanted });
    expect([answer.status, answer.json.error]).toEqual([409, 'mandate-not-lower']);
    expect(await level()).toBe('view');
  });

  it('of a portal stand before the one for all, and do not fall back on it when they expire', async () => {
    await call('POST', '/mandates', basis());
    await call('POST', '/mandates/lower', { portalId: world.portalId, level: 'hash' });
    expect(await level()).toBe('hash');
    const { json } = await call('GET', '/mandates');
    expect([json.byDefault.level, json.portals[0].level, json.portals[0].isParticular]).toEqual([
      'retain',
      'hash',
      true,
    ]);
    await console_.test.asOwner(
      `UPDATE mandates SET approved_at = now() - interval '2 days', expires_at = now() - interval '1 day'
       WHERE portal_id = $1`,
      [world.portalId],
    );
    expect(await level()).toBe('none');
    expect((await call('GET', '/mandates')).json.portals[0].level).toBe('none');
  });

  it('of a shared portal are marked so: a partner’s counts as well', async () => {
    const partner = await makeOrganisation(console_.test);
    await console_.test.asOwner(`UPDATE portals SET triaging_organisation_id = $2 WHERE id = $1`, [
      world.portalId,
      partner.organisationId,
    ]);
    await call('POST', '/mandates', basis());
    const [portal] = (await call('GET', '/mandates')).json.portals;
    expect([portal.level, portal.isShared]).toEqual(['retain', true]);
    await console_.triage.within([world.organisationId, partner.organisationId], async (manager) => {
      expect((await mandateOfPortal(manager, world.portalId)).level).toBe('none');
    });
  });

  it('are changed by one person at a time', async () => {
    await call('POST', '/mandates', basis());
    const answers = await Promise.all(
      ['hash', 'view', 'none'].map((one) => call('POST', '/mandates/lower', { level: one })),
    );
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200]));
    const standing = (await call('GET', '/mandates')).json.history.filter(
      (one: { state: string }) => one.state === 'in-force',
    );
    expect(standing).toHaveLength(1);
  });

  it('recorded on the command line are seen and replaced here', async () => {
    await console_.database.within(world.organisationId, (manager) =>
      grantMandate(
        manager,
        {
          organisationId: world.organisationId,
          level: 'view',
          legalInstrument: 'Act 1',
          approvedBy: 'A. Person',
          expiresAt: new Date(inDays(10)),
        },
        { kind: 'operator' },
        new Date(),
      ),
    );
    await call('POST', '/mandates', basis());
    expect(await level()).toBe('retain');
  });
});
