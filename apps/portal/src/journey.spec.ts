// The form in steps: what is carried along, what is put by, and what can be left.
import { openBox } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

const FORM = '/harbour/en/report';

describe('the journey', () => {
  let database: TestDatabase;
  let seeded: SeededPortal;
  let portal: PortalUnderTest;
  let now = new Date();
  beforeAll(async () => {
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour');
    await seedPortal(database, 'other');
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal, clock: { now: () => now } });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });
  beforeEach(async () => {
    now = new Date();
    await database.asOwner('TRUNCATE reports CASCADE');
  });

  /** A page of the form as a browser sees it, and how its buttons are pressed. */
  interface Shown {
    readonly status: number;
    readonly html: string;
    readonly hidden: Record<string, string>;
  }
  const shown = async (answer: Response): Promise<Shown> => {
    const html = await answer.text();
    const form = html.slice(html.indexOf('<form id="report"'));
    const hidden = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    return {
      status: answer.status,
      html,
      hidden: Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    };
  };
  const begin = async (slug = 'harbour') => shown(await portal.get(`/${slug}/en/report`));
  const press = async (page: Shown, go: string, fields: Record<string, string> = {}, path = FORM) =>
    shown(await portal.post(path, { ...page.hidden, ...fields, go }));
  const heading = ({ html }: Shown) => /<h1>(.*?)<\/h1>/.exec(html)![1];
  const reports = async () =>
    database.asOwner<{
      id: string; kind: string; state: string; sealed_text: Buffer | null; minutes: number; receipts: number; addresses: string[];
    }>(`SELECT r.id, kind, state, sealed_text, extract(epoch FROM intake_due_at - received_at)::int / 60 AS minutes,
          (SELECT count(*)::int FROM receipts c WHERE c.report_id = r.id) AS receipts,
          (SELECT array_agg(as_typed ORDER BY position) FROM report_addresses a WHERE a.report_id = r.id) AS addresses
        FROM reports r`); // prettier-ignore
  const address = 'hxxp://pictures[.]example/one';
  const atStepTwo = async () => press(await begin(), 'next-1', { urls: `please look: ${address} today` });

  it('asks in four steps at most, of which only the first must be answered, and sends all that was said', async () => {
    const one = await begin();
    expect((await press(one, 'next-1')).status).toBe(400);
    const two = await atStepTwo();
    expect(heading(two)).toBe('What is it about?');
    const three = await press(two, 'next-2', {
      kind: 'grooming',
      stillThere: 'yes',
      childInDanger: '1',
      seenAt: '2026-01-02',
    });
    const four = await press(three, 'next-3', {
      access: 'a password',
      comment: 'some words',
      reportedPolice: '1',
    });
    expect(heading(four)).toBe('Check and send');
    for (const said of ['pictures[.]example', 'a password', 'some words', 'The police', '2 January 2026']) {
      expect(four.html).toContain(said);
    }
    const given = await press(four, 'send-4');
    expect(codeIn(given.html)).toMatch(/^[0-9A-Z]{24}$/);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ kind: 'grooming', receipts: 1, addresses: [address] });
    expect(JSON.parse(openBox(seeded.keyPair, report!.sealed_text!).toString())).toEqual({
      comment:
        'Is something needed to get in? a password\nIs it still there? Yes\nHave you already told someone? The police\nsome words',
      addressText: [`please look: ${address} today`],
    });
  });

  it('goes back with everything that was typed on the way', async () => {
    const three = await press(await atStepTwo(), 'next-2', { kind: 'extortion' });
    const back = await press(three, 'back-3', { comment: 'half a sentence' });
    expect(back.html).toMatch(/value="extortion" checked/);
    const first = await press(back, 'back-2', { kind: 'extortion', childInDanger: '1' });
    expect(first.html).toContain(address);
    const again = await press(await press(first, 'next-1', { urls: address }), 'next-2', {
      kind: 'extortion',
    });
    expect(again.html).toContain('half a sentence');
  });

  it('asks those who have no address what fits the kind of place', async () => {
    const page = await shown(await portal.post(FORM, { ...(await begin()).hidden, pick: 'game' }));
    expect(page.html).toContain('Which game or console?');
    expect(page.html).not.toContain('Invitation link');
    const two = await press(page, 'next-1', { app: 'a game', account: 'a player' });
    expect(await reports()).toEqual([]);
    expect(codeIn((await press(two, 'send-2')).html)).toBeDefined();
    const [report] = await reports();
    expect(JSON.parse(openBox(seeded.keyPair, report!.sealed_text!).toString()).place).toBe(
      'Game\nWhich game or console? a game\nName of the player or server a player',
    );
  });

  describe('the answers carried along', () => {
    it('cannot be read, changed, used at another portal or with another form', async () => {
      const two = await atStepTwo();
      const { state, mark } = two.hidden;
      expect(Buffer.from(state!, 'base64url').toString('latin1')).not.toContain('pictures');
      const isCarried = async (fields: Record<string, string>, path = FORM) =>
        (await press(two, 'back-2', fields, path)).html.includes('pictures[.]example');
      expect(await isCarried({})).toBe(true);
      const middle = Math.floor(state!.length / 2);
      const flipped = state![middle] === 'A' ? 'B' : 'A';
      expect(await isCarried({ state: state!.slice(0, middle) + flipped + state!.slice(middle + 1) })).toBe(
        false,
      );
      expect(await isCarried({}, '/other/en/report')).toBe(false);
      expect(await isCarried({ mark: (await begin()).hidden.mark! })).toBe(false);
      expect(mark).toBeDefined();
    });

    it('are kept, with a new form’s mark, when the form is more than a day old', async () => {
      const two = await atStepTwo();
      now = new Date(now.getTime() + 25 * 3_600_000);
      const old = await press(two, 'send-2', { kind: 'other' });
      expect(old.status).toBe(400);
      expect(codeIn((await press(old, 'send-2', { kind: 'other' })).html)).toBeDefined();
    });
  });

  describe('the address that is put by', () => {
    it('stands alone, without text or receipt, and is due in an hour; the page says so', async () => {
      const two = await atStepTwo();
      expect(two.html).toContain('The address alone is now kept.');
      expect(await reports()).toEqual([
        expect.objectContaining({
          kind: 'unspecified',
          state: 'received',
          sealed_text: null,
          minutes: 60,
          receipts: 0,
          addresses: [address],
        }),
      ]);
    });

    it('is found by triage’s sweep when the hour is over, and not before', async () => {
      await atStepTwo();
      const due = async () =>
        database.asOwner(`SELECT name, id FROM triage_api.due_work(10) WHERE name = 'intake'`);
      expect(await due()).toEqual([]);
      await database.asOwner(`UPDATE reports SET intake_due_at = now()`);
      expect(await due()).toHaveLength(1);
    });

    it('is one however often the step is sent, and follows what is changed', async () => {
      const one = await begin();
      await Promise.all(Array.from({ length: 8 }, async () => press(one, 'next-1', { urls: address })));
      await press(one, 'next-1', { urls: 'http://other.example/' });
      expect((await reports()).map(({ addresses }) => addresses)).toEqual([['http://other.example/']]);
    });

    it('is deleted by leaving, which then leads to another site', async () => {
      const { hidden } = await atStepTwo();
      const left = await portal.post(FORM, { mark: hidden.mark!, state: hidden.state!, go: 'leave-1' });
      expect(
        await database.asOwner(`SELECT 1 FROM deletion_ledger WHERE object_kind = 'report-address'`),
      ).toHaveLength(1);
      expect([left.status, left.headers.get('location')]).toEqual([303, 'https://www.wikipedia.org/']);
      expect(await reports()).toEqual([]);
    });

    it('is deleted when somebody says that they are in the picture', async () => {
      const three = await press(await atStepTwo(), 'next-2', { kind: 'self-report' });
      expect(await reports()).toEqual([]);
      expect(three.html).not.toContain('name="go" value="leave-1"');
      expect(codeIn((await press(three, 'send-3')).html)).toBeDefined();
    });

    it('becomes a whole report when the form is finished late: one report, with its receipt, taken in once more', async () => {
      const two = await atStepTwo();
      await database.asOwner(`UPDATE reports SET state = 'attached'`);
      const given = await press(two, 'send-2', { kind: 'grooming' });
      expect(codeIn(given.html)).toBeDefined();
      expect(await reports()).toEqual([
        expect.objectContaining({ kind: 'grooming', state: 'received', receipts: 1, addresses: [address] }),
      ]);
    });

    it('never comes back for a report that was sent, nor can leaving delete that', async () => {
      const one = await begin();
      const two = await press(one, 'next-1', { urls: address });
      await press(two, 'send-2');
      await press(one, 'next-1', { urls: address });
      await press(two, 'leave-1');
      expect(await reports()).toEqual([expect.objectContaining({ receipts: 1 })]);
      const sentAtOnce = await begin();
      await portal.post(FORM, { ...sentAtOnce.hidden, urls: address });
      await press(sentAtOnce, 'next-1', { urls: address });
      expect((await reports()).map(({ receipts }) => receipts)).toEqual([1, 1]);
    });
  });

  describe('the ways to other pages', () => {
    const wordsOf = ({ html }: Shown) => html.replaceAll(/<[^>]*>/g, ' ');

    it('lead those concerned past no draft: it is deleted, and the address typed stands in their own form', async () => {
      const one = await press(await atStepTwo(), 'back-2', { kind: 'other' });
      const matters = await press(one, 'help-1', { urls: 'http://pictures.example/mine', placeKind: '' });
      expect(await reports()).toEqual([]);
      expect(wordsOf(matters)).toContain('Nothing that you write here is kept before you send it.');
      const help = '/harbour/en/help';
      const age = await press(matters, '', { about: 'picture' }, help);
      const form = await press(age, '', { age: '13-15' }, help);
      expect(form.html).toContain('>http://pictures.example/mine</textarea>');
      expect(await reports()).toEqual([]);
      const before = await press(
        form,
        'back',
        { urls: 'http://pictures.example/mine', story: 'my words' },
        help,
      );
      const again = await press(before, '', { age: '16-17' }, help);
      expect(again.html).toContain('>my words</textarea>');
      const { mark, state } = again.hidden;
      const report = await shown(await portal.post(FORM, { mark: mark!, state: state!, go: 'resume-1' }));
      expect(report.html).toContain('>http://pictures.example/mine</textarea>');
      expect(wordsOf(report)).not.toContain('is now kept');
    });

    it('lead past no draft to the first page: the only one is a button that deletes it', async () => {
      const one = await press(await atStepTwo(), 'back-2');
      expect(one.html).not.toContain('href="/harbour/en"');
      expect(wordsOf(one)).toContain('The address alone is now kept.');
      const { mark, state } = one.hidden;
      const left = await portal.post(FORM, { mark: mark!, state: state!, go: 'first-1' });
      expect([left.status, left.headers.get('location')]).toEqual([303, '/harbour/en']);
      expect(await reports()).toEqual([]);
    });

    it('keep what was typed: to where else one can go and back, and to all questions on one page', async () => {
      const typed = { urls: 'half an addr', placeKind: 'game', account: 'a player', place: 'the third room' };
      const elsewhere = await press(await begin(), 'elsewhere-1', typed);
      expect(heading(elsewhere)).toBe('Where to go with something else');
      const french = await press(elsewhere, 'elsewhere-all', {}, '/harbour/fr/report');
      const whole = await press(await press(french, 'resume-1'), 'all-1', typed);
      for (const words of Object.values(typed)) expect(whole.html).toContain(words);
      const ticked = await press(whole, 'stay-all', { ...typed, childInDanger: '1' });
      expect(ticked.html).toMatch(/name="childInDanger"[^>]*checked/);
      expect((await press(ticked, 'stay-all', typed)).html).not.toMatch(/name="childInDanger"[^>]*checked/);
      expect(await reports()).toEqual([]);
    });
  });

  describe('a portal that changes while its form is open', () => {
    const change = async (sql: string, parameters: unknown[] = []) => {
      await database.asOwner(`UPDATE portals SET ${sql} WHERE slug = 'harbour'`, parameters);
      // An unknown name makes the portal look again.
      await portal.get('/nowhere');
    };
    afterEach(async () => {
      await change(`is_live = true, withdrawn_at = NULL, locales = '{en,fr,ar}'`);
    });
    const takenOff = 'is_live = false, withdrawn_at = now()';

    it.each([takenOff, `locales = '{fr}'`])(
      'lets everybody leave, and deletes what was put by: %s',
      async (how) => {
        const { hidden } = await atStepTwo();
        await change(how);
        const left = await portal.post(FORM, { mark: hidden.mark!, state: hidden.state!, go: 'leave-2' });
        expect([left.status, left.headers.get('location')]).toEqual([303, 'https://www.wikipedia.org/']);
        expect(await reports()).toEqual([]);
      },
    );

    it('refuses a report once it is taken off, with all that was typed on the page, in any language', async () => {
      const three = await press(await atStepTwo(), 'next-2', { kind: 'grooming' });
      await change(takenOff);
      const refused = await press(three, 'send-3', { comment: 'typed <words>' });
      expect(refused.status).toBe(410);
      for (const words of [
        'pictures[.]example',
        'typed &lt;words>',
        'It has not been sent.',
        'is now kept',
      ]) {
        expect(refused.html).toContain(words);
      }
      const french = await press(refused, 'resume-1', {}, '/harbour/fr/report');
      expect([french.status, french.html.includes('typed &lt;words>')]).toEqual([410, true]);
      const concern = { about: 'threat', age: '13-15', story: 'my own <words>', go: 'send' };
      const told = await shown(await portal.post('/harbour/en/help', concern));
      expect([told.status, told.html.includes('my own &lt;words>')]).toEqual([410, true]);
    });

    it('refuses it likewise when it was taken off a moment ago', async () => {
      const two = await atStepTwo();
      await database.asOwner(`UPDATE portals SET ${takenOff} WHERE slug = 'harbour'`);
      const refused = await press(two, 'send-2', { kind: 'grooming' });
      expect([refused.status, refused.html.includes('pictures[.]example')]).toEqual([410, true]);
    });

    it('goes on in another language when its own is no longer offered', async () => {
      const two = await atStepTwo();
      await change(`locales = '{fr}'`);
      const three = await press(two, 'next-2', { kind: 'grooming' });
      expect([three.status, heading(three)]).toEqual([200, 'Qu’est-ce qui aide à le trouver\u00a0?']);
    });
  });

  it('weighs at most 50 kB in all, style sheet and every step included', async () => {
    let page = await begin();
    let bytes = (await (await portal.get('/harbour/en')).text()).length + page.html.length;
    for (const step of [1, 2, 3]) {
      page = await press(page, `next-${step}`, step === 1 ? { urls: address } : {});
      bytes += Buffer.byteLength(page.html);
    }
    bytes += Buffer.byteLength((await press(page, 'send-4')).html);
    const style = /href="(\/assets\/portal\.[0-9a-f]+\.css)"/.exec(page.html)![1]!;
    bytes += (await (await portal.get(style)).text()).length;
    expect(bytes).toBeLessThan(50_000);
  });
});
