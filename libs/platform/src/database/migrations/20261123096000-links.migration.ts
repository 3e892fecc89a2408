import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** What ends a link, and which pictures look alike. */
export class Links20261123096000 implements MigrationInterface {
  name = 'Links20261123096000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Assessments are never updated, so that a link is over is a row of its own: a person has undone it for one item, or
      -- people have said something else of the same bytes since.
      CREATE TABLE link_endings (
        assessment_id uuid PRIMARY KEY REFERENCES assessments (id),
        ${OWNED},
        cause text NOT NULL CHECK (cause IN ('undone', 'overtaken')),
        staff_account_id uuid REFERENCES staff_accounts (id),
        reason text CHECK (length(trim(reason)) BETWEEN 3 AND 200),
        ended_at timestamptz NOT NULL,
        CHECK ((cause = 'undone') = (staff_account_id IS NOT NULL)),
        CHECK ((cause = 'undone') = (reason IS NOT NULL))
      );

      -- Each of the two was compared with the other itself.
      CREATE TABLE near_copies (
        media_id uuid NOT NULL REFERENCES media (id),
        representative_id uuid NOT NULL REFERENCES media (id),
        ${OWNED},
        distance integer NOT NULL CHECK (distance BETWEEN 0 AND 256),
        orientation text NOT NULL,
        PRIMARY KEY (media_id, representative_id),
        CHECK (media_id <> representative_id)
      );
      CREATE INDEX ON near_copies (representative_id);

      ${guardedByOrganisation('link_endings', 'near_copies')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
