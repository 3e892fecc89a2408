// A portal as it runs: real database, real role, real HTTP on the loopback address.
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import {
  createDataSource,
  createLogger,
  Database,
  KeyRing,
  newBoxKeyPair,
  newId,
  sealedBoxReady,
  type BoxKeyPair,
  type Clock,
} from '#libs/platform';
import type { TestDatabase } from '../../../../test/support/database.js';
import { createPortalApp } from '../portal.app.js';

export const PUBLISHED = {
  name: { en: 'Harbour report line', fr: 'Ligne de signalement du Port', ar: 'خط المرفأ للتبليغ' },
  operator: {
    en: 'Run by the Harbour Foundation, Exampleland.',
    fr: 'Géré par la Fondation du Port, Exempleterre.',
    ar: 'تديره مؤسسة المرفأ.',
  },
  readBy: {
    en: 'Two trained analysts in Exampleland read the reports on working days, from 9 to 17.',
    fr: 'Deux analystes formés lisent les signalements les jours ouvrables, de 9 h à 17 h.',
    ar: 'يقرأ البلاغات محللان مدربان في أيام العمل من الساعة 9 إلى الساعة 17.',
  },
  emergency: [
    { label: { en: 'Police', fr: 'Police', ar: 'الشرطة' }, number: '112' },
    {
      label: { en: 'Child protection, day and night', fr: 'Protection de l’enfance', ar: 'حماية الطفل' },
      number: '+216 71 000 111',
    },
  ],
  helplines: [
    {
      name: { en: 'Child helpline', fr: 'Écoute enfants', ar: 'خط مساعدة الطفل' },
      note: { en: 'Free, also at night', fr: 'Gratuit, la nuit aussi', ar: 'مجاني وفي الليل أيضًا' },
      number: '116 111',
      url: 'https://helpline.example.org/',
    },
  ],
  texts: { legal: { en: 'Having or passing on such material is a crime here.' } },
};

export interface SeededPortal {
  readonly id: string;
  readonly slug: string;
  readonly organisationId: string;
  readonly keyId: string;
  readonly keyPair: BoxKeyPair;
}

/** An organisation with its key and a live portal. The private key stays with the test. */
export async function seedPortal(
  database: TestDatabase,
  slug: string,
  options: { isDemonstration?: boolean; published?: unknown; delayHours?: number } = {},
): Promise<SeededPortal> {
  await sealedBoxReady;
  const keyPair = newBoxKeyPair();
  const [id, organisationId, keyId] = [newId(), newId(), newId()];
  await database.asOwner(
    `INSERT INTO organisations (id, code, name, country, policy) VALUES ($1, $2, $3, 'TN', $4)`,
    [
      organisationId,
      slug
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, 'X')
        .padEnd(2, 'X')
        .slice(0, 10),
      `Organisation of ${slug}`,
      // What receipts show is otherwise a day old.
      { receipt: { delayHours: options.delayHours ?? 0 } },
    ],
  );
  await database.asOwner(
    `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, $4)`,
    [keyId, organisationId, Buffer.from(keyPair.publicKey), Buffer.from('kept by the test')],
  );
  await database.asOwner(
    `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, published, is_live,
       is_demonstration)
     VALUES ($1, $2, $2, $3, 'TN', '{en,fr,ar}', $4, true, $5)`,
    [
      id,
      organisationId,
      slug,
      JSON.stringify(options.published ?? PUBLISHED),
      options.isDemonstration ?? false,
    ],
  );
  return { id, slug, organisationId, keyId, keyPair };
}

export interface PortalUnderTest {
  readonly url: string;
  readonly keys: KeyRing;
  /** All that was logged so far. */
  logged(): string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends a form. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Sends JSON. */
  call(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The mark of a fresh form. */
  mark(slug?: string, locale?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a portal. @param options.databaseUrl under the portal's role */
export async function startPortalUnderTest(options: {
  databaseUrl: string;
  origin?: string;
  onionOrigin?: string;
  clock?: Clock;
  keys?: KeyRing;
  wait?: (milliseconds: number) => Promise<unknown>;
  trustedProxies?: readonly string[];
}): Promise<PortalUnderTest> {
  const keys = options.keys ?? new KeyRing([randomBytes(32)]);
  const log = new PassThrough();
  const lines: string[] = [];
  log.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const dataSource = createDataSource({ url: options.databaseUrl, program: 'test-portal', poolSize: 8 });
  await dataSource.initialize();
  const app = await createPortalApp({
    database: new Database(dataSource),
    keys,
    logger: createLogger('portal', 'debug', log),
    clock: options.clock ?? { now: () => new Date() },
    wait: options.wait ?? (async () => undefined),
    origin: options.origin ?? 'http://127.0.0.1',
    onionOrigin: options.onionOrigin,
    trustedProxies: options.trustedProxies,
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { headers, redirect: 'manual' });
  return {
    url,
    keys,
    get,
    logged: () => lines.join(''),
    post: (path, fields, headers = {}) =>
      fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' }),
    call: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async mark(slug = 'harbour', locale = 'en') {
      const html = await (await get(`/${slug}/${locale}/report`)).text();
      const mark = /name="mark" value="([^"]+)"/.exec(html)?.[1];
      if (mark === undefined) throw new Error('the form has no mark');
      return mark;
    },
    async stop() {
      await app.close();
      await dataSource.destroy();
    },
  };
}

/** The code that a page shows, without its dashes; undefined when there is none. */
export function codeIn(html: string): string | undefined {
  const code = /<p class="code"[^>]*>(.*?)<\/p>/s.exec(html)?.[1];
  return code?.replaceAll('-', '');
}
