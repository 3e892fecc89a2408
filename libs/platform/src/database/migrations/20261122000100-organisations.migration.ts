import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TURNS_TABLE } from '../turns.js';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Organisations20261122000100 implements MigrationInterface {
  name = 'Organisations20261122000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TURNS_TABLE);
    await runner.query(`
      CREATE FUNCTION caller_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        SET search_path = pg_catalog, pg_temp
        AS $$ SELECT string_to_array(nullif(current_setting('manara.organisations', true), ''), ',')::uuid[] $$;

      CREATE TABLE organisations (
        id uuid PRIMARY KEY,
        code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z][A-Z0-9]{1,9}$'),
        name text NOT NULL,
        country char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        time_zone text NOT NULL DEFAULT 'UTC',
        policy jsonb NOT NULL DEFAULT '{}',
        is_demonstration boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own_organisation ON organisations
        USING (id = ANY ((SELECT caller_organisations())::uuid[]))
        WITH CHECK (id = ANY ((SELECT caller_organisations())::uuid[]));

      CREATE TABLE organisation_keys (
        id uuid PRIMARY KEY,
        ${OWNED},
        public_key bytea NOT NULL CHECK (length(public_key) = 32),
        sealed_private_key bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        retired_at timestamptz
      );
      CREATE INDEX ON organisation_keys (organisation_id, created_at DESC);

      CREATE TABLE portals (
        id uuid PRIMARY KEY,
        ${OWNED},
        triaging_organisation_id uuid NOT NULL REFERENCES organisations (id),
        slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{0,31}$'
          AND slug NOT IN ('api', 'assets', 'healthz', 'readyz', 'metrics', 'favicon', 'robots', 'static', 'leave')),
        country char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
        locales text[] NOT NULL CHECK (cardinality(locales) > 0),
        published jsonb NOT NULL DEFAULT '{}',
        is_live boolean NOT NULL DEFAULT false,
        is_demonstration boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE portals ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own_organisation ON portals
        USING (organisation_id = ANY ((SELECT caller_organisations())::uuid[])
          OR triaging_organisation_id = ANY ((SELECT caller_organisations())::uuid[]))
        WITH CHECK (organisation_id = ANY ((SELECT caller_organisations())::uuid[]));

      CREATE TABLE mandates (
        id uuid PRIMARY KEY,
        ${OWNED},
        portal_id uuid REFERENCES portals (id),
        level text NOT NULL CHECK (level IN ('none', 'hash', 'view', 'retain')),
        keep_hours integer CHECK (keep_hours > 0),
        legal_instrument text NOT NULL CHECK (length(trim(legal_instrument)) > 0),
        approved_by text NOT NULL CHECK (length(trim(approved_by)) > 0),
        approved_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CHECK (expires_at > approved_at)
      );
      CREATE INDEX ON mandates (organisation_id, expires_at);

      CREATE TABLE retention_rules (
        id uuid PRIMARY KEY,
        organisation_id uuid REFERENCES organisations (id),
        data_class text NOT NULL,
        keep_hours integer NOT NULL CHECK (keep_hours >= 0),
        UNIQUE NULLS NOT DISTINCT (organisation_id, data_class)
      );
      ALTER TABLE retention_rules ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own_or_default ON retention_rules
        USING (organisation_id IS NULL OR organisation_id = ANY ((SELECT caller_organisations())::uuid[]))
        WITH CHECK (organisation_id = ANY ((SELECT caller_organisations())::uuid[]));
      -- The defaults are everybody's: seen by all, taken away by none.
      CREATE POLICY delete_own ON retention_rules AS RESTRICTIVE FOR DELETE
        USING (organisation_id = ANY ((SELECT caller_organisations())::uuid[]));
      INSERT INTO retention_rules (id, organisation_id, data_class, keep_hours) VALUES
        (gen_random_uuid(), NULL, 'reporter-contact', 30 * 24),
        (gen_random_uuid(), NULL, 'reporter-text', 180 * 24),
        (gen_random_uuid(), NULL, 'report-address', 3 * 365 * 24),
        (gen_random_uuid(), NULL, 'evidence-spool', 1),
        (gen_random_uuid(), NULL, 'evidence-view', 72),
        (gen_random_uuid(), NULL, 'evidence-retain', 365 * 24),
        (gen_random_uuid(), NULL, 'session', 7 * 24),
        (gen_random_uuid(), NULL, 'sign-in-attempt', 24),
        (gen_random_uuid(), NULL, 'submission-mark', 24),
        (gen_random_uuid(), NULL, 'exposure', 2 * 365 * 24),
        (gen_random_uuid(), NULL, 'online-check', 180 * 24);

      CREATE TABLE preservations (
        id uuid PRIMARY KEY,
        ${OWNED},
        subject_kind text NOT NULL CHECK (subject_kind IN ('report', 'case')),
        subject_id uuid NOT NULL,
        ordered_by text NOT NULL CHECK (length(trim(ordered_by)) > 0),
        legal_instrument text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        released_at timestamptz
      );
      CREATE INDEX ON preservations (organisation_id, subject_kind, subject_id);

      CREATE TABLE case_counters (
        ${OWNED},
        year integer NOT NULL,
        last integer NOT NULL,
        PRIMARY KEY (organisation_id, year)
      );

      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        queue text NOT NULL CHECK (queue IN ('triage', 'deliver', 'watch')),
        name text NOT NULL,
        job_key text NOT NULL CHECK (position(':' in job_key) = 0),
        payload jsonb NOT NULL,
        not_before timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON outbox (not_before);
      CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
        $$ BEGIN PERFORM pg_notify('manara_outbox', ''); RETURN NULL; END $$;
      CREATE TRIGGER wake_relay AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION wake_relay();

      CREATE TABLE deletion_ledger (
        id uuid PRIMARY KEY,
        ${OWNED},
        object_kind text NOT NULL CHECK (object_kind IN
          ('evidence', 'reporter-contact', 'reporter-text', 'message', 'report-address', 'exposure')),
        object_id uuid NOT NULL,
        reason text NOT NULL CHECK (reason ~ '^[a-z-]{1,64}$'),
        deleted_at timestamptz NOT NULL DEFAULT now(),
        -- The stored object that is still to be removed, once the deletion has committed.
        object_name text,
        -- The evidence store has the line too, outside of the database, where an older backup cannot lose it.
        is_noted boolean NOT NULL DEFAULT false,
        CHECK (object_name IS NULL OR NOT is_noted),
        UNIQUE (object_kind, object_id)
      );
      CREATE INDEX ON deletion_ledger (deleted_at) WHERE NOT is_noted;

      ${guardedByOrganisation('organisation_keys', 'mandates', 'preservations', 'case_counters', 'deletion_ledger')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
