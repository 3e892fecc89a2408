// Point 10 of the threat model: what looks alike to a hash decides nothing.
import sharp from 'sharp';
import { advanceItem } from '#libs/cases';
import { importList } from '#libs/known-material';
import { hammingDistance, hashPixels, type PixelImage } from '#libs/pdq';
import { systemClock } from '#libs/platform';
import { AssessmentService, LeaseService } from '#libs/review';
import { createPipelineWorld, type PipelineWorld } from '../../../test/support/pipeline-world.js';
import { makeAccount } from '../../../test/support/review-world.js';
import { textAsStream } from '../../known-material/src/testing/known-pictures.js';
import { drawnPixels } from '../../media/src/testing/pictures.js';
import { spool } from './spool.js';
import { bitsAway, collidingWith } from './testing/lookalikes.js';

const NOT_ILLEGAL = { verdict: 'not-illegal', reason: 'adult-pornography' };

const scene = (seed: number): PixelImage => ({
  width: 320,
  height: 240,
  channels: 3,
  data: drawnPixels(320, 240, seed),
});
const fileOf = ({ data, width, height, channels }: PixelImage) =>
  sharp(data, { raw: { width, height, channels } }).png().toBuffer();

describe('pictures that look alike to a hash', () => {
  let world: PipelineWorld;
  let person: { organisationId: string; accountId: string };
  let leases: LeaseService;
  let service: AssessmentService;

  beforeAll(async () => {
    world = await createPipelineWorld({ iccam: false });
    const { organisationId, portalId } = world;
    person = {
      organisationId,
      accountId: await makeAccount(world.test, { organisationId, portalId, keyId: '', code: 'TEST' }),
    };
    const database = await world.test.open('console');
    leases = new LeaseService(database, systemClock);
    service = new AssessmentService(database, systemClock, 60, async () => ({}));
  });
  afterAll(() => world.stop());

  /** A report of a picture that was fetched. @returns its case, once it is ready */
  async function reported(name: string, picture: PixelImage) {
    const address = `${world.site}/s/${name}/images/picture.png`;
    const reportId = await world.report([address]);
    await world.handlers.intake({ organisationId: world.organisationId, reportId });
    const { id: caseId } = await world.caseOf(address);
    const [item] = await world.itemsOf(caseId);
    const bytes = await fileOf(picture);
    await world.database.within(world.organisationId, async (manager) => {
      await spool(world.context, manager, world.organisationId, item!.id, 'image/png', bytes);
      await advanceItem(manager, world.organisationId, item!.id, 'retrieve', 'examine');
    });
    await world.runDue();
    return { caseId, itemId: item!.id, address };
  }
  const itemOf = async (caseId: string) => (await world.itemsOf(caseId))[0]!;
  const list = (name: string, csv: string) =>
    importList(
      world.database,
      world.organisationId,
      { name, trust: 'several-analysts', effect: 'settle' },
      textAsStream(csv),
      'csv',
      { actor: { kind: 'operator' } },
    );

  it('are both looked at, ten bits apart: "not illegal" of one says nothing of the other', async () => {
    const [one, other] = [scene(1), bitsAway(scene(1), 10)];
    expect(hammingDistance(hashPixels(one).hash, hashPixels(other).hash)).toBe(10);
    const first = await reported('ten-bits-1', one);
    const second = await reported('ten-bits-2', other);
    const assess = async (made: { caseId: string; itemId: string }, isAnswered: boolean) =>
      service.assess(person, made.caseId, {
        lease: await leases.claimNamed(person, made.caseId, true),
        items: isAnswered ? [{ contentItemId: made.itemId, answers: NOT_ILLEGAL }] : [],
      });
    await assess(first, true);
    await world.runDue();
    expect((await itemOf(first.caseId)).made_by).toBe('person');
    expect((await itemOf(first.caseId)).media_id).not.toBe((await itemOf(second.caseId)).media_id);

    const third = await reported('ten-bits-3', bitsAway(scene(1), 10));
    for (const made of [second, third]) {
      expect((await itemOf(made.caseId)).made_by).toBeNull();
      await expect(assess(made, false)).rejects.toMatchObject({
        fields: { [made.itemId]: 'is not answered' },
      });
    }
  });

  it('settle nothing, ten bits from an entry of a list that settles, though its twin by digest is settled', async () => {
    const known = scene(2);
    const { hash, quality } = hashPixels(known);
    const { sha256 } = await world.context.pool.examine(await fileOf(known));
    const pdq = Buffer.from(hash).toString('hex');
    await list('Confirmed', `sha256,pdq,quality,category\n${sha256},${pdq},${quality},baseline\n`);
    const same = await itemOf((await reported('same', known)).caseId);
    expect(same).toMatchObject({ made_by: 'settlement', matches: [{ kind: 'exact' }] });
    const alike = await itemOf((await reported('alike', bitsAway(known, 10))).caseId);
    expect(alike).toMatchObject({ made_by: null, matches: [{ kind: 'near', distance: 10 }] });
  });

  it('only suggest, where a picture was crafted to have the hash of an entry', async () => {
    const known = scene(3);
    const { hash, quality } = hashPixels(known);
    await list(
      'Hash alone',
      `pdq,quality,category\n${Buffer.from(hash).toString('hex')},${quality},baseline\n`,
    );
    const crafted = collidingWith(hash);
    const distance = hammingDistance(hashPixels(crafted).hash, hash);
    // Otherwise this shows nothing.
    expect(distance).toBeLessThanOrEqual(31);
    expect(hashPixels(crafted).quality).toBeGreaterThanOrEqual(50);
    const { caseId } = await reported('crafted', crafted);
    expect(await itemOf(caseId)).toMatchObject({ made_by: null, matches: [{ kind: 'near', distance }] });
    const [{ priority_factors: factors }] = (await world.test.asOwner(
      'SELECT priority_factors FROM cases WHERE id = $1',
      [caseId],
    )) as [{ priority_factors: { factor: string }[] }];
    expect(factors.map(({ factor }) => factor)).not.toContain('severity');
  });

  it('only suggest, where an entry was crafted to have the hash of a lawful picture', async () => {
    const lawful = scene(4);
    const { hash, quality } = hashPixels(collidingWith(hashPixels(lawful).hash));
    await list('Crafted', `pdq,quality,category\n${Buffer.from(hash).toString('hex')},${quality},baseline\n`);
    const { caseId } = await reported('lawful', lawful);
    expect(await itemOf(caseId)).toMatchObject({ made_by: null, matches: [{ kind: 'near' }] });
  });
});
