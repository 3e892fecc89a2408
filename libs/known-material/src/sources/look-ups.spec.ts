import { newId } from '#libs/platform';
import { switchList, verifyLists } from '../lists.service.js';
import { recordMatches, standingMatches } from '../matches.service.js';
import { md5Of, pdqOf, sha1Of, sha256Of } from '../testing/known-pictures.js';
import { probeOfHash, tryHashes } from '../hash-trial.js';
import { explainMatch } from '../match-explanation.js';
import { LookUps, queueLookUps } from './look-ups.js';
import type { Fault } from './testing/source.server.js';
import { type ShieldServer, startShield } from './testing/shield.server.js';
import { type AddedSource, createSourceWorld, OPERATOR, type SourceWorld } from './testing/source.world.js';

describe('a source that is asked', () => {
  let world: SourceWorld;
  let shield: ShieldServer;
  let source: AddedSource;
  let changed: string[][];
  let lookUps: LookUps;

  beforeAll(async () => {
    world = await createSourceWorld();
    shield = await startShield();
    source = await world.add(shield, { kind: 'arachnid-shield', path: '' });
    lookUps = new LookUps(world.triage, world.ring, {
      onChanged: async (_manager, _organisation, media) => {
        changed.push([...media]);
      },
    });
  });
  afterAll(async () => {
    await shield.close();
    await world.stop();
  });
  beforeEach(async () => {
    changed = [];
    shield.fault = () => false;
    shield.bodies.length = 0;
    shield.known.clear();
    await world.test.asOwner(`DELETE FROM list_lookups`);
    await world.test.asOwner(`UPDATE list_sources SET due_at = now(), failures = 0, outcome = NULL`);
  });

  /** A picture that was examined and matched. @returns its id */
  const matched = async (name: string, more: { quality?: number; frames?: string[] } = {}) => {
    const id = newId();
    await world.test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, frame_hashes)
       VALUES ($1, $2, decode($3, 'hex'), decode($4, 'hex'), decode($5, 'hex'), 1, decode($6, 'hex'), $7, $8)`,
      [
        id,
        world.organisation,
        sha256Of(id),
        sha1Of(id),
        md5Of(id),
        more.frames ? null : pdqOf(name),
        more.frames ? null : (more.quality ?? 90),
        more.frames ? JSON.stringify(more.frames.map((hash) => ({ hash, quality: 80 }))) : null,
      ],
    );
    await world.triage.within(world.organisation, (manager) => queueLookUps(manager, world.organisation, id));
    return id;
  };
  const ask = () => lookUps.askDue(world.organisation);
  const standing = (mediaId: string) =>
    world.triage.within(world.organisation, (manager) =>
      standingMatches(manager, world.organisation, mediaId),
    );
  const lookUpOf = async (mediaId: string) =>
    (await world.test.asOwner(`SELECT * FROM list_lookups WHERE media_id = $1`, [mediaId]))[0];

  it('is sent hashes alone, and what it knows is kept as a near match of its list', async () => {
    shield.known.set(pdqOf('known'), 'csam');
    const [known, unknown] = [await matched('known'), await matched('unknown')];
    expect(await ask()).toBe(2);
    expect(shield.bodies).toHaveLength(1);
    expect(Object.keys(JSON.parse(shield.bodies[0]!) as object)).toEqual(['hashes']);
    expect((JSON.parse(shield.bodies[0]!) as { hashes: string[] }).hashes.toSorted()).toEqual(
      ['known', 'unknown'].map((name) => Buffer.from(pdqOf(name), 'hex').toString('base64')).sort(),
    );
    expect(await standing(known)).toMatchObject([
      { kind: 'near', algorithm: 'pdq', category: 'shield-csam', listName: source.list, trust: 'unreviewed' },
    ]);
    expect(await standing(unknown)).toEqual([]);
    expect(changed).toEqual([[known]]);
    expect(await world.triage.within(world.organisation, verifyLists)).toEqual([]);
    // It has its answer, and is not asked about again before its time.
    expect(await ask()).toBe(0);
    await world.triage.within(world.organisation, (manager) =>
      queueLookUps(manager, world.organisation, known),
    );
    expect(await ask()).toBe(0);
  });

  it('is asked about the frames of a video, and not about what is too poor to be compared', async () => {
    const frames = [pdqOf('frame 1'), pdqOf('frame 2')];
    shield.known.set(frames[1]!, 'harmful-abusive-material');
    const [video, poor] = [await matched('video', { frames }), await matched('poor', { quality: 10 })];
    expect(await ask()).toBe(2);
    expect(await standing(video)).toMatchObject([
      { category: 'shield-harmful-abusive-material', quality: 80 },
    ]);
    expect(await lookUpOf(poor)).toMatchObject({ answer: 'nothing-to-ask', due_at: null });
    expect(shield.bodies[0]).not.toContain(Buffer.from(pdqOf('poor'), 'hex').toString('base64'));
  });

  it('is asked again later about what it knew, and takes its word back', async () => {
    shield.known.set(pdqOf('taken back'), 'csam');
    const media = await matched('taken back');
    await ask();
    expect(await standing(media)).toHaveLength(1);
    shield.known.clear();
    await world.test.asOwner(`UPDATE list_lookups SET due_at = now() WHERE media_id = $1`, [media]);
    await ask();
    expect(await standing(media)).toEqual([]);
    expect(changed).toEqual([[media], [media]]);
    expect(await lookUpOf(media)).toMatchObject({ answer: 'unknown', due_at: null });
    // What was unknown is asked again when it is seen again after a while, and not before.
    const seenAgain = () =>
      world.triage.within(world.organisation, (manager) => queueLookUps(manager, world.organisation, media));
    await seenAgain();
    expect(await ask()).toBe(0);
    await world.test.asOwner(`UPDATE list_lookups SET answered_at = now() - interval '8 days'`);
    await seenAgain();
    expect(await ask()).toBe(1);
    // And says it again.
    shield.known.set(pdqOf('taken back'), 'csam');
    await world.test.asOwner(`UPDATE list_lookups SET due_at = now() WHERE media_id = $1`, [media]);
    await ask();
    expect(await standing(media)).toHaveLength(1);
  });

  it('is no version of a list: the match says that it was asked, and whether it says so still', async () => {
    shield.known.set(pdqOf('asked'), 'csam');
    const media = await matched('asked');
    await ask();
    const [match] = await standing(media);
    const staff = await world.test.open('console');
    const explained = () =>
      staff.within(world.organisation, (manager) => explainMatch(manager, world.organisation, match!.id));
    const tried = () =>
      world.triage.within(world.organisation, (manager) =>
        tryHashes(manager, world.organisation, [probeOfHash(pdqOf('asked'))], 5000),
      );
    const answer = { version: null, matchedAt: expect.any(Date) };
    const entry = { firstVersion: null, endedVersion: null };
    expect(await explained()).toMatchObject({ ...answer, entry: { ...entry, isWithdrawn: false } });
    expect(await tried()).toMatchObject([{ listVersion: null, versionSince: null, state: 'standing' }]);
    shield.known.clear();
    await world.test.asOwner(`UPDATE list_lookups SET due_at = now() WHERE media_id = $1`, [media]);
    await ask();
    expect(await explained()).toMatchObject({ ...answer, entry: { ...entry, isWithdrawn: true } });
    expect(await tried()).toMatchObject([{ listVersion: null, state: 'withdrawn' }]);
  });

  it('matches nothing while its list is off, and is asked nothing then', async () => {
    shield.known.set(pdqOf('off'), 'csam');
    const media = await matched('off');
    await ask();
    const switchTo = (isEnabled: boolean) =>
      world.triage.within(world.organisation, (manager) =>
        switchList(manager, world.organisation, source.list, isEnabled, OPERATOR),
      );
    await switchTo(false);
    expect(await standing(media)).toEqual([]);
    const other = await matched('meanwhile');
    expect(await lookUpOf(other)).toBeUndefined();
    await switchTo(true);
    expect(await standing(media)).toHaveLength(1);
  });

  it.each<[string, string, Fault]>([
    ['is away', 'http-503', (_, response) => answered(response.writeHead(503).end())],
    ['hangs up', 'protocol-error', (request) => answered(request.socket.destroy())],
  ])('holds nothing up when it %s: everything is asked again', async (_what, code, fault) => {
    shield.known.set(pdqOf('patient'), 'csam');
    const media = [await matched('patient'), await matched(`other ${code}`)];
    shield.fault = fault;
    expect(await ask()).toBe(0);
    expect(await world.rowOf(source)).toMatchObject({ outcome: code, failures: 1 });
    // Not at once.
    expect(await ask()).toBe(0);
    expect(shield.bodies).toEqual([]);
    shield.fault = () => false;
    await later();
    expect(await ask()).toBe(2);
    expect(await standing(media[0]!)).toHaveLength(1);
    expect(await lookUpOf(media[1]!)).toMatchObject({ answer: 'unknown', attempts: 0 });
  });

  it.each([
    ['no JSON', 'nothing'],
    ['no answers', '{}'],
    ['an answer that is missing', '{"scanned_hashes":{}}'],
    ['a word that is none', JSON.stringify({ scanned_hashes: { x: { classification: '<b>' } } })],
    ['a prototype', '{"scanned_hashes":{"__proto__":{"classification":"csam"}}}'],
  ])('is believed nothing of an answer with %s, and is given up in time', async (what, body) => {
    const media = await matched(what);
    shield.fault = (_request, response) =>
      answered(response.writeHead(200, { 'Content-Type': 'application/json' }).end(body));
    for (let tries = 0; tries < 5; tries++) {
      await later();
      await ask();
    }
    expect(await standing(media)).toEqual([]);
    expect(await lookUpOf(media)).toMatchObject({ answer: 'given-up', due_at: null, attempts: 5 });
  });

  it('answers for others while one question makes it answer nonsense', async () => {
    const bad = Buffer.from(pdqOf('bad'), 'hex').toString('base64');
    shield.fault = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { hashes } = JSON.parse(Buffer.concat(parts).toString()) as { hashes: string[] };
        const scanned = Object.fromEntries(
          hashes.map((hash) => [hash, { classification: 'no-known-match' }]),
        );
        response
          .writeHead(200, { 'Content-Type': 'application/json' })
          .end(hashes.includes(bad) ? '{}' : JSON.stringify({ scanned_hashes: scanned }));
      });
      return true;
    };
    const media = [await matched('bad'), await matched('good 1'), await matched('good 2')];
    for (let tries = 0; tries < 12; tries++) {
      await later();
      await ask();
    }
    const answers = await Promise.all(media.map(lookUpOf));
    expect(answers.map((one) => one!['answer'])).toEqual(['given-up', 'unknown', 'unknown']);
  });

  it('is asked by one worker about each media, and changes nothing of other matches', async () => {
    const media = await Promise.all(Array.from({ length: 30 }, (_, index) => matched(`many ${index}`)));
    const counts = await Promise.all([ask(), ask()]);
    expect(counts[0] + counts[1]).toBe(media.length);
    const asked = shield.bodies.flatMap((body) => (JSON.parse(body) as { hashes: string[] }).hashes);
    expect(new Set(asked).size).toBe(asked.length);
    const none = await world.triage.within(world.organisation, (manager) =>
      recordMatches(manager, world.organisation, media[0]!, []),
    );
    expect(none).toEqual([]);
  });

  it('needs a list that nothing was imported into', async () => {
    await expect(world.add(shield, { kind: 'arachnid-shield', listName: source.list })).rejects.toMatchObject(
      {
        code: 'list-has-source',
      },
    );
  });

  /** When everything is due again. */
  async function later(): Promise<void> {
    await world.test.asOwner(`UPDATE list_sources SET due_at = now()`);
    await world.test.asOwner(`UPDATE list_lookups SET due_at = now() WHERE due_at IS NOT NULL`);
  }
});

const answered = (_response: unknown): true => true;
