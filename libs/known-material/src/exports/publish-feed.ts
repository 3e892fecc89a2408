// A feed: changes numbered in the order in which they are published, in pages of signed bytes. What is new is found by
// comparing what holds now with what was published last, under the lock of the feed's row, so that whatever committed
// late comes in the next round under a number that nobody has read past.
import type { EntityManager } from 'typeorm';
import { newRandomId, type Database, type KeyRing } from '#libs/platform';
import type { FeedKind } from './feed.entity.js';
import { feedSigner, publishKey, type FeedSigner } from './feed-signer.js';

/** Changes on one page. */
export const PAGE_CHANGES = 500;
/** Changes that one transaction publishes. */
const CHANGES_AT_ONCE = 2000;
/** The statement that nothing follows is renewed this often, so that its age shows a feed that stands still. */
const RESTATE_MS = 60_000;

export interface FeedDescription {
  readonly kind: FeedKind;
  readonly hashListId?: string;
  /** What stands in every page before the changes. */
  readonly heading: Readonly<Record<string, unknown>>;
  /**
   * SQL of changes: columns `subject`, `is_withdrawal`, `content` and `valid_until`, in the order in which they are
   * published. $1 is the organisation, $2 the feed, $3 how many at most; those named in `parameters` follow.
   */
  readonly changes: string;
  readonly parameters?: readonly unknown[];
}

interface FeedRow {
  readonly id: string;
  readonly head: string;
  readonly complete_from: string;
  readonly key_id: string | null;
  readonly stated_at: Date | null;
}

/**
 * Publishes what has changed since the last time. Can run twice, and in several processes: one at a time works on a feed.
 * @returns how many changes
 */
export async function publishFeed(
  database: Database,
  ring: KeyRing,
  organisationId: string,
  description: FeedDescription,
  now: Date,
): Promise<number> {
  const signer = feedSigner(ring, organisationId);
  let total = 0;
  for (;;) {
    const added = await database.within(organisationId, (manager) =>
      publishSome(manager, signer, organisationId, description, now),
    );
    total += added;
    if (added < CHANGES_AT_ONCE) return total;
  }
}

async function publishSome(
  manager: EntityManager,
  signer: FeedSigner,
  organisationId: string,
  description: FeedDescription,
  now: Date,
): Promise<number> {
  const feed = await lockedFeed(manager, organisationId, description);
  const rows: unknown[] = await manager.query(
    `WITH changed AS (${description.changes})
     INSERT INTO feed_changes (feed_id, sequence, organisation_id, subject, is_withdrawal, content, valid_until)
     SELECT $2, ${feed.head} + row_number() OVER (ORDER BY is_withdrawal DESC, subject), $1, subject, is_withdrawal,
       content, valid_until FROM changed RETURNING 1`,
    [organisationId, feed.id, CHANGES_AT_ONCE, ...(description.parameters ?? [])],
  );
  const added = rows.length;
  const head = Number(feed.head) + added;
  const completeFrom = await dropEnded(manager, organisationId, feed, now);
  const isOtherKey = feed.key_id !== signer.keyId;
  if (isOtherKey) await publishKey(manager, organisationId, signer);
  const said = { ...heading(feed, description), completeFrom };
  if (isOtherKey && Number(feed.head) > completeFrom) {
    await writePages(manager, signer, organisationId, feed.id, said, { from: completeFrom, to: head }, now);
  } else if (added > 0) {
    const from = Math.max(completeFrom, Number(feed.head));
    await writePages(manager, signer, organisationId, feed.id, said, { from, to: head }, now);
  }
  const isOld = feed.stated_at === null || now.getTime() - feed.stated_at.getTime() >= RESTATE_MS;
  if (added > 0 || isOld || isOtherKey || completeFrom !== Number(feed.complete_from)) {
    const statement = pageText(said, { after: head, upTo: head, statedAt: now }, []);
    await manager.query(
      `UPDATE feeds SET head = $3, complete_from = $4, statement = $5, signature = $6, key_id = $7, stated_at = $8
       WHERE id = $2 AND organisation_id = $1`,
      [organisationId, feed.id, head, completeFrom, statement, signer.sign(statement), signer.keyId, now],
    );
  }
  return added;
}

async function lockedFeed(
  manager: EntityManager,
  organisationId: string,
  { kind, hashListId }: FeedDescription,
): Promise<FeedRow> {
  await manager.query(
    `INSERT INTO feeds (id, organisation_id, kind, hash_list_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [newRandomId(), organisationId, kind, hashListId ?? null],
  );
  const rows: FeedRow[] = await manager.query(
    `SELECT id, head, complete_from, key_id, stated_at FROM feeds
     WHERE organisation_id = $1 AND kind = $2 AND hash_list_id IS NOT DISTINCT FROM $3 FOR UPDATE`,
    [organisationId, kind, hashListId ?? null],
  );
  return rows[0]!;
}

/** @returns up to which change everything has ended, and pages are gone */
async function dropEnded(
  manager: EntityManager,
  organisationId: string,
  { id, complete_from: before }: FeedRow,
  now: Date,
): Promise<number> {
  // A page goes when nothing that it holds can still be valid anywhere; a withdrawal is needed as long as what it ends.
  const [{ to }] = await manager.query(
    `SELECT coalesce(max(p.up_to), $3)::float8 AS to FROM feed_pages p
     WHERE p.feed_id = $2 AND p.organisation_id = $1 AND p.up_to - p.after = ${PAGE_CHANGES}
       AND NOT EXISTS (SELECT 1 FROM feed_changes c WHERE c.feed_id = $2 AND c.organisation_id = $1
         AND c.sequence <= p.up_to AND (c.valid_until IS NULL OR c.valid_until > $4))`,
    [organisationId, id, before, now],
  );
  if (Number(to) > Number(before)) {
    await manager.query(
      `DELETE FROM feed_pages WHERE feed_id = $2 AND organisation_id = $1 AND up_to <= $3`,
      [organisationId, id, to],
    );
    await manager.query(
      `DELETE FROM feed_changes WHERE feed_id = $2 AND organisation_id = $1 AND sequence <= $3`,
      [organisationId, id, to],
    );
  }
  return Number(to);
}

const heading = (feed: FeedRow, { kind, heading: said }: FeedDescription) => ({
  kind: kind === 'list' ? 'manara-list-changes' : 'manara-address-changes',
  version: 1,
  ...said,
  feed: feed.id,
});

function pageText(
  said: Readonly<Record<string, unknown>>,
  place: { readonly after: number; readonly upTo: number; readonly statedAt: Date },
  changes: readonly unknown[],
): string {
  return JSON.stringify({ ...said, ...place, changes });
}

/** Writes and signs the pages on which changes stand that come after `from`. */
async function writePages(
  manager: EntityManager,
  signer: FeedSigner,
  organisationId: string,
  feedId: string,
  said: Readonly<Record<string, unknown>>,
  { from, to }: { readonly from: number; readonly to: number },
  statedAt: Date,
): Promise<void> {
  for (let number = Math.floor(from / PAGE_CHANGES); number * PAGE_CHANGES < to; number++) {
    const after = number * PAGE_CHANGES;
    const upTo = Math.min(to, after + PAGE_CHANGES);
    const rows: { sequence: string; is_withdrawal: boolean; content: Record<string, unknown> }[] =
      await manager.query(
        `SELECT sequence, is_withdrawal, content FROM feed_changes
         WHERE feed_id = $2 AND organisation_id = $1 AND sequence > $3 AND sequence <= $4 ORDER BY sequence`,
        [organisationId, feedId, after, upTo],
      );
    const changes = rows.map(({ sequence, is_withdrawal: isWithdrawal, content }) => ({
      sequence: Number(sequence),
      change: isWithdrawal ? 'withdraw' : 'add',
      ...content,
    }));
    const body = pageText(said, { after, upTo, statedAt }, changes);
    await manager.query(
      `INSERT INTO feed_pages (feed_id, number, organisation_id, after, up_to, body, signature, key_id)
       VALUES ($2, $3, $1, $4, $5, $6, $7, $8)
       ON CONFLICT (feed_id, number) DO UPDATE SET up_to = excluded.up_to, body = excluded.body,
         signature = excluded.signature, key_id = excluded.key_id`,
      [organisationId, feedId, number, after, upTo, body, signer.sign(body), signer.keyId],
    );
  }
}
