import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How reports arrive: with a key of a trusted reporter, or in a flood, whose cases stand behind the others. */
export class Arrivals20261123099500 implements MigrationInterface {
  name = 'Arrivals20261123099500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reports ADD COLUMN api_key_id uuid REFERENCES api_keys (id);
      CREATE INDEX ON reports (api_key_id) WHERE api_key_id IS NOT NULL;

      -- Set while nothing but a flood has reported a case: what it has in common with others of the flood (the domain, or
      -- that it has no address), and how many of these were there before it.
      ALTER TABLE cases ADD COLUMN flood_cluster text, ADD COLUMN flood_place integer CHECK (flood_place >= 0),
        ADD CONSTRAINT flood_is_whole CHECK ((flood_cluster IS NULL) = (flood_place IS NULL));
      CREATE INDEX cases_of_flood ON cases (organisation_id, portal_id, flood_cluster, opened_at)
        WHERE flood_cluster IS NOT NULL;

      -- Whether a trusted reporter's key may report through a portal now, counted against its quota. "marks" are those of
      -- the reports: what was taken under one before is counted no second time.
      CREATE FUNCTION portal_api.use_key(lookup text, secret_hash bytea, portal uuid, weight integer, marks bytea[])
        RETURNS jsonb LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
          SELECT jsonb_build_object('outcome', u.outcome, 'keyId', u.api_key_id, 'retryAfterSeconds', u.retry_after_seconds,
            'most', u.most)
          FROM use_api_key(use_key.lookup, use_key.secret_hash, 'reports:write', use_key.portal, use_key.weight
            - (SELECT count(*)::int FROM submissions s WHERE s.mark_hash = ANY (use_key.marks) AND s.expires_at >= now())) u
        $$;
      REVOKE ALL ON FUNCTION portal_api.use_key FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
