import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Host names that the operator has confirmed, triage that is declined, and portals that are read where they changed. */
export class PortalBounds20261124098000 implements MigrationInterface {
  name = 'PortalBounds20261124098000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The host name that the operator lets a portal have. Nobody else can write it, and no portal has another.
      ALTER TABLE portals ADD COLUMN confirmed_host text UNIQUE
        CHECK (confirmed_host ~ '^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$');
      UPDATE portals SET confirmed_host = host WHERE host IS NOT NULL;
      ALTER TABLE portals ADD CONSTRAINT host_is_confirmed
        CHECK (host IS NULL OR host IS NOT DISTINCT FROM confirmed_host);

      -- Whoever triages for another, or was asked to, says no. An open portal is taken off: nobody would read what it takes.
      DROP FUNCTION console_api.end_triage(uuid);
      CREATE FUNCTION console_api.end_triage(wanted uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE had_agreed boolean;
        BEGIN
          SELECT triage_accepted_at IS NOT NULL INTO had_agreed FROM portals
            WHERE id = wanted AND (triage_accepted_at IS NOT NULL OR triage_ended_at IS NULL)
              AND organisation_id <> triaging_organisation_id
              AND triaging_organisation_id = ANY (caller_organisations())
            FOR UPDATE;
          IF NOT FOUND THEN RETURN NULL; END IF;
          UPDATE portals SET triage_accepted_at = NULL, triage_ended_at = now(), is_live = false,
              withdrawn_at = CASE WHEN is_live THEN now() ELSE withdrawn_at END
            WHERE id = wanted;
          RETURN CASE WHEN had_agreed THEN 'ended' ELSE 'declined' END;
        END $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA console_api FROM PUBLIC;

      -- By which the public program sees, without reading what they show, which portals have changed: the transactions that
      -- wrote the rows last. Of all that \`portals\` and \`withdrawn_portals\` tell together.
      CREATE FUNCTION portal_api.portal_marks() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_object_agg(p.id, concat_ws(' ', p.xmin::text, t.xmin::text, k.xmin::text, k.id)), '{}'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, retired_at, xmin FROM organisation_keys
            WHERE organisation_id = t.id ORDER BY retired_at IS NULL DESC, created_at DESC LIMIT 1) k ON true
          WHERE (p.is_live AND k.retired_at IS NULL) OR p.withdrawn_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM reports r WHERE r.portal_id = p.id)
        $$;

      DROP FUNCTION portal_api.portals();
      CREATE FUNCTION portal_api.portals(wanted uuid[] DEFAULT NULL) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
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
          WHERE p.is_live AND (wanted IS NULL OR p.id = ANY (wanted))
        $$;

      DROP FUNCTION portal_api.withdrawn_portals();
      CREATE FUNCTION portal_api.withdrawn_portals(wanted uuid[] DEFAULT NULL) RETURNS jsonb LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'slug', p.slug, 'country', p.country, 'locales', p.locales, 'host', p.host,
            'isDemonstration', p.is_demonstration, 'published', p.published,
            'organisationName', t.name, 'organisationCountry', t.country, 'organisationCode', t.code,
            'keyId', k.id, 'publicKey', encode(k.public_key, 'base64')) ORDER BY p.slug), '[]'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, public_key, retired_at FROM organisation_keys
            WHERE organisation_id = t.id ORDER BY retired_at IS NULL DESC, created_at DESC LIMIT 1) k ON true
          WHERE (NOT p.is_live OR k.retired_at IS NOT NULL) AND (wanted IS NULL OR p.id = ANY (wanted))
            AND (p.withdrawn_at IS NOT NULL OR EXISTS (SELECT 1 FROM reports r WHERE r.portal_id = p.id))
        $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
