import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Audit20261122000800 implements MigrationInterface {
  name = 'Audit20261122000800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Written in the transaction of the act; number, previous and link are filled in by the sealer.
      CREATE TABLE audit_events (
        id uuid PRIMARY KEY,
        ${OWNED},
        at timestamptz NOT NULL,
        actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'machine', 'operator')),
        actor_id uuid,
        act text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid,
        details jsonb NOT NULL DEFAULT '{}',
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        number bigint,
        previous bytea,
        link bytea,
        UNIQUE (organisation_id, number),
        CHECK ((number IS NULL) = (link IS NULL))
      );
      CREATE INDEX audit_unsealed ON audit_events (organisation_id, transaction_id, id) WHERE number IS NULL;
      CREATE INDEX ON audit_events (organisation_id, subject_kind, subject_id);
      CREATE INDEX ON audit_events (organisation_id, id);

      -- One row an organisation, locked by whoever seals: an advisory lock could be taken by any role.
      CREATE TABLE audit_heads (
        organisation_id uuid PRIMARY KEY REFERENCES organisations (id),
        sealed_at timestamptz
      );

      CREATE TABLE audit_checkpoints (
        id uuid PRIMARY KEY,
        ${OWNED},
        number bigint NOT NULL,
        link bytea NOT NULL,
        made_at timestamptz NOT NULL,
        public_key bytea NOT NULL,
        signature bytea NOT NULL,
        UNIQUE (organisation_id, number)
      );

      ${guardedByOrganisation('audit_events', 'audit_heads', 'audit_checkpoints')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
