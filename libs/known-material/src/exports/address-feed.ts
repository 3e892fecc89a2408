// The list of live addresses: where material that was found illegal was seen a short while ago. Each address says until
// when it may be used; what is not seen again runs out by itself, what is seen gone is withdrawn.
import type { Database, KeyRing } from '#libs/platform';
import { MATCH_STANDS } from '../match-standing.js';
import { publishFeed } from './publish-feed.js';
import type { StandingRule } from './standing-rule.js';

/** How long after it was last seen an address stays on the list. */
export const ADDRESS_VALID_HOURS = 48;
/** One that was seen again is told anew when this much or less of its time is left. */
const RENEW_BELOW_HOURS = 24;

/**
 * Addresses as typed into a browser, without those inside a page itself; seen by a look or by the fetch that brought the
 * bytes. Not while the police hold what is said of the case.
 */
const changes = ({ assessmentStands, decisionHolds }: StandingRule) => `
  WITH standing AS (
    SELECT DISTINCT ON (a.content_item_id) a.content_item_id, a.verdict, a.looked
    FROM assessments a
      JOIN content_items i ON i.id = a.content_item_id AND i.organisation_id = $1
      JOIN cases c ON c.id = a.case_id AND c.organisation_id = $1
    WHERE a.organisation_id = $1
      -- While the case is looked at again, what was decided of the bytes that stand there still holds.
      AND ((${assessmentStands} AND (c.state IN ('referred', 'closed') OR a.round < c.round))
        OR (a.media_id = i.media_id AND ${decisionHolds('a', 'c')}))
      -- A case stays decided when what it rested on is taken back; its address is not told any longer.
      AND (a.made_by <> 'settlement' OR EXISTS (SELECT FROM matches m
        JOIN hash_entries e ON e.id = m.hash_entry_id AND e.organisation_id = $1
        JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $1
        WHERE m.id = a.settled_by_match_id AND m.organisation_id = $1 AND ${MATCH_STANDS}))
      AND (a.made_by <> 'link' OR EXISTS (SELECT FROM assessments f
        JOIN cases fc ON fc.id = f.case_id AND fc.organisation_id = $1
        WHERE f.id = a.follows_id AND f.organisation_id = $1 AND ${decisionHolds('f', 'fc')}))
    ORDER BY a.content_item_id, a.version DESC),
  seen AS (
    SELECT encode(sha256(convert_to(i.address, 'UTF8')), 'hex') AS subject, min(i.address) AS address,
      max(greatest(CASE WHEN i.online_state = 'online' THEN i.online_checked_at END,
        (SELECT max(f.ended_at) FROM fetch_records f WHERE f.content_item_id = i.id AND f.organisation_id = $1
          AND f.purpose = 'retrieve' AND f.body_sha256 IS NOT NULL))) AS seen_at,
      bool_or(s.looked) AS looked,
      (array_agg(s.verdict ORDER BY s.verdict))[1] AS category
    FROM standing s
      JOIN content_items i ON i.id = s.content_item_id AND i.organisation_id = $1
      JOIN cases c ON c.id = i.case_id AND c.organisation_id = $1
    WHERE s.verdict IN ('baseline', 'national') AND i.address ~ '^https?://' AND i.found_via IS DISTINCT FROM 'inline'
      AND i.gone_at IS NULL AND i.online_state IS DISTINCT FROM 'gone'
      AND NOT EXISTS (SELECT FROM holds h WHERE h.case_id = c.id AND h.organisation_id = $1
        AND h.released_at IS NULL AND h.expires_at > now())
    GROUP BY 1),
  wanted AS (
    SELECT subject, address, looked, category, date_trunc('second', seen_at) AS seen_at,
      date_trunc('second', seen_at) + interval '${ADDRESS_VALID_HOURS} hours' AS valid_until
    FROM seen WHERE seen_at > now() - interval '${ADDRESS_VALID_HOURS} hours'),
  published AS (
    SELECT subject, is_withdrawal, content, valid_until FROM feed_changes WHERE feed_id = $2 AND organisation_id = $1)
  SELECT subject, is_withdrawal, content, valid_until FROM (
    SELECT w.subject, false AS is_withdrawal, jsonb_build_object('address', w.address, 'category', w.category,
        'looked', w.looked, 'seenAt', to_char(w.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'validUntil', to_char(w.valid_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS content, w.valid_until
      FROM wanted w LEFT JOIN published p ON p.subject = w.subject
      WHERE p.subject IS NULL OR p.is_withdrawal
        OR (w.valid_until > p.valid_until AND p.valid_until < now() + interval '${RENEW_BELOW_HOURS} hours')
    UNION ALL
    SELECT p.subject, true, jsonb_build_object('address', p.content ->> 'address'), p.valid_until
      FROM published p WHERE NOT p.is_withdrawal AND p.valid_until > now()
        AND NOT EXISTS (SELECT FROM wanted w WHERE w.subject = p.subject)
  ) changed ORDER BY is_withdrawal DESC, subject LIMIT $3`;

/**
 * Publishes what has changed among the live addresses. Without a subscriber no address is published.
 * @returns how many changes
 */
export async function publishAddresses(
  database: Database,
  ring: KeyRing,
  organisationId: string,
  rule: StandingRule,
  now: Date,
): Promise<number> {
  const [organisation] = await database.within(organisationId, (manager): Promise<{ code: string }[]> =>
    manager.query(
      `SELECT o.code FROM organisations o WHERE o.id = $1 AND (
           EXISTS (SELECT FROM api_keys k WHERE k.organisation_id = $1 AND 'addresses:read' = ANY (k.scopes)
             AND k.revoked_at IS NULL AND k.expires_at > now())
           -- What was published runs out and is cleared away also after the last subscriber has gone.
           OR EXISTS (SELECT FROM feeds f WHERE f.organisation_id = $1 AND f.kind = 'addresses'))`,
      [organisationId],
    ),
  );
  if (organisation === undefined) return 0;
  return publishFeed(
    database,
    ring,
    organisationId,
    { kind: 'addresses', heading: { organisation: organisation.code }, changes: changes(rule) },
    now,
  );
}
