// What an ffmpeg that was taken over could do, tried by programs that the launcher puts in its place.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiledSources } from '../../../../test/support/compiled-sources.js';
import { FFMPEG, withFfmpeg } from '../testing/videos.js';
import { ConfinedProgram, readAll } from './confined-program.js';
import type { LaunchConfinement } from './launch.types.js';

const compiled = pathToFileURL(`${await compiledSources()}/libs/media/src/`);
const OPTIONS = {
  launcherFile: new URL('./video/launch.child.js', compiled),
  requireConfinement: true,
  maxMemoryMb: 256,
  cpuSeconds: 20,
};

async function run(
  program: string,
  words: string[],
): Promise<{ text: string; failure: string | undefined; confinement: LaunchConfinement }> {
  const confined = new ConfinedProgram(program, words, OPTIONS);
  confined.feed([]);
  const answer = await readAll(confined, 100_000, 20_000);
  return { ...answer, confinement: confined.confinement };
}

const PERL = '/usr/bin/perl';
const onLinux = process.platform === 'linux' && existsSync(PERL) ? describe : describe.skip;

/** Each attempt prints its number of error, or 0 when nothing stopped it. */
const PROBE = String.raw`
my ($secret, $target) = @ARGV;
sub tried { my ($name, $done) = @_; printf "%s=%d\n", $name, $done ? 0 : $!; }
tried('read a secret', open(my $a, '<', $secret));
tried('read a setting', open(my $b, '<', '/etc/passwd'));
tried('list a folder', opendir(my $c, '/home'));
tried('write a file', open(my $d, '>', $target));
tried('append to a file', open(my $e, '>>', $secret));
tried('delete a file', unlink($secret));
tried('rename a file', rename($secret, $target));
tried('make a folder', mkdir($target));
tried('open a socket', socket(my $f, 2, 1, 0));
tried('make a pair of sockets', socketpair(my $g, my $h, 1, 1, 0));
my $child = fork(); if (defined $child && $child == 0) { exit 0 }
tried('start a process', defined $child);
tried('signal the parent', kill(10, getppid()));
tried('replace the program', exec { '/bin/true' } 'true');
printf "environment=%s\n", join(',', sort keys %ENV);
`;

onLinux('a program in the place of ffmpeg (needs Linux and Perl)', () => {
  let folder: string;
  let secret: string;
  let answers: Map<string, string>;
  let confinement: LaunchConfinement;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'manara-confined-'));
    secret = join(folder, 'secret');
    writeFileSync(secret, 'a key');
    const answer = await run(PERL, ['-e', PROBE, secret, join(folder, 'target')]);
    confinement = answer.confinement;
    answers = new Map(answer.text.split('\n').map((line) => line.split('=') as [string, string]));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has limits and a system-call filter in force', () => {
    expect(confinement).toMatchObject({ limits: true, systemCallFilter: true });
  });

  it('starts with an empty environment', () => {
    expect(answers.get('environment')).toBe('');
  });

  it.each([
    'write a file',
    'append to a file',
    'delete a file',
    'rename a file',
    'make a folder',
    'open a socket',
    'make a pair of sockets',
    'start a process',
    'signal the parent',
    'replace the program',
  ])('cannot %s', (attempt) => {
    expect(['1', '13']).toContain(answers.get(attempt));
  });

  it.each(['read a secret', 'read a setting', 'list a folder'])(
    'cannot %s where the kernel has file rules, and the account says whether it has',
    (attempt) => {
      expect(answers.get(attempt)).toBe(confinement.fileRules ? '13' : '0');
      expect(confinement.notes.length === 0).toBe(confinement.fileRules);
    },
  );
});

withFfmpeg('ffmpeg itself, told to by words that are never used (needs ffmpeg)', () => {
  let folder: string;
  let server: Server;
  let visits = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'manara-ffmpeg-'));
    server = createServer((_request, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => server.close(resolve));
  });
  const drawn = ['-f', 'lavfi', '-i', 'testsrc=size=16x16:duration=1', '-frames:v', '1', '-f', 'rawvideo'];

  it('draws a frame into the pipe', async () => {
    const { failure, text } = await run(FFMPEG!, ['-v', 'error', ...drawn, 'pipe:1']);
    expect(failure).toBeUndefined();
    expect(text.length).toBeGreaterThan(0);
  });

  it('cannot write a file', async () => {
    const target = join(folder, 'frame');
    const { failure } = await run(FFMPEG!, ['-v', 'error', ...drawn, '-y', target]);
    expect(failure).toBe('corrupt');
    expect(existsSync(target)).toBe(false);
  });

  it('cannot fetch anything', async () => {
    const { port } = server.address() as AddressInfo;
    const { failure } = await run(FFMPEG!, ['-i', `http://127.0.0.1:${port}/film.mp4`, '-f', 'null', '-']);
    expect(failure).toBe('corrupt');
    expect(visits).toBe(0);
  });

  it('ends when it takes more time than it may', async () => {
    const endless = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360', '-f', 'null', '-'];
    const confined = new ConfinedProgram(FFMPEG!, endless, { ...OPTIONS, cpuSeconds: 2 });
    confined.feed([]);
    expect((await readAll(confined, 1000, 60_000)).failure).toBe('timeout');
  });
});
