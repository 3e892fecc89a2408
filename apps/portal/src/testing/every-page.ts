// Every page that the portal can show, as it is sent: for tests that look at all of them.
import sharp from 'sharp';
import { writeToReporter } from '#libs/reports';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { PLACE_KINDS } from '../journey/report-form.js';
import { CATALOGUES, REVIEWED, type Locale } from '../messages/translate.js';
import { DatabaseLine } from './database-line.js';
import {
  PUBLISHED,
  seedPortal,
  startPortalUnderTest,
  type PortalUnderTest,
  type SeededPortal,
} from './portal-under-test.js';

export const LOCALES = Object.keys(CATALOGUES) as readonly Locale[];

/** What a portal can publish, all of it; in three languages, so that the others have words of another in them. */
const EVERYTHING = {
  ...PUBLISHED,
  operatorKind: 'non-governmental',
  readIn: 'TN',
  readWhen: { en: 'On working days, 9 to 17', fr: 'Les jours ouvrables, de 9 h à 17 h', ar: 'أيام العمل من 9 إلى 17' },
  safeguarding: { name: { en: 'Child protection unit', fr: 'Protection de l’enfance', ar: 'وحدة حماية الطفل' }, country: 'KM' },
  helplines: [
    ...PUBLISHED.helplines,
    {
      name: { en: 'Line for adults harmed as children', fr: 'Ligne pour adultes', ar: 'خط البالغين' },
      number: '0800 123 456', languages: ['fr', 'ar'], audiences: ['adults-harmed'],
      hours: { en: 'Monday to Friday, 9 to 17', fr: 'Du lundi au vendredi, de 9 h à 17 h', ar: 'من الاثنين إلى الجمعة' },
    },
    {
      name: { en: 'Line for one’s own thoughts', fr: 'Ligne pour ses propres pensées', ar: 'خط الأفكار' },
      number: '+33 800 000 000', url: 'https://thoughts.example.org/', audiences: ['own-thoughts'],
    },
  ],
  partners: [{ name: { en: 'The Island Children’s Council', fr: 'Conseil des enfants', ar: 'مجلس الطفل' }, url: 'https://partner.example.org/' }],
  outOfScope: [
    { topic: 'terrorism', name: { en: 'Police desk', fr: 'Police', ar: 'مكتب الشرطة' }, number: '113' },
    { topic: 'fraud', name: { en: 'Fraud desk', fr: 'Escroquerie', ar: 'مكتب الاحتيال' }, url: 'https://fraud.example.org/' },
  ],
  hashRecipient: { name: { en: 'The Harbour Hash Exchange', fr: 'Échange du Port', ar: 'بنك بصمات المرفأ' } },
  texts: {
    ...PUBLISHED.texts,
    privacy: { en: 'Reports are erased after a year.', fr: 'Les signalements sont effacés après un an.', ar: 'تُمحى البلاغات بعد سنة.' },
    afterwards: { en: 'Most reports are read within two days.', fr: 'La plupart sont lus sous deux jours.', ar: 'يُقرأ معظم البلاغات خلال يومين.' },
  },
}; // prettier-ignore

const NEARLY_NOTHING = {
  name: { en: 'Line of the Atoll' },
  operator: { en: 'Run by the Ministry of Children' },
  operatorKind: 'ministry',
  readBy: { en: 'Two analysts' },
  instead: { name: { en: 'The new line' }, url: 'https://new.example.org/' },
  hashService: { name: { en: 'A service for fingerprints' }, url: 'https://fingerprints.example.org/' },
};

/** A page as it was sent. */
export interface SentPage {
  readonly name: string;
  /** Where it stood. */
  readonly path: string;
  readonly html: string;
}

interface Told {
  readonly id: string;
  readonly receipt: string;
}

export class EveryPage {
  private readonly codes = new Map<string, string>();
  private count = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly portal: PortalUnderTest,
    private readonly line: DatabaseLine,
    private readonly harbour: SeededPortal,
  ) {}

  /** Portals that publish all they can, and nearly nothing: open, for demonstration, and taken off. */
  static async start(): Promise<EveryPage> {
    const database = await createTestDatabase();
    const { width, height } = { width: 240, height: 80 };
    const png = await sharp({ create: { width, height, channels: 3, background: '#7a1f5c' } }).png().toBuffer(); // prettier-ignore
    const look = {
      accent: { light: '#7a1f5c', dark: '#f0a6d8' },
      logo: { png: png.toString('base64'), alt: { en: 'A mark' } },
    };
    const harbour = await seedPortal(database, 'harbour', { published: EVERYTHING });
    await seedPortal(database, 'demo', { isDemonstration: true });
    await seedPortal(database, 'atoll', { published: { ...NEARLY_NOTHING, look } });
    const closed = await seedPortal(database, 'closed', { published: { ...NEARLY_NOTHING, look } });
    await database.asOwner('UPDATE portals SET locales = $1', [LOCALES]);
    await database.asOwner('UPDATE portals SET is_live = false, withdrawn_at = now() WHERE id = $1', [
      closed.id,
    ]);
    const line = new DatabaseLine(new URL(database.urls.portal));
    await line.mend();
    const portal = await startPortalUnderTest({ databaseUrl: line.url() });
    const every = new EveryPage(database, portal, line, harbour);
    await every.settle('in-assessment', null);
    for (const outcome of ['forwarded', 'not-illegal', 'not-reachable'])
      await every.settle('closed', outcome);
    return every;
  }

  async stop(): Promise<void> {
    await this.portal.stop();
    await this.line.cut().catch(() => undefined);
    await this.database.drop();
  }

  /** As an analyst writes to a reporter. */
  async ask({ id }: Pick<Told, 'id'>, text: string): Promise<void> {
    const { organisationId } = this.harbour;
    const staff = await this.database.open('console');
    await staff.within(organisationId, (manager) => writeToReporter(manager, { id, organisationId }, text));
  }

  /** The pages in a language, each in every state that it has, but for those of a database that is away. */
  async in(locale: Locale): Promise<SentPage[]> {
    const walk = new Walk(this.portal, locale);
    await first(walk);
    await steps(walk);
    await wholeForm(walk);
    await concerned(walk);
    await this.receipts(walk);
    return walk.pages;
  }

  /** The pages that say that the database is away, in each language. It is away from then on. */
  async away(): Promise<Map<Locale, SentPage[]>> {
    // It never learned which portals there are.
    const cold = await startPortalUnderTest({ databaseUrl: this.line.url() });
    const known = new Map<Locale, { walk: Walk; mark: string }>();
    for (const locale of LOCALES) {
      const walk = new Walk(this.portal, locale);
      known.set(locale, { walk, mark: markIn((await walk.get('', `harbour/${locale}/report`)).html) });
    }
    // Refused by the database in a way that nobody thought of.
    await this.database.asOwner('ALTER FUNCTION portal_api.open_receipt RENAME TO open_no_receipt');
    for (const [locale, { walk }] of known) {
      walk.pages.length = 0;
      await walk.post('broken', `harbour/${locale}/receipt`, { receipt: this.code }, 500);
    }
    await this.line.cut();
    for (const [locale, { walk, mark }] of known) {
      const typed = { mark, urls: 'http://kept.example/', story: 'kept words', comment: 'kept words' };
      await walk.post('away-report', `harbour/${locale}/report`, typed, 503);
      const concern = { ...typed, about: 'threat', age: '13-15', go: 'send' };
      await walk.post('away-concerned', `harbour/${locale}/help`, concern, 503);
      const answer = { receipt: this.code, mark, action: 'answer', answer: 'kept words' };
      await walk.post('away-receipt', `harbour/${locale}/receipt`, answer, 503);
    }
    for (const locale of REVIEWED) {
      const walk = new Walk(cold, locale);
      known.get(locale)!.walk.pages.push(await walk.get('away', `harbour/${locale}`, 503));
    }
    await cold.stop();
    return new Map([...known].map(([locale, { walk }]) => [locale, walk.pages]));
  }

  private async receipts(walk: Walk): Promise<void> {
    const path = `harbour/${walk.locale}/receipt`;
    await walk.get('receipt', path);
    await walk.post('receipt-unknown', path, { receipt: '0000 0000' }, 404);
    for (const [state, receipt] of this.codes) await walk.post(`receipt-${state}`, path, { receipt });
    const told = await this.tell({ contactEmail: 'someone@example.org' });
    const { receipt } = told;
    await this.ask(told, 'Which group was it?');
    const { html } = await walk.post('receipt-asked', path, { receipt });
    const answer = { receipt, mark: markIn(html), action: 'answer' };
    await walk.post('receipt-answer-wrong', path, answer, 400);
    await walk.post('receipt-answered', path, { ...answer, answer: 'The second one.' });
    await walk.post('receipt-forgotten', path, { receipt, action: 'forget' });
    await walk.get('closed-receipt', `closed/${walk.locale}/receipt`);
  }

  private async settle(state: string, outcome: string | null): Promise<void> {
    const { id, receipt } = await this.tell();
    this.codes.set(outcome ?? state, receipt);
    await this.database.asOwner(
      `WITH made AS (INSERT INTO cases
         (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate, outcome)
       SELECT gen_random_uuid(), $1, $1, $2, $3, 'address', $4, 'none', $5 RETURNING id)
       INSERT INTO case_reports (organisation_id, case_id, report_id) SELECT $1, id, $6 FROM made`,
      [this.harbour.organisationId, this.harbour.id, outcome ?? state, state, outcome, id],
    );
  }

  private async tell(more: Record<string, unknown> = {}): Promise<Told> {
    const address = `https://reported.example/${(this.count += 1)}`;
    const answer = await this.portal.call('/api/v1/harbour/reports', { urls: [address], ...more });
    const { receipt } = (await answer.json()) as { receipt: string };
    const [report] = await this.database.asOwner<{ id: string }>(
      'SELECT report_id AS id FROM report_addresses WHERE as_typed = $1',
      [address],
    );
    return { id: report!.id, receipt };
  }

  private get code(): string {
    return this.codes.get('forwarded')!;
  }
}

/** Asks for pages in one language and keeps them. */
class Walk {
  readonly pages: SentPage[] = [];

  constructor(
    private readonly portal: PortalUnderTest,
    readonly locale: Locale,
  ) {}

  async get(name: string, path: string, status = 200): Promise<SentPage> {
    return this.keep(name, path, status, await this.portal.get(`/${path}`, this.wish));
  }

  async post(
    name: string,
    path: string,
    fields: Record<string, string>,
    status = 200,
    headers: Record<string, string> = {},
  ): Promise<SentPage> {
    return this.keep(
      name,
      path,
      status,
      await this.portal.post(`/${path}`, fields, { ...this.wish, ...headers }),
    );
  }

  private get wish() {
    return { 'accept-language': this.locale };
  }

  private async keep(name: string, path: string, status: number, answer: Response): Promise<SentPage> {
    const page = { name, path, html: await answer.text() };
    if (answer.status !== status)
      throw new Error(`${this.locale} ${name}: answered ${answer.status} instead of ${status}`);
    this.pages.push(page);
    return page;
  }
}

async function first(walk: Walk): Promise<void> {
  const { locale } = walk;
  // Pages that belong to no portal are in no unreviewed language.
  if (REVIEWED.some((one) => one === locale)) {
    await walk.get('list', '');
    await walk.get('not-found-anywhere', `nowhere/${locale}`, 404);
  }
  for (const slug of ['harbour', 'atoll', 'demo']) await walk.get(`first-${slug}`, `${slug}/${locale}`);
  await walk.get('elsewhere', `harbour/${locale}/elsewhere`);
  await walk.get('elsewhere-none', `atoll/${locale}/elsewhere`);
  await walk.get('closed', `closed/${locale}`, 410);
  await walk.post(
    'closed-report',
    `closed/${locale}/report`,
    { urls: 'http://kept.example/', go: 'send-1' },
    410,
  );
  const concern = { about: 'threat', age: '13-15', story: 'kept words', go: 'send' };
  await walk.post('closed-concerned', `closed/${locale}/help`, concern, 410);
  await walk.get('not-found', `harbour/${locale}/nothing`, 404);
  await walk.get('refused', `harbour/${locale}/%`, 400);
}

async function steps(walk: Walk): Promise<void> {
  const path = `harbour/${walk.locale}/report`;
  const one = await walk.get('step-1', path);
  const hidden = { mark: markIn(one.html) };
  await walk.post('step-1-wrong', path, { ...hidden, go: 'next-1' }, 400);
  for (const kind of PLACE_KINDS) await walk.post(`step-1-${kind}`, path, { ...hidden, pick: kind });
  const urls = 'hxxps://pictures[.]example/page\nwww.second.example';
  const place = { placeKind: 'messenger', app: 'an app', account: 'a group' };
  const next = async (name: string, before: SentPage, fields: Record<string, string>, status = 200) =>
    walk.post(name, path, { ...hidden, state: stateIn(before.html), ...fields }, status);
  const two = await walk.post('step-2', path, { ...hidden, ...place, urls, go: 'next-1' });
  const seenAt = { stillThere: 'yes', seenAt: 'last week', childInDanger: '1' };
  await next('step-2-wrong', two, { kind: 'extortion', ...seenAt, go: 'next-2' }, 400);
  const three = await next('step-3', two, {
    kind: 'extortion',
    ...seenAt,
    seenAt: '2026-01-02',
    go: 'next-2',
  });
  await next('step-3-self', two, { kind: 'self-report', go: 'next-2' });
  const four = await next('step-4', three, { comment: 'some words', reportedPolice: '1', go: 'next-3' });
  const given = { contactEmail: 'someone@', go: 'send-4' };
  await next('step-4-wrong', four, given, 400);
  await next('elsewhere-on-the-way', two, { go: 'elsewhere-2' });
  await next('help-on-the-way', two, { go: 'help-2' });
  await next('given', four, { ...given, contactEmail: 'someone@example.org' });
  await next('used', four, { contactEmail: 'another@example.org', go: 'send-4' }, 409);
  await walk.post('stale', path, { mark: 'forged', urls, go: 'send-1' }, 400);
  await walk.post('files', path, { go: 'send-1' }, 415, {
    'content-type': 'multipart/form-data; boundary=x',
  });
  await walk.post('kept', `harbour/${walk.locale}/receipt`, { ...hidden, action: 'kept' });
  await next('kept-again', four, { contactEmail: 'someone@example.org', go: 'send-4' });
}

async function wholeForm(walk: Walk): Promise<void> {
  await walk.get('whole', `harbour/${walk.locale}/report?all`);
  const { html } = await walk.get('whole-atoll', `atoll/${walk.locale}/report?all`);
  const wrong = {
    urls: 'x'.repeat(20_000),
    app: 'y'.repeat(300),
    seenAt: '2999-01-01',
    contactEmail: 'someone@',
  };
  await walk.post('whole-wrong', `atoll/${walk.locale}/report`, { mark: markIn(html), ...wrong }, 400);
}

async function concerned(walk: Walk): Promise<void> {
  const path = `harbour/${walk.locale}/help`;
  await walk.get('help', path);
  for (const about of ['picture', 'child']) await walk.post(`age-${about}`, path, { about });
  for (const about of ['picture', 'threat', 'child', 'thoughts'])
    for (const age of ['13-15', '18-over']) await walk.post(`${about}-${age}`, path, { about, age });
  const atoll = `atoll/${walk.locale}/help`;
  await walk.post('thoughts-atoll', atoll, { about: 'thoughts', age: 'unsaid' });
  const about = { about: 'picture', age: 'unsaid' };
  const { html } = await walk.post('picture-atoll', atoll, about);
  const sent = { ...about, mark: markIn(html), go: 'send' };
  await walk.post('picture-wrong', atoll, { ...sent, contactEmail: 'someone@' }, 400);
  await walk.post('picture-given', atoll, { ...sent, story: 'some words' });
}

const markIn = (html: string): string => hiddenIn(html, 'mark');
const stateIn = (html: string): string => hiddenIn(html, 'state');

function hiddenIn(html: string, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1];
  if (found === undefined) throw new Error(`the page has no ${name}`);
  return found;
}
