// The portal as it runs, as a process of its own on a database of its own, for the benchmarks that press it.
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { ensureRoles, migrate, newBoxKeyPair, newId, sealedBoxReady } from '#libs/platform';

/** The portal that is measured: of the length that a real one has, in three languages. */
const PUBLISHED = {
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
    { label: { en: 'Child protection, day and night' }, number: '116 000' },
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

export const SLUG = 'harbour';

/** Where the scripts keep the embedded database; plain JavaScript, outside this program. */
interface EmbeddedPostgres {
  startPostgres(options: { dir: string }): Promise<{ ownerUrl: string; stop(): Promise<void> }>;
}

export interface PortalBench {
  readonly port: number;
  query<T>(sql: string): Promise<T[]>;
  stop(): Promise<void>;
}

/** Starts database and portal, with everything at its default. */
export async function startPortalBench(say: (line: string) => void): Promise<PortalBench> {
  say('  starting a database and a portal');
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'manara-bench-')));
  // The server may run as another user than root.
  await chmod(folder, 0o711);
  const scripts = pathToFileURL(path.resolve('scripts', 'lib', 'embedded-postgres.mjs')).href;
  const embedded = (await import(scripts)) as EmbeddedPostgres;
  const server = await embedded.startPostgres({ dir: path.join(folder, 'postgres') });
  const owner = new Client({ connectionString: server.ownerUrl });
  let portal: ChildProcess | undefined;
  const stop = async () => {
    if (portal?.exitCode === null && portal.signalCode === null) {
      const ended = once(portal, 'exit');
      portal.kill('SIGTERM');
      await ended;
    }
    await owner.end().catch(() => undefined);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrate(server.ownerUrl);
    const urls = await ensureRoles(server.ownerUrl);
    await owner.connect();
    await seed(owner);
    const keyFile = path.join(folder, 'portal.key');
    await writeFile(keyFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    portal = fork(new URL('../apps/portal/src/main.js', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        PORTAL_DATABASE_URL: urls.portal,
        PORTAL_KEY_FILE: keyFile,
        PORTAL_PORT: '0',
        DATA_DIR: path.join(folder, 'data'),
      },
    });
    const url = new URL(await addressOf(portal));
    return {
      port: Number(url.port),
      query: async <T>(sql: string) => (await owner.query(sql)).rows as T[],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf(portal: ChildProcess): Promise<string> {
  const ended = once(portal, 'exit').then(([code]: unknown[]) => {
    throw new Error(`The portal ended with ${String(code)} before it was ready.`);
  });
  ended.catch(() => undefined);
  const [ready] = (await Promise.race([once(portal, 'message'), ended])) as [{ url: string }];
  return ready.url;
}

async function seed(owner: Client): Promise<void> {
  await sealedBoxReady;
  const organisationId = newId();
  await owner.query(
    `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'BENCH', 'Harbour Foundation', 'JO')`,
    [organisationId],
  );
  await owner.query(
    `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, $4)`,
    [newId(), organisationId, Buffer.from(newBoxKeyPair().publicKey), Buffer.from('not needed here')],
  );
  await owner.query(
    `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, published, is_live)
     VALUES ($1, $2, $2, $3, 'JO', '{en,fr,ar}', $4, true)`,
    [newId(), organisationId, SLUG, JSON.stringify(PUBLISHED)],
  );
}
