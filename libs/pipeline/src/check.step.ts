// Looks whether a referred address still answers, until it is certainly gone or has been watched for long enough.
import { mandateOfPortal } from '#libs/organisations';
import { FetchError, newId, type FetchResult } from '#libs/platform';
import { onlineCheck, type KnownContent, type OnlineState } from '#libs/retrieval';
import type { JobOutcome } from '#libs/queue';
import { WAIT_SECONDS } from './fetch-turns.js';
import { storeFetchRecord } from './fetch-record.store.js';
import { hostOf } from './retrieve.step.js';
import type { PipelineContext } from './step-context.js';
import { nextLookSeconds, sooner } from './watch-schedule.js';

/** Looks in a row that must agree before something is called gone: one failure of a host is no removal. */
const LOOKS_TO_BE_GONE = 2;
/** Read of an answer that cannot be the bytes of before: its status is all that is asked of it. */
const LEAST_BYTES = 64 * 1024;

interface WatchedItem {
  address: string;
  found_via: string | null;
  mandate: string;
  portal_id: string;
  /** The answer may come when the item is of a later round, of which it says nothing. */
  round: number;
  /** Since the last recipient had it. */
  age_seconds: number;
  sha256: Buffer | null;
  bytes: number | null;
  missing_since: Date | null;
}

/** @param organisations that of the case and those whose mandates count as well */
export async function check(
  context: PipelineContext,
  organisationId: string,
  itemId: string,
  organisations: readonly string[],
): Promise<JobOutcome> {
  const { database, options, client, clock, turns } = context;
  const nextCheck = (seconds: number | null) =>
    database.within(organisationId, (manager) =>
      manager.query(
        `UPDATE content_items SET next_check_at = now() + make_interval(secs => $3)
         WHERE id = $1 AND organisation_id = $2 AND next_check_at IS NOT NULL`,
        [itemId, organisationId, seconds],
      ),
    );
  const lookLater = async (afterMs: number): Promise<JobOutcome> => {
    await nextCheck(Math.min(options.watchSeconds, afterMs / 1000));
    return 'waits';
  };
  const item = await database.within(organisationId, async (manager) => {
    const [[row]] = await manager.query(
      `UPDATE content_items i SET next_check_at = now() + make_interval(secs => $3)
       FROM cases c WHERE i.id = $1 AND i.organisation_id = $2 AND c.id = i.case_id AND i.next_check_at <= now()
       RETURNING i.address, i.found_via, i.round, c.mandate, c.portal_id,
         (SELECT coalesce(extract(epoch FROM now() - max(f.delivered_at)), 0)::float8 FROM referral_items n
            JOIN referrals f ON f.id = n.referral_id WHERE n.content_item_id = i.id AND n.organisation_id = $2) AS age_seconds,
         (SELECT f.body_bytes::float8 FROM fetch_records f WHERE f.content_item_id = i.id AND f.purpose = 'retrieve'
            AND f.body_sha256 IS NOT NULL AND f.record ->> 'requestedUrl' = left(i.address, 8192) ORDER BY f.started_at DESC LIMIT 1) AS bytes,
         (SELECT f.body_sha256 FROM fetch_records f WHERE f.content_item_id = i.id AND f.purpose = 'retrieve'
            AND f.body_sha256 IS NOT NULL AND f.record ->> 'requestedUrl' = left(i.address, 8192) ORDER BY f.started_at DESC LIMIT 1) AS sha256,
         (SELECT min(f.started_at) FROM fetch_records f WHERE f.content_item_id = i.id AND f.purpose = 'check'
            AND f.outcome = 'name-not-found' AND f.started_at > coalesce((SELECT max(g.started_at) FROM fetch_records g
              WHERE g.content_item_id = i.id AND g.outcome <> 'name-not-found'), '-infinity')) AS missing_since`,
      [itemId, organisationId, options.watchSeconds],
    );
    return row as WatchedItem | undefined;
  });
  if (item === undefined) return 'done';
  const nextSeconds = nextLookSeconds(item.age_seconds, options.watchSeconds, options.watchDays);
  if (nextSeconds === null || item.mandate === 'none' || item.found_via === 'inline') {
    await nextCheck(null);
    return 'done';
  }
  // The mandate of today: the case was opened under one that may have run out since, and may be granted anew.
  const today = await database.within(organisations, (manager) => mandateOfPortal(manager, item.portal_id));
  if (today.level === 'none') {
    await nextCheck(nextSeconds);
    return 'done';
  }
  const turn = await turns.beginLook(hostOf(item.address));
  if ('retryAfterMs' in turn) return lookLater(turn.retryAfterMs);
  let seen: FetchResult | FetchError;
  try {
    seen = await client.fetch(item.address, {
      admission: turn,
      // Beyond the bytes that stood there it is something else, whatever follows.
      maxBodyBytes: Math.max(LEAST_BYTES, item.bytes ?? 0),
    });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    seen = error;
  } finally {
    await turn.end();
  }
  if (seen instanceof FetchError && seen.code === 'host-busy') return lookLater(WAIT_SECONDS * 1000);
  const known: KnownContent = {
    sha256: item.sha256?.toString('hex') ?? null,
    sameMaterial: null,
    nameMissingSince: item.missing_since,
  };
  const { state } = onlineCheck(seen, known, clock.now());
  await database.within(organisationId, async (manager) => {
    const recordId = await storeFetchRecord(manager, organisationId, itemId, 'check', seen.fetchRecord);
    await manager.query(
      `INSERT INTO online_checks (id, organisation_id, content_item_id, round, fetch_record_id, checked_at, state)
       VALUES ($1, $2, $3, $4, $5, now(), $6)`,
      [newId(), organisationId, itemId, item.round, recordId, state],
    );
    const recent: { state: OnlineState }[] = await manager.query(
      `SELECT state FROM online_checks WHERE content_item_id = $1 AND organisation_id = $2 AND round = $3
       ORDER BY checked_at DESC, id DESC LIMIT $4`,
      [itemId, organisationId, item.round, LOOKS_TO_BE_GONE],
    );
    const gone = recent.length === LOOKS_TO_BE_GONE && recent.every((one) => one.state === 'gone');
    await manager.query(
      `UPDATE content_items SET online_state = $3, online_checked_at = now(),
         gone_at = CASE WHEN $4 THEN coalesce(gone_at, now()) END,
         next_check_at = CASE WHEN NOT $4 THEN now() + make_interval(secs => $5) END
       WHERE id = $1 AND organisation_id = $2 AND round = $6`,
      [
        itemId,
        organisationId,
        state,
        gone,
        sooner(nextSeconds, options.watchSeconds, state, isNameMissing(seen)),
        item.round,
      ],
    );
  });
  return 'done';
}

const isNameMissing = (seen: FetchResult | FetchError) =>
  seen instanceof FetchError && seen.code === 'name-not-found';
