import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Review20261122000600 implements MigrationInterface {
  name = 'Review20261122000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Never updated: a new assessment is a new version. made_by says whose decision it is, looked whether a person saw
      -- the picture for it; a link follows the decision of a person on the same bytes, who saw them there.
      CREATE TABLE assessments (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        content_item_id uuid NOT NULL REFERENCES content_items (id),
        -- What it was said of: the bytes that the item showed, and the case's round.
        media_id uuid REFERENCES media (id),
        round integer NOT NULL,
        version integer NOT NULL,
        scheme text NOT NULL,
        verdict text NOT NULL CHECK (verdict IN ('baseline', 'national', 'not-illegal', 'not-reachable')),
        answers jsonb NOT NULL,
        made_by text NOT NULL CHECK (made_by IN ('person', 'settlement', 'link')),
        staff_account_id uuid REFERENCES staff_accounts (id),
        settled_by_match_id uuid REFERENCES matches (id),
        follows_id uuid REFERENCES assessments (id),
        looked boolean NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (content_item_id, version),
        CHECK ((made_by = 'person') = (staff_account_id IS NOT NULL)),
        CHECK ((made_by = 'settlement') = (settled_by_match_id IS NOT NULL)),
        CHECK ((made_by = 'link') = (follows_id IS NOT NULL))
      );
      CREATE INDEX ON assessments (case_id);
      CREATE INDEX ON assessments (media_id);
      CREATE INDEX ON assessments (follows_id) WHERE follows_id IS NOT NULL;

      -- What the analyst says of the source as a whole.
      CREATE TABLE source_assessments (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        round integer NOT NULL,
        version integer NOT NULL,
        scheme text NOT NULL,
        answers jsonb NOT NULL,
        staff_account_id uuid REFERENCES staff_accounts (id),
        made_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (case_id, version)
      );

      -- One row a view of a derivative; exposure is computed from it.
      CREATE TABLE exposures (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        media_id uuid NOT NULL REFERENCES media (id),
        staff_account_id uuid NOT NULL REFERENCES staff_accounts (id),
        level integer NOT NULL CHECK (level BETWEEN 1 AND 4),
        reason text,
        ticket_hash bytea NOT NULL UNIQUE,
        ticket_expires_at timestamptz NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        served_at timestamptz,
        ended_at timestamptz,
        seconds integer
      );
      CREATE INDEX ON exposures (staff_account_id, opened_at);
      CREATE INDEX ON exposures (case_id);

      -- How long a person has worked on cases without a pause; a row a person, so that it tells today only.
      CREATE TABLE work_stretches (
        staff_account_id uuid PRIMARY KEY REFERENCES staff_accounts (id),
        ${OWNED},
        started_at timestamptz NOT NULL,
        last_active_at timestamptz NOT NULL
      );

      ${guardedByOrganisation('assessments', 'source_assessments', 'exposures', 'work_stretches')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
