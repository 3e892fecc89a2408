// The worker: fetches, hashes, matches, ranks and delivers what the queue brings.
import 'reflect-metadata';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { AUDIT_LAG_ALARM_SECONDS, LagAlarm, noteEvidenceSweep, noteSweep } from '#libs/alarms';
import { makeCheckpoint, sealEvents, sealingLagSeconds } from '#libs/audit';
import { EvidenceStore, EvidenceStoreMismatchError, EvidenceSweep, openStorage } from '#libs/evidence';
import {
  KnownMaterialIndex,
  noteLists,
  publishForPartners,
  tendListImports,
  withdrawSigns,
} from '#libs/known-material';
import { forgetLetterCounts, LetterService, Mailer, noteMailService } from '#libs/mail';
import { MediaPool } from '#libs/media';
import {
  assertZoneRole,
  auditLagGauge,
  createDataSource,
  Database,
  errorCode,
  KeyRing,
  newRandomId,
  ownAddresses,
  required,
  RetrievalClient,
  runProgram,
  systemClock,
  waitingGauge,
} from '#libs/platform';
import {
  createHandlers,
  enforceCommonRetention,
  enforceRetention,
  FetchTurns,
  PIPELINE_DEFAULTS,
} from '#libs/pipeline';
import { JobQueues, openQueueConnection, OutboxRelay, sweep } from '#libs/queue';
import { DeliveryService, IccamWay } from '#libs/referrals';
import { askForClosings } from '#libs/reports';
import { HostingLookup, HostSlots } from '#libs/retrieval';
import { ASSESSMENT_STANDS, decisionHolds, LookedAtIndex } from '#libs/review';
import { demonstrationHosting, retrievalOptions, sampleSite } from './retrieval-options.js';
import { Rounds } from './rounds.js';
import { createSourceWork, sourceRounds } from './source-rounds.js';
import { triageModule } from './triage.module.js';

const HOUR_MS = 3_600_000;
/** Milliseconds of each second that an attempt at a step may take. */
const VIDEO_SHARE_OF_ATTEMPT_MS = 700;
/** A file without a row may be of a transaction that runs; none lasts this long. */
const ORPHAN_AFTER_MS = 600_000;

const STANDING_RULE = { assessmentStands: ASSESSMENT_STANDS, decisionHolds };

await runProgram('triage', async ({ settings, logger }) => {
  const databaseUrl = required(settings.triageDatabaseUrl, 'TRIAGE_DATABASE_URL');
  const ring = KeyRing.fromFile(
    required(settings.masterKeyFile, 'MANARA_KEY_FILE'),
    'MANARA_KEY_FILE',
    settings.demo ? {} : { outside: settings.dataDir },
  );
  const dataSource = createDataSource({ url: databaseUrl, program: 'triage', poolSize: 8 });
  await dataSource.initialize();
  if (settings.production) await assertZoneRole(dataSource, 'triage', 'TRIAGE_DATABASE_URL');
  const database = new Database(dataSource);
  const organisations = async () =>
    (
      await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
        `SELECT o AS id FROM triage_api.organisations() o`,
      )
    ).map((row) => row.id);

  const storage = openStorage(settings.evidenceUrl, settings.dataDir);
  const evidence = new EvidenceStore(storage, ring);
  await database.within(await organisations(), (manager) => evidence.assertKeyFits(manager));
  const evidenceSweep = new EvidenceSweep(database, storage);

  const pool = new MediaPool({
    size: settings.decodingChildren,
    requireConfinement: settings.production,
    ffmpegPath: settings.ffmpegPath,
    // A video that takes longer is looked at up to there, before the step is offered to another.
    videoWallMs: settings.attemptSeconds * VIDEO_SHARE_OF_ATTEMPT_MS,
  });
  await pool.start();
  logger.info('decoding is confined', { summary: pool.confinement().summary });
  const videos = await pool.videoSupport();
  if (videos.isAvailable) logger.info('videos are examined', { summary: videos.summary });
  else logger.warn('videos are not examined', { code: 'no-video-decoder', summary: videos.summary });

  const index = new KnownMaterialIndex(database, {
    listenUrl: databaseUrl,
    files: { folder: join(settings.dataDir, 'known-material'), ring },
    onError: (error) => logger.warn('the lists cannot be followed now', { code: errorCode(error) }),
    onFileError: (error) =>
      logger.warn('a kept index is not used; the database serves instead', { code: errorCode(error) }),
  });
  await index.start();

  const hosting = await HostingLookup.open();
  const demonstrated = settings.demo ? sampleSite(settings).address : undefined;
  const options = {
    ...PIPELINE_DEFAULTS,
    watchSeconds: settings.watchSeconds,
    watchDays: settings.watchDays,
    acknowledgeSeconds: settings.acknowledgeSeconds,
    attemptSeconds: settings.attemptSeconds,
  };
  const delivery = new DeliveryService(
    database,
    ring,
    { iccam: new IccamWay(ownAddresses(settings)) },
    options,
  );
  const { smtpServer, mailFrom } = settings;
  const mailer =
    smtpServer === undefined ? undefined : new Mailer(smtpServer, required(mailFrom, 'MAIL_FROM'), ring);
  const letters = new LetterService(database, ring, mailer, logger, options);
  await noteMailService(database, mailer !== undefined);
  const hosts = new HostSlots(database, {
    most: settings.fetchHostConcurrency,
    perMinute: settings.fetchHostPerMinute,
    leaseSeconds: settings.jobLockSeconds,
    onError: (error) => logger.warn('the bounds of hosts cannot be kept now', { code: errorCode(error) }),
  });
  const turns = new FetchTurns(database, hosts, logger, {
    // One job of the worker is never a fetch, so that reports are taken in while pages are slow.
    most: Math.max(1, Math.min(settings.fetchConcurrency, settings.triageConcurrency - 1)),
  });
  const handlers = createHandlers(
    {
      database,
      client: new RetrievalClient(retrievalOptions(settings)),
      turns,
      pool,
      evidence,
      ring,
      index,
      lookedAt: new LookedAtIndex(database, systemClock),
      hostingOf: async (address) =>
        address === demonstrated ? demonstrationHosting(address) : hosting.lookup(address),
      clock: systemClock,
      logger,
      options,
    },
    delivery,
    letters,
  );

  const connection = openQueueConnection({ databaseUrl, redisUrl: settings.redisUrl });
  const queues = new JobQueues(connection, (error) => logger.debug(`queue: ${String(error)}`));
  const application = await NestFactory.createApplicationContext(
    triageModule({
      connection,
      handlers,
      logger,
      concurrency: settings.triageConcurrency,
      lockSeconds: settings.jobLockSeconds,
    }),
    { logger },
  );
  const relay = new OutboxRelay(database, databaseUrl, queues, logger);
  relay.start();

  const forEach = async (work: (organisationId: string) => Promise<unknown>) => {
    for (const id of await organisations()) await work(id);
  };
  const workerId = newRandomId();
  const sources = createSourceWork(database, ring, logger, ownAddresses(settings));
  const auditLag = new LagAlarm(AUDIT_LAG_ALARM_SECONDS);
  const rounds = new Rounds(
    [
      {
        name: 'sweep',
        everyMs: settings.sweepSeconds * 1000,
        run: async () => {
          waitingGauge.set({ what: 'fetch' }, turns.waitingCount);
          waitingGauge.set({ what: 'due' }, await sweep(database, queues));
          await noteSweep(database, settings.sweepSeconds);
        },
      },
      {
        name: 'list-imports',
        everyMs: settings.sweepSeconds * 1000,
        run: () => forEach((id) => tendListImports(database, id)),
      },
      {
        // Whoever switches a list off waits for these.
        name: 'list-signs',
        everyMs: 2000,
        run: async () => noteLists(database, workerId, await organisations(), index),
      },
      {
        name: 'hosts',
        everyMs: settings.sweepSeconds * 4_000,
        run: () => hosts.forget(),
      },
      {
        name: 'seal',
        everyMs: 1000,
        run: async () => {
          // Measured first: what has waited until now, also when sealing then fails.
          const lag = await database.within(await organisations(), sealingLagSeconds);
          auditLagGauge.set(lag);
          const change = auditLag.measure(lag);
          if (change === 'raised')
            logger.error('audit events wait too long to be linked', {
              code: 'audit-lag',
              milliseconds: Math.round(lag * 1000),
            });
          if (change === 'over') logger.error('audit events are linked again', { code: 'audit-lag-over' });
          await forEach((id) => database.within(id, (manager) => sealEvents(manager, id)));
        },
      },
      {
        name: 'checkpoint',
        everyMs: HOUR_MS,
        run: () =>
          forEach((id) => database.within(id, (manager) => makeCheckpoint(manager, ring, id, new Date()))),
      },
      {
        name: 'evidence',
        everyMs: settings.sweepSeconds * 4_000,
        run: async () => {
          await evidenceSweep.sweepExpired(500);
          await evidenceSweep.noteDeletions();
        },
      },
      {
        // What a killed worker had stored must be gone within minutes, encrypted though it is.
        name: 'orphans',
        everyMs: settings.sweepSeconds * 20_000,
        run: async () => {
          const note = (isUnknown: boolean) =>
            noteEvidenceSweep(database, settings.sweepSeconds * 20, isUnknown);
          try {
            await evidenceSweep.sweepOrphans({ olderThanMs: ORPHAN_AFTER_MS });
          } catch (error) {
            if (error instanceof EvidenceStoreMismatchError) await note(true);
            throw error;
          }
          await note(false);
        },
      },
      {
        // The organisation's own list, and what partners read of it and of live addresses.
        name: 'publish',
        everyMs: settings.sweepSeconds * 4_000,
        run: () => forEach((id) => publishForPartners(database, ring, id, STANDING_RULE, systemClock.now())),
      },
      {
        name: 'letters',
        everyMs: settings.sweepSeconds * 4_000,
        run: async () => {
          await forEach((id) => database.within(id, (manager) => askForClosings(manager, id)));
          await forgetLetterCounts(database);
        },
      },
      {
        name: 'retention',
        everyMs: HOUR_MS,
        run: async () => {
          await forEach((id) => enforceRetention(database, id));
          await enforceCommonRetention(database);
        },
      },
      // A demonstration speaks to nobody outside.
      ...(settings.demo ? [] : sourceRounds(sources, organisations, logger, settings.sweepSeconds * 1000)),
    ],
    logger,
  );
  rounds.start();

  return {
    stop: async () => {
      for (const work of Object.values(sources)) work.stop();
      await rounds.stop();
      await withdrawSigns(database, workerId, await organisations()).catch(() => undefined);
      await relay.stop();
      await application.close();
      turns.stop();
      await queues.close();
      await connection.close();
      await index.stop();
      await pool.close();
      await dataSource.destroy();
    },
  };
});
