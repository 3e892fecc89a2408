import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/**
 * What an import of a list has staged so far, for one that goes on where it was killed; whose answers were taken over; and
 * keys that stay revoked.
 */
export class ListStagings20261124093000 implements MigrationInterface {
  name = 'ListStagings20261124093000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Unlogged: it may be lost with the server's memory, and is then read again from the file.
      CREATE UNLOGGED TABLE list_staged_batches (
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id) ON DELETE CASCADE,
        ${OWNED},
        number integer NOT NULL CHECK (number >= 0),
        -- Of the source and all that was said with it: only an import of the same goes on.
        source_key bytea NOT NULL CHECK (length(source_key) = 32),
        -- Up to and with this batch: how many, and what the source had said.
        entries integer NOT NULL CHECK (entries > 0),
        digest bytea NOT NULL CHECK (length(digest) = 32),
        rows bytea NOT NULL,
        staged_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (hash_list_id, number)
      );
      -- Compressing costs more time than writing.
      ALTER TABLE list_staged_batches ALTER COLUMN rows SET STORAGE EXTERNAL;

      ${guardedByOrganisation('list_staged_batches')}

      -- The assessment of a picture that looks like this one whose answers a person took over for it.
      ALTER TABLE assessments ADD COLUMN taken_from_id uuid REFERENCES assessments (id),
        ADD CHECK (taken_from_id IS NULL OR made_by = 'person');
      CREATE INDEX ON assessments (taken_from_id) WHERE taken_from_id IS NOT NULL;

      -- A partner's key that was revoked stays revoked when an older backup is restored: the ledger has a line of it,
      -- whoever revokes it. No zone needs the right to write any other line for that.
      ALTER TABLE deletion_ledger DROP CONSTRAINT deletion_ledger_object_kind_check, ADD CHECK (object_kind IN
        ('evidence', 'reporter-contact', 'reporter-text', 'message', 'report-address', 'exposure', 'api-key'));
      CREATE FUNCTION remember_revoked_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          INSERT INTO deletion_ledger (id, organisation_id, object_kind, object_id, reason, deleted_at)
          VALUES (gen_random_uuid(), NEW.organisation_id, 'api-key', NEW.id, 'revoked', NEW.revoked_at)
          ON CONFLICT (object_kind, object_id) DO NOTHING;
          RETURN NULL;
        END $$;
      REVOKE ALL ON FUNCTION remember_revoked_key() FROM PUBLIC;
      CREATE TRIGGER remember_revoked_key AFTER UPDATE OF revoked_at ON api_keys FOR EACH ROW
        WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION remember_revoked_key();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
