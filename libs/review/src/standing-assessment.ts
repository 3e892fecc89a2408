// Which assessments still hold, once a case was opened again and its addresses were fetched anew.

/**
 * SQL: whether assessment `a` holds for item `i` of case `c`. It was said of the bytes that the item shows now, and in
 * this round, unless nobody has fetched the item since.
 */
export const ASSESSMENT_STANDS = `(a.media_id IS NOT DISTINCT FROM i.media_id AND (a.round = c.round OR i.round < c.round))`;

/** SQL: the account of the person who decided case `c` last, null when nobody did. */
export const LAST_DECIDER = `(SELECT d.staff_account_id FROM (
    SELECT a.staff_account_id, a.made_at FROM assessments a
    WHERE a.case_id = c.id AND a.organisation_id = c.organisation_id AND a.made_by = 'person'
    UNION ALL
    SELECT s.staff_account_id, s.made_at FROM source_assessments s
    WHERE s.case_id = c.id AND s.organisation_id = c.organisation_id) d
  ORDER BY d.made_at DESC LIMIT 1)`;
