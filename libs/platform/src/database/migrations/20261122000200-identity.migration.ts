import type { MigrationInterface, QueryRunner } from 'typeorm';
import { turnFunction } from '../turns.js';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Identity20261122000200 implements MigrationInterface {
  name = 'Identity20261122000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE staff_accounts (
        id uuid PRIMARY KEY,
        ${OWNED},
        email text NOT NULL CHECK (email = lower(email)),
        display_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('analyst', 'supervisor', 'administrator')),
        password_hash text NOT NULL,
        totp_secret_sealed bytea,
        totp_last_step bigint,
        locale text NOT NULL DEFAULT 'en',
        limits jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        disabled_at timestamptz
      );
      CREATE UNIQUE INDEX ON staff_accounts (email);
      CREATE INDEX ON staff_accounts (organisation_id);

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        ${OWNED},
        staff_account_id uuid NOT NULL REFERENCES staff_accounts (id),
        token_hash bytea NOT NULL UNIQUE,
        signed_in_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX ON sessions (staff_account_id);

      -- Kept by a keyed hash of the account name, so that attempts on accounts that do not exist count as well.
      CREATE TABLE sign_in_attempts (
        id uuid PRIMARY KEY,
        account_key bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        succeeded boolean NOT NULL
      );
      CREATE INDEX ON sign_in_attempts (account_key, at);

      -- Counts for the audit log, so that a flood of refusals makes few events.
      CREATE TABLE sign_in_refusals (
        ${OWNED},
        staff_account_id uuid NOT NULL REFERENCES staff_accounts (id),
        reason text NOT NULL,
        since timestamptz NOT NULL,
        tries integer NOT NULL,
        PRIMARY KEY (staff_account_id, reason)
      );

      ${guardedByOrganisation('staff_accounts', 'sessions', 'sign_in_refusals')}

      -- Signing in crosses organisations: nobody is known yet. These functions are the only way to do so.
      CREATE SCHEMA console_api;
      CREATE FUNCTION console_api.account_by_email(wanted text)
        RETURNS SETOF staff_accounts LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
        AS $$ SELECT * FROM staff_accounts WHERE email = lower(wanted) $$;
      CREATE FUNCTION console_api.session_by_token(hash bytea)
        RETURNS TABLE (session_id uuid, organisation_id uuid, staff_account_id uuid, email text, display_name text,
          role text, locale text, signed_in_at timestamptz, last_seen_at timestamptz, expires_at timestamptz)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
        AS $$
          SELECT s.id, s.organisation_id, a.id, a.email, a.display_name, a.role, a.locale,
                 s.signed_in_at, s.last_seen_at, s.expires_at
          FROM sessions s JOIN staff_accounts a ON a.id = s.staff_account_id
          WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.expires_at > now() AND a.disabled_at IS NULL
        $$;
      ${turnFunction('console')}
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA console_api FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
