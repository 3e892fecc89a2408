import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** E-mails to reporters who asked for them: a row for each, and what bounds them. */
export class Letters20261124091000 implements MigrationInterface {
  name = 'Letters20261124091000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether letters are sent: the worker says so when it starts. One row.
      CREATE TABLE mail_service (
        id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
        is_on boolean NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT now()
      );

      -- Set as it arrives: the reporter left an address while the form promised letters.
      ALTER TABLE reports ADD COLUMN wants_letters boolean NOT NULL DEFAULT false;
      CREATE INDEX reports_that_want_letters ON reports (organisation_id)
        WHERE wants_letters AND sealed_contact IS NOT NULL;

      -- A letter says that there is something new, and no more. No address: that stays sealed with its report.
      CREATE TABLE letters (
        id uuid PRIMARY KEY,
        ${OWNED},
        report_id uuid NOT NULL REFERENCES reports (id),
        cause text NOT NULL CHECK (cause IN ('message', 'closing')),
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dropped', 'failed')),
        asked_at timestamptz NOT NULL DEFAULT date_trunc('minute', now()),
        due_at timestamptz NOT NULL,
        -- Later it is no news any more.
        keep_until timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        -- The day in whose count below it is.
        counted_on date,
        last_code text CHECK (last_code ~ '^[a-z0-9-]{1,64}$'),
        ended_at timestamptz,
        CHECK ((state = 'queued') = (ended_at IS NULL))
      );
      CREATE INDEX ON letters (due_at) WHERE state = 'queued';
      CREATE INDEX ON letters (report_id);
      -- One at a time: a second would say the same.
      CREATE UNIQUE INDEX one_letter_waits ON letters (report_id) WHERE state = 'queued';
      ${guardedByOrganisation('letters')}

      -- How many letters an address was sent in a day, over all organisations: its HMAC under a key that is not here,
      -- with the day in it, so that two days have nothing in common.
      CREATE TABLE letter_counts (
        address_hash bytea NOT NULL CHECK (length(address_hash) = 32),
        day date NOT NULL,
        sent integer NOT NULL CHECK (sent >= 0),
        PRIMARY KEY (address_hash, day)
      );

      CREATE FUNCTION portal_api.sends_letters() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce((SELECT is_on FROM mail_service), false)
        $$;
      REVOKE ALL ON FUNCTION portal_api.sends_letters() FROM PUBLIC;

      -- What the sweep finds beside the steps of triage_api.due_work.
      CREATE FUNCTION triage_api.due_letters(most integer)
        RETURNS TABLE (queue text, name text, subject text, organisation_id uuid, id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT 'deliver', 'letter', 'letterId', l.organisation_id, l.id FROM letters l
          WHERE l.state = 'queued' AND l.due_at <= now() ORDER BY l.due_at LIMIT most
        $$;
      REVOKE ALL ON FUNCTION triage_api.due_letters(integer) FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
