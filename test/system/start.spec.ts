// `npm start` as a user runs it, through npm itself.
import { request } from 'node:https';
import { until } from '../support/waiting.js';
import {
  createInstallation,
  descendantsOf,
  lives,
  postgresOf,
  PROGRAMS,
  startInstallation,
  type Installation,
  type RunningSystem,
} from '../support/system.js';

const START = ['npm', 'start'];
/** Longer than a program may take to end its work. */
const END_DEADLINE_MS = 20_000;

/** The sandbox has a certificate of its own making. */
function statusOf(address: string): Promise<number | undefined> {
  if (address.startsWith('http:')) return fetch(address).then((answer) => answer.status);
  return new Promise((resolve, reject) => {
    request(address, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

async function report(installation: Installation): Promise<string> {
  const answer = await fetch(`${installation.urls.portal}/api/v1/demo/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ urls: [`${installation.urls['sample-site']}/pages/dead`] }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { receipt: string }).receipt;
}

function open(installation: Installation, receipt: string): Promise<Response> {
  return fetch(`${installation.urls.portal}/api/v1/demo/receipts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receipt }),
  });
}

describe('npm start', () => {
  let installation: Installation;
  let system: RunningSystem | undefined;
  let receipt: string;

  beforeAll(async () => {
    installation = await createInstallation();
    system = await startInstallation(installation, START);
  });
  afterAll(async () => {
    await system?.stop();
    await installation.remove();
  });

  const everyProcess = () => [system!.pid, ...descendantsOf(system!.pid), postgresOf(installation.dataDir)!];
  const ended = (pids: readonly number[]) =>
    until('every process ends', () => !pids.some(lives), END_DEADLINE_MS);

  it('prints where everything is and who may sign in, then that it is ready', () => {
    const lines = system!.output();
    for (const [name, url] of Object.entries(installation.urls)) {
      expect(lines).toContain(name === 'portal' ? `${url}/demo` : url);
    }
    expect(lines).toContain(installation.metricsUrl);
    const accounts = installation.accounts();
    expect(new Set(accounts.map(({ role }) => role))).toEqual(
      new Set(['analyst', 'supervisor', 'administrator']),
    );
    for (const { email, password } of accounts) expect(lines).toContain(`${email}  ${password}`);
    expect(lines.trimEnd().split('\n').at(-1)).toBe('Manara is ready');
  });

  it('runs each program in a process of its own', () => {
    const programs = system!.programs();
    expect([...programs.keys()].sort()).toEqual([...PROGRAMS].sort());
    expect(new Set(programs.values()).size).toBe(PROGRAMS.length);
  });

  it.each(['portal', 'console', 'exchange'] as const)(
    '%s lives and is ready, and says no more',
    async (name) => {
      for (const [path, text] of [
        ['/healthz', 'ok'],
        ['/readyz', 'ok'],
      ] as const) {
        const answer = await fetch(`${installation.urls[name]}${path}`);
        expect(answer.status).toBe(200);
        expect(await answer.text()).toBe(text);
      }
    },
  );

  it('answers on both pages, and on those of the demonstration', async () => {
    const first = await fetch(`${installation.urls.portal}/demo`);
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('</html>');
    expect(await statusOf(`${installation.urls.console}/`)).toBe(200);
    expect(await statusOf(`${installation.urls['sample-site']}/pages/new`)).toBe(200);
    // Without a client certificate the sandbox answers, and refuses.
    expect(await statusOf(`${installation.urls['iccam-sandbox']}/sandbox/reports`)).toBeGreaterThanOrEqual(
      400,
    );
  });

  it('serves the figures of all programs on the loopback address', async () => {
    const figures = await (await fetch(installation.metricsUrl)).text();
    for (const name of PROGRAMS) expect(figures).toContain(`manara_program_up{program="${name}"} 1`);
  });

  it('refuses a second start in the same folder with one line', async () => {
    await expect(startInstallation(installation)).rejects.toThrow(
      `manara: Manara runs already in ${installation.dataDir} (process `,
    );
  });

  it('stops everything when npm is told to, and leaves no process behind', async () => {
    receipt = await report(installation);
    const pids = everyProcess();
    expect(pids.filter(lives)).toHaveLength(pids.length);
    await system!.stop();
    await ended(pids);
  });

  it('keeps the data from one start to the next', async () => {
    const before = installation.accounts();
    system = await startInstallation(installation, START);
    const answer = await open(installation, receipt);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: expect.stringMatching(/^(received|in-assessment)$/),
    });
    expect(installation.accounts()).toEqual(before);
  });

  it('killed without a warning, takes its programs with it, and the next start goes on', async () => {
    const programs = [...system!.programs().values()];
    expect(programs).toHaveLength(PROGRAMS.length);
    const database = postgresOf(installation.dataDir)!;
    await system!.kill();
    await ended(programs);
    // Nobody was there to stop the database; the next start takes it over, and stops it.
    expect(lives(database)).toBe(true);
    system = await startInstallation(installation);
    expect(system.output()).toContain(`process ${database}`);
    expect((await open(installation, receipt)).status).toBe(200);
    expect((await open(installation, await report(installation))).status).toBe(200);
    expect(await system.stop()).toBe(0);
    await ended([database]);
  });
});
