// Recipients that a portal can name as its own: those of its owner, and of whoever triages for it.
import type { EntityManager } from 'typeorm';
import { InvalidInputError } from '#libs/platform';

const MOST_RECIPIENTS = 30;

export interface PortalRecipient {
  readonly id: string;
  readonly name: string;
  readonly way: string;
  /** Takes what is hosted there alone; null: wherever it is hosted. */
  readonly country: string | null;
  /** Of the portal's owner; else of the partner who triages. */
  readonly isOfOwner: boolean;
  /** The public version of the portal names it. */
  readonly isNamed: boolean;
  /** It would get a referral of this portal now: switched on, with its secret, and no stand-in for a real portal. */
  readonly isReady: boolean;
}

/** Those that the caller may know of: the owner all, a partner its own and those that the portal names. */
export async function listPortalRecipients(
  manager: EntityManager,
  portalId: string,
): Promise<PortalRecipient[]> {
  return manager.query(
    `SELECT r.id, r.name, r.way, r.country, r.organisation_id = p.organisation_id AS "isOfOwner", r.is_named AS "isNamed",
       r.is_active AND r.has_secret AND r.is_sandbox = p.is_demonstration AS "isReady"
     FROM portals p, portal_recipients(p.id) r
     WHERE p.id = $1 AND (p.organisation_id = ANY (caller_organisations())
       OR p.triaging_organisation_id = ANY (caller_organisations()))`,
    [portalId],
  );
}

/** @throws InvalidInputError naming each that cannot be chosen, as `recipients.0` */
export async function assertRecipients(
  manager: EntityManager,
  portalId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  if (ids.length > MOST_RECIPIENTS || new Set(ids).size !== ids.length) {
    throw new InvalidInputError('The recipients cannot be named.', {
      recipients: `must be at most ${MOST_RECIPIENTS}, each once`,
    });
  }
  const known = new Set((await listPortalRecipients(manager, portalId)).map(({ id }) => id));
  const problems = ids.flatMap((id, at) =>
    known.has(id) ? [] : [[`recipients.${at}`, 'is not known'] as const],
  );
  if (problems.length > 0) {
    throw new InvalidInputError('The recipients cannot be named.', Object.fromEntries(problems));
  }
}

/** A recipient as a file tells it: what it is called and how it is reached, no identifier. */
export interface NamedRecipient {
  readonly name: string;
  readonly way: string;
}

/** The recipients of a content by name, for a file. */
export async function namesOfRecipients(
  manager: EntityManager,
  portalId: string,
  ids: readonly string[],
): Promise<NamedRecipient[]> {
  const known = new Map((await listPortalRecipients(manager, portalId)).map((one) => [one.id, one]));
  return ids.flatMap((id) => {
    const found = known.get(id);
    return found === undefined ? [] : [{ name: found.name, way: found.way }];
  });
}

/**
 * The recipients that a file names, where there are such here: of the same name and way, the owner's first.
 * @returns their ids, and those that nobody here is called
 */
export async function findRecipients(
  manager: EntityManager,
  portalId: string,
  named: readonly NamedRecipient[],
): Promise<{ readonly ids: readonly string[]; readonly unknown: readonly NamedRecipient[] }> {
  const known = (await listPortalRecipients(manager, portalId)).toSorted(
    (one, other) => Number(other.isOfOwner) - Number(one.isOfOwner),
  );
  const ids = new Set<string>();
  const unknown: NamedRecipient[] = [];
  for (const wanted of named) {
    const found = known.find(({ name, way }) => name === wanted.name && way === wanted.way);
    if (found === undefined) unknown.push(wanted);
    else ids.add(found.id);
  }
  return { ids: [...ids], unknown };
}
