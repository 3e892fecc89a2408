import { join } from 'node:path';
import { EvidenceSweep, FileStorage } from '#libs/evidence';
import { setRetention, type DataClass } from '#libs/organisations';
import { newId, newRandomId } from '#libs/platform';
import {
  createPipelineWorld,
  NEW_PICTURE,
  type PipelineWorld,
} from '../../../test/support/pipeline-world.js';

describe('the schedule of retention for evidence', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld();
  }, 60_000);
  afterAll(() => world.stop());

  async function setRule(dataClass: DataClass, hours: number): Promise<void> {
    const console = await world.test.open('console');
    await console.within(world.organisationId, (manager) =>
      setRetention(manager, world.organisationId, dataClass, hours, { kind: 'operator' }),
    );
  }

  const newPicture = () => `${world.site}/s/${newRandomId()}/images/${NEW_PICTURE}`;

  /** Fetches a picture and stops before it is examined. @returns its case */
  async function fetched(): Promise<string> {
    const address = newPicture();
    const reportId = await world.report([address]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const { id } = await world.caseOf(address);
    const [item] = await world.itemsOf(id);
    await world.handlers.retrieve({ organisationId: world.organisationId, itemId: item!.id });
    return id;
  }

  async function examined(): Promise<string> {
    const address = newPicture();
    await world.report([address]);
    await world.runDue();
    return (await world.caseOf(address)).id;
  }

  /** What is kept of a case, with hours from its making to its end. */
  const kept = (caseId: string) =>
    world.test.asOwner<{ purpose: string; hours: number }>(
      `SELECT DISTINCT e.purpose, round(extract(epoch FROM e.delete_after - e.created_at) / 3600)::int AS hours
       FROM evidence_objects e JOIN content_items i ON i.id = e.content_item_id OR i.media_id = e.media_id
       WHERE i.case_id = $1 ORDER BY e.purpose`,
      [caseId],
    );
  const sweepLater = async (caseId: string) => {
    await world.test.asOwner(
      `UPDATE evidence_objects e SET delete_after = now() - interval '1 second' FROM content_items i
       WHERE i.case_id = $1 AND (i.id = e.content_item_id OR i.media_id = e.media_id)`,
      [caseId],
    );
    await new EvidenceSweep(world.database, new FileStorage(join(world.dataDir, 'evidence'))).sweepExpired(
      100,
    );
  };

  it.each([
    ['evidence-view', 'view', 72, 5],
    ['evidence-retain', 'retain', 365 * 24, 48],
  ] as const)('keeps what %s says, by default and by an own rule', async (dataClass, mandate, hours, own) => {
    await world.setMandate(mandate);
    expect(await kept(await examined())).toEqual([
      { purpose: 'derivative', hours },
      { purpose: 'original', hours },
    ]);
    await setRule(dataClass, own);
    expect(await kept(await examined())).toEqual([
      { purpose: 'derivative', hours: own },
      { purpose: 'original', hours: own },
    ]);
  });

  it('lets what was fetched lie for an hour until it is examined, or as long as an own rule says', async () => {
    expect(await kept(await fetched())).toEqual([{ purpose: 'spool', hours: 1 }]);
    await setRule('evidence-spool', 3);
    expect(await kept(await fetched())).toEqual([{ purpose: 'spool', hours: 3 }]);
  });

  it('destroys what is past its time, unless its case is to be preserved', async () => {
    const [free, preserved] = [await examined(), await examined()];
    await world.test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, 'case', $3, 'Police', 'Order 1', now() + interval '1 day')`,
      [newId(), world.organisationId, preserved],
    );
    await sweepLater(free);
    await sweepLater(preserved);
    expect(await kept(free)).toEqual([]);
    expect((await kept(preserved)).map(({ purpose }) => purpose)).toEqual(['derivative', 'original']);
  });
});
