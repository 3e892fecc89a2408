// How the demonstration's analyst works: takes the next case, looks where a look is needed, answers what is asked.
import { DemonstrationFailure, type Analyst } from './calls.js';

export interface Match {
  readonly list: string;
  readonly kind: 'exact' | 'near';
  readonly algorithm: string;
  readonly distance: number;
  readonly orientation: string | null;
}

export interface CaseItem {
  readonly id: string;
  readonly role: 'source' | 'embedded';
  readonly result: string | null;
  readonly resultDetail?: string | null;
  readonly media: { readonly id: string; readonly levels: readonly number[] } | null;
  readonly matches: readonly Match[];
  readonly assessments: readonly { readonly madeBy: string }[];
}

export interface CasePage {
  readonly case: {
    readonly id: string;
    readonly number: string;
    readonly priority: number;
    readonly priorityFactors: readonly { readonly factor: string; readonly points: number }[];
  };
  readonly items: readonly CaseItem[];
}

interface Lease {
  readonly token: string;
  readonly version: number;
}

export interface Assessed {
  readonly caseId: string;
  readonly looks: number;
  readonly settled: number;
  readonly answered: number;
}

const ILLEGAL = { verdict: 'baseline', ageBand: 'pre-pubescent', sex: 'not-determined' } as const;
const UNREADABLE = { verdict: 'not-reachable', reason: 'missing-parts' } as const;
const MISSING = { verdict: 'not-reachable', reason: 'not-found-or-site-down' } as const;

/** Takes the next case and decides it. @returns undefined when the queue is empty */
export async function assessNext(analyst: Analyst): Promise<Assessed | undefined> {
  const claimed = await analyst.send('POST', '/api/v1/queue/claim', {});
  if (claimed.status === 204) return undefined;
  if (claimed.status !== 200)
    throw new DemonstrationFailure(`claiming answered ${claimed.status}: ${await claimed.text()}`);
  const { case: summary, lease } = (await claimed.json()) as { case: { id: string }; lease: Lease };
  const page = await analyst.get<CasePage>(`/api/v1/cases/${summary.id}`);
  const open = page.items.filter((item) => !item.assessments.some((one) => one.madeBy === 'settlement'));
  let looks = 0;
  const seen = new Set<string>();
  for (const { media } of open) {
    if (media === null || media.levels.length === 0 || seen.has(media.id)) continue;
    seen.add(media.id);
    await look(analyst, media.id, lease);
    looks += 1;
  }
  const items = open
    .filter((item) => item.role === 'source' || item.media !== null)
    .map((item) => ({ contentItemId: item.id, answers: answersFor(item, page.items) }));
  await analyst.call(
    'POST',
    `/api/v1/cases/${summary.id}/assessments`,
    {
      lease: { token: lease.token, version: lease.version },
      items,
      source: { siteType: 'website', commerciality: 'non-commercial', paymentMethods: ['none'] },
    },
    201,
  );
  return {
    caseId: summary.id,
    looks,
    settled: page.items.length - open.length,
    answered: items.length,
  };
}

/** One look at the strongest blur, begun and ended, as the page does it. */
async function look(analyst: Analyst, mediaId: string, lease: Lease): Promise<void> {
  const view = await analyst.call<{ id: string; url: string }>(
    'POST',
    `/api/v1/media/${mediaId}/views`,
    { level: 1, lease: { token: lease.token, version: lease.version }, reason: 'demonstration' },
    201,
  );
  const picture = await analyst.send('GET', view.url);
  const bytes = Buffer.from(await picture.arrayBuffer());
  if (
    picture.status !== 200 ||
    !picture.headers.get('content-type')?.startsWith('image/') ||
    bytes.length === 0
  ) {
    throw new DemonstrationFailure(`the view answered ${picture.status}`);
  }
  const again = await analyst.send('GET', view.url);
  if (again.status === 200) throw new DemonstrationFailure('the address of a view worked twice');
  await analyst.call('PATCH', `/api/v1/views/${view.id}`, {}, 200);
}

function answersFor(item: CaseItem, all: readonly CaseItem[]): object {
  if (item.result === 'picture') return ILLEGAL;
  if (item.result === 'page') return all.some((one) => one.result === 'picture') ? ILLEGAL : UNREADABLE;
  if (item.result === 'gone' || item.result === 'unreachable') return MISSING;
  return UNREADABLE;
}
