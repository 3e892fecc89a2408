import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** What else a list says of itself, values that match too much, and what analysts say against an entry. */
export class ListPolicy20261123094000 implements MigrationInterface {
  name = 'ListPolicy20261123094000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hash_lists
        ADD licence text NOT NULL DEFAULT 'none'
          CHECK (licence IN ('none', 'partners', 'providers', 'partners-and-providers', 'anyone')),
        -- The words of entries that may be passed on; null for all of them.
        ADD licence_categories text[],
        ADD licence_note text,
        -- The source's word for a category → a verdict, or null where it settles nothing.
        ADD category_mapping jsonb NOT NULL DEFAULT '{"baseline": "baseline", "national": "national"}',
        ADD expires_at timestamptz,
        -- Different cases from which on an entry matches too much; null for never.
        ADD quarantine_after integer DEFAULT 50 CHECK (quarantine_after BETWEEN 2 AND 1000000),
        DROP CONSTRAINT hash_lists_effect_check,
        ADD CONSTRAINT hash_lists_effect_check CHECK (effect IN ('settle', 'suggest', 'flag', 'suppress')),
        ADD CHECK (effect <> 'suppress' OR trust <> 'unreviewed');

      -- The session of whoever loads a version: while it is there, nobody else imports the list.
      ALTER TABLE hash_list_versions ADD loader_pid integer, ADD loader_since timestamptz;

      ALTER TABLE hash_entries ADD expires_at timestamptz;
      CREATE INDEX ON hash_entries (hash_list_id, expires_at) WHERE expires_at IS NOT NULL;

      -- An entry that fits too many cases matches nothing until a person decides. By what the line says, so that a line
      -- that goes and comes back is not asked about again.
      CREATE TABLE entry_quarantines (
        id uuid PRIMARY KEY,
        ${OWNED},
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id),
        hash_entry_id uuid NOT NULL REFERENCES hash_entries (id),
        fingerprint bytea NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'kept', 'released')),
        -- As they were when it was found.
        cases integer NOT NULL,
        hosts integer NOT NULL,
        found_at timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        -- Null where the operator decided.
        decided_by uuid REFERENCES staff_accounts (id),
        reason text CHECK (length(reason) <= 500),
        UNIQUE (hash_list_id, fingerprint),
        CHECK ((state = 'waiting') = (decided_at IS NULL))
      );
      CREATE INDEX ON entry_quarantines (hash_entry_id);

      -- An analyst's "this is not that": the entry's matches with this media do not stand until it is taken back.
      CREATE TABLE match_feedback (
        id uuid PRIMARY KEY,
        ${OWNED},
        media_id uuid NOT NULL REFERENCES media (id),
        hash_list_id uuid NOT NULL REFERENCES hash_lists (id),
        hash_entry_id uuid NOT NULL REFERENCES hash_entries (id),
        fingerprint bytea NOT NULL,
        -- The case in which it was said.
        case_id uuid REFERENCES cases (id),
        reason text NOT NULL CHECK (reason IN ('other-picture', 'no-such-material', 'nothing-to-see', 'other')),
        note text CHECK (length(note) <= 500),
        said_by uuid NOT NULL REFERENCES staff_accounts (id),
        said_at timestamptz NOT NULL DEFAULT now(),
        taken_back_by uuid REFERENCES staff_accounts (id),
        taken_back_at timestamptz,
        -- The way back to a source that takes it: due until sent, refused by it, or of no source that takes any.
        delivery text NOT NULL DEFAULT 'due' CHECK (delivery IN ('due', 'sent', 'refused', 'not-taken', 'revoked')),
        delivery_due_at timestamptz DEFAULT now(),
        delivery_attempts integer NOT NULL DEFAULT 0,
        delivered_at timestamptz,
        CHECK ((taken_back_by IS NULL) = (taken_back_at IS NULL))
      );
      CREATE UNIQUE INDEX one_standing_feedback ON match_feedback (media_id, hash_list_id, fingerprint)
        WHERE taken_back_at IS NULL;
      CREATE INDEX ON match_feedback (hash_entry_id);
      CREATE INDEX ON match_feedback (delivery_due_at) WHERE delivery_due_at IS NOT NULL;

      ${guardedByOrganisation('entry_quarantines', 'match_feedback')}
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
