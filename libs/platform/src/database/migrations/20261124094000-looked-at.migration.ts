import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people have looked at, in the order in which it can be followed. */
export class LookedAt20261124094000 implements MigrationInterface {
  name = 'LookedAt20261124094000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who follows what is written reads on from the oldest transaction that ran at the last reading: below it nothing
      -- more can appear. Rows from before bear this migration's.
      ALTER TABLE assessments ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX looked_at ON assessments (organisation_id, transaction_id, media_id)
        WHERE made_by = 'person' AND looked AND media_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
