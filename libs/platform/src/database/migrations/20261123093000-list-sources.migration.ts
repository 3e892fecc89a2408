import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** Sources of lists that are asked again and again, what they told by entry, and look-ups of single hashes. */
export class ListSources20261123093000 implements MigrationInterface {
  name = 'ListSources20261123093000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE list_sources (
        id uuid PRIMARY KEY,
        ${OWNED},
        hash_list_id uuid NOT NULL UNIQUE REFERENCES hash_lists (id),
        kind text NOT NULL CHECK (kind IN ('ncmec', 'stopncii', 'arachnid-shield')),
        -- The exact host and port that a person approved; the credentials are bound to them.
        host text NOT NULL,
        port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
        path text NOT NULL,
        -- Authority to trust instead of the public ones, in PEM.
        ca text,
        is_internal boolean NOT NULL DEFAULT false,
        sealed_credentials bytea NOT NULL,
        every_minutes integer NOT NULL CHECK (every_minutes BETWEEN 10 AND 43200),
        -- Our reason of feedback → the source's identifier of one of its own.
        feedback_reasons jsonb NOT NULL DEFAULT '{}',
        -- Null where the operator did.
        set_up_by uuid REFERENCES staff_accounts (id),
        set_up_at timestamptz NOT NULL DEFAULT now(),
        -- Up to where the source was read whole; null before the first time.
        checkpoint text,
        -- How far the reading that is under way has come; null between two.
        progress jsonb,
        -- Counts the readings from the beginning: what the last of them did not tell is no longer there.
        generation integer NOT NULL DEFAULT 0,
        -- Whether what is known of it is other than the list.
        has_changed boolean NOT NULL DEFAULT false,
        due_at timestamptz NOT NULL DEFAULT now(),
        -- Who polls it now, and until when nobody else may.
        held_by uuid,
        held_until timestamptz,
        failures integer NOT NULL DEFAULT 0,
        tried_at timestamptz,
        succeeded_at timestamptz,
        -- A code: what the last attempt came to.
        outcome text,
        outcome_version integer
      );
      CREATE INDEX ON list_sources (due_at);

      -- What a source told last of each of its entries. A version of the list is made of it once the source was read whole.
      CREATE TABLE list_source_entries (
        source_id uuid NOT NULL REFERENCES list_sources (id) ON DELETE CASCADE,
        ${OWNED},
        source_key text NOT NULL,
        source_at timestamptz NOT NULL,
        is_withdrawn boolean NOT NULL,
        generation integer NOT NULL,
        -- Empty where it is withdrawn.
        fingerprint bytea NOT NULL,
        md5 bytea,
        sha1 bytea,
        sha256 bytea,
        pdq bytea,
        photo_dna bytea,
        pdq_quality integer,
        category text,
        video text,
        PRIMARY KEY (source_id, source_key, fingerprint)
      );
      CREATE INDEX ON list_source_entries (source_id, fingerprint);
      CREATE INDEX ON list_source_entries (source_id) WHERE is_withdrawn;

      -- Entries of a page that were not taken, as "place,reason,key" with an end of line each.
      CREATE TABLE list_source_refusals (
        id uuid PRIMARY KEY,
        source_id uuid NOT NULL REFERENCES list_sources (id) ON DELETE CASCADE,
        ${OWNED},
        -- When the reading began, and which of its pages it was.
        begun_at timestamptz NOT NULL,
        page integer NOT NULL,
        entries integer NOT NULL CHECK (entries > 0),
        lines text NOT NULL
      );
      CREATE INDEX ON list_source_refusals (source_id, begun_at, page, id);

      -- A media whose hashes a source is asked about.
      CREATE TABLE list_lookups (
        id uuid PRIMARY KEY,
        ${OWNED},
        source_id uuid NOT NULL REFERENCES list_sources (id) ON DELETE CASCADE,
        media_id uuid NOT NULL REFERENCES media (id),
        -- Null when it is not to be asked (again).
        due_at timestamptz DEFAULT now(),
        -- Answers that made no sense.
        attempts integer NOT NULL DEFAULT 0,
        answered_at timestamptz,
        answer text CHECK (answer IN ('known', 'unknown', 'nothing-to-ask', 'given-up')),
        UNIQUE (source_id, media_id)
      );
      CREATE INDEX ON list_lookups (source_id, due_at) WHERE due_at IS NOT NULL;

      ${guardedByOrganisation('list_sources', 'list_source_entries', 'list_source_refusals', 'list_lookups')}

      -- Whatever is set anywhere: what nobody has reviewed is never more than a hint.
      CREATE FUNCTION keep_unreviewed_sources_hints() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
          IF (NEW.trust <> 'unreviewed' OR NEW.effect NOT IN ('suggest', 'flag')) AND EXISTS (
            SELECT 1 FROM list_sources s WHERE s.hash_list_id = NEW.id AND s.kind = 'stopncii') THEN
            RAISE EXCEPTION 'a list of a source that nobody has reviewed is never more than a hint' USING ERRCODE = '23514';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER keep_unreviewed_sources_hints BEFORE UPDATE OF trust, effect ON hash_lists
        FOR EACH ROW EXECUTE FUNCTION keep_unreviewed_sources_hints();

      REVOKE ALL ON FUNCTION keep_unreviewed_sources_hints() FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
