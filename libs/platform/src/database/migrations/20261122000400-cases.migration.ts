import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class Cases20261122000400 implements MigrationInterface {
  name = 'Cases20261122000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE cases (
        id uuid PRIMARY KEY,
        ${OWNED},
        owning_organisation_id uuid NOT NULL REFERENCES organisations (id),
        portal_id uuid NOT NULL REFERENCES portals (id),
        number text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('address', 'tip')),
        source_key text,
        state text NOT NULL,
        mandate text NOT NULL CHECK (mandate IN ('none', 'hash', 'view', 'retain')),
        mandate_id uuid REFERENCES mandates (id),
        mandate_keep_hours integer,
        is_self_report boolean NOT NULL DEFAULT false,
        child_in_danger boolean NOT NULL DEFAULT false,
        is_urgent boolean NOT NULL DEFAULT false,
        outcome text CHECK (outcome IN ('forwarded', 'not-illegal', 'not-reachable')),
        priority double precision NOT NULL DEFAULT 0,
        priority_version text,
        priority_factors jsonb,
        ranked_at timestamptz,
        opened_at timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        route_at timestamptz,
        closed_at timestamptz,
        round integer NOT NULL DEFAULT 1,
        lease_holder_id uuid REFERENCES staff_accounts (id),
        lease_token uuid,
        lease_version integer NOT NULL DEFAULT 0,
        lease_expires_at timestamptz,
        refetch_asked_at timestamptz,
        refetched_at timestamptz,
        refetch_refused text CHECK (refetch_refused IN ('mandate')),
        rematch_failed_since timestamptz,
        rematch_due_at timestamptz,
        follow_due_at timestamptz,
        UNIQUE (organisation_id, number)
      );
      CREATE INDEX ON cases (rematch_due_at) WHERE rematch_due_at IS NOT NULL;
      CREATE INDEX ON cases (follow_due_at) WHERE follow_due_at IS NOT NULL;
      CREATE UNIQUE INDEX one_case_a_source ON cases (organisation_id, portal_id, source_key) WHERE source_key IS NOT NULL;
      CREATE INDEX cases_queue ON cases (organisation_id, priority DESC, opened_at) WHERE state IN ('ready', 'in-assessment');
      CREATE INDEX ON cases (state) WHERE state <> 'closed';

      CREATE TABLE case_reports (
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        report_id uuid NOT NULL REFERENCES reports (id),
        attached_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (case_id, report_id)
      );
      CREATE INDEX ON case_reports (report_id);

      -- A person who gave a case back is not offered it again.
      CREATE TABLE case_exclusions (
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        staff_account_id uuid NOT NULL REFERENCES staff_accounts (id),
        PRIMARY KEY (case_id, staff_account_id)
      );

      CREATE TABLE holds (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        ordered_by text NOT NULL CHECK (length(trim(ordered_by)) > 0),
        reason text NOT NULL DEFAULT '',
        owner_id uuid NOT NULL REFERENCES staff_accounts (id),
        shown_state text NOT NULL,
        shown_outcome text CHECK (shown_outcome IN ('forwarded', 'not-illegal', 'not-reachable')),
        -- When the receipt was frozen: of holds that follow one another without a gap, the start of the first.
        shown_since timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        released_at timestamptz
      );
      CREATE INDEX ON holds (case_id);

      CREATE TABLE media (
        id uuid PRIMARY KEY,
        ${OWNED},
        sha256 bytea NOT NULL CHECK (length(sha256) = 32),
        sha1 bytea NOT NULL CHECK (length(sha1) = 20),
        md5 bytea NOT NULL CHECK (length(md5) = 16),
        bytes bigint NOT NULL,
        format text,
        width integer,
        height integer,
        frames integer,
        pdq bytea CHECK (length(pdq) = 32),
        pdq_quality integer,
        pdq_dihedral bytea CHECK (length(pdq_dihedral) = 256),
        frame_hashes jsonb,
        frames_shown integer CHECK (frames_shown > 0),
        frame_step integer CHECK (frame_step > 0),
        duration_ms integer,
        ended_early text,
        unreadable_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (organisation_id, sha256)
      );

      CREATE TABLE content_items (
        id uuid PRIMARY KEY,
        ${OWNED},
        case_id uuid NOT NULL REFERENCES cases (id),
        parent_id uuid REFERENCES content_items (id),
        role text NOT NULL CHECK (role IN ('source', 'embedded')),
        found_via text,
        depth integer NOT NULL DEFAULT 0,
        address text NOT NULL,
        address_key text NOT NULL,
        round integer NOT NULL DEFAULT 1,
        is_refetch boolean NOT NULL DEFAULT false,
        step text NOT NULL CHECK (step IN ('retrieve', 'examine', 'match', 'done')),
        step_attempts integer NOT NULL DEFAULT 0,
        step_due_at timestamptz NOT NULL DEFAULT now(),
        result text,
        result_detail text,
        media_type text,
        media_id uuid REFERENCES media (id),
        hosting jsonb,
        online_state text CHECK (online_state IN ('online', 'gone', 'unknown')),
        online_checked_at timestamptz,
        next_check_at timestamptz,
        gone_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (case_id, address_key)
      );
      CREATE INDEX ON content_items (step_due_at) WHERE step <> 'done';
      CREATE INDEX ON content_items (media_id);
      CREATE INDEX ON content_items (next_check_at) WHERE next_check_at IS NOT NULL;

      CREATE TABLE fetch_records (
        id uuid PRIMARY KEY,
        ${OWNED},
        content_item_id uuid NOT NULL REFERENCES content_items (id),
        purpose text NOT NULL CHECK (purpose IN ('retrieve', 'check')),
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        outcome text NOT NULL,
        status integer,
        body_sha256 bytea,
        body_bytes bigint,
        record jsonb NOT NULL
      );
      CREATE INDEX ON fetch_records (content_item_id, started_at);

      CREATE TABLE online_checks (
        id uuid PRIMARY KEY,
        ${OWNED},
        content_item_id uuid NOT NULL REFERENCES content_items (id),
        round integer NOT NULL,
        fetch_record_id uuid REFERENCES fetch_records (id),
        checked_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('online', 'gone', 'unknown'))
      );
      CREATE INDEX ON online_checks (content_item_id, checked_at);
      CREATE INDEX ON online_checks (fetch_record_id);

      CREATE TABLE evidence_objects (
        id uuid PRIMARY KEY,
        ${OWNED},
        content_item_id uuid REFERENCES content_items (id),
        media_id uuid REFERENCES media (id),
        purpose text NOT NULL CHECK (purpose IN ('spool', 'original', 'derivative')),
        level integer CHECK (level BETWEEN 1 AND 4),
        object_name text NOT NULL UNIQUE,
        media_type text NOT NULL,
        bytes bigint NOT NULL,
        sha256 bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        delete_after timestamptz,
        CHECK ((purpose = 'derivative') = (level IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_derivative_a_level ON evidence_objects (media_id, level) WHERE purpose = 'derivative';
      CREATE UNIQUE INDEX one_original ON evidence_objects (media_id) WHERE purpose = 'original';
      CREATE UNIQUE INDEX one_spool ON evidence_objects (content_item_id) WHERE purpose = 'spool';
      CREATE INDEX ON evidence_objects (delete_after) WHERE delete_after IS NOT NULL;

      -- Left out of a normal backup: without its row here an object can never be read again.
      CREATE TABLE data_keys (
        evidence_object_id uuid PRIMARY KEY,
        ${OWNED},
        sealed_key bytea NOT NULL
      );

      ${guardedByOrganisation(
        'cases',
        'case_reports',
        'case_exclusions',
        'holds',
        'media',
        'content_items',
        'fetch_records',
        'online_checks',
        'evidence_objects',
        'data_keys',
      )}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
