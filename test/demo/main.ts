// The main job, once, from a public report to the outcome on the reporter's receipt. Every step is taken through the
// running programs' own doors; the exit status is 0 only if each of them happened.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessNext, type CaseItem, type CasePage } from './assessing.js';
import { Analyst, DemonstrationFailure, Reporter, sandboxReports, until } from './calls.js';

const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new DemonstrationFailure(`${name} is not set; run this by npm run demo`);
  return value.replace(/\/$/, '');
};

/** What is reported, and what triage must find there. */
const PAGES: readonly { path: string; words: string; expect: (items: readonly CaseItem[]) => boolean }[] = [
  {
    path: '/pages/new',
    words: 'a new picture',
    expect: (items) => items.some((item) => item.result === 'picture' && item.matches.length === 0),
  },
  {
    path: '/pages/known',
    words: 'a known picture',
    expect: (items) =>
      items.some((item) => item.matches.some((one) => one.kind === 'exact' && one.algorithm === 'sha256')),
  },
  {
    path: '/pages/known-variants',
    words: 'a known picture re-compressed, resized, rotated, mirrored',
    expect: (items) =>
      items.filter((item) => item.result === 'picture').length >= 4 &&
      items
        .filter((item) => item.result === 'picture')
        .every((item) => item.matches.some((one) => one.kind === 'near')),
  },
  {
    path: '/pages/gallery',
    words: 'a page with many pictures',
    expect: (items) => items.filter((item) => item.result === 'picture').length >= 20,
  },
  {
    path: '/pages/dead',
    words: 'a dead link',
    expect: (items) => items.some((item) => item.result === 'gone'),
  },
  {
    path: '/pages/bomb',
    words: 'files made to harm whoever opens them',
    expect: (items) => items.some((item) => item.result === 'bomb'),
  },
];

const started = Date.now();
let step = 0;
let since = started;

function say(title: string, ...lines: string[]): void {
  step += 1;
  const now = Date.now();
  console.log(`\n${String(step).padStart(2)}. ${title}  (${((now - since) / 1000).toFixed(1)} s)`);
  for (const line of lines) console.log(`    ${line}`);
  since = now;
}

function summaryOf(items: readonly CaseItem[]): string {
  const counts = new Map<string, number>();
  for (const { result, resultDetail } of items) {
    const words = resultDetail ? `${result} (${resultDetail})` : (result ?? 'open');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${count} × ${words}`).join(', ');
}

function matchesOf(items: readonly CaseItem[]): string[] {
  return items.flatMap((item) => {
    const best = item.matches.toSorted((a, b) => a.distance - b.distance || (a.kind === 'exact' ? -1 : 1))[0];
    if (best === undefined) return [];
    const how =
      best.kind === 'exact'
        ? `exact by ${best.algorithm}`
        : `near, ${best.distance} of 256 bits apart${best.orientation && best.orientation !== 'original' ? `, as ${best.orientation}` : ''}`;
    const settled = item.assessments.some((one) => one.madeBy === 'settlement')
      ? '; settled without a look'
      : '';
    return [`match on “${best.list}”: ${how}${settled}`];
  });
}

interface Referral {
  state: string;
  recipient: string | null;
  remoteNumber: string | null;
  stoppedReason: string | null;
  acknowledgements: { kind: string }[];
}

async function casesIn(analyst: Analyst, state: string): Promise<{ id: string; number: string }[]> {
  return (
    await analyst.call<{ cases: { id: string; number: string }[] }>(
      'POST',
      '/api/v1/cases/search',
      { state },
      200,
    )
  ).cases;
}

async function run(): Promise<void> {
  const portal = env('PORTAL_URL');
  const consoleOrigin = env('CONSOLE_URL');
  const site = env('SAMPLE_SITE_URL');
  const sandbox = env('ICCAM_SANDBOX_URL');
  const dataDir = env('DATA_DIR');
  const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    email: string;
    password: string;
    role: string;
  }[];
  const accountOf = (start: string) => {
    const found = accounts.find((account) => account.email.startsWith(start));
    if (found === undefined) throw new DemonstrationFailure(`there is no account ${start}…`);
    return found;
  };

  const reporter = new Reporter(portal, 'demo');
  const receipts: string[] = [];
  for (const [position, { path }] of PAGES.entries()) {
    const address = `${site}${path}`;
    receipts.push(
      position === 0
        ? await reporter.reportByForm(
            address.replace('http://', 'hxxp://'),
            'Found while looking for something else.',
          )
        : await reporter.report({ urls: [address] }),
    );
  }
  say(
    `A member of the public reports ${PAGES.length} addresses, without a name`,
    ...PAGES.map(
      ({ words }, position) => `${position === 0 ? 'by the form, defanged' : 'by the interface'}: ${words}`,
    ),
    `receipt ${receipts[0]} (and ${receipts.length - 1} more)`,
  );

  const analyst = await Analyst.signIn(consoleOrigin, accountOf('analyst@demo'));
  const ready = await until('triage of all cases', async () => {
    const cases = await casesIn(analyst, 'ready');
    return cases.length >= PAGES.length ? cases : undefined;
  });
  const pages = (
    await Promise.all(ready.map(({ id }) => analyst.get<CasePage>(`/api/v1/cases/${id}`)))
  ).toSorted((a, b) => b.case.priority - a.case.priority);
  say(`Triage fetches, hashes, matches and ranks: ${ready.length} cases wait, the most pressing first`);
  for (const page of pages) {
    const factors = page.case.priorityFactors.map(({ factor, points }) => `${factor} ${points}`).join(', ');
    console.log(`    ${page.case.number}: ${summaryOf(page.items)}  [${factors}]`);
    for (const line of matchesOf(page.items)) console.log(`      ${line}`);
  }
  for (const { words, expect } of PAGES) {
    if (!pages.some((page) => expect(page.items)))
      throw new DemonstrationFailure(`triage did not find ${words}`);
  }

  const done: string[] = [];
  let looks = 0;
  let settled = 0;
  for (;;) {
    const assessed = await assessNext(analyst);
    if (assessed === undefined) break;
    done.push(assessed.caseId);
    looks += assessed.looks;
    settled += assessed.settled;
  }
  if (done.length < PAGES.length)
    throw new DemonstrationFailure(`only ${done.length} cases could be assessed`);
  if (settled === 0) throw new DemonstrationFailure('no item was settled by the list');
  say(
    `An analyst assesses ${done.length} cases`,
    `${looks} looks at blurred grey derivatives, each address good once; ${settled} items settled by the list, not looked at`,
  );

  const referrals = await until('the delivery of every referral', async () => {
    // Asked first: what is read afterwards is no older than it.
    const open = (await casesIn(analyst, 'decided')).length + (await casesIn(analyst, 'referred')).length;
    const all = await Promise.all(done.map((id) => analyst.get<Referral[]>(`/api/v1/cases/${id}/referrals`)));
    const stopped = all.flat().find((one) => one.state === 'stopped');
    if (stopped !== undefined)
      throw new DemonstrationFailure(`a referral was stopped: ${stopped.stoppedReason}`);
    return open === 0 && all.flat().length > 0 ? all.flat() : undefined;
  });
  const received = await sandboxReports(
    sandbox,
    process.env.ICCAM_SANDBOX_DIR ?? join(dataDir, 'iccam-sandbox'),
  );
  if (received.length !== referrals.length) {
    throw new DemonstrationFailure(
      `${referrals.length} referrals left, but ICCAM holds ${received.length} reports`,
    );
  }
  say(
    `Confirmed cases go onward over HTTPS with a client certificate: ${referrals.length} ICCAM reports`,
    ...referrals.map((one) => `${one.recipient}: report ${one.remoteNumber}`),
  );

  const acknowledged = await until('the partner’s acknowledgement', async () => {
    const all = (
      await Promise.all(done.map((id) => analyst.get<Referral[]>(`/api/v1/cases/${id}/referrals`)))
    ).flat();
    return all.every((one) => one.state === 'acknowledged') ? all : undefined;
  });
  const kinds = new Map<string, number>();
  for (const { kind } of acknowledged.flatMap((one) => one.acknowledgements))
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  say(
    'The partner hotline of the hosting country acts, and says so',
    [...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', '),
  );

  const outcomes: string[] = [];
  for (const [position, receipt] of receipts.entries()) {
    const status = await reporter.status(receipt);
    if (status.status !== 'closed' || status.outcome === undefined) {
      throw new DemonstrationFailure(`the receipt for ${PAGES[position]!.words} shows ${status.status}`);
    }
    outcomes.push(`${PAGES[position]!.words}: ${status.status}, ${status.outcome}`);
  }
  say('The reporter opens the receipts and sees the outcome', ...outcomes);

  const island = new Reporter(portal, 'isle');
  await island.report({ urls: [`${site}/s/island/pages/new`] });
  const islander = await Analyst.signIn(consoleOrigin, accountOf('analyst@isle'));
  await until('triage of the island’s case', async () =>
    (await casesIn(islander, 'ready')).length > 0 ? true : undefined,
  );
  await assessNext(islander);
  const waiting = await until('the waiting referral', async () => {
    const { referrals: list } = {
      referrals: await islander.get<Referral[]>('/api/v1/referrals?state=waiting'),
    };
    return list.length > 0 ? list : undefined;
  });
  if ((await casesIn(islander, 'closed')).length > 0)
    throw new DemonstrationFailure('another organisation’s cases are seen');
  say(
    'A hotline that does not belong to ICCAM confirms a case too',
    `${waiting.length} referral waits in its list for another way; it sees nothing of the other hotline`,
  );
  console.log(`\nEvery step happened, in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof DemonstrationFailure)) throw error;
  console.error(`\nThe demonstration failed: ${error.message}`);
  process.exitCode = 1;
}
