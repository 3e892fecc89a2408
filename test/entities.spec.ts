import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource, type EntityMetadata } from 'typeorm';
import { createDataSource } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from './support/database.js';

/** Every entity class of every library, found by its file's name. */
async function allEntities(): Promise<(new () => object)[]> {
  const files = readdirSync('libs', { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.entity.ts'),
  );
  const classes: (new () => object)[] = [];
  for (const file of files) {
    const module = (await import(join(process.cwd(), file.parentPath, file.name))) as Record<string, unknown>;
    for (const exported of Object.values(module)) {
      if (typeof exported === 'function') classes.push(exported as new () => object);
    }
  }
  return classes;
}

interface StoredColumn {
  table: string;
  column: string;
  nullable: boolean;
  type: string;
}

describe('the entities', () => {
  let test: TestDatabase;
  let dataSource: DataSource;
  let stored: StoredColumn[];

  beforeAll(async () => {
    test = await createTestDatabase();
    dataSource = createDataSource({
      url: test.ownerUrl,
      program: 'test',
      entities: await allEntities(),
      poolSize: 1,
    });
    await dataSource.initialize();
    stored = await test.asOwner<StoredColumn>(
      `SELECT c.relname AS table, a.attname AS column, NOT a.attnotnull AS nullable,
         regexp_replace(format_type(a.atttypid, NULL), '^bpchar$', 'character') AS type
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
         AND c.relname <> 'schema_migrations'`,
    );
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await test.drop();
  });

  const metadataOf = (table: string): EntityMetadata | undefined =>
    dataSource.entityMetadatas.find((metadata) => metadata.tableName === table);

  it('cover every table that the migrations make', () => {
    const missing = [...new Set(stored.map((column) => column.table))].filter((table) => !metadataOf(table));
    expect(missing).toEqual([]);
  });

  it('name only columns that are there, as nullable or not as they are', () => {
    const wrong = dataSource.entityMetadatas.flatMap((metadata) =>
      metadata.columns.flatMap((column) => {
        const found = stored.find(
          (one) => one.table === metadata.tableName && one.column === column.databaseName,
        );
        if (found === undefined) return [`${metadata.tableName}.${column.databaseName} does not exist`];
        return found.nullable === column.isNullable
          ? []
          : [`${metadata.tableName}.${column.databaseName} is ${found.nullable ? '' : 'not '}nullable`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('have the type of each column', () => {
    const names: Readonly<Record<string, string>> = {
      timestamptz: 'timestamp with time zone',
      char: 'character',
      int: 'integer',
      'text[]': 'text[]',
    };
    const wrong = dataSource.entityMetadatas.flatMap((metadata) =>
      metadata.columns.flatMap((column) => {
        const found = stored.find(
          (one) => one.table === metadata.tableName && one.column === column.databaseName,
        );
        const declared = `${names[String(column.type)] ?? String(column.type)}${column.isArray ? '[]' : ''}`;
        return found === undefined || found.type === declared
          ? []
          : [`${metadata.tableName}.${column.databaseName} is ${found.type}, not ${declared}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('can each be read', async () => {
    for (const metadata of dataSource.entityMetadatas) {
      await expect(dataSource.getRepository(metadata.target).find({ take: 1 })).resolves.toEqual(
        expect.any(Array),
      );
    }
  });
});
