// The image's build sees only what the Dockerfile copies: all that the compiler reads must be among it.
import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

/** What a stage copies from the project, folders and files of the top level. */
function copiedInto(stage: string): Set<string> {
  const [, body = ''] = read('Dockerfile').split(new RegExp(`^FROM .* AS ${stage}$`, 'm'));
  const own = body.split(/^FROM /m)[0]!;
  return new Set(
    [...own.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, sources]) =>
      sources!.split(' ').map((source) => source.split('/')[0]!),
    ),
  );
}

describe('the build stage of the image', () => {
  const copied = copiedInto('build');
  const compiled = (JSON.parse(read('tsconfig.json')) as { include: string[] }).include.map(
    (pattern) => pattern.split('/')[0]!,
  );

  it.each([...new Set([...compiled, 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'])])(
    'is given %s',
    (name) => {
      expect(copied).toContain(name);
    },
  );

  it('is given nothing that .dockerignore holds back', () => {
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    expect(ignored.filter((name) => copied.has(name))).toEqual([]);
  });
});
