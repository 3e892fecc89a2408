// Looks over an installation and says what is well, what to mind, and what is broken.
import { mkdirSync, statfsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { AUDIT_LAG_ALARM_SECONDS } from '#libs/alarms';
import { sealingLagSeconds } from '#libs/audit';
import { EvidenceStore, openStorage } from '#libs/evidence';
import { assertMailServerAnswers, MailFailedError } from '#libs/mail';
import { MediaPool } from '#libs/media';
import {
  createDataSource,
  Database,
  errorCode,
  excessOfRole,
  KeyRing,
  readSettings,
  SettingError,
  ZONES,
  type Settings,
  type Zone,
} from '#libs/platform';

type State = 'ok' | 'mind' | 'broken';

interface Finding {
  readonly what: string;
  readonly state: State;
  readonly words: string;
}

const ok = (what: string, words: string): Finding => ({ what, state: 'ok', words });
const mind = (what: string, words: string): Finding => ({ what, state: 'mind', words });
const broken = (what: string, words: string): Finding => ({ what, state: 'broken', words });

const LEAST_FREE_GIB = 5;

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'look over the installation: database, roles, keys, evidence, confinement, mail, waiting work',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(readSettings());
      if (options.json) console.log(JSON.stringify(findings));
      else
        for (const { what, state, words } of findings) console.log(`${state.padEnd(6)}  ${what}: ${words}`);
      if (findings.some((finding) => finding.state === 'broken')) process.exitCode = 1;
    });
}

async function examine(settings: Settings): Promise<Finding[]> {
  return [
    ...(await lookAtZones(settings)),
    lookAtUsers(settings),
    ...(await lookAtWork(settings)),
    ...(await lookAtKeys(settings)),
    ...(await lookAtConfinement(settings)),
    await lookAtMail(settings),
    lookAtDisk(settings),
    settings.demo ? mind('mode', 'demonstration: fetches nothing but its sample site') : ok('mode', 'real'),
  ];
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const dataSource = createDataSource({ url, program: 'doctor', poolSize: 1 });
  await dataSource.initialize();
  try {
    return await work(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

async function lookAtZones(settings: Settings): Promise<Finding[]> {
  const urls: Record<Zone, string | undefined> = {
    portal: settings.portalDatabaseUrl,
    triage: settings.triageDatabaseUrl,
    console: settings.consoleDatabaseUrl,
    exchange: settings.exchangeDatabaseUrl,
  };
  const findings: Finding[] = [];
  for (const zone of ZONES) {
    const url = urls[zone];
    if (url === undefined) {
      findings.push(
        mind(
          `role of ${zone}`,
          `${zone.toUpperCase()}_DATABASE_URL is not set here, so it was not looked at`,
        ),
      );
      continue;
    }
    try {
      const excess = await withDatabase(url, (database) => excessOfRole(database.dataSource, zone));
      findings.push(
        excess.length === 0
          ? ok(`role of ${zone}`, 'may do what its zone may, and no more')
          : broken(`role of ${zone}`, `${excess.join('; ')}. Run db roles.`),
      );
    } catch (error) {
      findings.push(
        broken(`role of ${zone}`, `the database cannot be reached with it (${errorCode(error)})`),
      );
    }
  }
  const users = Object.values(urls).flatMap((url) => (url === undefined ? [] : [new URL(url).username]));
  if (new Set(users).size < users.length)
    findings.push(mind('zones', 'several share one database role; run db roles'));
  return findings;
}

/** Who owns the portal's key and who the master keys tells whether the zones are users of their own. */
function lookAtUsers({ portalKeyFile, masterKeyFile }: Settings): Finding {
  if (portalKeyFile === undefined || masterKeyFile === undefined)
    return mind(
      'users',
      'PORTAL_KEY_FILE and MANARA_KEY_FILE are not both set here, so it was not looked at',
    );
  try {
    return statSync(portalKeyFile).uid === statSync(masterKeyFile).uid
      ? mind('users', 'the programs share one operating-system user; in production give each its own')
      : ok('users', 'the portal has an operating-system user of its own');
  } catch (error) {
    return mind('users', `the key files cannot be looked at (${errorCode(error)})`);
  }
}

async function lookAtWork(settings: Settings): Promise<Finding[]> {
  const url = settings.triageDatabaseUrl;
  if (url === undefined) return [];
  try {
    return await withDatabase(url, async (database) => {
      const [due] = await database.queryAcrossOrganisationsByNamedFunction<{ count: number }>(
        `SELECT count(*)::int AS count FROM triage_api.due_work(1000)`,
      );
      const [late] = await database.queryAcrossOrganisationsByNamedFunction<{ seconds: number }>(
        `SELECT coalesce(extract(epoch FROM now() - min(not_before)), 0)::int AS seconds FROM outbox WHERE not_before <= now()`,
      );
      const organisations = await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
        `SELECT o AS id FROM triage_api.organisations() o`,
      );
      const unsealed = await database.within(
        organisations.map(({ id }) => id),
        sealingLagSeconds,
      );
      return [
        late!.seconds > 30
          ? mind('outbox', `its oldest row waits for ${late!.seconds} s; is triage running?`)
          : ok('outbox', 'nothing waits'),
        ok('work', `${due!.count} steps are due`),
        unsealed > AUDIT_LAG_ALARM_SECONDS
          ? broken(
              'audit log',
              `events of ${Math.round(unsealed)} s ago are not linked yet; is triage running?`,
            )
          : ok('audit log', 'linked up to now'),
        organisations.length === 0
          ? mind('organisations', 'there is none; run setup')
          : ok('organisations', String(organisations.length)),
      ];
    });
  } catch (error) {
    return [broken('work', `cannot be looked at (${errorCode(error)})`)];
  }
}

async function lookAtKeys(settings: Settings): Promise<Finding[]> {
  if (settings.masterKeyFile === undefined) return [mind('keys', 'MANARA_KEY_FILE is not set here')];
  try {
    const ring = KeyRing.fromFile(
      settings.masterKeyFile,
      'MANARA_KEY_FILE',
      settings.production ? { outside: settings.dataDir } : {},
    );
    if (settings.triageDatabaseUrl === undefined) return [ok('keys', 'can be read')];
    return await withDatabase(settings.triageDatabaseUrl, async (database) => {
      const organisations = await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
        `SELECT o AS id FROM triage_api.organisations() o`,
      );
      const evidence = new EvidenceStore(openStorage(settings.evidenceUrl, settings.dataDir), ring);
      await database.within(
        organisations.map(({ id }) => id),
        (manager) => evidence.assertKeyFits(manager),
      );
      return [ok('keys', 'can be read, and open the stored evidence')];
    });
  } catch (error) {
    return [broken('keys', error instanceof SettingError ? error.message : errorCode(error))];
  }
}

async function lookAtConfinement({ ffmpegPath }: Settings): Promise<Finding[]> {
  const pool = new MediaPool({ size: 1, requireConfinement: false, ffmpegPath });
  try {
    await pool.start();
    const { limits, systemCallFilter, summary } = pool.confinement();
    const videos = await pool.videoSupport();
    return [
      limits && systemCallFilter ? ok('confinement', summary) : mind('confinement', summary),
      videos.isConfined ? ok('videos', videos.summary) : mind('videos', videos.summary),
    ];
  } catch (error) {
    return [broken('confinement', `no decoding child can be started (${errorCode(error)})`)];
  } finally {
    await pool.close();
  }
}

/** Nothing is sent. */
async function lookAtMail({ smtpServer, mailFrom }: Settings): Promise<Finding> {
  if (smtpServer === undefined || mailFrom === undefined)
    return ok('mail', 'SMTP_URL is not set here: no e-mail is sent to reporters');
  try {
    await assertMailServerAnswers(smtpServer, mailFrom);
    return ok('mail', `${smtpServer.host} answers, encrypted or on this machine, and takes our password`);
  } catch (error) {
    const code = error instanceof MailFailedError ? error.code : errorCode(error);
    return broken('mail', `${smtpServer.host} cannot be used now (${code}); e-mails to reporters wait`);
  }
}

function lookAtDisk(settings: Settings): Finding {
  try {
    mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = statfsSync(settings.dataDir);
    const gib = (bavail * bsize) / 1024 ** 3;
    const words = `${gib.toFixed(1)} GiB free`;
    return gib < LEAST_FREE_GIB ? mind('disk', words) : ok('disk', words);
  } catch (error) {
    return mind('disk', `cannot be measured (${errorCode(error)})`);
  }
}
