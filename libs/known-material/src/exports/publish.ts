import type { Database, KeyRing } from '#libs/platform';
import { publishAddresses } from './address-feed.js';
import { publishOwnList } from './list-feed.js';
import { updateOwnList } from './own-list.js';
import type { StandingRule } from './standing-rule.js';

/**
 * Brings the organisation's own list in step with what its analysts have confirmed, and publishes what has changed in it
 * and among the live addresses. Can run twice, and in several processes.
 * @param ring the master keys: what is published is signed under a key of the organisation's, derived from the newest
 */
export async function publishForPartners(
  database: Database,
  ring: KeyRing,
  organisationId: string,
  rule: StandingRule,
  now: Date,
): Promise<void> {
  await updateOwnList(database, organisationId, rule);
  await publishOwnList(database, ring, organisationId, now);
  await publishAddresses(database, ring, organisationId, rule, now);
}
