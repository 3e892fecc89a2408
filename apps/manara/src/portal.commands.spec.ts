import { readFileSync } from 'node:fs';
import { PORTAL_LOCALES, RESERVED_SLUGS } from '#libs/organisations';
import { CATALOGUES } from '../../portal/src/messages/translate.js';
import { createInstallation, type Installation } from './testing/installation.js';

const both = (text: string) => ({ en: text, fr: text });
const published = {
  name: { en: 'Report line', fr: 'Ligne de signalement' },
  operator: both('Example Foundation'),
  operatorKind: 'non-governmental',
  readBy: both('Two analysts'),
  readIn: 'IS',
  readWhen: both('On working days'),
  emergency: [{ label: { en: 'Police' }, number: '112' }],
  helplines: [],
  texts: { legal: both('Act 3 forbids it.') },
};
const REVIEWED = ['--reviewer', 'en=The director', '--reviewer', 'fr=The ministry’s lawyer'];

describe('a hotline set up from the command line', () => {
  let hotline: Installation;
  beforeAll(async () => {
    hotline = await createInstallation();
    await hotline.run(
      'setup',
      '--code',
      'IS',
      '--name',
      'Example Hotline',
      '--country',
      'IS',
      '--admin-email',
      'admin@example.org',
    );
  });
  afterAll(() => hotline.close());

  const shownToPublic = async () => {
    const portal = await hotline.test.open('portal');
    const [row] = (await portal.dataSource.query(`SELECT portal_api.portals() AS portals`)) as [
      { portals: { slug: string; organisationCode: string }[] },
    ];
    return row.portals.map(({ slug }) => slug);
  };
  const add = (slug: string, ...more: string[]) =>
    hotline.run(
      'portal',
      'add',
      slug,
      '--organisation',
      'IS',
      '--country',
      'is',
      '--locales',
      'en,fr',
      ...more,
    );
  const settings = (content: object) => ['--settings', hotline.file('portal.json', content)];
  const stateOf = async (slug: string) =>
    (await hotline.json('portal', 'list')).find((one: { slug: string }) => one.slug === slug);

  describe('organisations', () => {
    it('can be several, each with a key of its own', async () => {
      const { organisationId } = await hotline.json(
        'organisation',
        'add',
        'fo',
        '--name',
        'Island Agency',
        '--country',
        'fo',
        '--time-zone',
        'Atlantic/Faroe',
      );
      expect(await hotline.json('organisation', 'list')).toMatchObject([
        { code: 'FO', name: 'Island Agency', country: 'FO', timeZone: 'Atlantic/Faroe' },
        { code: 'IS' },
      ]);
      expect(
        await hotline.test.asOwner(`SELECT 1 FROM organisation_keys WHERE organisation_id = $1`, [
          organisationId,
        ]),
      ).toHaveLength(1);
      expect(await hotline.acts('FO')).toEqual(['organisation.added']);
    });

    it.each([
      ['a code that is taken', 'fo', 'X', 'FO', 'UTC', 'organisation-exists'],
      ['a code that is none', '1x', 'X', 'FO', 'UTC', 'invalid-input'],
      ['a country that is none', 'xy', 'X', 'Iceland', 'UTC', 'invalid-input'],
      ['a time zone that is none', 'xy', 'X', 'FO', 'Mars/Base', 'invalid-input'],
      ['a name of blanks', 'xy', ' ', 'FO', 'UTC', 'invalid-input'],
    ])('are refused with %s', async (_what, code, name, country, zone, error) => {
      await expect(
        hotline.run('organisation', 'add', code, '--name', name, '--country', country, '--time-zone', zone),
      ).rejects.toMatchObject({ code: error });
    });

    it('have staff of any account name, also one that a made-up password holds', async () => {
      // Each password has hyphens.
      const flags = ['--organisation', 'FO', '--role', 'analyst', '--json'];
      const { lines } = await hotline.run('user', 'add', ...flags, '--', '-@example.org');
      expect(JSON.parse(lines[0]!).password).toContain('-');
    });

    it('are not made beside a demonstration', async () => {
      await hotline.test.asOwner(`UPDATE organisations SET is_demonstration = true WHERE code = 'FO'`);
      await expect(
        hotline.run('organisation', 'add', 'ZZ', '--name', 'Z', '--country', 'ZZ'),
      ).rejects.toThrow(/demonstration/);
      await hotline.test.asOwner(`UPDATE organisations SET is_demonstration = false WHERE code = 'FO'`);
    });
  });

  describe('a portal', () => {
    it('is closed until it is published, and closed again when it is withdrawn', async () => {
      await add('is', ...settings(published));
      await hotline.run('portal', 'change', 'is', ...REVIEWED);
      expect(await shownToPublic()).not.toContain('is');
      await expect(hotline.run('portal', 'publish', 'is')).rejects.toMatchObject({
        fields: { recipients: expect.any(String) },
      });
      await hotline.test.asOwner(
        `WITH r AS (INSERT INTO recipients (id, organisation_id, name, way, host, port)
           SELECT gen_random_uuid(), id, 'Exchange', 'iccam', 'exchange.example.org', 443 FROM organisations WHERE code = 'IS'
           RETURNING id, organisation_id)
         INSERT INTO recipient_secrets (recipient_id, organisation_id, host, port, sealed_secret)
           SELECT id, organisation_id, 'exchange.example.org', 443, '' FROM r`,
      );
      await hotline.run('portal', 'publish', 'is');
      expect(await shownToPublic()).toContain('is');
      await hotline.run('portal', 'withdraw', 'is');
      expect(await shownToPublic()).not.toContain('is');
      expect((await hotline.acts('IS')).slice(-4)).toEqual([
        'portal.added',
        'portal.changed',
        'portal.published',
        'portal.withdrawn',
      ]);
    });

    it.each([
      ['no emergency number', { ...published, emergency: [] }, ['emergency']],
      ['no name in one of its languages', { ...published, name: { en: 'Report line' } }, ['name.fr']],
      [
        'no law in one of its languages',
        { ...published, texts: { legal: { fr: 'Loi' } } },
        ['texts.legal.en'],
      ],
      ['nothing of where reports are read', { ...published, readIn: undefined }, ['readIn']],
      ['no kind of operator', { ...published, operatorKind: undefined }, ['operatorKind']],
      [
        'a ministry that calls itself independent',
        {
          ...published,
          operatorKind: 'ministry',
          operator: { en: 'An independent office', fr: 'Le ministère' },
        },
        ['operator.en'],
      ],
    ])('cannot be published with %s, and says what is missing', async (_what, content, fields) => {
      const slug = `draft-${fields[0]!.replace('.', '-').replace('.', '-').toLowerCase()}`;
      await add(slug, ...settings(content));
      await hotline.run('portal', 'change', slug, ...REVIEWED);
      const refused = hotline.run('portal', 'publish', slug);
      await expect(refused).rejects.toMatchObject({ code: 'invalid-input' });
      const error = await refused.catch((reason: { fields: object }) => reason);
      expect(Object.keys((error as { fields: object }).fields).toSorted()).toEqual(fields);
      expect(await stateOf(slug)).toMatchObject({ isLive: false });
      expect(await shownToPublic()).not.toContain(slug);
    });

    it('cannot be published before each language has a reviewer', async () => {
      await add('unread', ...settings(published));
      await hotline.run('portal', 'change', 'unread', '--reviewer', 'fr=Somebody');
      await expect(hotline.run('portal', 'publish', 'unread')).rejects.toMatchObject({
        fields: { 'reviewers.en': expect.stringContaining('missing') },
      });
    });

    it('is made from nothing but a name, and says all that it lacks', async () => {
      await add('bare');
      expect(Object.keys((await stateOf('bare')).missing)).toHaveLength(15);
    });

    it('is carried to another country in a file, without who runs it here', async () => {
      const file = `${hotline.file('unused.json', {})}.out`;
      await hotline.run('portal', 'export', 'is', file);
      const text = readFileSync(file, 'utf8');
      expect(text).not.toMatch(/director|lawyer|[0-9a-f]{8}-[0-9a-f]{4}-/);
      await add('next');
      await hotline.run('portal', 'import', 'next', file);
      expect(await hotline.json('portal', 'show', 'next')).toMatchObject({
        isLive: false,
        content: { settings: { emergency: published.emergency, texts: published.texts }, reviewers: {} },
      });
      await expect(hotline.run('portal', 'export', 'is', file)).rejects.toMatchObject({ code: 'EEXIST' });
      await hotline.run('portal', 'change', 'next', '--country', 'KE');
      await hotline.run('portal', 'import', 'next', file);
      const { country, missing } = await stateOf('next');
      expect(country).toBe('KE');
      expect(missing).toMatchObject({ emergency: expect.stringContaining('KE'), readIn: expect.any(String) });
      await hotline.run('portal', 'change', 'next', '--confirm', 'emergency', 'readIn');
      expect(Object.keys((await stateOf('next')).missing)).not.toContain('emergency');
    });

    it.each([
      ['of another kind', { kind: 'x' }, 'kind'],
      ['of another version', { version: 2 }, 'version'],
      ['with a field that is not known', { settings: { ...published, hepline: 1 } }, 'settings.hepline'],
      ['for no country', { country: 'ZZ' }, 'country'],
      [
        'with a number that cannot be dialled',
        { settings: { ...published, emergency: [{ label: { en: 'x' }, number: 'x' }] } },
        'emergency.0.number',
      ],
    ])('is not read from a file %s', async (_what, change, field) => {
      const file = hotline.file('portal-file.json', {
        kind: 'manara-portal',
        version: 1,
        country: 'IS',
        locales: ['en'],
        settings: published,
        ...change,
      });
      await expect(hotline.run('portal', 'import', 'bare', file)).rejects.toMatchObject({
        fields: { [field]: expect.any(String) },
      });
    });

    it('that is open cannot be changed into one that could not be', async () => {
      await add('open', ...settings(published));
      await hotline.run('portal', 'change', 'open', ...REVIEWED);
      await hotline.run('portal', 'publish', 'open');
      await expect(hotline.run('portal', 'change', 'open', '--locales', 'en,ar')).rejects.toMatchObject({
        fields: { 'name.ar': expect.any(String) },
      });
      await expect(
        hotline.run('portal', 'change', 'open', ...settings({ ...published, emergency: [] })),
      ).rejects.toMatchObject({ fields: { emergency: expect.any(String) } });
      await hotline.run('portal', 'change', 'open', '--locales', 'fr');
      expect(await stateOf('open')).toMatchObject({ isLive: true, locales: ['fr'], missing: {} });
    });

    it('can be triaged by a partner, who has it in its log too', async () => {
      await add('fo', '--triaged-by', 'FO', ...settings(published));
      expect(await stateOf('fo')).toMatchObject({ organisation: 'IS', triagedBy: 'FO', mandate: 'none' });
      expect(await hotline.acts('FO')).toContain('portal.added');
    });

    it.each([...RESERVED_SLUGS, 'Iceland', '1is', 'a/b', 'x'.repeat(33)])(
      'is not called %s, by the command or in the database',
      async (slug) => {
        await expect(add(slug)).rejects.toMatchObject({ fields: { slug: expect.any(String) } });
        await expect(
          hotline.test.asOwner(
            `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales)
             SELECT gen_random_uuid(), id, id, $1, 'IS', '{en}' FROM organisations WHERE code = 'IS'`,
            [slug],
          ),
        ).rejects.toMatchObject({ code: '23514' });
      },
    );

    it('is refused when the name is taken, the language unknown, the file no JSON, the owner unknown', async () => {
      await expect(add('open')).rejects.toMatchObject({ code: 'portal-exists' });
      await expect(add('xx', '--locales', 'en,tlh')).rejects.toMatchObject({
        fields: { locales: expect.any(String) },
      });
      await expect(add('xx', '--settings', hotline.file('bad.json', '{'))).rejects.toThrow(/no JSON/);
      await expect(add('xx', '--organisation', 'NONE')).rejects.toThrow(/FO, IS/);
      await expect(hotline.run('portal', 'publish', 'nowhere')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('offers the languages that the public program has texts for', () => {
      expect([...PORTAL_LOCALES].toSorted()).toEqual(Object.keys(CATALOGUES).toSorted());
    });
  });

  describe('a mandate', () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const grant = (level: string, ...more: string[]) =>
      hotline.json(
        'mandate',
        'grant',
        level,
        '--organisation',
        'IS',
        '--approved-by',
        'Jane Doe, director',
        '--expires',
        inDays(300),
        '--instrument',
        'Act 3',
        ...more,
      );

    it('is nothing until one is granted, then what was granted', async () => {
      expect(await stateOf('open')).toMatchObject({ mandate: 'none' });
      const { mandateId, holds } = await grant('view', '--keep-hours', '48');
      expect(holds).toContainEqual({ portal: 'open', level: 'view' });
      expect(await stateOf('open')).toMatchObject({ mandate: 'view', keepHours: 48 });
      expect(await hotline.json('mandate', 'list', '--organisation', 'IS')).toMatchObject([
        { id: mandateId, state: 'in-force', legalInstrument: 'Act 3', keepHours: 48 },
      ]);
    });

    it('holds at a portal of a partner only as far as the partner’s own', async () => {
      expect(await stateOf('fo')).toMatchObject({ mandate: 'none' });
    });

    it('widens nothing while a stricter one stands; when that is revoked the wider one holds', async () => {
      const strict = await grant('hash');
      expect((await grant('retain')).holds).toContainEqual({ portal: 'open', level: 'hash' });
      const { holds } = await hotline.json('mandate', 'revoke', strict.mandateId, '--organisation', 'IS');
      expect(holds).toContainEqual({ portal: 'open', level: 'view' });
      await expect(
        hotline.run('mandate', 'revoke', strict.mandateId, '--organisation', 'IS'),
      ).rejects.toMatchObject({ code: 'not-found' });
      expect((await hotline.acts('IS')).slice(-3)).toEqual([
        'mandate.granted',
        'mandate.granted',
        'mandate.revoked',
      ]);
    });

    it('for one portal goes before the one for all', async () => {
      const { mandateId, holds } = await grant('none', '--portal', 'is');
      expect(holds).toEqual(
        expect.arrayContaining([
          { portal: 'is', level: 'none' },
          { portal: 'open', level: 'view' },
        ]),
      );
      await hotline.run('mandate', 'revoke', mandateId, '--organisation', 'IS');
    });

    it.each([
      ['an instrument of blanks', ['--instrument', ' '], 'legalInstrument'],
      ['nobody who approved it', ['--approved-by', ' '], 'approvedBy'],
      ['an end that has passed', ['--expires', '2020-01-01'], 'expiresAt'],
      ['an end that nobody lives to see', ['--expires', '2099-01-01'], 'expiresAt'],
      ['hours to keep where nothing is kept', ['--keep-hours', '5'], 'keepHours'],
    ])('is refused with %s', async (_what, more, field) => {
      await expect(grant('hash', ...more)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    });

    it.each([
      [
        'without an instrument',
        ['view', '--organisation', 'IS', '--approved-by', 'J', '--expires', '2099-01-01'],
      ],
      ['of a level that there is none of', ['all', '--organisation', 'IS']],
      ['with an end that is no date', ['view', '--organisation', 'IS', '--expires', 'soon']],
    ])('%s is a wrong use', async (_what, args) => {
      await expect(hotline.run('mandate', 'grant', ...args)).rejects.toMatchObject({
        name: expect.stringContaining('Commander'),
      });
    });
  });

  it('lets a site have a host name, and takes it back', async () => {
    await add('host-is', ...settings(published));
    await hotline.run('portal', 'host', 'host-is', 'localhost.example');
    const [row] = await hotline.test.asOwner(`SELECT confirmed_host FROM portals WHERE slug = 'host-is'`);
    expect(row).toEqual({ confirmed_host: 'localhost.example' });
    await hotline.run('portal', 'change', 'host-is', '--host', 'report.example.is', ...REVIEWED);
    expect((await stateOf('host-is')).missing).not.toHaveProperty('host');
    await hotline.run('portal', 'host', 'host-is', '--none');
    expect((await stateOf('host-is')).missing).toHaveProperty('host');
  });
});
