// Pictures that look like one that a person has looked at, or like another of the same case. Found by triage and kept as
// pairs; a suggestion for a person, never an answer: hashes can be made to collide.
import type { EntityManager } from 'typeorm';
import { HashIndex } from '#libs/hash-index';
import { MATCH_DISTANCE, type DihedralName } from '#libs/pdq';
import type { Answers } from '#libs/taxonomy';
import { COMPARABLE, LOOKED_AT, nearestOf, placesNear, type ComparedPicture } from './compared-pictures.js';
import { choicesFor, placeOfCase } from './decisions.js';
import { answersThatTravel, type CopyPlace, type MadeDecision } from './followed-decision.js';
import type { LookedAtIndex } from './looked-at.index.js';
import { nearPictures, type HashedPicture, type NearPicture } from './representatives.js';

/** Pairs that are kept of one picture with those of other cases, the nearest first. */
const MOST_ELSEWHERE = 8;
/** Pictures of other cases that are looked through for these. */
const MOST_CONSIDERED = 100;
/** Pictures of waiting cases that are read at a time. */
const WAITING_BATCH = 5000;

/** Finds the near copies among a case's pictures, and what they are near to of what was looked at elsewhere. */
export async function findNearCopies(
  manager: EntityManager,
  lookedAt: LookedAtIndex,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const pictures: HashedPicture[] = await manager.query(
    `SELECT d.id, d.pdq_dihedral AS dihedral FROM media d
     JOIN (SELECT media_id, min(created_at) AS since, min(id::text) AS first FROM content_items
           WHERE case_id = $1 AND organisation_id = $2 AND media_id IS NOT NULL GROUP BY media_id) i ON i.media_id = d.id
     WHERE d.organisation_id = $2 AND ${COMPARABLE} ORDER BY i.since, i.first`,
    [caseId, organisationId],
  );
  if (pictures.length === 0) return;
  await keepPairs(manager, organisationId, [
    ...nearPictures(pictures, MATCH_DISTANCE),
    ...(await nearElsewhere(manager, lookedAt, organisationId, caseId, pictures)),
  ]);
}

/**
 * The nearest of those whose decision this case could follow now, and as many of the others, whose may come to hold: what
 * was taken back, or holds elsewhere only, must not take the place of what can be suggested.
 */
async function nearElsewhere(
  manager: EntityManager,
  lookedAt: LookedAtIndex,
  organisationId: string,
  caseId: string,
  pictures: readonly HashedPicture[],
): Promise<NearPicture[]> {
  const near = await lookedAt.near(manager, organisationId, pictures, MOST_CONSIDERED);
  const ids = [...new Set(near.map(({ representativeId }) => representativeId))];
  const choices = await choicesFor(manager, organisationId, caseId, ids);
  const kept = new Map<string, number>();
  return near.filter(({ id, representativeId }) => {
    const key = `${id} ${choices.get(representativeId)!.kind === 'follow'}`;
    const count = (kept.get(key) ?? 0) + 1;
    kept.set(key, count);
    return count <= MOST_ELSEWHERE;
  });
}

/** Finds what waits in the organisation's open cases and is near to what was looked at to decide this case. */
export async function findNearCopiesOf(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<void> {
  const decided: ComparedPicture[] = await manager.query(
    `SELECT d.id, d.pdq AS hash FROM media d WHERE d.organisation_id = $2 AND ${COMPARABLE}
       AND d.id IN (SELECT a.media_id FROM assessments a WHERE a.case_id = $1 AND a.organisation_id = $2 AND ${LOOKED_AT})
     ORDER BY d.id`,
    [caseId, organisationId],
  );
  if (decided.length === 0) return;
  const index = HashIndex.build(
    {
      hashes: Buffer.concat(decided.map(({ hash }) => hash)),
      ids: Uint32Array.from(decided, (_, place) => place),
    },
    { room: 1 },
  );
  const waiting: { id: string }[] = await manager.query(
    `SELECT DISTINCT i.media_id AS id FROM content_items i JOIN cases c ON c.id = i.case_id AND c.organisation_id = $2
     WHERE i.organisation_id = $2 AND i.media_id IS NOT NULL AND c.id <> $1
       AND c.state IN ('triage', 'ready', 'in-assessment')`,
    [caseId, organisationId],
  );
  for (let from = 0; from < waiting.length; from += WAITING_BATCH) {
    const pictures: HashedPicture[] = await manager.query(
      `SELECT d.id, d.pdq_dihedral AS dihedral FROM media d
       WHERE d.organisation_id = $1 AND d.id = ANY ($2) AND ${COMPARABLE}`,
      [organisationId, waiting.slice(from, from + WAITING_BATCH).map(({ id }) => id)],
    );
    const pairs = pictures.flatMap((picture) => {
      const others = placesNear(index, picture.dihedral).map((place) => decided[place]!);
      return nearestOf(picture, others, MATCH_DISTANCE, MOST_ELSEWHERE);
    });
    await keepPairs(manager, organisationId, pairs);
  }
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
