// A feed: changes numbered in the order in which they are published, in pages of signed bytes. What is new is found by
// comparing what holds now with what was published last, under the lock of the feed's row, so that whatever committed
// late comes in the next round under a number that nobody has read past. Of each subject only the last change is kept.
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
  // A pass over what the organisation has decided; nobody waits for it.
  await manager.query('SET LOCAL statement_timeout = 0');
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
  const changed = await dropSuperseded(manager, organisationId, feed.id, now);
  for (let sequence = Number(feed.head) + 1; sequence <= head; sequence++) changed.add(pageOf(sequence));
  const completeFrom = await dropEmptyPages(manager, organisationId, feed, changed);
  const isOtherKey = feed.key_id !== signer.keyId;
  if (isOtherKey) await publishKey(manager, organisationId, signer);
  const said = { ...heading(feed, description), completeFrom };
  const first = completeFrom / PAGE_CHANGES;
  const all = Array.from({ length: head === 0 ? 0 : pageOf(head) + 1 }, (_, number) => number);
  for (const number of all.slice(first)) {
    if (isOtherKey || changed.has(number))
      await writePage(manager, signer, organisationId, feed.id, said, { number, head }, now);
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

/** The page on which a change stands. */
const pageOf = (sequence: number) => Math.floor((sequence - 1) / PAGE_CHANGES);

/**
 * Removes what has run out, and what a later change of the same says otherwise: nobody is given anew what was withdrawn.
 * @returns pages that hold less now
 */
async function dropSuperseded(
  manager: EntityManager,
  organisationId: string,
  feedId: string,
  now: Date,
): Promise<Set<number>> {
  const [gone] = (await manager.query(
    `DELETE FROM feed_changes c WHERE c.feed_id = $2 AND c.organisation_id = $1 AND (c.valid_until <= $3
       OR EXISTS (SELECT FROM feed_changes later WHERE later.feed_id = $2 AND later.organisation_id = $1
         AND later.subject = c.subject AND later.sequence > c.sequence)) RETURNING c.sequence`,
    [organisationId, feedId, now],
  )) as [{ sequence: string }[], number];
  return new Set(gone.map(({ sequence }) => pageOf(Number(sequence))));
}

/** Removes full pages from the beginning on which nothing is left. @returns up to which change there is nothing */
async function dropEmptyPages(
  manager: EntityManager,
  organisationId: string,
  { id, complete_from: before }: FeedRow,
  changed: ReadonlySet<number>,
): Promise<number> {
  if (changed.size === 0) return Number(before);
  const [{ to }] = await manager.query(
    `SELECT coalesce(max(p.up_to), $3)::float8 AS to FROM feed_pages p
     WHERE p.feed_id = $2 AND p.organisation_id = $1 AND p.up_to - p.after = ${PAGE_CHANGES}
       AND NOT EXISTS (SELECT FROM feed_changes c WHERE c.feed_id = $2 AND c.organisation_id = $1
         AND c.sequence <= p.up_to)`,
    [organisationId, id, before],
  );
  await manager.query(`DELETE FROM feed_pages WHERE feed_id = $2 AND organisation_id = $1 AND up_to <= $3`, [
    organisationId,
    id,
    to,
  ]);
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

/** Writes and signs a page as it is now. */
async function writePage(
  manager: EntityManager,
  signer: FeedSigner,
  organisationId: string,
  feedId: string,
  said: Readonly<Record<string, unknown>>,
  { number, head }: { readonly number: number; readonly head: number },
  statedAt: Date,
): Promise<void> {
  const after = number * PAGE_CHANGES;
  const upTo = Math.min(head, after + PAGE_CHANGES);
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
