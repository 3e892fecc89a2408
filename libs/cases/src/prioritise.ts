// Gathers what the priority of a case rests on and stores it with its factors.
import type { EntityManager } from 'typeorm';
import { MATCH_STANDS } from '#libs/known-material';
import { rankCase, type AgeBandRank, type Priority } from './priority.js';

interface Facts {
  child_in_danger: boolean;
  concern: string | null;
  flood_place: number | null;
  opened_at: Date;
  country: string;
  online: boolean | null;
  hosted_at_home: boolean | null;
  unseen: boolean;
  verdicts: string[] | null;
  age_bands: string[] | null;
}

/** SQL: whether assessment `a` is a settlement by an entry that no longer stands. */
const WITHDRAWN = `(a.settled_by_match_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM matches m
  JOIN hash_entries e ON e.id = m.hash_entry_id JOIN hash_lists l ON l.id = e.hash_list_id
  WHERE m.id = a.settled_by_match_id AND m.organisation_id = a.organisation_id AND ${MATCH_STANDS}))`;

const AGE_ORDER: readonly AgeBandRank[] = ['infant', 'pre-pubescent', 'pubescent'];

/** Ranks a case anew. @returns undefined when the case is not there */
export async function prioritise(
  manager: EntityManager,
  organisationId: string,
  caseId: string,
): Promise<Priority | undefined> {
  const [facts]: Facts[] = await manager.query(
    `SELECT c.child_in_danger, c.concern, c.flood_place, c.opened_at, o.country,
       (SELECT bool_or(i.online_state = 'online') FROM content_items i
        WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id) AS online,
       (SELECT bool_or(i.hosting -> 'country' ->> 'code' = o.country) FROM content_items i
        WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id) AS hosted_at_home,
       EXISTS (SELECT 1 FROM content_items i WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id AND i.result IN ('picture', 'video')
         AND NOT EXISTS (SELECT 1 FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id
           JOIN hash_lists l ON l.id = e.hash_list_id
           WHERE m.media_id = i.media_id AND m.organisation_id = c.organisation_id AND ${MATCH_STANDS})
         AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.media_id = i.media_id AND a.organisation_id = c.organisation_id
                         AND (a.case_id <> c.id OR a.round < c.round) AND NOT ${WITHDRAWN})) AS unseen,
       (SELECT array_agg(DISTINCT v) FROM (
          SELECT l.category_mapping ->> e.category AS v FROM content_items i JOIN matches m ON m.media_id = i.media_id AND m.organisation_id = i.organisation_id
            JOIN hash_entries e ON e.id = m.hash_entry_id JOIN hash_lists l ON l.id = e.hash_list_id
            WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id AND m.kind = 'exact' AND ${MATCH_STANDS}
          UNION SELECT a.verdict FROM content_items i
            JOIN assessments a ON a.media_id = i.media_id AND a.organisation_id = i.organisation_id
            WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id AND NOT ${WITHDRAWN}) known (v)) AS verdicts,
       (SELECT array_agg(DISTINCT a.answers ->> 'ageBand') FROM content_items i
          JOIN assessments a ON a.media_id = i.media_id AND a.organisation_id = i.organisation_id
        WHERE i.case_id = c.id AND i.organisation_id = c.organisation_id) AS age_bands
     FROM cases c JOIN organisations o ON o.id = c.organisation_id
     WHERE c.id = $1 AND c.organisation_id = $2`,
    [caseId, organisationId],
  );
  if (facts === undefined) return undefined;
  const priority = rankCase({
    childInDanger: facts.child_in_danger,
    isOfConcern: facts.concern !== null,
    hasUnseenMaterial: facts.unseen,
    youngestAgeBand: AGE_ORDER.find((band) => facts.age_bands?.includes(band)) ?? null,
    gravestVerdict: facts.verdicts?.includes('baseline')
      ? 'baseline'
      : facts.verdicts?.includes('national')
        ? 'national'
        : null,
    isOnline: facts.online ?? false,
    isHostedInOwnCountry: facts.hosted_at_home ?? false,
    floodPlace: facts.flood_place,
    openedAt: facts.opened_at,
  });
  await manager.query(
    `UPDATE cases SET priority = $3, priority_version = $4, priority_factors = $5, ranked_at = date_trunc('minute', now())
     WHERE id = $1 AND organisation_id = $2`,
    [caseId, organisationId, priority.priority, priority.version, JSON.stringify(priority.factors)],
  );
  return priority;
}
