import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Referrals20261122000700 implements MigrationInterface {
  name = 'Referrals20261122000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recipients (
        id uuid PRIMARY KEY,
        ${OWNED},
        name text NOT NULL,
        way text NOT NULL CHECK (way IN ('iccam', 'partner', 'cybertipline', 'notice', 'police')),
        country char(2),
        host text NOT NULL,
        port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
        details jsonb NOT NULL DEFAULT '{}',
        is_active boolean NOT NULL DEFAULT true,
        is_sandbox boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (organisation_id, name)
      );

      CREATE TABLE recipient_secrets (
        recipient_id uuid PRIMARY KEY REFERENCES recipients (id),
        ${OWNED},
        host text NOT NULL,
        port integer NOT NULL,
        sealed_secret bytea NOT NULL,
        certificate_expires_at timestamptz,
        set_at timestamptz NOT NULL DEFAULT now()
      );
      -- A secret was given for one address; at another it is worth nothing but to a thief.
      CREATE FUNCTION clear_recipient_secret() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          IF NEW.host <> OLD.host OR NEW.port <> OLD.port THEN
            DELETE FROM recipient_secrets WHERE recipient_id = NEW.id;
          END IF;
          RETURN NEW;
        END $$;
      REVOKE ALL ON FUNCTION clear_recipient_secret() FROM PUBLIC;
      CREATE TRIGGER clear_recipient_secret AFTER UPDATE OF host, port ON recipients
        FOR EACH ROW EXECUTE FUNCTION clear_recipient_secret();

      CREATE TABLE referrals (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        decision integer NOT NULL,
        recipient_id uuid REFERENCES recipients (id),
        way text CHECK (way IN ('iccam', 'partner', 'cybertipline', 'notice', 'police')),
        state text NOT NULL,
        reference text NOT NULL UNIQUE,
        looked boolean NOT NULL,
        due_at timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        remote_number text,
        remote_details jsonb,
        stopped_code text,
        stopped_reason text,
        cancelled_reason text CHECK (cancelled_reason IN ('forwarded-otherwise', 'withdrawn', 'corrected')),
        created_at timestamptz NOT NULL DEFAULT now(),
        delivered_at timestamptz,
        acknowledged_at timestamptz,
        finished_at timestamptz
      );
      CREATE UNIQUE INDEX one_referral_a_decision_and_recipient ON referrals (case_id, decision, recipient_id)
        NULLS NOT DISTINCT WHERE state <> 'cancelled';
      CREATE INDEX ON referrals (due_at) WHERE state IN ('queued', 'delivered');
      CREATE INDEX ON referrals (organisation_id, state);

      CREATE TABLE referral_items (
        ${OWNED},
        referral_id uuid NOT NULL REFERENCES referrals (id),
        content_item_id uuid NOT NULL REFERENCES content_items (id),
        assessment_id uuid NOT NULL REFERENCES assessments (id),
        remote_number text,
        PRIMARY KEY (referral_id, content_item_id)
      );

      CREATE TABLE acknowledgements (
        id uuid PRIMARY KEY,
        ${OWNED},
        referral_id uuid NOT NULL REFERENCES referrals (id),
        content_item_id uuid REFERENCES content_items (id),
        kind text NOT NULL CHECK (kind IN ('received', 'reported-to-police', 'reported-to-provider', 'removed', 'unavailable', 'not-illegal')),
        by_name text,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX one_acknowledgement_a_kind ON acknowledgements (referral_id, content_item_id, kind) NULLS NOT DISTINCT;

      ${guardedByOrganisation('recipients', 'recipient_secrets', 'referrals', 'referral_items', 'acknowledgements')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
