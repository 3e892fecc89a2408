// What is left of a report when all is done, in a form that two runs can be compared by: no identifiers, no times.
import type { SandboxState } from '../../apps/iccam-sandbox/src/state.store.js';
import type { TestDatabase } from './database.js';

type Row = Record<string, unknown>;

export interface EndState {
  readonly case: Row;
  readonly reports: number;
  readonly items: readonly Row[];
  readonly matches: readonly Row[];
  readonly assessments: readonly Row[];
  readonly fetches: readonly Row[];
  readonly evidence: readonly Row[];
  readonly referrals: readonly Row[];
  readonly acknowledgements: readonly Row[];
  /** How often each act stands in the audit log for this case and what belongs to it. */
  readonly events: Readonly<Record<string, number>>;
  /** What the recipient holds under the case's number. */
  readonly received: readonly Row[];
}

/** @param site origin that is cut off addresses */
export async function readEndState(
  test: TestDatabase,
  sandbox: SandboxState,
  site: string,
  caseId: string,
): Promise<EndState> {
  const rows = (sql: string) => test.asOwner<Row>(sql, [caseId]);
  const path = `replace(i.address, '${site}', '') AS path`;
  const [found] = await rows(
    `SELECT state, outcome, round, kind, mandate, is_urgent, priority_version, number FROM cases WHERE id = $1`,
  );
  const { number, ...standing } = found!;
  const [reports] = await rows(`SELECT count(*)::int AS count FROM case_reports WHERE case_id = $1`);
  const events = await rows(
    `SELECT act, count(*)::int AS count FROM audit_events
     WHERE subject_id = $1 OR subject_id IN (SELECT id FROM content_items WHERE case_id = $1)
       OR subject_id IN (SELECT id FROM referrals WHERE case_id = $1)
       OR subject_id IN (SELECT report_id FROM case_reports WHERE case_id = $1)
     GROUP BY act ORDER BY act`,
  );
  return {
    case: standing,
    reports: reports!.count as number,
    items: await rows(
      `SELECT ${path}, i.role, i.found_via, i.round, i.step, i.result, i.result_detail, i.media_type, i.online_state,
         i.gone_at, i.hosting #>> '{country,code}' AS country, encode(m.sha256, 'hex') AS sha256, encode(m.pdq, 'hex') AS pdq
       FROM content_items i LEFT JOIN media m ON m.id = i.media_id WHERE i.case_id = $1 ORDER BY i.address`,
    ),
    matches: await rows(
      `SELECT ${path}, m.kind, m.algorithm, m.distance, m.orientation FROM content_items i
       JOIN matches m ON m.media_id = i.media_id WHERE i.case_id = $1
       ORDER BY i.address, m.kind, m.algorithm, m.distance, m.orientation`,
    ),
    assessments: await rows(
      `SELECT ${path}, a.version, a.verdict, a.made_by, a.looked FROM content_items i
       JOIN assessments a ON a.content_item_id = i.id WHERE i.case_id = $1 ORDER BY i.address, a.version`,
    ),
    fetches: await rows(
      `SELECT ${path}, f.outcome, f.status, encode(f.body_sha256, 'hex') AS sha256 FROM content_items i
       JOIN fetch_records f ON f.content_item_id = i.id AND f.purpose = 'retrieve'
       WHERE i.case_id = $1 ORDER BY i.address`,
    ),
    evidence: await rows(
      `SELECT ${path}, e.purpose, e.level FROM content_items i
       JOIN evidence_objects e ON e.content_item_id = i.id OR e.media_id = i.media_id
       WHERE i.case_id = $1 ORDER BY i.address, e.purpose, e.level`,
    ),
    referrals: await rows(
      `SELECT f.decision, f.way, f.state, f.looked, f.stopped_code, f.remote_number IS NOT NULL AS "hasNumber",
         (SELECT json_agg(json_build_array(replace(i.address, '${site}', ''), ri.remote_number IS NOT NULL) ORDER BY i.address)
          FROM referral_items ri JOIN content_items i ON i.id = ri.content_item_id WHERE ri.referral_id = f.id) AS items
       FROM referrals f WHERE f.case_id = $1 ORDER BY f.decision, f.way`,
    ),
    acknowledgements: await rows(
      `SELECT k.kind, replace(i.address, '${site}', '') AS path FROM referrals f
       JOIN acknowledgements k ON k.referral_id = f.id LEFT JOIN content_items i ON i.id = k.content_item_id
       WHERE f.case_id = $1 ORDER BY i.address, k.kind`,
    ),
    events: Object.fromEntries(events.map(({ act, count }) => [act, count as number])),
    received: receivedOf(sandbox, site, number as string),
  };
}

/** Reports whose reference starts with the case's number, each with its content. */
function receivedOf({ reports, contents }: SandboxState, site: string, number: string): Row[] {
  return reports
    .filter(({ hotlineReference }) => hotlineReference.startsWith(`${number}-`))
    .map(({ reportId, sourceUrlSiteType }) => ({
      sourceUrlSiteType,
      contents: contents
        .filter((content) => content.reportId === reportId)
        .map(({ urlString, isSourceUrl, assessments, actions }) => ({
          path: urlString.replace(site, ''),
          isSourceUrl,
          assessments: assessments.length,
          actions: actions.map(({ actionType }) => actionType).toSorted((a, b) => a - b),
        }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    }));
}
