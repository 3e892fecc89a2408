// Prints the OpenAPI document, from which the page's client is generated. Needs neither database nor keys.
import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createDataSource, createLogger, Database, KeyRing, systemClock } from '#libs/platform';
import { createConsoleApp, describeApi } from './console.app.js';

/** The document as it stands in `apps/console/openapi.json`. */
export async function openApiText(): Promise<string> {
  const origin = 'http://127.0.0.1:3001';
  const app = await createConsoleApp({
    // Never opened: the document comes from the declarations alone.
    database: new Database(
      createDataSource({ url: 'postgres://nobody@127.0.0.1:1/none', program: 'console' }),
    ),
    masterRing: new KeyRing([randomBytes(32)]),
    evidence: { read: () => Promise.reject(new Error('there is no evidence here')) },
    logger: createLogger('console', 'silent'),
    clock: systemClock,
    origin,
    undoSeconds: 60,
    listUploadMaxBytes: 1,
    isDemonstration: false,
  });
  const text = `${JSON.stringify(describeApi(app, origin), null, 2)}\n`;
  await app.close();
  return text;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.stdout.write(await openApiText());
}
