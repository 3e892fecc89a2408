// Prints the OpenAPI document. Needs no database.
import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createDataSource, createLogger, Database } from '#libs/platform';
import { createExchangeApp, describeApi } from './exchange.app.js';

/** The document as it stands in `apps/exchange/openapi.json`. */
export async function openApiText(): Promise<string> {
  const app = await createExchangeApp({
    // Never opened: the document comes from the declarations alone.
    database: new Database(
      createDataSource({ url: 'postgres://nobody@127.0.0.1:1/none', program: 'exchange' }),
    ),
    logger: createLogger('exchange', 'silent'),
    origin: 'http://127.0.0.1:3002',
  });
  const text = `${JSON.stringify(describeApi(app), null, 2)}\n`;
  await app.close();
  return text;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  process.stdout.write(await openApiText());
}
