// What a case waits for while its pictures are compared with all that people of the organisation have looked at, on a
// database of its own, beside reading all of it for each case.
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { HashIndex } from '#libs/hash-index';
import { DIHEDRAL_NAMES, HASH_BYTES, MATCH_DISTANCE } from '#libs/pdq';
import { createDataSource, Database, ensureRoles, migrate, newId, systemClock } from '#libs/platform';
import { LookedAtIndex, type HashedPicture } from '#libs/review';
import type { Benchmark } from './benchmarks.js';
import { FEWEST_RUNS, type Report } from './report.js';

const SIZES = [
  { name: '10k', pictures: 10_000 },
  { name: '100k', pictures: 100_000 },
  { name: '1m', pictures: 1_000_000 },
] as const;
/** Of a case; each is near to one that was looked at. */
const PICTURES = 10;
const MOST = 8;
const AT_A_TIME = 100_000;

/** Where the scripts keep the embedded database; plain JavaScript, outside this program. */
interface EmbeddedPostgres {
  startPostgres(options: { dir: string }): Promise<{ ownerUrl: string; stop(): Promise<void> }>;
}

export const nearCopiesBenchmark: Benchmark = {
  name: 'near-copies',
  summary: 'near copies of a case among ten thousand to a million pictures that were looked at',
  onRequest: true,
  async run(report: Report) {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'manara-bench-')));
    // The server may run as another user than root.
    await chmod(folder, 0o711);
    const scripts = pathToFileURL(path.resolve('scripts', 'lib', 'embedded-postgres.mjs')).href;
    const embedded = (await import(scripts)) as EmbeddedPostgres;
    const server = await embedded.startPostgres({ dir: path.join(folder, 'postgres') });
    const owner = new Client({ connectionString: server.ownerUrl });
    const close: (() => Promise<void>)[] = [];
    try {
      await migrate(server.ownerUrl);
      const { triage } = await ensureRoles(server.ownerUrl);
      await owner.connect();
      const dataSource = createDataSource({ url: triage, program: 'bench', poolSize: 2 });
      await dataSource.initialize();
      close.push(() => dataSource.destroy());
      const hotline = await seed(owner);
      let held = 0;
      for (const { name, pictures } of SIZES) {
        report.say(`  ${pictures.toLocaleString('en')} pictures: writing them`);
        for (; held < pictures; held += Math.min(AT_A_TIME, pictures - held)) {
          await look(owner, hotline, held, Math.min(AT_A_TIME, pictures - held));
        }
        await owner.query('ANALYZE media, assessments');
        await measure(report, name, pictures, new Database(dataSource), hotline.organisationId, owner);
      }
    } finally {
      for (const one of close) await one();
      await owner.end().catch(() => undefined);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  report: Report,
  name: string,
  pictures: number,
  database: Database,
  organisationId: string,
  owner: Client,
): Promise<void> {
  const [loads, bytes, cases, speedups]: number[][] = [[], [], [], []];
  let index = new LookedAtIndex(database, systemClock);
  for (let run = 0; run < FEWEST_RUNS; run++) {
    index = new LookedAtIndex(database, systemClock);
    loads!.push((await timed(() => index.prepare(organisationId))).ms / 1000);
    bytes!.push(index.describe(organisationId).bytes / pictures);
    const ofCase = await caseNear(owner, pictures, run);
    const inTransaction = <T>(work: (manager: EntityManager) => Promise<T>) =>
      timed(() => database.within(organisationId, work));
    const kept = await inTransaction((manager) => index.near(manager, organisationId, ofCase, MOST));
    const plain = await inTransaction((manager) => readAll(manager, organisationId, ofCase));
    if (kept.answer.length !== PICTURES || plain.answer !== PICTURES) {
      throw new Error(`Of ${PICTURES} the index found ${kept.answer.length}, a reading ${plain.answer}.`);
    }
    report.say(
      `  run ${run + 1} of ${FEWEST_RUNS}: ${kept.ms.toFixed(1)} ms a case, reading all ${plain.ms.toFixed(0)} ms`,
    );
    cases!.push(kept.ms);
    speedups!.push(plain.ms / kept.ms);
  }
  const figure = `near_copies.${name}`;
  report.add({ name: `${figure}.load_s`, unit: 's', samples: loads! });
  report.add({ name: `${figure}.bytes_per_picture`, unit: 'B', samples: bytes! });
  report.add({ name: `${figure}.case_ms`, unit: 'ms', samples: cases!, target: { atMost: 50 } });
  report.add({ name: `${figure}.speedup`, unit: 'times reading all', samples: speedups! });
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const start = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - start };
}

/** As it would be without anything kept: all is read and indexed for the case. @returns how many are near to something */
async function readAll(
  manager: EntityManager,
  organisationId: string,
  pictures: readonly HashedPicture[],
): Promise<number> {
  const rows: { id: string; pdq: Buffer }[] = await manager.query(
    `SELECT d.id, d.pdq FROM media d WHERE d.organisation_id = $1 AND d.pdq_quality >= 50
       AND d.id IN (SELECT a.media_id FROM assessments a WHERE a.organisation_id = $1 AND a.made_by = 'person' AND a.looked)`,
    [organisationId],
  );
  const index = HashIndex.build({
    hashes: Buffer.concat(rows.map(({ pdq }) => pdq)),
    ids: Uint32Array.from(rows, (_, row) => row),
  });
  return pictures.filter(({ dihedral }) =>
    DIHEDRAL_NAMES.some((_, turn) => {
      const hash = dihedral.subarray(turn * HASH_BYTES, (turn + 1) * HASH_BYTES);
      return index.search(hash, MATCH_DISTANCE).length > 0;
    }),
  ).length;
}

interface Hotline {
  readonly organisationId: string;
  readonly caseId: string;
  readonly itemId: string;
  readonly personId: string;
}

async function seed(owner: Client): Promise<Hotline> {
  const [organisationId, portalId] = [newId(), newId()];
  const hotline = { organisationId, caseId: newId(), itemId: newId(), personId: newId() };
  await owner.query(
    `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'BENCH', 'Bench', 'JO')`,
    [organisationId],
  );
  await owner.query(
    `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales)
     VALUES ($1, $2, $2, 'bench', 'JO', '{en}')`,
    [portalId, organisationId],
  );
  await owner.query(
    `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, state, mandate)
     VALUES ($1, $2, $2, $3, 'BENCH-2026-000001', 'address', 'closed', 'view')`,
    [hotline.caseId, organisationId, portalId],
  );
  await owner.query(
    `INSERT INTO content_items (id, organisation_id, case_id, role, address, address_key, step)
     VALUES ($1, $2, $3, 'source', 'a', 'a', 'done')`,
    [hotline.itemId, organisationId, hotline.caseId],
  );
  await owner.query(
    `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash)
     VALUES ($1, $2, 'person@example.org', 'Person', 'analyst', 'none')`,
    [hotline.personId, organisationId],
  );
  return hotline;
}

/** SQL: the hash of picture `n` in orientation `t`; digests are as random as hashes of pictures that have nothing in common. */
const HASH = (turn: string) => `sha256(convert_to('picture ' || n || ' ' || ${turn}, 'UTF8'))`;

/** Further pictures, each looked at by a person who decided about it. */
async function look(owner: Client, hotline: Hotline, from: number, count: number): Promise<void> {
  await owner.query(
    `WITH held AS (
       INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, pdq_dihedral)
       SELECT gen_random_uuid(), $1, ${HASH(`'file'`)}, substring(${HASH(`'file'`)} FOR 20),
         substring(${HASH(`'file'`)} FOR 16), 1, ${HASH('0')}, 90,
         (SELECT string_agg(${HASH('t')}, ''::bytea ORDER BY t) FROM generate_series(0, 7) t)
       FROM generate_series($2::int, $3::int) n RETURNING id)
     INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
       answers, made_by, staff_account_id, looked)
     SELECT gen_random_uuid(), $1, $4, $5, id, 1, $2 + row_number() OVER (), 'bench', 'baseline', '{}', 'person', $6, true
     FROM held`,
    [hotline.organisationId, from, from + count - 1, hotline.caseId, hotline.itemId, hotline.personId],
  );
}

/** Pictures of a case, each a few bits from one that was looked at, others at each run. */
async function caseNear(owner: Client, pictures: number, run: number): Promise<HashedPicture[]> {
  const { rows } = await owner.query<{ dihedral: Buffer }>(
    `SELECT (SELECT string_agg(${HASH('t')}, ''::bytea ORDER BY t) FROM generate_series(0, 7) t) AS dihedral
     FROM generate_series($1::int, $1 + $2 - 1) n`,
    [(run * Math.floor(pictures / FEWEST_RUNS)) % pictures, PICTURES],
  );
  return rows.map(({ dihedral }) => {
    for (let byte = 0; byte < 20; byte += 1) dihedral[byte]! ^= 1;
    return { id: newId(), dihedral };
  });
}
