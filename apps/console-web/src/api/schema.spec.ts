import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

describe('the types of the API', () => {
  it('are those of its document', () => {
    const script = fileURLToPath(new URL('../../scripts/generate-client.mjs', import.meta.url));
    const check = () =>
      execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8', stdio: 'pipe' });
    expect(check).not.toThrow();
  });
});
