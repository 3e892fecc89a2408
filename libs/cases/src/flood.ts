// Where the cases of a flood stand: behind the others, and the further behind the more alike there are. What a flood says
// without an address is gathered, for nobody could read it one by one. None is refused.
import type { EntityManager } from 'typeorm';
import { registrableDomain } from '#libs/reports';

/** What cases of a flood have in common when they have no address. */
const WITHOUT_ADDRESS = 'without-address';
/** As many reports as one person can read through. */
const MOST_GATHERED = 100;
/** A cluster is of one day: what came longer ago is another flood. */
const OF_ONE_FLOOD = `interval '24 hours'`;

export interface FloodPlace {
  readonly cluster: string;
  /** How many of the cluster were there before. */
  readonly place: number;
}

interface ThroughPortal {
  readonly organisation_id: string;
  readonly portal_id: string;
}

/**
 * The place of a new case that nothing but a flood has reported.
 * @param address of its source; undefined for a tip
 */
export async function nextFloodPlace(
  manager: EntityManager,
  { organisation_id: organisationId, portal_id: portalId }: ThroughPortal,
  address: string | undefined,
): Promise<FloodPlace> {
  const cluster =
    address === undefined ? WITHOUT_ADDRESS : (registrableDomain(address) ?? new URL(address).hostname);
  const [{ place }] = await manager.query<[{ place: number }]>(
    `SELECT count(*)::int AS place FROM cases
     WHERE organisation_id = $1 AND portal_id = $2 AND flood_cluster = $3 AND opened_at > now() - ${OF_ONE_FLOOD}`,
    [organisationId, portalId, cluster],
  );
  return { cluster, place };
}

/**
 * The case that gathers what a flood says without an address, if there is one that nobody has taken up yet.
 * @returns its id, the case locked
 */
export async function gatheringTip(
  manager: EntityManager,
  { organisation_id: organisationId, portal_id: portalId }: ThroughPortal,
): Promise<string | undefined> {
  const [found]: { id: string }[] = await manager.query(
    `SELECT c.id FROM cases c
     WHERE c.organisation_id = $1 AND c.portal_id = $2 AND c.flood_cluster = $3 AND c.opened_at > now() - ${OF_ONE_FLOOD}
       AND c.kind = 'tip' AND c.state IN ('triage', 'ready') AND c.concern IS NULL AND NOT c.child_in_danger
       AND (SELECT count(*) FROM case_reports r WHERE r.case_id = c.id AND r.organisation_id = $1) < $4
     ORDER BY c.opened_at DESC LIMIT 1 FOR NO KEY UPDATE OF c`,
    [organisationId, portalId, WITHOUT_ADDRESS, MOST_GATHERED],
  );
  return found?.id;
}
