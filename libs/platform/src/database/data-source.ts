// How a program reaches PostgreSQL: one pool under its own role, never as owner.
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { migrations } from './migrations/index.js';

export interface DataSourceOptions {
  readonly url: string;
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
  /** connections at most; two cores are served best by few */
  readonly poolSize?: number;
  readonly program: string;
}

/** A data source that is not yet open. Statements are never logged: they hold data. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...(options.entities ?? [])] as never,
    migrations,
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    logging: false,
    poolSize: options.poolSize ?? 8,
    applicationName: `manara-${options.program}`,
    // Identifiers are made by the program; nothing needs an extension.
    installExtensions: false,
    extra: {
      connectionTimeoutMillis: 5000,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
}
