import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** Recipients of a portal's own, the end of triage for another, and fingerprints that a person hands on. */
export class PortalRecipients20261124092000 implements MigrationInterface {
  name = 'PortalRecipients20261124092000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those that the public version names; and in each version that was saved.
      ALTER TABLE portals ADD COLUMN recipients uuid[] NOT NULL DEFAULT '{}' CHECK (cardinality(recipients) <= 30),
        -- When whoever triaged took its agreement back.
        ADD COLUMN triage_ended_at timestamptz;
      ALTER TABLE portal_versions ADD COLUMN recipients uuid[] NOT NULL DEFAULT '{}'
        CHECK (cardinality(recipients) <= 30);
      -- Why this recipient, or why none.
      ALTER TABLE referrals ADD COLUMN chosen_because text CHECK (chosen_because IN ('portal', 'portal-none-fits',
        'organisation', 'tip', 'hosting-unknown', 'other-country', 'no-recipient'));

      -- Who can get what a portal's cases find: the recipients of whoever triages, and those of its owner. The owner sees
      -- its own and, once triage is agreed to, the partner's; whoever triages sees its own, and of the owner's those that the
      -- portal names. What the array of names holds beside these has no effect.
      CREATE FUNCTION portal_recipients(wanted uuid) RETURNS TABLE (id uuid, organisation_id uuid, name text, way text,
          country text, is_active boolean, is_sandbox boolean, has_secret boolean, is_named boolean)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT r.id, r.organisation_id, r.name, r.way, r.country::text, r.is_active, r.is_sandbox,
            EXISTS (SELECT 1 FROM recipient_secrets s WHERE s.recipient_id = r.id), r.id = ANY (p.recipients)
          FROM portals p JOIN recipients r ON r.organisation_id IN (p.organisation_id, p.triaging_organisation_id)
          WHERE p.id = wanted AND CASE
            WHEN r.organisation_id = ANY (caller_organisations()) THEN
              p.organisation_id = ANY (caller_organisations()) OR p.triaging_organisation_id = ANY (caller_organisations())
            WHEN p.organisation_id = ANY (caller_organisations()) THEN p.triage_accepted_at IS NOT NULL
            ELSE p.triaging_organisation_id = ANY (caller_organisations()) AND r.id = ANY (p.recipients) END
          ORDER BY r.created_at, r.id
        $$;
      REVOKE ALL ON FUNCTION portal_recipients(uuid) FROM PUBLIC;

      -- Whom a referral of one's own went to, where that is a recipient of the portal's owner.
      CREATE FUNCTION console_api.referral_recipient(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT jsonb_build_object('name', r.name, 'isSandbox', r.is_sandbox, 'organisation', o.name)
          FROM referrals f JOIN recipients r ON r.id = f.recipient_id JOIN organisations o ON o.id = r.organisation_id
          WHERE f.id = wanted AND f.organisation_id = ANY (caller_organisations())
        $$;

      -- Whoever triages for another agrees, again where it had ended that.
      CREATE OR REPLACE FUNCTION console_api.accept_triage(wanted uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          UPDATE portals SET triage_accepted_at = now(), triage_ended_at = NULL
            WHERE id = wanted AND triage_accepted_at IS NULL
              AND triaging_organisation_id = ANY (caller_organisations());
          RETURN FOUND;
        END $$;

      -- Takes the agreement back. The portal is taken off with it: nobody would read what it takes in.
      CREATE FUNCTION console_api.end_triage(wanted uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          UPDATE portals SET triage_accepted_at = NULL, triage_ended_at = now(), is_live = false,
              withdrawn_at = CASE WHEN is_live THEN now() ELSE withdrawn_at END
            WHERE id = wanted AND triage_accepted_at IS NOT NULL AND organisation_id <> triaging_organisation_id
              AND triaging_organisation_id = ANY (caller_organisations());
          RETURN FOUND;
        END $$;

      CREATE OR REPLACE FUNCTION console_api.portal_readiness(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT jsonb_build_object(
            'owner', o.code, 'ownerName', o.name, 'triagedBy', t.code, 'triagedByName', t.name,
            'triageAccepted', p.organisation_id = p.triaging_organisation_id OR p.triage_accepted_at IS NOT NULL,
            'hasKey', EXISTS (SELECT 1 FROM organisation_keys k
              WHERE k.organisation_id = t.id AND k.retired_at IS NULL),
            -- Ids of those that would get a referral now.
            'recipients', (SELECT coalesce(jsonb_agg(r.id), '[]'::jsonb) FROM recipients r
              WHERE r.organisation_id IN (t.id, o.id) AND r.is_active AND r.is_sandbox = p.is_demonstration
                AND EXISTS (SELECT 1 FROM recipient_secrets s WHERE s.recipient_id = r.id)),
            'triagingRecipients', (SELECT count(*)::int FROM recipients r
              WHERE r.organisation_id = t.id AND r.is_active AND r.is_sandbox = p.is_demonstration
                AND EXISTS (SELECT 1 FROM recipient_secrets s WHERE s.recipient_id = r.id)))
          FROM portals p JOIN organisations o ON o.id = p.organisation_id
            JOIN organisations t ON t.id = p.triaging_organisation_id
          WHERE p.id = wanted AND (p.organisation_id = ANY (caller_organisations())
            OR p.triaging_organisation_id = ANY (caller_organisations()))
        $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA console_api FROM PUBLIC;

      -- Each concern has a reason of its own, and a case that is opened again is copied again.
      ALTER TABLE safeguarding_copies DROP CONSTRAINT safeguarding_copies_reason_check;
      ALTER TABLE safeguarding_copies ADD CHECK (reason IN ('danger', 'self-report', 'threatened', 'child-concern'));
      ALTER TABLE safeguarding_copies ADD COLUMN round integer NOT NULL DEFAULT 1;
      ALTER TABLE safeguarding_copies DROP CONSTRAINT safeguarding_copies_portal_id_case_id_reason_key;
      ALTER TABLE safeguarding_copies ADD CONSTRAINT one_copy_a_reason_and_round
        UNIQUE (portal_id, case_id, reason, round);

      -- Fingerprints from a reporter's device that the portal promised to bring to somebody: how many, and to whom, in the
      -- words of the portal then. The fingerprints are in the sealed text alone. A person hands them on and says so.
      CREATE TABLE hash_handovers (
        id uuid PRIMARY KEY,
        ${OWNED},
        report_id uuid NOT NULL UNIQUE REFERENCES reports (id) ON DELETE CASCADE,
        hashes smallint NOT NULL CHECK (hashes BETWEEN 1 AND 20),
        recipient jsonb NOT NULL,
        arrived_at timestamptz NOT NULL CHECK (arrived_at = date_trunc('minute', arrived_at)),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'handed-over', 'left')),
        -- Why they were left.
        reason text CHECK (reason IN ('no-child', 'not-genuine', 'recipient-refuses', 'known-there', 'reporter-wish')),
        -- Under which the recipient has them.
        reference text CHECK (length(reference) BETWEEN 1 AND 200),
        settled_at timestamptz,
        settled_by uuid REFERENCES staff_accounts (id),
        CHECK ((state = 'waiting') = (settled_at IS NULL)),
        CHECK ((state = 'left') = (reason IS NOT NULL))
      );
      CREATE INDEX ON hash_handovers (organisation_id, arrived_at) WHERE state = 'waiting';
      ${guardedByOrganisation('hash_handovers')}

      -- Portals that take no reports: what their page still says, and the key that answers of reporters are sealed to. Also
      -- those that were closed by other means than being taken off, as long as somebody holds a receipt of theirs; and those
      -- whose organisation has no key any more, with the last one that it had.
      CREATE OR REPLACE FUNCTION portal_api.withdrawn_portals() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'slug', p.slug, 'country', p.country, 'locales', p.locales, 'host', p.host,
            'isDemonstration', p.is_demonstration, 'published', p.published,
            'organisationName', t.name, 'organisationCountry', t.country, 'organisationCode', t.code,
            'keyId', k.id, 'publicKey', encode(k.public_key, 'base64')) ORDER BY p.slug), '[]'::jsonb)
          FROM portals p
          JOIN organisations t ON t.id = p.triaging_organisation_id
          JOIN LATERAL (SELECT id, public_key, retired_at FROM organisation_keys
            WHERE organisation_id = t.id ORDER BY retired_at IS NULL DESC, created_at DESC LIMIT 1) k ON true
          WHERE (NOT p.is_live OR k.retired_at IS NOT NULL)
            AND (p.withdrawn_at IS NOT NULL OR EXISTS (SELECT 1 FROM reports r WHERE r.portal_id = p.id))
        $$;
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA portal_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
