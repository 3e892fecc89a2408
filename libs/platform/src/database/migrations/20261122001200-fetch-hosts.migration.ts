import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often and how much at once a host is asked, over all cases, organisations and workers. By a digest of its name:
 * the tables belong to no organisation, and a row lives for minutes.
 */
export class FetchHosts20261122001200 implements MigrationInterface {
  name = 'FetchHosts20261122001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fetch_hosts (
        host_key bytea PRIMARY KEY CHECK (length(host_key) = 32),
        -- When all requests so far would have been sent, had they been sent evenly.
        free_at timestamptz NOT NULL
      );
      CREATE INDEX ON fetch_hosts (free_at);

      -- A fetch that runs. Its key is the bound: no two fetches of a host hold the same place.
      CREATE TABLE fetch_slots (
        host_key bytea NOT NULL CHECK (length(host_key) = 32),
        slot integer NOT NULL CHECK (slot > 0),
        holder uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (host_key, slot)
      );
      CREATE INDEX ON fetch_slots (holder);
      CREATE INDEX ON fetch_slots (expires_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
