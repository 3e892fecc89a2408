// Host names of portals: one belongs to a portal once the operator has said so, and never to the installation itself.
import type { EntityManager } from 'typeorm';
import { recordEvent, type Actor } from '#libs/audit';
import { ConflictError, InvalidInputError, parseUrl } from '#libs/platform';
import { checkedHost } from './portal-content.js';
import { lockedPortal } from './portal-rows.js';

/** The host names of public addresses of the installation's own; what is no address is left out. */
export function hostsOf(origins: readonly (string | undefined)[]): readonly string[] {
  return origins.flatMap((origin) => {
    const host = origin === undefined ? undefined : parseUrl(origin)?.hostname;
    return host === undefined || host === '' ? [] : [host.toLowerCase()];
  });
}

/** @param own host names of portal, console and exchange @throws InvalidInputError when it is one of them */
export function assertNotOwnHost(host: string, own: readonly string[]): void {
  if (own.includes(checkedHost(host))) {
    throw new InvalidInputError('The host name cannot be used.', {
      host: 'is the installation’s own: all portals are reached there',
    });
  }
}

/**
 * Says which host name a portal may have: the operator's word, since it is the operator who points names at the
 * installation. Another name that it has ends with it. A portal that is closed gives its name up to the one that gets it.
 * @param host null: none
 * @param own host names of portal, console and exchange
 * @throws NotFoundError; InvalidInputError; ConflictError when an open portal has the name
 */
export async function confirmHost(
  manager: EntityManager,
  slug: string,
  host: string | null,
  own: readonly string[],
  actor: Actor,
): Promise<void> {
  const name = host === null ? null : checkedHost(host);
  if (name !== null) {
    assertNotOwnHost(name, own);
    await freeHost(manager, slug, name);
  }
  const portal = await lockedPortal(manager, { slug });
  if (portal.confirmed_host === name) return;
  await manager.query(
    `UPDATE portals SET confirmed_host = $3, host = CASE WHEN host = $3 THEN host END
     WHERE id = $1 AND organisation_id = $2`,
    [portal.id, portal.organisation_id, name],
  );
  await recordEvent(manager, {
    organisationId: portal.organisation_id,
    actor,
    act: 'portal.host-confirmed',
    subjectKind: 'portal',
    subjectId: portal.id,
    details: { host: name },
  });
}

async function freeHost(manager: EntityManager, slug: string, host: string): Promise<void> {
  const [holder]: { slug: string; is_live: boolean }[] = await manager.query(
    `SELECT slug, is_live FROM portals WHERE confirmed_host = $1 AND slug <> $2 FOR UPDATE`,
    [host, slug],
  );
  if (holder === undefined) return;
  if (holder.is_live) {
    throw new ConflictError('host-taken', `The portal ${holder.slug} has this host name, and is open.`);
  }
  await manager.query(`UPDATE portals SET confirmed_host = NULL, host = NULL WHERE slug = $1`, [holder.slug]);
}
