// Brings a database up to date, once at a time, as its owner.
import { Client } from 'pg';
import { createDataSource } from './data-source.js';
import { QUEUE_SCHEMA } from './roles.js';
import { beginTurn } from './turns.js';

/**
 * Runs the migrations that are missing, of our tables and of the queue's.
 * @returns the names of ours that ran
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const turn = new Client({ connectionString: ownerUrl });
  const client = new Client({ connectionString: ownerUrl });
  // Loaded here alone: every program reaches this library, and only the operator's command needs the queue's.
  const { runMigrations: migrateQueue } = await import('bullmq');
  try {
    await turn.connect();
    await beginTurn(turn, 'migrations');
    await client.connect();
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${QUEUE_SCHEMA}`);
    await migrateQueue(client, QUEUE_SCHEMA);
    const dataSource = createDataSource({ url: ownerUrl, program: 'migrate', poolSize: 1 });
    dataSource.setOptions({ extra: { statement_timeout: 0 } });
    await dataSource.initialize();
    try {
      const ran = await dataSource.runMigrations({ transaction: 'each' });
      return ran.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await client.end();
    await turn.end();
  }
}
