// The pictures that people of an organisation have looked at to decide on them, kept in memory to be searched for what is
// near. Memory only proposes: what it finds is asked of the database in the caller's transaction, so that nothing speaks
// for others that has gone from there; and it reads on from where it was before each search, so that nothing is missed.
import type { EntityManager } from 'typeorm';
import type { Clock, Database } from '#libs/platform';
import { MATCH_DISTANCE } from '#libs/pdq';
import { COMPARABLE, LOOKED_AT, nearestOf, type ComparedPicture } from './compared-pictures.js';
import { KeptPictures } from './kept-pictures.js';
import type { HashedPicture, NearPicture } from './representatives.js';

export interface LookedAtOptions {
  /** Memory for all organisations together; who would need more alone is searched in the database. */
  readonly mostBytes?: number;
  /** Changes of an organisation's pictures after which its index is built anew. */
  readonly room?: number;
  /** Looks that are read at a time. */
  readonly batch?: number;
}

/** Two and a half million pictures, at about 200 bytes each. */
const MOST_BYTES = 512 * 1024 * 1024;
/** What an index takes for each byte that is read, at least. */
const BYTES_A_BYTE = 4;
const ROOM = 8192;
const BATCH = 20_000;
/** After this time all is read anew, so that what is in the database no more leaves memory too. */
const KEPT_MS = 24 * 3_600_000;
const NO_MEDIA = '00000000-0000-0000-0000-000000000000';

interface KeptOrganisation {
  /** Undefined where there are too many to be kept. */
  pictures: KeptPictures | undefined;
  /** Every look of a transaction below this one is in. */
  readBelow: string;
  readonly readAt: number;
}

/** Where a reading has come to. */
interface Place {
  readonly transaction: string;
  readonly mediaId: string;
}

interface Batch {
  /** Looks in it, those on pictures that cannot be compared too. */
  readonly looks: number;
  readonly last: Place;
  /** The oldest transaction that ran then. */
  readonly below: string;
  readonly pictures: Buffer;
}

export class LookedAtIndex {
  /** By organisation, the one that was searched longest ago first. */
  private readonly kept = new Map<string, KeptOrganisation>();
  private readonly loads = new Map<string, Promise<void>>();
  private readonly mostBytes: number;
  private readonly room: number;
  private readonly batch: number;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    options: LookedAtOptions = {},
  ) {
    this.mostBytes = options.mostBytes ?? MOST_BYTES;
    this.room = options.room ?? ROOM;
    this.batch = options.batch ?? BATCH;
  }

  /** What is in memory of an organisation. */
  describe(organisationId: string): { readonly pictures: number; readonly bytes: number } {
    const kept = this.kept.get(organisationId)?.pictures;
    return { pictures: kept?.size ?? 0, bytes: kept?.byteLength ?? 0 };
  }

  /** Loads what there is before a transaction searches, which then holds its locks no longer than it must. */
  async prepare(organisationId: string): Promise<void> {
    const kept = this.kept.get(organisationId);
    if (kept !== undefined && this.clock.now().getTime() - kept.readAt < KEPT_MS) return;
    let load = this.loads.get(organisationId);
    if (load === undefined) {
      load = this.database
        .within(organisationId, (manager) => this.load(manager, organisationId))
        .then(() => undefined)
        .finally(() => this.loads.delete(organisationId));
      this.loads.set(organisationId, load);
    }
    await load;
  }

  /**
   * For each picture, those that were looked at and are near to it, itself left out.
   * @param manager in a transaction of the organisation
   * @param most of one picture, the nearest first
   */
  async near(
    manager: EntityManager,
    organisationId: string,
    pictures: readonly HashedPicture[],
    most: number,
  ): Promise<NearPicture[]> {
    if (pictures.length === 0) return [];
    const kept = this.kept.get(organisationId) ?? (await this.load(manager, organisationId));
    const found =
      (await this.searchKept(manager, organisationId, kept, pictures)) ??
      (await this.scan(manager, organisationId, pictures));
    const known = await lookedAtNow(manager, organisationId, found);
    for (const [place, id] of found.flatMap((ofOne) => [...ofOne])) {
      if (!known.has(id)) kept.pictures?.remove(place);
    }
    return pictures.flatMap((picture, at) => {
      const others = [...new Set(found[at]!.values())].flatMap((id) => known.get(id) ?? []);
      return nearestOf(picture, others, MATCH_DISTANCE, most);
    });
  }

  private async load(manager: EntityManager, organisationId: string): Promise<KeptOrganisation> {
    const parts: Buffer[] = [];
    let below: string | undefined;
    let bytes = 0;
    for await (const batch of this.batches(manager, organisationId)) {
      below ??= batch.below;
      bytes += batch.pictures.length;
      if (bytes * BYTES_A_BYTE > this.mostBytes) break;
      parts.push(batch.pictures);
    }
    const isTooLarge = bytes * BYTES_A_BYTE > this.mostBytes;
    const kept: KeptOrganisation = {
      pictures: isTooLarge ? undefined : new KeptPictures(parts, this.room),
      readBelow: below!,
      readAt: this.clock.now().getTime(),
    };
    this.keep(organisationId, kept);
    return kept;
  }

  /** Undefined where there are too many to be kept. */
  private async searchKept(
    manager: EntityManager,
    organisationId: string,
    kept: KeptOrganisation,
    pictures: readonly HashedPicture[],
  ): Promise<Map<number, string>[] | undefined> {
    if (kept.pictures === undefined) return undefined;
    const part = kept.pictures;
    let below: string | undefined;
    // Reading twice, or two at once, adds nothing twice and leaves nothing out.
    for await (const batch of this.batches(manager, organisationId, kept.readBelow)) {
      below ??= batch.below;
      part.add(batch.pictures);
    }
    if (BigInt(below!) > BigInt(kept.readBelow)) kept.readBelow = below!;
    const found = pictures.map(({ dihedral }) => part.near(dihedral));
    // All may have been read anew in the meantime.
    if ((this.kept.get(organisationId) ?? kept) === kept) this.keep(organisationId, kept);
    return found;
  }

  /** What lies near in the database, batch by batch. */
  private async scan(
    manager: EntityManager,
    organisationId: string,
    pictures: readonly HashedPicture[],
  ): Promise<Map<number, string>[]> {
    const found = pictures.map(() => new Map<number, string>());
    let from = 0;
    for await (const { pictures: part } of this.batches(manager, organisationId)) {
      const some = new KeptPictures([part], 1);
      for (const [at, { dihedral }] of pictures.entries()) {
        for (const [place, id] of some.near(dihedral)) found[at]!.set(from + place, id);
      }
      from += some.size;
    }
    return found;
  }

  private async *batches(
    manager: EntityManager,
    organisationId: string,
    since?: string,
  ): AsyncGenerator<Batch> {
    let from: Place = { transaction: since ?? '0', mediaId: NO_MEDIA };
    for (;;) {
      const batch = await readBatch(manager, organisationId, from, since !== undefined, this.batch);
      yield batch;
      if (batch.looks < this.batch) return;
      from = batch.last;
    }
  }

  /** Keeps within the bound: who was searched longest ago is loaded again when it is searched again. */
  private keep(organisationId: string, kept: KeptOrganisation): void {
    this.kept.delete(organisationId);
    this.kept.set(organisationId, kept);
    let bytes = 0;
    for (const { pictures } of this.kept.values()) bytes += pictures?.byteLength ?? 0;
    for (const [id, { pictures }] of this.kept) {
      if (bytes <= this.mostBytes) return;
      bytes -= pictures?.byteLength ?? 0;
      if (id === organisationId) kept.pictures = undefined;
      else this.kept.delete(id);
    }
  }
}

async function readBatch(
  manager: EntityManager,
  organisationId: string,
  from: Place,
  isFollowing: boolean,
  most: number,
): Promise<Batch> {
  // A number that no transaction here has reached came with a backup of another server, and was read when all was.
  const upTo = isFollowing ? 'AND a.transaction_id < pg_snapshot_xmax(pg_current_snapshot())' : '';
  // As an array, so that a batch is looked up by its ids: by a join, all media may be read for each batch.
  const [row] = await manager.query<
    {
      looks: number;
      transaction: string | null;
      mediaId: string | null;
      below: string;
      pictures: Buffer | null;
    }[]
  >(
    `WITH looks AS MATERIALIZED (
       SELECT a.transaction_id, a.media_id FROM assessments a
       WHERE a.organisation_id = $1 AND ${LOOKED_AT} AND (a.transaction_id, a.media_id) > ($2::xid8, $3::uuid) ${upTo}
       ORDER BY a.transaction_id, a.media_id LIMIT $4)
     SELECT (SELECT count(*)::int FROM looks) AS looks, l.transaction_id::text AS transaction, l.media_id AS "mediaId",
       pg_snapshot_xmin(pg_current_snapshot())::text AS below,
       (SELECT string_agg(uuid_send(d.id) || d.pdq, ''::bytea) FROM media d
        WHERE d.organisation_id = $1 AND ${COMPARABLE} AND d.id = ANY (ARRAY(SELECT media_id FROM looks))) AS pictures
     FROM (SELECT 1) AS one LEFT JOIN (SELECT * FROM looks ORDER BY transaction_id DESC, media_id DESC LIMIT 1) l ON true`,
    [organisationId, from.transaction, from.mediaId, most],
  );
  const { looks, transaction, mediaId, below, pictures } = row!;
  return {
    looks,
    last: transaction === null || mediaId === null ? from : { transaction, mediaId },
    below,
    pictures: pictures ?? Buffer.alloc(0),
  };
}

/** Of what was found, what the database has as looked at now. */
async function lookedAtNow(
  manager: EntityManager,
  organisationId: string,
  found: readonly ReadonlyMap<number, string>[],
): Promise<ReadonlyMap<string, ComparedPicture>> {
  const ids = [...new Set(found.flatMap((ofOne) => [...ofOne.values()]))];
  if (ids.length === 0) return new Map();
  const rows: ComparedPicture[] = await manager.query(
    `SELECT d.id, d.pdq AS hash FROM media d WHERE d.organisation_id = $1 AND d.id = ANY ($2) AND ${COMPARABLE}
       AND EXISTS (SELECT 1 FROM assessments a WHERE a.media_id = d.id AND a.organisation_id = $1 AND ${LOOKED_AT})`,
    [organisationId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
