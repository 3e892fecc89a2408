import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A code that its reporter has kept is shown to nobody again, however often the form is sent. */
export class KeptCodes20261124096000 implements MigrationInterface {
  name = 'KeptCodes20261124096000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null once the reporter has said that the code is kept: the mark still makes one report of two clicks.
      ALTER TABLE submissions ALTER COLUMN sealed_receipt DROP NOT NULL;

      -- Less is stored than before: the sealed code goes, by whoever holds the form's mark.
      CREATE FUNCTION portal_api.forget_code(mark_hash bytea) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          UPDATE submissions s SET sealed_receipt = NULL WHERE s.mark_hash = forget_code.mark_hash;
          RETURN FOUND;
        END $$;

      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
