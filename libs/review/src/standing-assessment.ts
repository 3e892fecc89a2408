// Which assessments still hold, once a case was opened again and its addresses were fetched anew.
import { isContested, MATCH_STANDS } from '#libs/known-material';

/**
 * SQL: whether assessment `a` belongs to a decision of this round of case `c` that was taken back or withdrawn. What a
 * decision says bears its time, so what is older than the one that stands was taken back before it.
 */
export const ASSESSMENT_WITHDRAWN = `(a.made_by = 'person' AND a.round = c.round
  AND (c.decided_at IS NULL OR a.made_at < c.decided_at))`;

/**
 * SQL: whether settlement `a` rests on a match that counts no more, or that a negative list contests, before case `c` was
 * decided.
 * It stays on record; the item needs an answer.
 */
export const SETTLEMENT_WITHDRAWN = `(a.settled_by_match_id IS NOT NULL AND c.state IN ('triage', 'ready', 'in-assessment')
  AND NOT EXISTS (SELECT 1 FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id
    JOIN hash_lists l ON l.id = e.hash_list_id WHERE m.id = a.settled_by_match_id AND ${MATCH_STANDS}
      AND NOT ${isContested()}))`;

/**
 * SQL: whether assessment `alias` of case `ofCase` is what a person who looked at the bytes decided, and gone out since;
 * nobody has taken it back, and nothing was said of that item later.
 */
export function decisionHolds(alias: string, ofCase: string): string {
  const isFinal = (one: string) =>
    `(${one}.round < ${ofCase}.round OR ${ofCase}.state IN ('referred', 'closed'))`;
  return `(${alias}.made_by = 'person' AND ${alias}.looked AND ${alias}.media_id IS NOT NULL AND ${isFinal(alias)}
    AND (${alias}.round < ${ofCase}.round OR ${alias}.made_at >= ${ofCase}.decided_at)
    AND NOT EXISTS (SELECT 1 FROM assessments later WHERE later.content_item_id = ${alias}.content_item_id
      AND later.media_id = ${alias}.media_id AND later.version > ${alias}.version AND later.made_by <> 'link'
      AND ${isFinal('later')}))`;
}

/**
 * SQL: whether link `a` is over: undone by a person, overtaken, or, before case `c` was decided, without the decision
 * that it follows.
 */
export const LINK_WITHDRAWN = `(a.follows_id IS NOT NULL
  AND (EXISTS (SELECT 1 FROM link_endings ended WHERE ended.assessment_id = a.id)
    OR (c.state IN ('triage', 'ready', 'in-assessment') AND NOT EXISTS (
      SELECT 1 FROM assessments followed JOIN cases elsewhere ON elsewhere.id = followed.case_id
      WHERE followed.id = a.follows_id AND followed.organisation_id = a.organisation_id
        AND ${decisionHolds('followed', 'elsewhere')}))))`;

/**
 * SQL: whether assessment `a` holds for item `i` of case `c`. It was said of the bytes that the item shows now, and in
 * this round, unless nobody has fetched the item since; and nobody took it back: not a person, not a list, not who made
 * what it follows.
 */
export const ASSESSMENT_STANDS = `(a.media_id IS NOT DISTINCT FROM i.media_id AND (a.round = c.round OR i.round < c.round)
  AND NOT ${ASSESSMENT_WITHDRAWN} AND NOT ${SETTLEMENT_WITHDRAWN} AND NOT ${LINK_WITHDRAWN})`;

/** SQL: the account of the person who decided case `c` last, null when nobody did. */
export const LAST_DECIDER = `(SELECT d.staff_account_id FROM (
    SELECT a.staff_account_id, a.made_at FROM assessments a
    WHERE a.case_id = c.id AND a.organisation_id = c.organisation_id AND a.made_by = 'person'
    UNION ALL
    SELECT s.staff_account_id, s.made_at FROM source_assessments s
    WHERE s.case_id = c.id AND s.organisation_id = c.organisation_id) d
  ORDER BY d.made_at DESC LIMIT 1)`;
