import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Reports20261122000300 implements MigrationInterface {
  name = 'Reports20261122000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- organisation_id is the organisation that triages; identifiers are random; times are cut to the minute.
      CREATE TABLE reports (
        id uuid PRIMARY KEY,
        ${OWNED},
        owning_organisation_id uuid NOT NULL REFERENCES organisations (id),
        portal_id uuid NOT NULL REFERENCES portals (id),
        organisation_key_id uuid NOT NULL REFERENCES organisation_keys (id),
        locale text NOT NULL CHECK (locale ~ '^[A-Za-z0-9-]{2,35}$'),
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{1,64}$'),
        is_self_report boolean NOT NULL DEFAULT false,
        child_in_danger boolean NOT NULL DEFAULT false,
        -- All that is kept of a flood.
        arrived_in_flood boolean NOT NULL DEFAULT false,
        seen_at date CHECK (seen_at BETWEEN '1990-01-01' AND received_at::date + 2),
        sealed_text bytea CHECK (length(sealed_text) <= 8388608),
        sealed_contact bytea CHECK (length(sealed_contact) <= 8192),
        received_at timestamptz NOT NULL CHECK (received_at = date_trunc('minute', received_at)),
        state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'attached')),
        intake_attempts integer NOT NULL DEFAULT 0,
        intake_due_at timestamptz NOT NULL DEFAULT date_trunc('minute', now()),
        text_erased_at timestamptz,
        contact_erased_at timestamptz
      );
      CREATE INDEX ON reports (organisation_id, received_at);
      CREATE INDEX ON reports (portal_id);
      CREATE INDEX ON reports (intake_due_at) WHERE state = 'received';

      CREATE TABLE report_addresses (
        id uuid PRIMARY KEY,
        ${OWNED},
        report_id uuid NOT NULL REFERENCES reports (id),
        position integer NOT NULL,
        -- A hash comes from those who hold a key; it is typed as "sha256:…".
        kind text NOT NULL DEFAULT 'address' CHECK (kind IN ('address', 'hash')),
        as_typed text NOT NULL CHECK (octet_length(as_typed) <= 32768),
        normalised text CHECK (octet_length(normalised) <= 32768),
        UNIQUE (report_id, position)
      );

      CREATE TABLE receipts (
        id uuid PRIMARY KEY,
        ${OWNED},
        report_id uuid NOT NULL UNIQUE REFERENCES reports (id),
        lookup text NOT NULL UNIQUE CHECK (length(lookup) BETWEEN 8 AND 16),
        secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
        reply_public_key bytea NOT NULL CHECK (length(reply_public_key) = 32)
      );

      -- Marks of submissions, so that sending twice gives one report. The receipt is sealed under a key derived from the
      -- mark itself, which is not stored.
      CREATE TABLE submissions (
        mark_hash bytea PRIMARY KEY CHECK (length(mark_hash) = 32),
        body_hash bytea NOT NULL CHECK (length(body_hash) = 32),
        sealed_receipt bytea NOT NULL CHECK (length(sealed_receipt) <= 1024),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX ON submissions (expires_at);

      CREATE TABLE messages (
        id uuid PRIMARY KEY,
        ${OWNED},
        report_id uuid NOT NULL REFERENCES reports (id),
        direction text NOT NULL CHECK (direction IN ('to-reporter', 'from-reporter')),
        organisation_key_id uuid REFERENCES organisation_keys (id),
        sealed_text bytea NOT NULL,
        -- What staff wrote, sealed to their organisation too: the other copy opens only with the receipt.
        sealed_copy bytea,
        written_at timestamptz NOT NULL CHECK (written_at = date_trunc('minute', written_at))
      );
      CREATE INDEX ON messages (report_id, written_at);

      ${guardedByOrganisation('reports', 'report_addresses', 'receipts', 'messages')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
