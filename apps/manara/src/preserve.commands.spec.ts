import { newRandomId, type Database } from '#libs/platform';
import { enforceRetention } from '#libs/pipeline';
import { makeAccount, makeCase, type MadeCase, type World } from '../../../test/support/review-world.js';
import { createInstallation, type Installation } from './testing/installation.js';

describe('keeping, and not keeping, from the command line', () => {
  let hotline: Installation;
  let triage: Database;
  let world: World;
  beforeAll(async () => {
    hotline = await createInstallation();
    triage = await hotline.test.open('triage');
    const { organisationId } = await hotline.json(
      'organisation',
      'add',
      'IS',
      '--name',
      'Example Hotline',
      '--country',
      'IS',
    );
    const { portalId } = await hotline.json(
      'portal',
      'add',
      'is',
      '--organisation',
      'IS',
      '--country',
      'IS',
      '--locales',
      'en',
    );
    const [key] = await hotline.test.asOwner<{ id: string }>(`SELECT id FROM organisation_keys`);
    world = { organisationId, portalId, keyId: key!.id, code: 'IS' };
  });
  afterAll(() => hotline.close());

  const inIs = ['--organisation', 'IS'];

  async function closedCase(daysAgo: number): Promise<MadeCase> {
    const made = await makeCase(hotline.test, world, { state: 'closed' });
    await hotline.test.asOwner(
      `UPDATE cases SET closed_at = now() - make_interval(days => $2) WHERE id = $1`,
      [made.id, daysAgo],
    );
    await hotline.test.asOwner(`UPDATE reports SET sealed_text = '\\x01' WHERE id = $1`, [made.reportId]);
    return made;
  }
  const hasText = async ({ reportId }: MadeCase) => {
    await enforceRetention(triage, world.organisationId);
    const [row] = await hotline.test.asOwner<{ has: boolean }>(
      `SELECT sealed_text IS NOT NULL AS has FROM reports WHERE id = $1`,
      [reportId],
    );
    return row!.has;
  };

  describe('a rule of retention', () => {
    const rule = async (dataClass: string) =>
      (await hotline.json('retention', 'list', ...inIs)).find(
        (one: { dataClass: string }) => one.dataClass === dataClass,
      );

    it('of an organisation goes before the default, until it is taken back', async () => {
      expect(await rule('reporter-text')).toMatchObject({ hours: 180 * 24, isOwn: false });
      await hotline.run('retention', 'set', 'reporter-text', ...inIs, '--hours', '2400');
      expect(await rule('reporter-text')).toMatchObject({ hours: 2400, defaultHours: 180 * 24, isOwn: true });
      expect(await hasText(await closedCase(101))).toBe(false);
      await hotline.run('retention', 'set', 'reporter-text', ...inIs, '--default');
      expect(await rule('reporter-text')).toMatchObject({ hours: 180 * 24, isOwn: false });
      expect(await hasText(await closedCase(101))).toBe(true);
      expect((await hotline.acts('IS')).slice(-2)).toEqual(['retention.set', 'retention.set']);
    });

    it('that changes nothing is no event', async () => {
      const before = await hotline.acts('IS');
      await hotline.run('retention', 'set', 'exposure', ...inIs, '--default');
      expect(await hotline.acts('IS')).toEqual(before);
    });

    it.each([
      ['a spool beyond a day', ['evidence-spool', '--hours', '25']],
      ['no time at all for a spool', ['evidence-spool', '--hours', '0']],
      ['what belongs to no organisation', ['sign-in-attempt', '--hours', '48']],
      ['neither hours nor the default', ['session']],
    ])('is refused for %s', async (_what, args) => {
      await expect(hotline.run('retention', 'set', ...args, ...inIs)).rejects.toMatchObject({
        code: 'invalid-input',
      });
    });

    it('for a class that there is none of is a wrong use', async () => {
      await expect(hotline.run('retention', 'set', 'tea', ...inIs, '--hours', '1')).rejects.toMatchObject({
        name: expect.stringContaining('Commander'),
      });
    });
  });

  describe('an order to preserve', () => {
    const order = [
      '--ordered-by',
      'Police, unit 4',
      '--instrument',
      'Order 12/2026',
      '--expires',
      '2099-01-01',
    ];

    it.each([
      ['a case by its number', (made: MadeCase) => ['--case', made.number.toLowerCase()]],
      ['a report', (made: MadeCase) => ['--report', made.reportId]],
    ])('keeps %s until it is released', async (_what, subject) => {
      const made = await closedCase(1000);
      const { preservationId } = await hotline.json('preserve', 'add', ...subject(made), ...order);
      expect(await hasText(made)).toBe(true);
      expect(await hotline.json('preserve', 'list', ...inIs)).toContainEqual(
        expect.objectContaining({ id: preservationId, state: 'in-force', legalInstrument: 'Order 12/2026' }),
      );
      await hotline.run('preserve', 'release', preservationId, ...inIs);
      expect(await hasText(made)).toBe(false);
      expect((await hotline.acts('IS')).slice(-2)).toEqual(['preservation.added', 'preservation.released']);
      await expect(hotline.run('preserve', 'release', preservationId, ...inIs)).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('is refused for what there is not, without a reason, and when it has ended', async () => {
      const { number } = await closedCase(1);
      const add = (...args: string[]) => hotline.run('preserve', 'add', ...args);
      await expect(add('--case', 'IS-2026-999999', ...order)).rejects.toMatchObject({ code: 'not-found' });
      await expect(add('--report', newRandomId(), ...order)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(add(...order)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(add('--case', number, ...order, '--instrument', ' ')).rejects.toMatchObject({
        fields: { legalInstrument: expect.any(String) },
      });
      await expect(add('--case', number, ...order, '--expires', '2020-01-01')).rejects.toMatchObject({
        fields: { expiresAt: expect.any(String) },
      });
    });
  });

  describe('a hold', () => {
    const shown = async (caseId: string) =>
      (
        await hotline.test.asOwner<{ state: string }>(`SELECT portal_api.shown_state($1) AS state`, [caseId])
      )[0]!.state;

    it('keeps what receipts show of a case as it was, until it is released', async () => {
      await hotline.test.asOwner(
        `UPDATE organisations SET policy = '{"receipt": {"delayHours": 0}}' WHERE id = $1`,
        [world.organisationId],
      );
      const made = await makeCase(hotline.test, world, { state: 'ready' });
      const accountId = await makeAccount(hotline.test, world, 'supervisor');
      const { holdId } = await hotline.json(
        'hold',
        'add',
        made.number,
        '--ordered-by',
        'Police, unit 4',
        '--owner',
        `${accountId}@example.org`,
        '--expires',
        '2099-01-01T12:00Z',
      );
      await hotline.test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, [
        made.id,
      ]);
      expect(await shown(made.id)).toBe('received');
      expect(await hotline.json('hold', 'list', ...inIs)).toMatchObject([
        { id: holdId, caseNumber: made.number, shownState: 'received', state: 'in-force' },
      ]);
      await hotline.run('hold', 'release', holdId, ...inIs);
      expect(await shown(made.id)).toBe('closed');
      expect((await hotline.acts('IS')).slice(-2)).toEqual(['hold.added', 'hold.released']);
    });

    it('is refused without somebody of the organisation who answers for it', async () => {
      const made = await makeCase(hotline.test, world);
      await expect(
        hotline.run(
          'hold',
          'add',
          made.number,
          '--ordered-by',
          'Police',
          '--owner',
          'nobody@example.org',
          '--expires',
          '2099-01-01',
        ),
      ).rejects.toMatchObject({ code: 'invalid-input' });
    });
  });
});
