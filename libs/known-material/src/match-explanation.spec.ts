import { randomBytes } from 'node:crypto';
import { DIHEDRAL_NAMES, hammingDistance, fromHex } from '#libs/pdq';
import { type Database, newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { importList } from './import.service.js';
import { KnownMaterialIndex, type Probe } from './index.service.js';
import { comparedHashes, explainMatch } from './match-explanation.js';
import { recordMatches } from './matches.service.js';
import { flipBits, md5Of, pdqOf, sha1Of, sha256Of, textAsStream } from './testing/known-pictures.js';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('why a match was made', () => {
  let test: TestDatabase;
  let triage: Database;
  let console: Database;
  let organisation: string;
  const turns = DIHEDRAL_NAMES.map((name) => pdqOf(`picture, ${name}`));

  beforeAll(async () => {
    test = await createTestDatabase();
    triage = await test.open('triage');
    console = await test.open('console');
    organisation = await newOrganisation();
  });
  afterAll(() => test.drop());

  async function newOrganisation(): Promise<string> {
    const id = newId();
    const code = `T${randomBytes(4).toString('hex').toUpperCase()}`;
    await test.asOwner(`INSERT INTO organisations (id, code, name, country) VALUES ($1, $2, $2, 'JO')`, [
      id,
      code,
    ]);
    return id;
  }

  /** Matches a media with a list as triage does, and explains the first match. */
  async function explained(
    name: string,
    csv: string,
    frames?: { index: number; hash: string; quality: number }[],
  ) {
    const settings = {
      name,
      trust: 'several-analysts',
      effect: 'settle',
      source: 'A clearing house',
    } as const;
    await importList(triage, organisation, settings, textAsStream(csv), 'csv', {
      actor: { kind: 'operator' },
    });
    const mediaId = newId();
    await test.asOwner(
      `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, pdq, pdq_quality, pdq_dihedral, frame_hashes, frames)
       VALUES ($1, $2, $3, $4, $5, 1, $6, 88, $7, $8, $9)`,
      [
        mediaId,
        organisation,
        bytes(sha256Of(name)),
        bytes(sha1Of(name)),
        bytes(md5Of(name)),
        bytes(turns[0]!),
        bytes(turns.join('')),
        frames === undefined ? null : JSON.stringify(frames),
        frames === undefined ? 1 : 40,
      ],
    );
    const index = new KnownMaterialIndex(triage);
    await index.refresh();
    const digests = { sha256: bytes(sha256Of(name)), sha1: bytes(sha1Of(name)), md5: bytes(md5Of(name)) };
    const probes: Probe[] = [
      { ...digests, pdq: bytes(turns[0]!), quality: 88, dihedral: turns.map(bytes) },
      ...(frames ?? []).map(({ hash, quality }) => ({ pdq: bytes(hash), quality })),
    ];
    const [match] = await triage.within(organisation, (manager) => {
      const found = probes
        .flatMap((probe) => index.match(organisation, probe))
        .filter(({ listName }) => listName === name);
      return recordMatches(manager, organisation, mediaId, found);
    });
    return console.within(organisation, (manager) => explainMatch(manager, organisation, match!.id));
  }

  it.each(DIHEDRAL_NAMES.map((name, at) => [name, at] as const))(
    'gives the hash of the picture %s, and the bits that differ are as many as the distance',
    async (orientation, at) => {
      const entry = flipBits(turns[at]!, 7);
      const answer = await explained(`near ${orientation}`, `pdq,quality,category\n${entry},77,baseline\n`);
      expect(answer).toMatchObject({
        kind: 'near',
        algorithm: 'pdq',
        effect: 'suggest',
        digest: null,
        hashes: {
          media: turns[at],
          entry,
          distance: 7,
          quality: 88,
          entryQuality: 77,
          orientation,
          frame: null,
        },
        entry: { category: 'baseline', firstVersion: 1, endedVersion: null },
        list: { source: 'A clearing house', maxDistance: 31, minQuality: 50, liveVersion: 1 },
        version: { number: 1, since: expect.any(Date) },
        isStanding: true,
      });
      expect(hammingDistance(fromHex(answer.hashes!.media), fromHex(answer.hashes!.entry))).toBe(7);
    },
  );

  it('names the frame of an animation that fits', async () => {
    const hash = pdqOf('a later frame');
    const answer = await explained('animation', `pdq,quality\n${flipBits(hash, 5)},80\n`, [
      { index: 0, hash: turns[0]!, quality: 88 },
      { index: 17, hash, quality: 66 },
    ]);
    expect(answer).toMatchObject({
      frames: 40,
      hashes: { media: hash, distance: 5, quality: 66, orientation: 'original', frame: 17 },
    });
  });

  it('names the digest of an exact match, and says which of the others agree', async () => {
    const answer = await explained(
      'exact',
      `sha256,md5,sha1,category\n${sha256Of('exact')},${md5Of('not it')},,baseline\n`,
    );
    expect(answer).toMatchObject({
      kind: 'exact',
      algorithm: 'sha256',
      effect: 'settle',
      digest: sha256Of('exact'),
      digests: { sha256: 'same', sha1: 'not-listed', md5: 'differs' },
      hashes: null,
    });
  });

  it('shows the perceptual hashes of an exact match too, however far apart its list puts them', async () => {
    const far = flipBits(turns[0]!, 120);
    const answer = await explained('exact and far', `sha256,pdq\n${sha256Of('exact and far')},${far}\n`);
    expect(answer).toMatchObject({
      kind: 'exact',
      hashes: { entry: far, distance: 120, entryQuality: null },
    });
  });

  it('shows no hash rather than another one, where the media’s is not the one of then', () => {
    const media = { pdq: bytes(turns[0]!), quality: 88, dihedral: null, frameHashes: null };
    const entry = { pdq: bytes(flipBits(turns[0]!, 9)), quality: null };
    expect(comparedHashes(media, entry, { distance: 8, orientation: 'original' })).toBeNull();
    expect(comparedHashes(media, entry, { distance: 9, orientation: 'rot90' })).toBeNull();
    expect(comparedHashes(media, entry, { distance: 9, orientation: 'original' })).toMatchObject({
      distance: 9,
    });
  });

  it('is not told to another organisation', async () => {
    const { id } = await explained('ours', `sha256\n${sha256Of('ours')}\n`);
    const other = await newOrganisation();
    await expect(
      console.within([organisation, other], (manager) => explainMatch(manager, other, id)),
    ).rejects.toMatchObject({ statusCode: 404 });
  });
});
