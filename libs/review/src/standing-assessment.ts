// Which assessments still hold, once a case was opened again and its addresses were fetched anew.
import { MATCH_STANDS } from '#libs/known-material';

/**
 * SQL: whether assessment `a` belongs to a decision of this round of case `c` that was taken back or withdrawn. What a
 * decision says bears its time, so what is older than the one that stands was taken back before it.
 */
export const ASSESSMENT_WITHDRAWN = `(a.made_by = 'person' AND a.round = c.round
  AND (c.decided_at IS NULL OR a.made_at < c.decided_at))`;

/**
 * SQL: whether settlement `a` rests on a list that withdrew the entry, or is switched off, before case `c` was decided.
 * It stays on record; the item needs an answer.
 */
export const SETTLEMENT_WITHDRAWN = `(a.settled_by_match_id IS NOT NULL AND c.state IN ('triage', 'ready', 'in-assessment')
  AND NOT EXISTS (SELECT 1 FROM matches m JOIN hash_entries e ON e.id = m.hash_entry_id
    JOIN hash_lists l ON l.id = e.hash_list_id WHERE m.id = a.settled_by_match_id AND ${MATCH_STANDS}))`;

/**
 * SQL: whether assessment `a` holds for item `i` of case `c`. It was said of the bytes that the item shows now, and in
 * this round, unless nobody has fetched the item since; and nobody took it back, neither a person nor a list.
 */
export const ASSESSMENT_STANDS = `(a.media_id IS NOT DISTINCT FROM i.media_id AND (a.round = c.round OR i.round < c.round)
  AND NOT ${ASSESSMENT_WITHDRAWN} AND NOT ${SETTLEMENT_WITHDRAWN})`;

/** SQL: the account of the person who decided case `c` last, null when nobody did. */
export const LAST_DECIDER = `(SELECT d.staff_account_id FROM (
    SELECT a.staff_account_id, a.made_at FROM assessments a
    WHERE a.case_id = c.id AND a.organisation_id = c.organisation_id AND a.made_by = 'person'
    UNION ALL
    SELECT s.staff_account_id, s.made_at FROM source_assessments s
    WHERE s.case_id = c.id AND s.organisation_id = c.organisation_id) d
  ORDER BY d.made_at DESC LIMIT 1)`;
