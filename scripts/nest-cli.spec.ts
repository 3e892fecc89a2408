import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Project {
  type: 'application' | 'library';
  root: string;
  sourceRoot: string;
  entryFile: string;
}

const root = process.cwd();
const { projects } = JSON.parse(readFileSync(join(root, 'nest-cli.json'), 'utf8')) as {
  projects: Record<string, Project>;
};
/** The console's page is built by Vite; Nest's command line knows nothing of it. */
const foldersWithSources = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(root, parent))
    .filter((name) => name !== 'console-web' && existsSync(join(root, parent, name, 'src')))
    .map((name) => `${parent}/${name}`),
);

describe('nest-cli.json', () => {
  it.each(foldersWithSources)('describes %s as it is on disk', (folder) => {
    const [parent, name] = folder.split('/') as [string, string];
    expect(projects[name]).toMatchObject({
      type: parent === 'apps' ? 'application' : 'library',
      root: folder,
      sourceRoot: `${folder}/src`,
      entryFile: parent === 'apps' ? 'main' : 'index',
    });
  });

  it('gives every project a folder of the house', () => {
    for (const [name, { type, root: folder }] of Object.entries(projects)) {
      expect(folder).toBe(`${type === 'application' ? 'apps' : 'libs'}/${name}`);
    }
  });
});
