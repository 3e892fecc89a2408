import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { openStorage } from '#libs/evidence';
import { newId } from '#libs/platform';
import { createInstallation, type Installation } from './testing/installation.js';

const HOURS_AGO = new Date(Date.now() - 7_200_000);

describe('manara evidence sweep', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await createInstallation();
    for (const code of ['ONE', 'TWO'])
      await installation.json('organisation', 'add', code, '--name', code, '--country', 'IS');
  });
  afterAll(() => installation.close());

  const files = () =>
    readdirSync(join(installation.dataDir, 'evidence', 'objects'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  async function leave(count: number): Promise<void> {
    const storage = openStorage(undefined, installation.dataDir);
    for (let n = 0; n < count; n++) {
      const id = newId();
      await storage.write(
        `objects/${id.slice(-2)}/${id}`,
        (async function* () {
          yield Buffer.from('left');
        })(),
      );
    }
    for (const file of files()) utimesSync(file, HOURS_AGO, HOURS_AGO);
  }

  it('removes many files that no case has when the operator says so, and each audit log says it', async () => {
    const { json, acts, run } = installation;
    await leave(2);
    expect(await json('evidence', 'sweep')).toEqual({ removed: 2 });
    await leave(21);
    await expect(run('evidence', 'sweep')).rejects.toMatchObject({ code: 'evidence-store-mismatch' });
    expect(files()).toHaveLength(21);
    const before = [await acts('ONE'), await acts('TWO')];
    expect(await json('evidence', 'sweep', '--even-if-many')).toEqual({ removed: 21 });
    expect(files()).toHaveLength(0);
    expect([await acts('ONE'), await acts('TWO')]).toEqual(
      before.map((one) => [...one, 'evidence.unknown-removed']),
    );
  });
});
