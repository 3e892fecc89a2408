import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** Cases of those concerned have a queue of their own, and receipts show what they show later than it is so. */
export class Concerns20261123099000 implements MigrationInterface {
  name = 'Concerns20261123099000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE cases ADD COLUMN concern text CHECK (concern IN ('picture', 'threat', 'child'));
      UPDATE cases SET concern = 'picture' WHERE is_self_report;
      CREATE INDEX cases_of_concern ON cases (organisation_id, opened_at) WHERE concern IS NOT NULL AND state <> 'closed';
      -- When a person first took it up.
      ALTER TABLE cases ADD COLUMN looked_at timestamptz;

      -- Who answers for the queue of those concerned, and within how many minutes a case of it is taken up. Without a
      -- row nobody is named and the default holds.
      CREATE TABLE concern_queues (
        ${OWNED} PRIMARY KEY,
        owner_id uuid REFERENCES staff_accounts (id),
        target_minutes integer NOT NULL CHECK (target_minutes BETWEEN 5 AND 10080)
      );
      ${guardedByOrganisation('concern_queues')}

      -- Up to when receipts show what has been: some hours ago, cut to the hour, so that nobody can tell from them when
      -- somebody looked.
      CREATE FUNCTION portal_api.shown_until(wanted uuid) RETURNS timestamptz LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT CASE WHEN delay.hours = 0 THEN 'infinity'::timestamptz
                      ELSE date_trunc('hour', now()) - make_interval(hours => delay.hours) END
          FROM (SELECT coalesce((SELECT CASE WHEN o.is_demonstration THEN 0
              WHEN o.policy #>> '{receipt,delayHours}' ~ '^[0-9]{1,3}$'
                THEN (o.policy #>> '{receipt,delayHours}')::integer END
            FROM organisations o WHERE o.id = wanted), 24) AS hours) delay
        $$;
      REVOKE ALL ON FUNCTION portal_api.shown_until(uuid) FROM PUBLIC;

      -- Coarse state of a case as a reporter may know it: never back from a look, which would tell when people work. A
      -- hold freezes it. Runs as its caller: inside the functions of the portal as their owner, in the console, which sets
      -- holds, as one of an organisation.
      CREATE OR REPLACE FUNCTION portal_api.shown_state(wanted uuid) RETURNS text LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(
            (SELECT h.shown_state FROM holds h
              WHERE h.case_id = c.id AND h.released_at IS NULL AND h.expires_at > now() ORDER BY h.created_at LIMIT 1),
            CASE WHEN c.state = 'closed' AND coalesce(c.closed_at, c.opened_at) <= shown.until THEN 'closed'
                 WHEN coalesce(c.looked_at, c.decided_at,
                        CASE WHEN c.state NOT IN ('triage', 'ready') THEN c.opened_at END) <= shown.until
                   THEN 'in-assessment'
                 ELSE 'received' END)
          FROM cases c, LATERAL (SELECT portal_api.shown_until(c.organisation_id) AS until) shown
          WHERE c.id = wanted
        $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
