import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What triage says of itself to the console, which can see neither its outbox nor its queue. Of no organisation. */
export class WorkerSigns20261122001300 implements MigrationInterface {
  name = 'WorkerSigns20261122001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE worker_signs (
        name text PRIMARY KEY CHECK (name IN ('sweep', 'outbox', 'evidence')),
        at timestamptz NOT NULL,
        every_seconds integer NOT NULL,
        behind_since timestamptz
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
