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

      -- As before, but a report is received for as long: whoever reports an address of their own must not learn at once
      -- that it is known already.
      CREATE OR REPLACE FUNCTION portal_api.open_receipt(lookup text, secret_hash bytea) RETURNS jsonb LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE report uuid := portal_api.opened_report(lookup, secret_hash); answer jsonb; states text[];
          held_since timestamptz;
        BEGIN
          IF report IS NULL THEN RETURN NULL; END IF;
          SELECT array_agg(CASE WHEN r.received_at > portal_api.shown_until(r.organisation_id) THEN 'received'
                                ELSE portal_api.shown_state(cr.case_id) END) INTO states
            FROM reports r JOIN case_reports cr ON cr.report_id = r.id WHERE r.id = report;
          -- Messages carry the minute alone: those of the minute in which the hold began are hidden as well.
          SELECT min(date_trunc('minute', h.shown_since)) INTO held_since
            FROM case_reports cr JOIN holds h ON h.case_id = cr.case_id
            WHERE cr.report_id = report AND h.released_at IS NULL AND h.expires_at > now();
          SELECT jsonb_build_object(
            'portalId', r.portal_id,
            'status', CASE WHEN states IS NULL OR states <@ ARRAY['received'] THEN 'received'
                           WHEN states <@ ARRAY['closed'] THEN 'closed' ELSE 'in-assessment' END,
            'outcome', CASE WHEN states <@ ARRAY['closed'] THEN (
                SELECT CASE WHEN bool_or(o.outcome = 'forwarded') THEN 'forwarded'
                            WHEN bool_or(o.outcome = 'not-illegal') THEN 'not-illegal' ELSE 'not-reachable' END
                FROM case_reports cr, portal_api.shown_outcome(cr.case_id) AS o (outcome) WHERE cr.report_id = report) END,
            'hasContact', r.sealed_contact IS NOT NULL,
            'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object('direction', m.direction,
                'sealed', CASE WHEN m.direction = 'to-reporter' THEN encode(m.sealed_text, 'base64') END,
                'writtenAt', m.written_at) ORDER BY m.written_at, m.id), '[]'::jsonb)
              FROM messages m WHERE m.report_id = report
                -- What the reporter wrote stays: that it was gone would tell of the hold.
                AND (held_since IS NULL OR m.direction = 'from-reporter' OR m.written_at < held_since)))
            INTO answer FROM reports r WHERE r.id = report;
          RETURN answer;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
