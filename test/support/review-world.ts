// Rows for tests of review and console: an organisation with a portal, people, and cases with harmless content. Written
// as the owner, so that what is tested finds them as another program left them.
import { createHash } from 'node:crypto';
import { KeyRing, newId, newRandomId } from '#libs/platform';
import type { TestDatabase } from './database.js';

/** The same key in every test; it protects nothing. */
export const testRing = new KeyRing([Buffer.alloc(32, 7)]);

export interface World {
  readonly organisationId: string;
  readonly portalId: string;
  readonly keyId: string;
  readonly code: string;
}

let counter = 0;

/** An organisation with a key and a live portal. */
export async function makeOrganisation(
  database: TestDatabase,
  options: { isDemonstration?: boolean; policy?: object; timeZone?: string } = {},
): Promise<World> {
  counter += 1;
  const world = { organisationId: newId(), portalId: newId(), keyId: newId(), code: `ORG${counter}` };
  await database.asOwner(
    `INSERT INTO organisations (id, code, name, country, time_zone, policy, is_demonstration)
     VALUES ($1, $2, $2, 'NL', $3, $4, $5)`,
    [
      world.organisationId,
      world.code,
      options.timeZone ?? 'UTC',
      options.policy ?? {},
      options.isDemonstration ?? true,
    ],
  );
  await database.asOwner(
    `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, $3)`,
    [world.keyId, world.organisationId, Buffer.alloc(32, counter)],
  );
  await database.asOwner(
    `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
     VALUES ($1, $2, $2, $3, 'NL', '{en}', true)`,
    [world.portalId, world.organisationId, world.code.toLowerCase()],
  );
  return world;
}

/** An account that cannot sign in by password; enough where nobody does. */
export async function makeAccount(
  database: TestDatabase,
  world: World,
  role = 'analyst',
  limits: object = {},
): Promise<string> {
  const id = newId();
  await database.asOwner(
    `INSERT INTO staff_accounts (id, organisation_id, email, display_name, role, password_hash, limits)
     VALUES ($1, $2, $3, $4, $5, 'none', $6)`,
    [id, world.organisationId, `${id}@example.org`, `Person ${id.slice(-4)}`, role, limits],
  );
  return id;
}

export interface MadeCase {
  readonly id: string;
  readonly number: string;
  readonly sourceItemId: string;
  readonly mediaIds: string[];
  /** One item for each media, in the order of `mediaIds`. */
  readonly itemIds: string[];
  readonly reportId: string;
}

export interface CaseOptions {
  readonly state?: string;
  readonly priority?: number;
  readonly isUrgent?: boolean;
  readonly mandate?: string;
  /** How many pictures the source page holds. */
  readonly pictures?: number;
  /** Media that are there already, as from another case. */
  readonly sharedMedia?: readonly string[];
}

export async function makeMedia(database: TestDatabase, world: World): Promise<string> {
  const id = newId();
  await database.asOwner(
    `INSERT INTO media (id, organisation_id, sha256, sha1, md5, bytes, format, width, height, frames, pdq, pdq_quality)
     VALUES ($1, $2, $3, $4, $5, 1000, 'png', 640, 480, 1, $3, 90)`,
    [
      id,
      world.organisationId,
      createHash('sha256').update(id).digest(),
      createHash('sha1').update(id).digest(),
      createHash('md5').update(id).digest(),
    ],
  );
  return id;
}

/** A derivative's row; its bytes come from whatever source of derivatives the test uses. */
export async function makeDerivative(
  database: TestDatabase,
  world: World,
  mediaId: string,
  level: number,
): Promise<void> {
  await database.asOwner(
    `INSERT INTO evidence_objects (id, organisation_id, media_id, purpose, level, object_name, media_type, bytes, sha256)
     VALUES ($1, $2, $3, 'derivative', $4, $5, 'image/webp', 10, $6)`,
    [newId(), world.organisationId, mediaId, level, newRandomId(), Buffer.alloc(32)],
  );
}

/** A case with a report, a source item and an item for each picture; ready for a person unless told otherwise. */
export async function makeCase(
  database: TestDatabase,
  world: World,
  options: CaseOptions = {},
): Promise<MadeCase> {
  counter += 1;
  const id = newId();
  const number = `${world.code}-2026-${String(counter).padStart(6, '0')}`;
  await database.asOwner(
    `INSERT INTO cases (id, organisation_id, owning_organisation_id, portal_id, number, kind, source_key, state, mandate,
       priority, is_urgent, priority_version, priority_factors)
     VALUES ($1, $2, $2, $3, $4, 'address', $4, $5, $6, $7, $8, 'test', '[]')`,
    [
      id,
      world.organisationId,
      world.portalId,
      number,
      options.state ?? 'ready',
      options.mandate ?? 'view',
      options.priority ?? 1,
      options.isUrgent ?? false,
    ],
  );
  const reportId = newRandomId();
  const address = `http://sample.invalid/${number}`;
  await database.asOwner(
    `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
       received_at, state) VALUES ($1, $2, $2, $3, $4, 'en', 'website', date_trunc('minute', now()), 'attached')`,
    [reportId, world.organisationId, world.portalId, world.keyId],
  );
  await database.asOwner(
    `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
     VALUES ($1, $2, $3, 1, $4, $5)`,
    [newRandomId(), world.organisationId, reportId, address.replace('http', 'hxxp'), address],
  );
  await database.asOwner(
    'INSERT INTO case_reports (organisation_id, case_id, report_id) VALUES ($1, $2, $3)',
    [world.organisationId, id, reportId],
  );
  const item = async (role: string, path: string, mediaId: string | null, parentId: string | null) => {
    const itemId = newId();
    await database.asOwner(
      `INSERT INTO content_items (id, organisation_id, case_id, parent_id, role, address, address_key, step, result, media_id)
       VALUES ($1, $2, $3, $4, $5, $6, $6, 'done', 'examined', $7)`,
      [itemId, world.organisationId, id, parentId, role, `${address}${path}`, mediaId],
    );
    return itemId;
  };
  const sourceItemId = await item('source', '', null, null);
  const mediaIds = [...(options.sharedMedia ?? [])];
  for (let picture = 0; picture < (options.pictures ?? 0); picture += 1) {
    mediaIds.push(await makeMedia(database, world));
  }
  const itemIds: string[] = [];
  for (const [index, mediaId] of mediaIds.entries()) {
    itemIds.push(await item('embedded', `/${index}.png`, mediaId, sourceItemId));
  }
  return { id, number, sourceItemId, mediaIds, itemIds, reportId };
}

/** A time that a test moves by hand. */
export class HandClock {
  constructor(private time = new Date()) {}
  now(): Date {
    return this.time;
  }
  forwardSeconds(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000);
  }
}
