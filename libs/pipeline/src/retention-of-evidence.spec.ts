import { join } from 'node:path';
import { EvidenceSweep, FileStorage } from '#libs/evidence';
import { setRetention, type DataClass } from '#libs/organisations';
import { newId, newRandomId } from '#libs/platform';
import {
  createPipelineWorld,
  NEW_PICTURE,
  type PipelineWorld,
} from '../../../test/support/pipeline-world.js';
import { makeAccount } from '../../../test/support/review-world.js';
import { route } from './route.step.js';

describe('the schedule of retention for evidence', () => {
  let world: PipelineWorld;
  beforeAll(async () => {
    world = await createPipelineWorld();
  });
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
  const sweep = () =>
    new EvidenceSweep(world.database, new FileStorage(join(world.dataDir, 'evidence'))).sweepExpired(100);
  const sweepLater = async (caseId: string) => {
    await world.test.asOwner(
      `UPDATE evidence_objects e SET delete_after = now() - interval '1 second' FROM content_items i
       WHERE i.case_id = $1 AND (i.id = e.content_item_id OR i.media_id = e.media_id)`,
      [caseId],
    );
    await sweep();
  };
  const sweepMediaLater = async (mediaId: string) => {
    await world.test.asOwner(
      `UPDATE evidence_objects SET delete_after = now() - interval '1 second' WHERE media_id = $1`,
      [mediaId],
    );
    await sweep();
  };
  const preserve = (caseId: string) =>
    world.test.asOwner(
      `INSERT INTO preservations (id, organisation_id, subject_kind, subject_id, ordered_by, legal_instrument, expires_at)
       VALUES ($1, $2, 'case', $3, 'Police', 'Order 1', now() + interval '1 day')`,
      [newId(), world.organisationId, caseId],
    );

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
    await preserve(preserved);
    await sweepLater(free);
    await sweepLater(preserved);
    expect(await kept(free)).toEqual([]);
    expect((await kept(preserved)).map(({ purpose }) => purpose)).toEqual(['derivative', 'original']);
  });

  describe('of a case that was opened again', () => {
    beforeEach(() => world.setMandate('view'));

    /** A case that a person assessed, and that was opened again: its address is gone since. @returns its media of then */
    async function openedAgain(): Promise<{ caseId: string; mediaId: string }> {
      const caseId = await examined();
      const [item] = await world.itemsOf(caseId);
      const mediaId = item!.media_id as string;
      await world.test.asOwner(
        `INSERT INTO assessments (id, organisation_id, case_id, content_item_id, media_id, round, version, scheme, verdict,
           answers, made_by, staff_account_id, looked)
         VALUES ($1, $2, $3, $4, $5, 1, 1, 's', 'not-illegal', '{}', 'person', $6, true)`,
        [newId(), world.organisationId, caseId, item!.id, mediaId, await makeAccount(world.test, hotline())],
      );
      await world.test.asOwner(
        `UPDATE content_items SET result = 'gone', media_id = NULL, round = 2 WHERE case_id = $1`,
        [caseId],
      );
      await world.test.asOwner(`UPDATE cases SET round = 2 WHERE id = $1`, [caseId]);
      return { caseId, mediaId };
    }
    const hotline = () => ({
      organisationId: world.organisationId,
      portalId: world.portalId,
      keyId: '',
      code: 'TEST',
    });
    const copiesOf = async (mediaId: string) =>
      (await world.test.asOwner(`SELECT 1 FROM evidence_objects WHERE media_id = $1`, [mediaId])).length;

    it('preserves what the round before saw, though its address shows nothing any more', async () => {
      const { caseId, mediaId } = await openedAgain();
      await preserve(caseId);
      const before = await copiesOf(mediaId);
      await sweepMediaLater(mediaId);
      expect(await copiesOf(mediaId)).toBe(before);
      await world.test.asOwner(`UPDATE preservations SET released_at = now() WHERE subject_id = $1`, [
        caseId,
      ]);
      await sweepMediaLater(mediaId);
      expect(await copiesOf(mediaId)).toBe(0);
    });

    it.each(['an order of preservation', 'the mandate `retain`'])(
      'keeps under %s what another case of the same picture lets go of',
      async (why) => {
        const { caseId, mediaId } = await openedAgain();
        if (why.startsWith('the')) {
          await world.test.asOwner(`UPDATE cases SET mandate = 'retain', state = 'closed' WHERE id = $1`, [
            caseId,
          ]);
        } else {
          await world.test.asOwner(`UPDATE cases SET state = 'closed' WHERE id = $1`, [caseId]);
          await preserve(caseId);
        }
        const other = await examined();
        await world.test.asOwner(`UPDATE content_items SET media_id = $2 WHERE case_id = $1`, [
          other,
          mediaId,
        ]);
        await world.test.asOwner(
          `UPDATE cases SET state = 'decided', decided_at = now(), route_at = now() WHERE id = $1`,
          [other],
        );
        const before = await copiesOf(mediaId);
        await route(world.context, world.organisationId, other);
        expect(before).toBeGreaterThan(0);
        expect(await copiesOf(mediaId)).toBe(before);
      },
    );
  });
});
