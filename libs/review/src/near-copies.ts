// Pictures that look like one that a person has looked at, or like another of the same case. Found by triage and kept as
// pairs; a suggestion for a person, never an answer: hashes can be made to collide.
import type { EntityManager } from 'typeorm';
import { HashIndex } from '#libs/hash-index';
import { DIHEDRAL_NAMES, HASH_BYTES, MATCH_DISTANCE, MIN_QUALITY, type DihedralName } from '#libs/pdq';
import type { Answers } from '#libs/taxonomy';
import { choicesFor, placeOfCase } from './decisions.js';
import { answersThatTravel, type CopyPlace, type MadeDecision } from './followed-decision.js';
import { likeness, nearPictures, type HashedPicture, type NearPicture } from './representatives.js';

/** Pairs that are kept of one picture with those of other cases, the nearest first. */
const MOST_ELSEWHERE = 8;

/** SQL: whether the perceptual hash of media `d` says enough to be compared. */
const COMPARABLE = `d.pdq IS NOT NULL AND d.pdq_quality >= ${MIN_QUALITY} AND length(d.pdq_dihedral) = ${DIHEDRAL_NAMES.length * HASH_BYTES}`;

/** SQL: the media that a person of organisation $1 has looked at to decide on them. Only such can speak for others. */
const LOOKED_AT = `SELECT a.media_id FROM assessments a
  WHERE a.organisation_id = $1 AND a.made_by = 'person' AND a.looked AND a.media_id IS NOT NULL`;

interface HashRow {
  readonly id: string;
  readonly dihedral: Buffer;
}

/** Finds the near copies among a case's pictures, and what they are near to of what was looked at elsewhere. */
export async function findNearCopies(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const pictures: HashRow[] = await manager.query(
    `SELECT d.id, d.pdq_dihedral AS dihedral FROM media d
     JOIN (SELECT media_id, min(created_at) AS since, min(id::text) AS first FROM content_items
           WHERE case_id = $1 AND organisation_id = $2 AND media_id IS NOT NULL GROUP BY media_id) i ON i.media_id = d.id
     WHERE d.organisation_id = $2 AND ${COMPARABLE} ORDER BY i.since, i.first`,
    [caseId, organisationId],
  );
  if (pictures.length === 0) return;
  await keepPairs(manager, organisationId, [
    ...nearPictures(pictures, MATCH_DISTANCE),
    ...(await nearElsewhere(manager, organisationId, pictures)),
  ]);
}

/** Finds what waits in the organisation's open cases and is near to what was looked at to decide this case. */
export async function findNearCopiesOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const decided: HashRow[] = await manager.query(
    `SELECT d.id, d.pdq_dihedral AS dihedral FROM media d WHERE d.organisation_id = $2 AND ${COMPARABLE}
       AND d.id IN (SELECT a.media_id FROM assessments a WHERE a.case_id = $1 AND a.organisation_id = $2
         AND a.made_by = 'person' AND a.looked) ORDER BY d.id`,
    [caseId, organisationId],
  );
  if (decided.length === 0) return;
  const waiting: HashRow[] = await manager.query(
    `SELECT d.id, d.pdq_dihedral AS dihedral FROM media d WHERE d.organisation_id = $2 AND ${COMPARABLE}
       AND d.id IN (SELECT i.media_id FROM content_items i JOIN cases c ON c.id = i.case_id
         WHERE i.organisation_id = $2 AND c.id <> $1 AND c.state IN ('triage', 'ready', 'in-assessment'))
     ORDER BY d.id`,
    [caseId, organisationId],
  );
  const index = indexOf(decided);
  await keepPairs(
    manager,
    organisationId,
    waiting.flatMap((picture) => nearestIn(index, decided, picture)),
  );
}

async function nearElsewhere(
  manager: EntityManager,
  organisationId: string,
  pictures: readonly HashRow[],
): Promise<NearPicture[]> {
  const looked: HashRow[] = await manager.query(
    `SELECT d.id, d.pdq AS dihedral FROM media d WHERE d.organisation_id = $1 AND ${COMPARABLE}
       AND d.id IN (${LOOKED_AT}) ORDER BY d.id`,
    [organisationId],
  );
  if (looked.length === 0) return [];
  const index = indexOf(looked);
  return pictures.flatMap((picture) => nearestIn(index, looked, picture));
}

function indexOf(pictures: readonly HashRow[]): HashIndex {
  const hashes = Buffer.concat(pictures.map(({ dihedral }) => dihedral.subarray(0, HASH_BYTES)));
  return HashIndex.build({ hashes, ids: Uint32Array.from(pictures, (_, place) => place) });
}

/** The nearest of those indexed to a picture, itself left out: each pair is of two pictures that were compared. */
function nearestIn(index: HashIndex, indexed: readonly HashRow[], picture: HashedPicture): NearPicture[] {
  const places = new Set<number>();
  for (let turn = 0; turn < DIHEDRAL_NAMES.length; turn += 1) {
    const hash = picture.dihedral.subarray(turn * HASH_BYTES, (turn + 1) * HASH_BYTES);
    for (const { id } of index.search(hash, MATCH_DISTANCE)) places.add(id);
  }
  return [...places]
    .map((place) => indexed[place]!)
    .filter(({ id }) => id !== picture.id)
    .map((other) => ({
      id: picture.id,
      representativeId: other.id,
      ...likeness(picture.dihedral, other.dihedral),
    }))
    .toSorted((a, b) => a.distance - b.distance || (a.representativeId < b.representativeId ? -1 : 1))
    .slice(0, MOST_ELSEWHERE);
}

async function keepPairs(
  manager: EntityManager,
  organisationId: string,
  pairs: readonly NearPicture[],
): Promise<void> {
  if (pairs.length === 0) return;
  await manager.query(
    `INSERT INTO near_copies (media_id, representative_id, organisation_id, distance, orientation)
     SELECT p.media_id, p.representative_id, $1, p.distance, p.orientation
     FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[]) AS p (media_id, representative_id, distance, orientation)
     -- In one order, so that two who write the same pairs never wait for each other.
     ORDER BY p.media_id, p.representative_id ON CONFLICT DO NOTHING`,
    [
      organisationId,
      pairs.map(({ id }) => id),
      pairs.map(({ representativeId }) => representativeId),
      pairs.map(({ distance }) => distance),
      pairs.map(({ orientation }) => orientation),
    ],
  );
}

/** What a picture of a case is a near copy of. */
export interface NearSuggestion {
  readonly mediaId: string;
  readonly representativeId: string;
  readonly distance: number;
  readonly orientation: DihedralName;
  /** Whether the representative is another picture of the same case. */
  readonly isInCase: boolean;
  /** What a person has decided about the representative, which holds; null for one of the same case. */
  readonly decision: {
    readonly caseId: string;
    readonly caseNumber: string;
    readonly answers: Answers;
    readonly madeAt: Date;
  } | null;
}

interface PairRow {
  readonly mediaId: string;
  readonly representativeId: string;
  readonly distance: number;
  readonly orientation: DihedralName;
  readonly isInCase: boolean;
}

/**
 * One suggestion for each picture of a case that is near to another: the nearest on which a decision holds that this case
 * could follow if the bytes were the same, or else the representative within the case, unless that one is a near copy of
 * such a picture itself.
 */
export async function readNearSuggestions(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<NearSuggestion[]> {
  const pairs: PairRow[] = await manager.query(
    `SELECT n.media_id AS "mediaId", n.representative_id AS "representativeId", n.distance, n.orientation,
       EXISTS (SELECT 1 FROM content_items r WHERE r.media_id = n.representative_id AND r.case_id = $1
         AND r.organisation_id = $2) AS "isInCase"
     FROM near_copies n WHERE n.organisation_id = $2 AND n.media_id IN (SELECT i.media_id FROM content_items i
       WHERE i.case_id = $1 AND i.organisation_id = $2)
     ORDER BY n.media_id, n.distance, n.representative_id`,
    [caseId, organisationId],
  );
  const choices = await choicesFor(manager, organisationId, caseId, [
    ...new Set(pairs.map(({ representativeId }) => representativeId)),
  ]);
  const place = pairs.length === 0 ? undefined : await placeOfCase(manager, organisationId, caseId);
  const decided = new Map<string, NearSuggestion>();
  const withinCase = new Map<string, NearSuggestion>();
  for (const pair of pairs) {
    const choice = choices.get(pair.representativeId)!;
    if (choice.kind === 'follow' && place !== undefined) {
      if (decided.has(pair.mediaId)) continue;
      decided.set(pair.mediaId, { ...pair, decision: suggested(choice.decision, place) });
    } else if (pair.isInCase && !withinCase.has(pair.mediaId)) {
      withinCase.set(pair.mediaId, { ...pair, decision: null });
    }
  }
  // Whose answers may be those of a third picture speaks for no other: that would be a chain.
  const ofCase = [...withinCase.values()].filter(
    ({ mediaId, representativeId }) => !decided.has(mediaId) && !decided.has(representativeId),
  );
  return [...decided.values(), ...ofCase];
}

function suggested(decision: MadeDecision, place: CopyPlace): NearSuggestion['decision'] {
  const { caseId, caseNumber, madeAt } = decision;
  return { caseId, caseNumber, madeAt, answers: answersThatTravel(decision, place) };
}
