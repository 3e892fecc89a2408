import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiText } from './openapi.js';

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
}
interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

describe('the OpenAPI document', () => {
  let text: string;
  let document: {
    paths: Record<string, Record<string, Operation>>;
    servers?: unknown;
    components: { schemas: Record<string, Schema> };
  };
  beforeAll(async () => {
    text = await openApiText();
    document = JSON.parse(text);
  });
  const operations = () => Object.values(document.paths).flatMap((methods) => Object.values(methods));

  it('stands in the repository as the program makes it; run dist/apps/console/src/openapi.js to renew it', () => {
    expect(readFileSync(join(process.cwd(), 'apps/console/openapi.json'), 'utf8')).toBe(text);
  });

  it('gives whole paths and no server', () => {
    expect(document.servers).toBeUndefined();
    expect(Object.keys(document.paths).every((path) => path.startsWith('/api/v1/'))).toBe(true);
  });

  it('has the calls that the outside relies on', () => {
    const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    expect(calls).toEqual(
      expect.arrayContaining([
        'POST /session',
        'DELETE /session',
        'GET /me',
        'POST /queue/claim',
        'POST /cases/search',
        'GET /cases/{id}',
        'POST /cases/{id}/heartbeat',
        'POST /cases/{id}/return',
        'POST /cases/{id}/assessments',
        'POST /media/{id}/views',
        'GET /cases/{id}/referrals',
        'GET /audit',
      ]),
    );
  });

  it('names each operation once', () => {
    const names = operations().map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('describes every body, in and out, down to its fields', () => {
    const bare = new Set<string>();
    const look = (schema: Schema | undefined, where: string): void => {
      if (schema === undefined) bare.add(where);
      else if (schema.$ref) {
        const name = schema.$ref.split('/').at(-1)!;
        if (!document.components.schemas[name]?.properties) bare.add(`${where} ${name}`);
      } else if (schema.type === 'array') look(schema.items, where);
      else if (schema.type === undefined && schema.allOf === undefined) bare.add(where);
    };
    for (const { operationId, requestBody, responses } of operations()) {
      if (requestBody) look(Object.values(requestBody.content)[0]?.schema, `${operationId} request`);
      for (const [status, { content }] of Object.entries(responses)) {
        if (status === '204' || status === '400') continue;
        for (const { schema } of Object.values(content ?? { none: { schema: {} } })) {
          look(schema, `${operationId} ${status}`);
        }
      }
    }
    for (const [name, { properties }] of Object.entries(document.components.schemas)) {
      for (const [field, schema] of Object.entries(properties ?? {})) look(schema, `${name}.${field}`);
    }
    expect([...bare]).toEqual([]);
  });
});
