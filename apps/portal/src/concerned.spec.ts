// The pages for those concerned: age first, help on each page, nothing kept before it is sent.
import { openBox } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import {
  codeIn,
  PUBLISHED,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './testing/portal-under-test.js';

const HELP = '/harbour/en/help';
const line = (en: string, number: string, audiences: string[]) => ({
  name: { en },
  number,
  languages: [],
  audiences,
});
const PORTAL = {
  ...PUBLISHED,
  helplines: [
    line('Line for adults', '1', ['adults-harmed']),
    line('Line for children', '2', ['children']),
    line('Line for one’s own thoughts', '3', ['own-thoughts']),
    line('Line for anyone', '4', []),
  ],
  outOfScope: [{ topic: 'fraud', name: { en: 'Fraud desk' }, url: 'https://fraud.example.org/' }],
  hashRecipient: { name: { en: 'The Example Hash Exchange' } },
  leaveTo: 'https://weather.example.org/today',
};

describe('the pages for those concerned', () => {
  let database: TestDatabase;
  let seeded: SeededPortal;
  let portal: PortalUnderTest;
  beforeAll(async () => {
    database = await createTestDatabase();
    seeded = await seedPortal(database, 'harbour', { published: PORTAL });
    await seedPortal(database, 'plain');
    const children = [line('Line for children', '2', ['children'])];
    await seedPortal(database, 'brief', {
      published: { ...PORTAL, helplines: children, hiddenQuestions: ['contact'] },
    });
    portal = await startPortalUnderTest({ databaseUrl: database.urls.portal });
  });
  afterAll(async () => {
    await portal.stop();
    await database.drop();
  });
  beforeEach(() => database.asOwner('TRUNCATE reports CASCADE'));

  const post = async (fields: Record<string, string>, path = HELP) => {
    const answer = await portal.post(path, fields);
    const html = await answer.text();
    const hidden = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    return {
      status: answer.status,
      headers: answer.headers,
      html,
      hidden: Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    };
  };
  const begin = (about: string, age: string, path = HELP) => post({ about, age }, path);
  const send = async (about: string, age: string, fields: Record<string, string>) => {
    const { hidden } = await begin(about, age);
    return post({ ...hidden, ...fields, go: 'send' });
  };
  const reports = () =>
    database.asOwner<{
      kind: string;
      is_self_report: boolean;
      child_in_danger: boolean;
      sealed_text: Buffer;
    }>('SELECT kind, is_self_report, child_in_danger, sealed_text FROM reports');
  const opened = ({ sealed_text }: { sealed_text: Buffer }) =>
    JSON.parse(openBox(seeded.keyPair, sealed_text).toString()) as Record<string, unknown>;

  it.each(['picture', 'threat', 'child', 'thoughts'])('ask the age first: %s', async (about) => {
    const { status, html } = await post({ about });
    expect(status).toBe(200);
    expect(html).toMatch(/<h1>How old (?:are you|is the child)\?<\/h1>/);
    expect(html).toContain('name="age" value="under-13"');
  });

  it('hold help on each page, that of the reader first and that of others not at all', async () => {
    const numbersIn = (html: string) => [...html.matchAll(/href="tel:(\d)"/g)].map(([, number]) => number);
    expect(numbersIn((await begin('picture', '13-15')).html)).toEqual(['2', '4']);
    expect(numbersIn((await begin('picture', '18-over')).html)).toEqual(['1', '4']);
    expect(numbersIn((await begin('thoughts', '18-over')).html)).toEqual(['3', '4']);
    expect(numbersIn(await (await portal.get(HELP)).text())).toEqual(['1', '2', '3', '4']);
    expect(numbersIn((await send('threat', 'unsaid', { story: 'words' })).html)).toEqual(['2', '4']);
    for (const about of ['picture', 'threat', 'child', 'thoughts']) {
      expect((await begin(about, '16-17')).html).toContain('href="tel:112"');
    }
  });

  it('name no helpline that is for others: with one for children alone, an adult is told where else help is', async () => {
    const page = await begin('thoughts', '18-over', '/brief/en/help');
    expect(page.html).not.toContain('href="tel:2"');
    expect(page.html).toContain('A doctor or a psychotherapist');
    expect((await begin('picture', '13-15', '/brief/en/help')).html).toContain('href="tel:2"');
  });

  it('ask for no e-mail address where the portal asks nobody for one', async () => {
    expect((await begin('picture', '18-over')).html).toContain('name="contactEmail"');
    expect((await begin('picture', '18-over', '/brief/en/help')).html).not.toContain('name="contactEmail"');
  });

  it('are for those as well who say it in the form for witnesses: their words and helplines stand beside the code', async () => {
    const mark = await portal.mark('harbour', 'en');
    const given = await post(
      { mark, urls: 'http://pictures.example/', kind: 'self-report' },
      '/harbour/en/report',
    );
    expect(given.html).toContain('A person reads what you wrote.');
    expect(given.html).not.toContain('Please do not go back to look.');
    expect(given.html).toContain('href="tel:2"');
    const status = await post({ receipt: codeIn(given.html)! }, '/harbour/en/receipt');
    expect(status.html).toContain('href="tel:2"');
  });

  it('open what leads away from a form in another tab, and say so', async () => {
    const { html } = await begin('picture', '13-15', '/plain/en/help');
    expect(html).toMatch(/href="https:\/\/helpline.example.org\/"[^>]*target="_blank"/);
    expect(html).toContain('Opens in a new tab');
  });

  it('speak to a child in another tone than to an adult', async () => {
    expect((await begin('picture', 'under-13')).html).toContain('whatever happened');
    expect((await begin('picture', '18-over')).html).toContain('how long ago');
    const threatened = await begin('threat', '13-15');
    expect(threatened.html).toContain('Do not pay');
    expect(threatened.html).toContain('Keep the messages');
  });

  it('make a report that tells whose concern it is, with all else sealed', async () => {
    const given = await send('threat', '13-15', {
      story: 'some words', app: 'an app', account: 'an account', until: 'tomorrow at 8', shared: 'no', childInDanger: '1',
    }); // prettier-ignore
    expect(codeIn(given.html)).toMatch(/^[0-9A-Z]{24}$/);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ kind: 'threatened', is_self_report: true, child_in_danger: true });
    expect(opened(report!)).toEqual({
      place:
        'Someone threatens or pressures me\nIn which app, game or site? an app\nWhich account is it? an account',
      comment:
        'Age of the person reporting: 13 to 15\nUntil when did they give you time? tomorrow at 8\nHas it been passed on to others? No\nsome words',
      addressText: [],
    });
    await send('child', 'unsaid', { urls: 'http://pictures.example/' });
    expect((await reports()).map(({ kind, is_self_report: own }) => [kind, own])).toContainEqual([
      'child-concern',
      false,
    ]);
  });

  it('keep nothing before it is sent, and nothing at all of one’s own thoughts', async () => {
    const { hidden } = await begin('picture', '13-15');
    await post({ ...hidden, urls: 'http://pictures.example/', go: 'stay' });
    await post({ ...hidden, go: 'send' });
    const thoughts = await send('thoughts', '18-over', { story: 'words', mark: hidden.mark! });
    expect(thoughts.html).not.toMatch(/<textarea|name="mark"/);
    expect(await reports()).toEqual([]);
  });

  it('want one answer, and keep what was typed when something is wrong', async () => {
    const empty = await send('picture', '13-15', {});
    expect([empty.status, empty.html.includes('Answer at least one question')]).toEqual([400, true]);
    const wrong = await send('picture', '13-15', { story: 'typed <words>', contactEmail: 'someone@' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('typed &lt;words>');
    expect(wrong.html).toContain('value="someone@"');
    const french = await post({ ...wrong.hidden, story: 'typed', go: 'stay' }, '/harbour/fr/help');
    expect(french.html).toContain('Que s’est-il passé');
    expect(french.html).toContain('>typed<');
  });

  it('make one report of twenty clicks', async () => {
    const { hidden } = await begin('picture', '13-15');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post({ ...hidden, story: 'words', go: 'send' })),
    );
    expect(new Set(answers.map(({ html }) => codeIn(html))).size).toBe(1);
    expect(await reports()).toHaveLength(1);
  });

  describe('a fingerprint', () => {
    const sha256 = 'ab'.repeat(32);

    it('goes along sealed where somebody acts on it, and is not taken where nobody does', async () => {
      await send('picture', '13-15', { hashes: `${sha256}\nnonsense` });
      const [report] = await reports();
      expect(opened(report!)).toMatchObject({ deviceHashes: [{ sha256 }] });
      // Somebody was promised to get it: that is noted, not what it is.
      expect(await database.asOwner('SELECT hashes, recipient, state FROM hash_handovers')).toEqual([
        { hashes: 1, recipient: { en: 'The Example Hash Exchange' }, state: 'waiting' },
      ]);
      const plain = await begin('picture', '13-15', '/plain/en/help');
      expect(plain.html).not.toContain('type="file"');
      const refused = await post({ ...plain.hidden, hashes: sha256, go: 'send' }, '/plain/en/help');
      expect(refused.status).toBe(400);
    });

    it('is made by the one page that has a script, which may connect nowhere', async () => {
      const page = await begin('picture', '13-15');
      const policy = page.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'; connect-src 'none'; require-trusted-types-for 'script'");
      expect(page.html.match(/<script[^>]*>/g)).toEqual([
        expect.stringMatching(/^<script src="\/assets\/fingerprint\.[0-9a-f]{10}\.js" defer>$/),
      ]);
      // A field without a name is sent by no browser.
      expect(page.html).toMatch(/<input type="file" id="fingerprint-picture" accept="image\/\*"\/?>/);
      for (const other of [
        await begin('threat', '13-15'),
        await begin('picture', '13-15', '/plain/en/help'),
      ]) {
        expect(other.html).not.toContain('<script');
        expect(other.headers.get('content-security-policy')).not.toContain('script-src');
      }
    });
  });

  it('have a page that names where else to go, and turns nobody away', async () => {
    const html = await (await portal.get('/harbour/en/elsewhere')).text();
    expect(html).toContain('href="https://fraud.example.org/"');
    expect(html).toContain('Nobody is turned away');
    expect(await (await portal.get('/plain/en/elsewhere')).text()).toContain('turn to the police');
  });

  it('lead away to where the portal says, by a link and by a form', async () => {
    const first = await portal.get('/harbour/en');
    expect(await first.text()).toContain('href="https://weather.example.org/today"');
    expect(first.headers.get('content-security-policy')).toContain(
      "form-action 'self' https://weather.example.org/today;",
    );
    const left = await portal.post('/harbour/en/report', { go: 'leave-1' });
    expect(left.headers.get('location')).toBe('https://weather.example.org/today');
  });
});
