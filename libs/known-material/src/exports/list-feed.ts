// The organisation's own list as a feed: what is in its live version, while the list is on and the entry means something.
import type { Database, KeyRing } from '#libs/platform';
import { entryInUse, isWithheld } from '../match-standing.js';
import { publishFeed } from './publish-feed.js';

/** A hash as the feed says it. */
const HEX = (column: string) => `encode(e.${column}, 'hex')`;

/** $4: the list. Only an own list is ever published; entries of anybody else's are under a licence. */
const CHANGES = `
  SELECT subject, is_withdrawal, content, NULL::timestamptz AS valid_until FROM (
    SELECT e.id::text AS subject, false AS is_withdrawal, jsonb_build_object('id', e.id, 'md5', ${HEX('md5')},
        'sha1', ${HEX('sha1')}, 'sha256', ${HEX('sha256')}, 'pdq', ${HEX('pdq')}, 'pdqQuality', e.pdq_quality,
        'category', e.category) AS content
      FROM hash_entries e JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $1 AND l.is_own
      WHERE e.hash_list_id = $4 AND e.organisation_id = $1 AND ${entryInUse()} AND NOT ${isWithheld()}
        AND NOT EXISTS (SELECT FROM feed_changes c WHERE c.feed_id = $2 AND c.organisation_id = $1
          AND c.subject = e.id::text AND NOT c.is_withdrawal)
    UNION ALL
    SELECT c.subject, true, jsonb_build_object('id', c.subject)
      FROM feed_changes c WHERE c.feed_id = $2 AND c.organisation_id = $1 AND NOT c.is_withdrawal
        AND NOT EXISTS (SELECT FROM hash_entries e
          JOIN hash_lists l ON l.id = e.hash_list_id AND l.organisation_id = $1 AND l.is_own
          WHERE e.id = c.subject::uuid AND e.organisation_id = $1 AND ${entryInUse()} AND NOT ${isWithheld()})
  ) changed ORDER BY is_withdrawal DESC, subject LIMIT $3`;

interface OwnList {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

/**
 * Publishes what has changed in the organisation's own list. Without one nothing is published.
 * @returns how many changes
 */
export async function publishOwnList(
  database: Database,
  ring: KeyRing,
  organisationId: string,
  now: Date,
): Promise<number> {
  const [list] = await database.within(organisationId, (manager): Promise<OwnList[]> =>
    manager.query(
      `SELECT l.id, l.name, o.code FROM hash_lists l JOIN organisations o ON o.id = l.organisation_id
         WHERE l.organisation_id = $1 AND l.is_own`,
      [organisationId],
    ),
  );
  if (list === undefined) return 0;
  return publishFeed(
    database,
    ring,
    organisationId,
    {
      kind: 'list',
      hashListId: list.id,
      heading: { organisation: list.code, list: { id: list.id, name: list.name } },
      changes: CHANGES,
      parameters: [list.id],
    },
    now,
  );
}
