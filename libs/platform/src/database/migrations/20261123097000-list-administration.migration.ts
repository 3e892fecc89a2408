import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** Lists that come in through the console, and what triage says of the lists that it holds in memory. */
export class ListAdministration20261123097000 implements MigrationInterface {
  name = 'ListAdministration20261123097000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Asked for in the console, done by triage.
      CREATE TABLE list_imports (
        id uuid PRIMARY KEY,
        ${OWNED},
        kind text NOT NULL CHECK (kind IN ('upload', 'take-back', 'limits')),
        list_name text NOT NULL CHECK (length(list_name) BETWEEN 1 AND 100 AND list_name = trim(list_name)),
        asked_by uuid NOT NULL REFERENCES staff_accounts (id),
        state text NOT NULL CHECK (state IN ('uploading', 'queued', 'running', 'done', 'failed', 'cancelled')),
        format text,
        columns jsonb,
        -- What the import says of its list.
        settings jsonb NOT NULL DEFAULT '{}',
        to_version integer,
        bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
        received_bytes bigint NOT NULL DEFAULT 0,
        received_parts integer NOT NULL DEFAULT 0,
        read_bytes bigint NOT NULL DEFAULT 0,
        read_entries integer NOT NULL DEFAULT 0,
        refused integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        -- When a worker may take it; while one has it, when its hold ends.
        due_at timestamptz,
        hash_list_id uuid REFERENCES hash_lists (id),
        outcome jsonb,
        failure text,
        failure_text text,
        asked_at timestamptz NOT NULL DEFAULT now(),
        -- Of the upload: the last part; of the import: the last sign of the worker.
        seen_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CHECK ((kind = 'take-back') = (to_version IS NOT NULL)),
        CHECK (kind <> 'upload' OR format IS NOT NULL),
        CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_open_import_a_list ON list_imports (organisation_id, list_name) WHERE ended_at IS NULL;
      CREATE INDEX ON list_imports (organisation_id, asked_at);

      -- The uploaded file, sealed, until its import has ended. The digest is of the sealed part's plain bytes.
      CREATE TABLE list_import_parts (
        list_import_id uuid NOT NULL REFERENCES list_imports (id) ON DELETE CASCADE,
        ${OWNED},
        number integer NOT NULL CHECK (number >= 0),
        digest bytea NOT NULL CHECK (length(digest) = 32),
        sealed bytea NOT NULL,
        PRIMARY KEY (list_import_id, number)
      );
      ALTER TABLE list_import_parts ALTER COLUMN sealed SET STORAGE EXTERNAL;

      -- Lines that were not taken, as "line,reason" with an end of line each, many to a row.
      CREATE TABLE list_import_refusals (
        list_import_id uuid NOT NULL REFERENCES list_imports (id) ON DELETE CASCADE,
        ${OWNED},
        number integer NOT NULL,
        lines text NOT NULL,
        PRIMARY KEY (list_import_id, number)
      );

      -- What a process of triage has in memory: {list: [in use, version]}.
      CREATE TABLE list_signs (
        worker_id uuid NOT NULL,
        ${OWNED},
        at timestamptz NOT NULL,
        lists jsonb NOT NULL,
        PRIMARY KEY (worker_id, organisation_id)
      );

      ALTER TABLE hash_lists ADD COLUMN switched_at timestamptz, ADD COLUMN switch_reason text, ADD COLUMN switch_note text;
      CREATE INDEX ON media (organisation_id, created_at);
      CREATE INDEX ON assessments (settled_by_match_id) WHERE settled_by_match_id IS NOT NULL;

      ${guardedByOrganisation('list_imports', 'list_import_parts', 'list_import_refusals', 'list_signs')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
