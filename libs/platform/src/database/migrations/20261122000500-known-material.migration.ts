import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

export class KnownMaterial20261122000500 implements MigrationInterface {
  name = 'KnownMaterial20261122000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE hash_lists (
        id uuid PRIMARY KEY,
        ${OWNED},
        name text NOT NULL,
        source text NOT NULL,
        trust text NOT NULL CHECK (trust IN ('several-analysts', 'one-analyst', 'unreviewed')),
        effect text NOT NULL CHECK (effect IN ('settle', 'suggest', 'flag')),
        settles_by_weak_digest boolean NOT NULL DEFAULT false,
        max_distance integer NOT NULL DEFAULT 31 CHECK (max_distance BETWEEN 0 AND 63),
        min_quality integer NOT NULL DEFAULT 50 CHECK (min_quality BETWEEN 0 AND 100),
        legal_basis text,
        is_enabled boolean NOT NULL DEFAULT true,
        live_version integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (organisation_id, name),
        CHECK (effect <> 'settle' OR trust = 'several-analysts')
      );

      CREATE TABLE hash_list_versions (
        id uuid PRIMARY KEY,
        ${OWNED},
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id),
        number integer NOT NULL,
        state text NOT NULL CHECK (state IN ('loading', 'waiting', 'live', 'replaced', 'unchanged', 'failed')),
        format text NOT NULL,
        entries integer NOT NULL DEFAULT 0,
        refused integer NOT NULL DEFAULT 0,
        file_sha256 bytea,
        started_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        reason text CHECK (reason IN
          ('share-too-large', 'entry-fits-too-many', 'withdraws-too-much', 'refused', 'superseded')),
        impact jsonb,
        -- The limits that come with this version; the list's own hold until it is live.
        max_distance integer CHECK (max_distance BETWEEN 0 AND 63),
        min_quality integer CHECK (min_quality BETWEEN 0 AND 100),
        -- What changes in the list's policy with this version, while it waits.
        policy jsonb,
        -- Open cases are matched with the live version until this is empty.
        rematch_due_at timestamptz,
        rematched_to uuid,
        UNIQUE (hash_list_id, number)
      );
      CREATE UNIQUE INDEX one_waiting_version ON hash_list_versions (hash_list_id) WHERE state = 'waiting';
      CREATE INDEX ON hash_list_versions (rematch_due_at) WHERE rematch_due_at IS NOT NULL;

      -- An entry belongs to the versions from first_version up to, not including, ended_version.
      CREATE TABLE hash_entries (
        id uuid PRIMARY KEY,
        ${OWNED},
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id),
        fingerprint bytea NOT NULL,
        md5 bytea CHECK (length(md5) = 16),
        sha1 bytea CHECK (length(sha1) = 20),
        sha256 bytea CHECK (length(sha256) = 32),
        pdq bytea CHECK (length(pdq) = 32),
        photo_dna bytea CHECK (length(photo_dna) = 144),
        pdq_quality integer,
        category text,
        video text,
        first_version integer NOT NULL,
        ended_version integer,
        CHECK (num_nonnulls(md5, sha1, sha256, pdq) > 0)
      );
      CREATE UNIQUE INDEX ON hash_entries (hash_list_id, fingerprint) WHERE ended_version IS NULL;
      CREATE INDEX ON hash_entries (hash_list_id, first_version);
      CREATE INDEX ON hash_entries (hash_list_id, video) WHERE video IS NOT NULL;
      CREATE INDEX ON hash_entries (hash_list_id, ended_version) WHERE ended_version IS NOT NULL;

      CREATE TABLE matches (
        id uuid PRIMARY KEY,
        ${OWNED},
        media_id uuid NOT NULL REFERENCES media (id),
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id),
        hash_entry_id uuid NOT NULL REFERENCES hash_entries (id),
        list_version integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('exact', 'near')),
        algorithm text NOT NULL CHECK (algorithm IN ('sha256', 'sha1', 'md5', 'pdq')),
        distance integer NOT NULL DEFAULT 0,
        quality integer,
        orientation text,
        frame_shares jsonb,
        matched_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (media_id, hash_entry_id, algorithm)
      );
      CREATE INDEX ON matches (media_id);
      -- Entries of a version that never went live are deleted; each deletion asks for matches of the entry.
      CREATE INDEX ON matches (hash_entry_id);

      ${guardedByOrganisation('hash_lists', 'hash_list_versions', 'hash_entries', 'matches')}

      CREATE FUNCTION announce_list_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
        $$ BEGIN PERFORM pg_notify('manara_lists', ''); RETURN NULL; END $$;
      CREATE TRIGGER announce_list_change AFTER INSERT OR UPDATE OR DELETE ON hash_lists
        FOR EACH STATEMENT EXECUTE FUNCTION announce_list_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
