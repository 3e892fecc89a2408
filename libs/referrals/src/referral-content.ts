// Gathers what a referral says, from the rows as they stand.
import type { EntityManager } from 'typeorm';
import { combinedSex, youngestAgeBand, type Answers, type SourceAnswers } from '#libs/taxonomy';
import type { ReferralContent, ReferredHosting, ReferredItem, ReferredMedia } from './way.js';

/** As triage stored it beside the item; only what a referral says of it. */
interface StoredHosting {
  address: string;
  country: { code: string } | null;
  network: { asn: number; organisation: string } | null;
  isContentDeliveryNetwork: boolean;
}

interface ItemRow {
  id: string;
  parent_id: string | null;
  found_via: string | null;
  address: string;
  role: string;
  round: number;
  media_type: string | null;
  result: string | null;
  hosting: StoredHosting | null;
  answers: Answers | null;
  looked: boolean | null;
  is_followed: boolean | null;
  taken_looked: boolean | null;
  taken_distance: number | null;
  list_name: string | null;
  algorithm: 'sha256' | 'sha1' | 'md5' | null;
  sha256: Buffer | null;
  sha1: Buffer | null;
  md5: Buffer | null;
}

/**
 * The referral's items, the pages of the pictures that stand in a page itself, and the source of the case even where it
 * was not confirmed itself.
 */
export async function loadReferralContent(
  manager: EntityManager,
  organisationId: string,
  referralId: string,
): Promise<ReferralContent> {
  const [referral] = await manager.query(
    `SELECT f.reference, f.case_id, f.looked, f.created_at, c.number,
       -- Of the reports that opened this round; those before led to referrals of their own.
       (SELECT coalesce(min(r.received_at) FILTER (WHERE cr.attached_at >= c.opened_at), min(r.received_at))
        FROM case_reports cr JOIN reports r ON r.id = cr.report_id AND r.organisation_id = cr.organisation_id
        WHERE cr.case_id = c.id AND cr.organisation_id = c.organisation_id) AS received_at,
       (SELECT s.answers FROM source_assessments s
        WHERE s.case_id = c.id AND s.organisation_id = c.organisation_id AND s.round = f.decision
        ORDER BY s.version DESC LIMIT 1) AS source
     FROM referrals f JOIN cases c ON c.id = f.case_id AND c.organisation_id = f.organisation_id
     WHERE f.id = $1 AND f.organisation_id = $2`,
    [referralId, organisationId],
  );
  const rows: ItemRow[] = await manager.query(
    `SELECT i.id, i.parent_id, i.found_via, i.address, i.role, i.round, i.media_type, i.result, i.hosting, a.answers, a.looked,
       a.made_by = 'link' AS is_followed, t.looked AS taken_looked, n.distance AS taken_distance, l.name AS list_name, m.algorithm, d.sha256, d.sha1, d.md5
     FROM content_items i
     LEFT JOIN referral_items ri ON ri.content_item_id = i.id AND ri.referral_id = $1 AND ri.organisation_id = $2
     LEFT JOIN assessments a ON a.id = ri.assessment_id AND a.organisation_id = $2
     LEFT JOIN assessments t ON t.id = a.taken_from_id AND t.organisation_id = $2
     LEFT JOIN near_copies n ON n.media_id = a.media_id AND n.representative_id = t.media_id AND n.organisation_id = $2
     LEFT JOIN matches m ON m.id = a.settled_by_match_id AND m.organisation_id = $2
     LEFT JOIN hash_lists l ON l.id = m.hash_list_id AND l.organisation_id = $2
     -- The digests are those of what was assessed, whatever the address shows since.
     LEFT JOIN media d ON d.id = CASE WHEN a.id IS NULL THEN i.media_id ELSE a.media_id END AND d.organisation_id = $2
     WHERE i.case_id = $3 AND i.organisation_id = $2 AND (ri.referral_id IS NOT NULL OR i.role = 'source'
       OR i.id IN (SELECT p.parent_id FROM referral_items q JOIN content_items p ON p.id = q.content_item_id
                   WHERE q.referral_id = $1 AND q.organisation_id = $2 AND p.organisation_id = $2 AND p.found_via = 'inline'))
     ORDER BY i.role = 'source' DESC, i.created_at, i.id`,
    [referralId, organisationId, referral.case_id],
  );
  return {
    reference: referral.reference,
    caseNumber: referral.number,
    receivedAt: referral.received_at,
    madeAt: referral.created_at,
    looked: referral.looked,
    source: (referral.source ?? {}) as SourceAnswers,
    items: itemsByAddress(rows),
  };
}

/**
 * One item for each address, since a recipient is told of an address once. Pictures of a page's own bytes go out under
 * the page's.
 */
function itemsByAddress(rows: readonly ItemRow[]): ReferredItem[] {
  const isInline = (row: ItemRow) =>
    row.found_via === 'inline' && rows.some(({ id }) => id === row.parent_id);
  const byAddress = new Map<string, [ItemRow, ...ItemRow[]]>();
  for (const row of rows) {
    if (isInline(row)) continue;
    const others = byAddress.get(row.address);
    if (others === undefined) byAddress.set(row.address, [row]);
    else others.push(row);
  }
  return [...byAddress.values()].map((atAddress) =>
    oneItem(
      atAddress,
      rows.filter((row) => isInline(row) && atAddress.some(({ id }) => id === row.parent_id)),
    ),
  );
}

/** What is said of an address: of the last that was confirmed there, with what was said of the gravest of all. */
function oneItem(atAddress: readonly [ItemRow, ...ItemRow[]], inlineRows: readonly ItemRow[]): ReferredItem {
  const confirmed = atAddress.filter((row) => row.answers !== null).toSorted((a, b) => a.round - b.round);
  const last = confirmed.at(-1);
  const inline = inlineRows.map(mediaOf);
  const answers = gravest((last === undefined ? inlineRows : confirmed).flatMap((row) => row.answers ?? []));
  return {
    ...itemOf(last ?? atAddress[0]),
    ...(last === undefined && inline.length > 0 ? saidTogether(inline) : {}),
    isSource: atAddress.some(({ role }) => role === 'source'),
    ...(answers === undefined ? {} : { answers }),
    earlierPictures: confirmed.slice(0, -1).map(mediaOf),
    inlinePictures: inline,
    referredIds: [...confirmed, ...inlineRows].map(({ id }) => id),
  };
}

function saidTogether(pictures: readonly ReferredMedia[]): Partial<ReferredMedia> {
  const settled = pictures.find(({ settledBy }) => settledBy !== undefined)?.settledBy;
  return {
    looked: pictures.every(({ looked }) => looked),
    ...(pictures.every(({ isFollowed }) => isFollowed) ? { isFollowed: true } : {}),
    ...(settled === undefined ? {} : { settledBy: settled }),
  };
}

/** One answer for several pictures under one address: the gravest verdict, the youngest child, every sex. */
function gravest(all: readonly Answers[]): Answers | undefined {
  if (all.length === 1) return all[0];
  const baseline = all.filter(({ verdict }) => verdict === 'baseline');
  const counted = baseline.length > 0 ? baseline : all;
  const [first] = counted;
  if (first === undefined) return undefined;
  const ageBand = youngestAgeBand(counted.flatMap((one) => one.ageBand ?? []));
  const sex = combinedSex(counted.flatMap((one) => one.sex ?? []));
  return {
    ...first,
    ...(ageBand === undefined ? {} : { ageBand }),
    ...(sex === undefined ? {} : { sex }),
  };
}

function itemOf(
  row: ItemRow,
): Omit<ReferredItem, 'isSource' | 'answers' | 'earlierPictures' | 'inlinePictures' | 'referredIds'> {
  return {
    ...mediaOf(row),
    id: row.id,
    address: row.address,
    // A source that nothing came from is a page for all that is known; a file is a file, decoded or not.
    isPage:
      row.result === 'page' || (row.role === 'source' && row.media_type === null && row.sha256 === null),
    hosting: row.hosting === null ? {} : hostingOf(row.hosting),
  };
}

function mediaOf(row: ItemRow): ReferredMedia {
  return {
    looked: row.looked ?? false,
    ...(row.is_followed === true ? { isFollowed: true } : {}),
    ...(row.taken_looked === null
      ? {}
      : {
          takenOver: {
            looked: row.taken_looked,
            ...(row.taken_distance === null ? {} : { distance: row.taken_distance }),
          },
        }),
    ...(row.list_name === null || row.algorithm === null
      ? {}
      : { settledBy: { list: row.list_name, digest: row.algorithm } }),
    ...(row.sha256 === null || row.sha1 === null || row.md5 === null
      ? {}
      : {
          digests: {
            sha256: row.sha256.toString('hex'),
            sha1: row.sha1.toString('hex'),
            md5: row.md5.toString('hex'),
          },
        }),
  };
}

function hostingOf(hosting: StoredHosting): ReferredHosting {
  return {
    ip: hosting.address,
    ...(hosting.country === null ? {} : { countryCode: hosting.country.code }),
    ...(hosting.network === null
      ? {}
      : { asn: hosting.network.asn, organisationName: hosting.network.organisation }),
    isContentDeliveryNetwork: hosting.isContentDeliveryNetwork,
  };
}
