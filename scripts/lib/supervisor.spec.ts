import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort, isAlive, waitFor } from './processes.mjs';
import { Supervisor } from './supervisor.mjs';

const testing = join(process.cwd(), 'scripts/lib/testing');
const program = { name: 'portal', settings: [] as string[] };
const pidIn = (url: string) => Number(url.split('/').at(-1));

describe('the supervisor', () => {
  let folder: string;
  let supervisor: Supervisor | undefined;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'manara-supervisor-'));
    said = [];
  });
  afterEach(async () => {
    await supervisor?.stop();
    supervisor = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(main = join(testing, 'program.mjs')): Promise<number> {
    supervisor = new Supervisor({
      logDir: folder,
      log: (line: string) => void said.push(line),
      mainOf: () => main,
    });
    const urls = await supervisor.start([program], { TMPDIR: folder, PATH: process.env.PATH! });
    return pidIn(urls.get('portal')!);
  }

  it('starts a crashed program again and says so', async () => {
    const first = await start();
    process.kill(first, 'SIGUSR2');
    const upAgain = /manara_program_up\{program="portal"\} 1/;
    const restarted = /manara_program_restarts_total\{program="portal"\} 1/;
    expect(
      await waitFor(
        async () => {
          const text = await supervisor!.figures();
          return upAgain.test(text) && restarted.test(text);
        },
        { timeoutMs: 10_000 },
      ),
    ).toBe(true);
    expect(said.join('\n')).toContain('portal ended unexpectedly (7)');
  });

  it('fails with the end of the log when a program does not become ready', async () => {
    await expect(start(join(testing, 'does-not-exist.mjs'))).rejects.toMatchObject({
      message: expect.stringContaining('portal ended before it was ready'),
      details: expect.stringContaining('does-not-exist'),
    });
  });

  it('stops what it started', async () => {
    const pid = await start();
    expect(isAlive(pid)).toBe(true);
    await supervisor!.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('serves the figures of its programs', async () => {
    await start();
    const port = await findFreePort();
    const url = await supervisor!.serveMetrics(port);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('seen_total{program="portal",kind="a"} 3');
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
  });

  it('when it is killed, its programs notice and end', async () => {
    const child = spawn(process.execPath, [join(testing, 'supervise.mjs'), folder], {
      env: { TMPDIR: folder, PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const pid = pidIn(line);
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    expect(await waitFor(() => !isAlive(pid), { timeoutMs: 5000 })).toBe(true);
    expect(existsSync(join(folder, `disconnected-${pid}`))).toBe(true);
  });
});
