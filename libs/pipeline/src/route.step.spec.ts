import type { EntityManager } from 'typeorm';
import { Database } from '#libs/platform';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { until } from '../../../test/support/waiting.js';
import { route } from './route.step.js';

/** Keeps the transactions of a database open, their work done, until it is told otherwise. */
class SlowToCommit extends Database {
  isDone = false;
  private proceed: () => void = () => undefined;
  private readonly mayCommit = new Promise<void>((resolve) => (this.proceed = resolve));

  override async within<T>(
    organisations: string | readonly string[],
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return super.within(organisations, async (manager) => {
      const result = await work(manager);
      this.isDone = true;
      await this.mayCommit;
      return result;
    });
  }

  commit(): void {
    this.proceed();
  }
}

describe('routing under the mandate `view`', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld();
  });
  afterAll(() => world.stop());

  /** A case of a picture that a list has settled; nobody has decided yet. */
  async function examined(seed: string): Promise<string> {
    const address = `${world.site}/s/${seed}/images/known-mountains.jpg`;
    await world.report([address]);
    await world.runDue();
    return (await world.caseOf(address)).id;
  }
  const copies = () => world.test.asOwner(`SELECT id FROM evidence_objects`);

  it('lets go of the copy that two cases share, also when both are routed at the same moment', async () => {
    const [first, second] = [await examined('first'), await examined('second')];
    await world.test.asOwner(`UPDATE cases SET state = 'decided', decided_at = now(), route_at = now()`);
    expect(await copies()).not.toEqual([]);
    const slow = new SlowToCommit(world.database.dataSource);
    const routingFirst = route({ ...world.context, database: slow }, world.organisationId, first);
    await until('the first is routed and not yet committed', () => slow.isDone);
    let secondIsDone = false;
    const routingSecond = route(world.context, world.organisationId, second).then(() => {
      secondIsDone = true;
    });
    await until('the second is routed or waits for the first', async () => {
      const waiting = await world.test.asOwner(
        `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database OR l.database IS NULL
         WHERE d.datname = current_database() AND NOT l.granted`,
      );
      return secondIsDone || waiting.length > 0;
    });
    slow.commit();
    await Promise.all([routingFirst, routingSecond]);
    expect(await copies()).toEqual([]);
  });

  it.each([
    ['lets go of the copy that an open case shows and may not keep', 'hash', 0],
    ['keeps the copy that an open case needs', 'view', 5],
  ])('%s', async (_says, mandate, left) => {
    const [open, decided] = [await examined(`open-${mandate}`), await examined(`decided-${mandate}`)];
    await world.test.asOwner(`UPDATE cases SET mandate = $2 WHERE id = $1`, [open, mandate]);
    await world.test.asOwner(
      `UPDATE cases SET state = 'decided', decided_at = now(), route_at = now() WHERE id = $1`,
      [decided],
    );
    await route(world.context, world.organisationId, decided);
    expect(await copies()).toHaveLength(left);
    await world.test.asOwner(`UPDATE cases SET state = 'closed', closed_at = now() WHERE id = $1`, [open]);
  });

  it.each(['case', 'report'] as const)(
    'keeps the copy that an order of preservation on its %s names',
    async (kind) => {
      const id = await examined(`preserved-${kind}`);
      const [{ report_id: reportId }] = (await world.test.asOwner<{ report_id: string }>(
        `SELECT report_id FROM case_reports WHERE case_id = $1`,
        [id],
      )) as [{ report_id: string }];
      await world.test.asOwner(
        `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES (gen_random_uuid(), $1, $2, $3, 'A court', 'An order', now() + interval '1 day')`,
        [world.organisationId, kind, kind === 'case' ? id : reportId],
      );
      await world.test.asOwner(
        `UPDATE cases SET state = 'decided', decided_at = now(), route_at = now() WHERE id = $1`,
        [id],
      );
      await route(world.context, world.organisationId, id);
      expect(await copies()).not.toEqual([]);
      await world.test.asOwner(`UPDATE preservations SET released_at = now()`);
    },
  );
});
