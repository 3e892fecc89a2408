import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is written because of a report tells the minute of its arrival; what a portal took over is told from its own. */
export class ArrivalTimes20261124095000 implements MigrationInterface {
  name = 'ArrivalTimes20261124095000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE case_reports ALTER COLUMN attached_at SET DEFAULT date_trunc('minute', now());
      ALTER TABLE cases ALTER COLUMN opened_at SET DEFAULT date_trunc('minute', now());
      ALTER TABLE content_items ALTER COLUMN created_at SET DEFAULT date_trunc('minute', now()),
        ALTER COLUMN step_due_at SET DEFAULT date_trunc('minute', now());
      ALTER TABLE safeguarding_copies ALTER COLUMN copied_at SET DEFAULT date_trunc('minute', now());
      -- Identifiers and audit events of before keep what they tell.
      UPDATE case_reports SET attached_at = date_trunc('minute', attached_at);
      UPDATE cases SET opened_at = date_trunc('minute', opened_at);
      UPDATE content_items SET created_at = date_trunc('minute', created_at);
      UPDATE safeguarding_copies SET copied_at = date_trunc('minute', copied_at);

      -- What was written for another country and nobody has confirmed for this one: fields, as texts.legal.fr.
      ALTER TABLE portals ADD COLUMN unconfirmed text[] NOT NULL DEFAULT '{}';
      ALTER TABLE portal_versions ADD COLUMN unconfirmed text[] NOT NULL DEFAULT '{}';

      -- Ranked by another version: triage ranks them anew.
      UPDATE cases SET rematch_due_at = now()
        WHERE state IN ('ready', 'in-assessment') AND priority_version <> 'manara-priority-4';

      -- When a report that arrives now is taken in: at the next full minute, or as many later as the organisation says.
      -- All that triage does with it, down to the fetch that the reported site sees, follows from the minute alone. A
      -- demonstration waits for nothing.
      CREATE FUNCTION portal_api.taken_in_from(wanted uuid) RETURNS timestamptz LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT date_trunc('minute', now()) + make_interval(mins => coalesce(
            (SELECT CASE WHEN o.is_demonstration THEN 0
                WHEN o.policy #>> '{intake,delayMinutes}' ~ '^([0-9]|[1-5][0-9]|60)$'
                  THEN (o.policy #>> '{intake,delayMinutes}')::integer END
              FROM organisations o WHERE o.id = wanted), 1))
        $$;
      REVOKE ALL ON FUNCTION portal_api.taken_in_from(uuid) FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
