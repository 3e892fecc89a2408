// Writes the page's types of the console API from the API's own document. `--check` only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTypeScript, { astToString } from 'openapi-typescript';

const documentUrl = new URL('../../console/openapi.json', import.meta.url);
const targetUrl = new URL('../src/api/schema.generated.ts', import.meta.url);
const HEADING = '// Generated from apps/console/openapi.json by scripts/generate-client.mjs. Do not edit.\n';

/** The types as they should stand, as text. */
export async function generateClient() {
  const document = JSON.parse(readFileSync(documentUrl, 'utf8'));
  return HEADING + astToString(await openapiTypeScript(document, { alphabetize: true, enumValues: false }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = await generateClient();
  const isCurrent = existsSync(targetUrl) && readFileSync(targetUrl, 'utf8') === wanted;
  if (!process.argv.includes('--check')) writeFileSync(targetUrl, wanted);
  else if (!isCurrent) {
    process.stderr.write('schema.generated.ts is not what the API says: run scripts/generate-client.mjs\n');
    process.exitCode = 1;
  }
}
