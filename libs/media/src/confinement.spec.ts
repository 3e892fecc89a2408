// What a decoder that was taken over could do, tried from inside a child that is confined like the real one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DecodingChild, launch } from './decoding-child.js';

const SETTINGS = {
  maxMemoryMb: 512,
  cpuSeconds: 5,
  lifeCpuSeconds: 60,
  maxPixels: 1e6,
  maxFrames: 2,
  maxBytes: 1e6,
};
const EPERM = 'EPERM';
const NATIVE_EPERM = 'errno 1';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a decoding child', () => {
  let child: DecodingChild;

  beforeAll(async () => {
    child = new DecodingChild(new URL('./testing/probe.fixture.ts', import.meta.url), SETTINGS);
    await child.ready;
  });
  afterAll(() => child.close());

  const attempt = async (what: string): Promise<unknown> => {
    const { header } = await child.run('probe', { attempt: what }, new Uint8Array(0), 10_000);
    return (header as { value: unknown }).value;
  };

  it('says that limits and filter are in force', async () => {
    expect(await child.ready).toEqual({ limits: true, systemCallFilter: true, notes: [] });
  });

  it('starts with an empty environment', async () => {
    expect(await attempt('environment')).toEqual([]);
  });

  it.each([
    'read a file',
    'write a file',
    'delete a file',
    'rename a file',
    'open a socket',
    'start a process',
    'signal the parent',
  ])('cannot %s', async (what) => {
    expect(await attempt(what)).toBe(EPERM);
  });

  it.each(['fork', 'replace the program', 'make a file in memory', 'set up a ring of calls', 'lift a limit'])(
    'cannot %s by calling the C library itself',
    async (what) => {
      expect(await attempt(what)).toBe(NATIVE_EPERM);
    },
  );

  it('has the filter on every thread', () => {
    const status = readFileSync(`/proc/${child.processId}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  });
});

const ENDED = /^State:\s+[ZX]/m;

/** True once the process is gone, or waits for whoever adopted it to take note. */
function hasEnded(processId: number): boolean {
  try {
    return ENDED.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return true;
  }
}

onLinux('when the parent is killed', () => {
  it.each(['wait', 'spin'])('a child that is busy (%s) ends too', async (how) => {
    const { nodeArguments, workingDirectory } = launch(
      new URL('./testing/parent.fixture.ts', import.meta.url),
    );
    const parent = spawn(process.execPath, [...nodeArguments, how], {
      cwd: workingDirectory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const processId = Number(line.toString().trim());
    expect(hasEnded(processId)).toBe(false);

    parent.kill('SIGKILL');
    await once(parent, 'close');

    const deadline = Date.now() + 10_000;
    while (!hasEnded(processId) && Date.now() < deadline)
      await new Promise((resolve) => setImmediate(resolve));
    expect(hasEnded(processId)).toBe(true);
  });
});

it('knows how to start from sources and from a build', () => {
  expect(launch(new URL('file:///srv/manara/dist/libs/media/src/child/main.js')).nodeArguments).toEqual([
    '/srv/manara/dist/libs/media/src/child/main.js',
  ]);
  const sources = launch(new URL('./child/main.ts', import.meta.url));
  expect(sources.nodeArguments.at(-1)).toBe(fileURLToPath(new URL('./child/main.ts', import.meta.url)));
  expect(sources.nodeArguments).toContain('--conditions=source');
});
