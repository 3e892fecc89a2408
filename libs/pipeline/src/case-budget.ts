// What fetching may still cost: a page cannot make us fetch without end, however many items it turns into.
import type { EntityManager } from 'typeorm';
import { FetchBudget } from '#libs/platform';
import type { HeldItem, PipelineOptions } from './step-context.js';

/** One item, with its style sheets and redirects, at most. */
const MAX_OF_ITEM = { requests: 200, requestsPerHost: 150, bytes: 256 * 1024 * 1024 };

interface Spent {
  requests: number;
  requestsToHost: number;
  bytes: number;
  seconds: number;
}

/**
 * The budget of an item, by what the case has cost in this round, or since somebody asked for its copies again.
 * @returns undefined when the case, or the item's host in it, has had its share; a source is always fetched
 */
export async function budgetOf(
  manager: EntityManager,
  organisationId: string,
  item: Pick<HeldItem, 'role' | 'caseId' | 'address'>,
  options: PipelineOptions,
): Promise<FetchBudget | undefined> {
  if (item.role === 'source') return new FetchBudget();
  const [spent]: [Spent] = await manager.query(
    `SELECT coalesce(sum(jsonb_array_length(f.record -> 'hops')), 0)::int AS requests,
       coalesce(sum((SELECT count(*) FROM jsonb_array_elements(f.record -> 'hops') hop
         WHERE split_part(hop ->> 'url', '/', 3) = $3)), 0)::int AS "requestsToHost",
       coalesce(sum(greatest(f.body_bytes, (f.record ->> 'wireBytes')::bigint)), 0)::float8 AS bytes,
       coalesce(extract(epoch FROM sum(f.ended_at - f.started_at)), 0)::float8 AS seconds
     FROM cases c JOIN content_items i ON i.case_id = c.id JOIN fetch_records f ON f.content_item_id = i.id
     WHERE c.id = $1 AND c.organisation_id = $2 AND f.purpose = 'retrieve' AND f.started_at >= greatest(c.opened_at, c.refetched_at)`,
    [item.caseId, organisationId, new URL(item.address).host],
  );
  const requests = options.maxCaseRequests - spent.requests;
  const requestsToHost = options.maxCaseRequestsPerHost - spent.requestsToHost;
  const bytes = options.maxCaseBytes - spent.bytes;
  const seconds = options.maxCaseSeconds - spent.seconds;
  if (Math.min(requests, requestsToHost, bytes, seconds) <= 0) return undefined;
  return new FetchBudget({
    maxRequests: Math.min(requests, MAX_OF_ITEM.requests),
    maxRequestsPerHost: Math.min(requestsToHost, MAX_OF_ITEM.requestsPerHost),
    maxBytes: Math.min(bytes, MAX_OF_ITEM.bytes),
  });
}
