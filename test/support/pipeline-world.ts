// The whole way of a report on real parts in one process: database, sample site, ICCAM sandbox, decoding children, lists.
// The queue is left out where a test wants to take one step at a time; `runDue` takes its place.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledChild } from './compiled-sources.js';
import { startSandbox } from '../../apps/iccam-sandbox/src/sandbox.js';
import { startSampleSite } from '../../apps/sample-site/src/site.js';
import { EvidenceStore, FileStorage } from '#libs/evidence';
import { KnownMaterialIndex } from '#libs/known-material';
import { LetterService } from '#libs/mail';
import { MediaPool } from '#libs/media';
import { createLogger, RetrievalClient, systemClock, type Database, type KeyRing } from '#libs/platform';
import { createHandlers, FetchTurns, PIPELINE_DEFAULTS, type PipelineContext } from '#libs/pipeline';
import type { JobHandlers, JobName } from '#libs/queue';
import { DeliveryService, IccamWay } from '#libs/referrals';
import { addressKey } from '#libs/reports';
import { HostSlots } from '#libs/retrieval';
import { LookedAtIndex } from '#libs/review';
import { createTestDatabase, type TestDatabase } from './database.js';
import { addSandboxRecipient, createHotline, importSampleList } from './pipeline-parts.js';

export interface PipelineWorld {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly organisationId: string;
  readonly portalId: string;
  readonly handlers: JobHandlers;
  readonly context: PipelineContext;
  readonly site: string;
  readonly sandbox: Awaited<ReturnType<typeof startSandbox>>;
  readonly ring: KeyRing;
  readonly dataDir: string;
  /** Writes a report as the portal's function does. @returns its id */
  report(addresses: readonly string[], more?: { childInDanger?: boolean }): Promise<string>;
  /** Runs all work that is due, until there is none. @returns the steps in order */
  runDue(): Promise<string[]>;
  setMandate(level: string): Promise<void>;
  caseOf(address: string): Promise<Record<string, unknown> & { id: string; state: string }>;
  itemsOf(
    caseId: string,
  ): Promise<(Record<string, unknown> & { id: string; address: string; result: string })[]>;
  stop(): Promise<void>;
}

export async function createPipelineWorld(
  options: { mandate?: string; iccam?: boolean } = {},
): Promise<PipelineWorld> {
  const test = await createTestDatabase();
  const database = await test.open('triage');
  const dataDir = mkdtempSync(join(tmpdir(), 'manara-world-'));
  const site = await startSampleSite({ host: '127.0.0.1', port: 0 });
  const sandbox = await startSandbox({
    dir: join(dataDir, 'sandbox'),
    processingMs: 0,
    tokenSettleMs: 0,
    autoPartner: true,
    autoPartnerStepMs: 0,
  });
  const hotline = await createHotline(test, options.mandate ?? 'view');
  const { organisationId, portalId, ring, setMandate, report } = hotline;
  if (options.iccam !== false) await addSandboxRecipient(hotline, sandbox);
  await importSampleList(database, organisationId);
  const pool = new MediaPool({ size: 1, childFile: await compiledChild() });
  await pool.start();
  const index = new KnownMaterialIndex(database);
  await index.refresh();
  const sitePort = Number(new URL(site.url).port);
  const pipelineOptions = {
    ...PIPELINE_DEFAULTS,
    watchSeconds: 0,
    acknowledgeSeconds: 0,
    fetchRetrySeconds: [],
  };
  const context: PipelineContext = {
    database,
    turns: new FetchTurns(
      database,
      new HostSlots(database, { most: 8, perMinute: 100_000, leaseSeconds: 30 }),
      createLogger('test', 'silent'),
      { most: 8 },
    ),
    client: new RetrievalClient({
      allowHosts: [{ host: '127.0.0.1', port: sitePort, address: '127.0.0.1' }],
      onlyHosts: true,
    }),
    pool,
    evidence: new EvidenceStore(new FileStorage(join(dataDir, 'evidence')), ring),
    ring,
    index,
    lookedAt: new LookedAtIndex(database, systemClock),
    hostingOf: async (address) => ({
      address,
      country: { code: 'NL', source: 'test', version: '1', date: '2026-01-01' },
      network: null,
      isContentDeliveryNetwork: false,
    }),
    clock: systemClock,
    logger: createLogger('test', 'silent'),
    options: pipelineOptions,
  };
  const handlers = createHandlers(
    context,
    new DeliveryService(database, ring, { iccam: new IccamWay() }, pipelineOptions),
    new LetterService(database, ring, undefined, context.logger, pipelineOptions),
  );

  return {
    test,
    database,
    organisationId,
    portalId,
    handlers,
    context,
    site: site.url,
    sandbox,
    ring,
    dataDir,
    setMandate,
    report,
    async runDue() {
      const steps: string[] = [];
      for (;;) {
        await test.asOwner(`DELETE FROM outbox WHERE not_before <= now()`);
        const due = await database.queryAcrossOrganisationsByNamedFunction<{
          name: JobName;
          subject: string;
          organisation_id: string;
          id: string;
        }>(`SELECT name, subject, organisation_id, id FROM triage_api.due_work(100)`);
        const fresh = due.filter(
          (row) =>
            !(row.name === 'check' || row.name === 'acknowledge') || !steps.includes(`${row.name} ${row.id}`),
        );
        if (fresh.length === 0 || steps.length > 2000) return steps;
        for (const row of fresh) {
          steps.push(`${row.name} ${row.id}`);
          await handlers[row.name]({ organisationId: row.organisation_id, [row.subject]: row.id } as never);
        }
      }
    },
    async caseOf(address) {
      const [row] = await test.asOwner<Record<string, unknown> & { id: string; state: string }>(
        `SELECT * FROM cases WHERE source_key = $1`,
        [addressKey(address)],
      );
      if (row === undefined) throw new Error('there is no such case');
      return row;
    },
    async itemsOf(caseId) {
      return test.asOwner(
        `SELECT i.*, (SELECT json_agg(json_build_object('kind', m.kind, 'algorithm', m.algorithm, 'distance', m.distance,
             'orientation', m.orientation)) FROM matches m WHERE m.media_id = i.media_id) AS matches,
           (SELECT a.made_by FROM assessments a WHERE a.content_item_id = i.id ORDER BY version DESC LIMIT 1) AS made_by
         FROM content_items i WHERE case_id = $1 ORDER BY i.created_at, i.id`,
        [caseId],
      );
    },
    async stop() {
      await pool.close();
      await sandbox.stop();
      await site.stop();
      await hotline.close();
      await test.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export { NEW_PICTURE } from '../../apps/sample-site/src/pictures.js';
