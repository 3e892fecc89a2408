// Every field of every body and query of the API, filled with what the database cannot keep, and with null.
import { ROLES, mayRole, type Permission, type Role } from '#libs/identity';
import { newId, newRandomId } from '#libs/platform';
import { makeOrganisation } from '../../../test/support/review-world.js';
import { ConsoleUnderTest, type Signed } from './testing/console-under-test.js';
import { PROBES, type Ids } from './testing/route-probes.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly nullable?: boolean;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}
interface Operation {
  readonly 'x-permission': Permission | 'public';
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}
type Way = readonly (string | number)[];

const HOSTILE = ['a\0b', '\ud800', 'a\udc00b'];

describe('what cannot be kept', () => {
  let console_: ConsoleUnderTest;
  let schemas: Readonly<Record<string, Schema>>;
  let operations: [string, Operation][];
  let people: Record<Role, Signed>;
  let ids: Ids;

  beforeAll(async () => {
    console_ = await ConsoleUnderTest.start();
    const { json } = await console_.call('GET', '/api/openapi.json');
    schemas = json.components.schemas;
    operations = Object.entries(json.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]): [string, Operation] => [
          `${method.toUpperCase()} ${path}`,
          operation,
        ]),
    );
    const world = await makeOrganisation(console_.test);
    people = {
      analyst: await console_.signIn(world, 'analyst'),
      supervisor: await console_.signIn(world, 'supervisor'),
      administrator: await console_.signIn(world, 'administrator'),
    };
    const one = newId();
    ids = {
      caseId: one,
      mediaId: one,
      reportId: newRandomId(),
      referralId: one,
      accountId: one,
      viewId: one,
      ticket: 'a'.repeat(43),
      lease: { token: newRandomId(), version: 1 },
      caseNumber: 'NONE-2026-000001',
      portalId: world.portalId,
      recipientId: one,
      copyId: one,
      holdId: one,
      preservationId: one,
      listId: one,
      matchId: one,
      apiKeyId: one,
      listImportId: one,
      quarantineId: one,
      listSourceId: one,
    };
  });
  afterAll(() => console_.stop());

  const someoneWith = (permission: Permission | 'public') =>
    permission === 'public' ? undefined : people[ROLES.find((role) => mayRole(role, permission))!];

  function call(route: string, operation: Operation, body?: unknown, query = '') {
    const as = someoneWith(operation['x-permission']);
    return console_.call(route.split(' ')[0]!, `${PROBES[route]!.path(ids).split('?')[0]}${query}`, {
      ...(as ? { as } : {}),
      ...(body === undefined ? {} : { body }),
    });
  }

  const resolve = (schema: Schema): Schema =>
    schema.$ref !== undefined
      ? schemas[schema.$ref.split('/').at(-1)!]!
      : schema.allOf !== undefined
        ? resolve(schema.allOf[0]!)
        : schema;

  /** Something of the right form in every field, whether it must be given or not. */
  function sampleOf(wanted: Schema): unknown {
    const schema = resolve(wanted);
    if (schema.enum) return schema.enum[0];
    if (schema.type === 'array') return [sampleOf(schema.items!)];
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
    if (schema.type === 'boolean') return true;
    if (schema.type === 'object') {
      const free = schema.additionalProperties;
      if (free !== undefined && free !== false)
        return { en: typeof free === 'object' ? sampleOf(free) : { text: 'words' } };
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, sampleOf(inner)]),
      );
    }
    if (schema.format === 'uuid') return newRandomId();
    if (schema.format === 'date-time') return new Date(Date.now() + 86_400_000).toISOString();
    return 'words';
  }

  /** What the probe of the route sends, with all that it leaves out. */
  function bodyOf(route: string, schema: Schema): object {
    return { ...(sampleOf(schema) as object), ...(PROBES[route]!.body?.(ids) as object | undefined) };
  }

  /** The way to each value in a body. */
  function waysOf(value: unknown, way: Way = []): Way[] {
    const below =
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => waysOf(inner, [...way, name]))
        : [];
    return way.length === 0 ? below : [way, ...below];
  }

  function withValue(body: unknown, [name, ...rest]: Way, value: unknown): unknown {
    const copy = structuredClone(body) as Record<string, unknown>;
    copy[name!] = rest.length === 0 ? value : withValue(copy[name!], rest, value);
    return copy;
  }
  const valueAt = (body: unknown, way: Way): unknown =>
    way.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name as string], body);

  const bodies = (): [string, Operation, object][] =>
    operations.flatMap(([route, operation]) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      return schema ? [[route, operation, bodyOf(route, schema)] as [string, Operation, object]] : [];
    });

  it('is refused by the name of its field, in every text of every body', async () => {
    let sent = 0;
    for (const [route, operation, body] of bodies()) {
      for (const way of waysOf(body).filter((one) => typeof valueAt(body, one) === 'string')) {
        const { status, json } = await call(
          route,
          operation,
          withValue(body, way, HOSTILE[sent % HOSTILE.length]),
        );
        sent += 1;
        expect([route, status, json.fields]).toEqual([
          route,
          400,
          expect.objectContaining({ [way.join('.')]: expect.stringContaining('cannot be kept') }),
        ]);
      }
    }
    expect(sent).toBeGreaterThan(80);
  });

  it('is refused as the name of a field', async () => {
    const [route, operation, body] = bodies().find(([one]) => one === 'PUT /api/v1/portals/{id}')!;
    for (const hostile of HOSTILE) {
      const answer = await call(route, operation, { ...body, reviewers: { [hostile]: 'A lawyer' } });
      expect([answer.status, Object.keys(answer.json.fields)]).toEqual([
        400,
        [`reviewers.${hostile.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd')}`],
      ]);
    }
  });

  it('may be null nowhere but where null says something', async () => {
    for (const [route, operation, body] of bodies()) {
      for (const way of waysOf(body)) {
        const answer = await call(route, operation, withValue(body, way, null));
        expect([route, way.join('.'), answer.status < 500]).toEqual([route, way.join('.'), true]);
      }
    }
    const refused = [
      ['POST /api/v1/portals', { slug: 'isle', country: null }],
      ['POST /api/v1/portals', { slug: 'isle', country: 'IS', locales: null }],
      ['PUT /api/v1/portals/{id}', { version: 0, country: null }],
    ] as const;
    for (const [route, body] of refused) {
      const { status, json } = await call(route, new Map(operations).get(route)!, body);
      expect([status, Object.keys(json.fields)]).toEqual([400, [Object.keys(body).at(-1)]]);
    }
  });

  it('is refused in every query, and is not there in a path', async () => {
    for (const [route, operation] of operations) {
      for (const { name } of (operation.parameters ?? []).filter((one) => one.in === 'query')) {
        const { status, json } = await call(route, operation, undefined, `?${name}=a%00b`);
        expect([route, status, json.fields?.[name]]).toEqual([route, 400, expect.any(String)]);
      }
      const [method, path] = route.split(' ') as [string, string];
      const as = someoneWith(operation['x-permission']);
      if (!path.includes('{')) continue;
      for (const part of path.match(/\{\w+\}/g)!) {
        for (const hostile of ['%00', '%ED%A0%80', '99999999999999999999']) {
          const address = path.replace(part, hostile).replaceAll(/\{\w+\}/g, ids.portalId);
          const { status } = await console_.call(method, address, as ? { as } : {});
          expect([route, part, hostile, status < 500]).toEqual([route, part, hostile, true]);
        }
      }
    }
  });

  it('is refused in the settings of a portal, null for anything in them too', async () => {
    const [route, operation] = operations.find(([one]) => one === 'PUT /api/v1/portals/{id}')!;
    const read = () => call('GET /api/v1/portals/{id}', new Map(operations).get('GET /api/v1/portals/{id}')!);
    const portal = (await read()).json;
    let { version } = portal;
    const { settings } = portal.content;
    expect(waysOf(settings).length).toBeGreaterThan(5);
    for (const way of waysOf(settings)) {
      const answer = await call(route, operation, { version, settings: withValue(settings, way, null) });
      expect([way.join('.'), [200, 400]]).toEqual([way.join('.'), expect.arrayContaining([answer.status])]);
      version = answer.json.version ?? version;
    }
    expect((await read()).status).toBe(200);
  });

  it('is refused before anything goes through it when it lies deeper than anyone could mean', async () => {
    const deep = `{"version":0,"settings":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`;
    const [route, operation] = bodies().find(([one]) => one === 'PUT /api/v1/portals/{id}')!;
    const { status, json } = await call(route, operation, deep);
    expect([status, Object.values(json.fields)]).toEqual([400, [expect.stringContaining('levels deep')]]);
  });
});
