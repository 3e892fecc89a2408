import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** Portals that are made and changed in the console: versions, a host name, taking off, delegated triage. */
export class PortalAdministration20261123098000 implements MigrationInterface {
  name = 'PortalAdministration20261123098000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE portals
        ADD COLUMN host text UNIQUE CHECK (host ~ '^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$'),
        -- The latest that was saved, and the one that the public sees; none where the operator wrote the row itself.
        ADD COLUMN version integer NOT NULL DEFAULT 0,
        ADD COLUMN published_version integer,
        -- When it was taken off; what stands at its address then says where to go instead.
        ADD COLUMN withdrawn_at timestamptz,
        -- When whoever triages for another agreed to.
        ADD COLUMN triage_accepted_at timestamptz DEFAULT now(),
        ADD CONSTRAINT triage_is_agreed CHECK
          (NOT is_live OR triage_accepted_at IS NOT NULL OR organisation_id = triaging_organisation_id);

      -- Nobody makes another organisation triage by naming it.
      CREATE FUNCTION ask_for_triage() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          IF NEW.triaging_organisation_id <> NEW.organisation_id
              AND NOT (NEW.triaging_organisation_id = ANY (caller_organisations())) THEN
            NEW.triage_accepted_at := NULL;
          END IF;
          RETURN NEW;
        END $$;
      REVOKE ALL ON FUNCTION ask_for_triage() FROM PUBLIC;
      CREATE TRIGGER ask_for_triage BEFORE INSERT ON portals FOR EACH ROW EXECUTE FUNCTION ask_for_triage();

      CREATE TABLE portal_versions (
        id uuid PRIMARY KEY,
        ${OWNED},
        portal_id uuid NOT NULL REFERENCES portals (id),
        number integer NOT NULL CHECK (number > 0),
        country char(2) NOT NULL,
        locales text[] NOT NULL CHECK (cardinality(locales) > 0),
        host text,
        settings jsonb NOT NULL,
        reviewers jsonb NOT NULL,
        -- What differs from the version before, by field.
        changed text[] NOT NULL,
        saved_by_kind text NOT NULL,
        saved_by uuid,
        saved_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (portal_id, number)
      );

      -- What the owner of a portal gets at once of a case that another triages: that there is one, and why.
      CREATE TABLE safeguarding_copies (
        id uuid PRIMARY KEY,
        ${OWNED},
        portal_id uuid NOT NULL REFERENCES portals (id),
        case_id uuid NOT NULL REFERENCES cases (id),
        case_number text NOT NULL,
        report_id uuid NOT NULL REFERENCES reports (id),
        reason text NOT NULL CHECK (reason IN ('danger', 'self-report')),
        copied_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz,
        seen_by uuid REFERENCES staff_accounts (id),
        UNIQUE (portal_id, case_id, reason)
      );
      CREATE INDEX ON safeguarding_copies (organisation_id, copied_at) WHERE seen_at IS NULL;

      ${guardedByOrganisation('portal_versions', 'safeguarding_copies')}

      -- What a portal's owner must know of whoever triages for it, and the other way round: codes and numbers.
      CREATE FUNCTION console_api.portal_readiness(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT jsonb_build_object(
            'owner', o.code, 'ownerName', o.name, 'triagedBy', t.code, 'triagedByName', t.name,
            'triageAccepted', p.organisation_id = p.triaging_organisation_id OR p.triage_accepted_at IS NOT NULL,
            'hasKey', EXISTS (SELECT 1 FROM organisation_keys k
              WHERE k.organisation_id = t.id AND k.retired_at IS NULL),
            'recipients', (SELECT count(*)::int FROM recipients r
              WHERE r.organisation_id = t.id AND r.is_active AND r.is_sandbox = p.is_demonstration
                AND EXISTS (SELECT 1 FROM recipient_secrets s WHERE s.recipient_id = r.id)))
          FROM portals p JOIN organisations o ON o.id = p.organisation_id
            JOIN organisations t ON t.id = p.triaging_organisation_id
          WHERE p.id = wanted AND (p.organisation_id = ANY (caller_organisations())
            OR p.triaging_organisation_id = ANY (caller_organisations()))
        $$;

      -- Whom triage can be asked of: codes are no secret, they begin the number of every case.
      CREATE FUNCTION console_api.organisation_by_code(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT o.id FROM organisations o WHERE o.code = upper(wanted)
        $$;

      -- Whoever is asked to triage agrees; once.
      CREATE FUNCTION console_api.accept_triage(wanted uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          UPDATE portals SET triage_accepted_at = now()
            WHERE id = wanted AND triage_accepted_at IS NULL
              AND triaging_organisation_id = ANY (caller_organisations());
          RETURN FOUND;
        END $$;

      -- The addresses of a copy, as long as the report has them: what is erased there is gone here too.
      CREATE FUNCTION console_api.safeguarding_addresses(wanted uuid) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT ARRAY(SELECT coalesce(a.normalised, a.as_typed) FROM safeguarding_copies s
            JOIN report_addresses a ON a.report_id = s.report_id
            WHERE s.id = wanted AND s.organisation_id = ANY (caller_organisations())
            ORDER BY a.position LIMIT 20)
        $$;

      -- What became of a portal's reports, by month, for its owner: cases closed in months that have ended, so that no two
      -- looks can be compared to learn of one case. Fewer than five are not told, nor is what a hold hides.
      CREATE FUNCTION console_api.portal_outcomes(wanted uuid, months integer)
        RETURNS TABLE (month date, outcome text, cases integer) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          WITH portal AS (
            SELECT p.id FROM portals p WHERE p.id = wanted
              AND (p.organisation_id = ANY (caller_organisations())
                OR p.triaging_organisation_id = ANY (caller_organisations()))),
          bounds AS (
            SELECT date_trunc('month', now() AT TIME ZONE 'UTC') AS upper,
              date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => least(greatest(months, 1), 36))
                AS lower),
          closed AS (
            SELECT DISTINCT c.id, date_trunc('month', c.closed_at AT TIME ZONE 'UTC')::date AS month,
              portal_api.shown_outcome(c.id) AS outcome
            FROM portal JOIN reports r ON r.portal_id = portal.id JOIN case_reports cr ON cr.report_id = r.id
              JOIN cases c ON c.id = cr.case_id, bounds b
            WHERE c.closed_at AT TIME ZONE 'UTC' >= b.lower AND c.closed_at AT TIME ZONE 'UTC' < b.upper
              AND portal_api.shown_state(c.id) = 'closed')
          SELECT d.month, d.outcome, CASE WHEN count(*) < 5 THEN NULL ELSE count(*)::int END
          FROM closed d WHERE d.outcome IS NOT NULL GROUP BY 1, 2 ORDER BY 1 DESC, 2
        $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA console_api FROM PUBLIC;

      CREATE OR REPLACE FUNCTION portal_api.portals() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'slug', p.slug, 'country', p.country, 'locales', p.locales, 'host', p.host,
            'isDemonstration', p.is_demonstration, 'published', p.published,
            'organisationName', t.name, 'organisationCountry', t.country, 'organisationCode', t.code,
            'keyId', k.id, 'publicKey', encode(k.public_key, 'base64')) ORDER BY p.slug), '[]'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, public_key FROM organisation_keys
            WHERE organisation_id = t.id AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1) k ON true
          WHERE p.is_live
        $$;

      -- Portals that were taken off: what their page still says, and the key that answers of reporters are sealed to.
      CREATE FUNCTION portal_api.withdrawn_portals() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'slug', p.slug, 'country', p.country, 'locales', p.locales, 'host', p.host,
            'isDemonstration', p.is_demonstration, 'published', p.published,
            'organisationName', t.name, 'organisationCountry', t.country, 'organisationCode', t.code,
            'keyId', k.id, 'publicKey', encode(k.public_key, 'base64')) ORDER BY p.slug), '[]'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, public_key FROM organisation_keys
            WHERE organisation_id = t.id AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1) k ON true
          WHERE NOT p.is_live AND p.withdrawn_at IS NOT NULL
        $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
