import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardedByOrganisation, OWNED } from './sql.js';

/** What partners and providers hold and are given: keys to the interfaces. */
export class Partners20261123095000 implements MigrationInterface {
  name = 'Partners20261123095000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        ${OWNED},
        name text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 100),
        -- The part of the key by which it is found; the other part only its holder has.
        lookup text NOT NULL UNIQUE CHECK (lookup ~ '^[0-9a-f]{16}$'),
        secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0
          AND scopes <@ ARRAY['reports:write', 'lists:read', 'addresses:read']),
        portal_id uuid REFERENCES portals (id),
        list_ids uuid[] NOT NULL DEFAULT '{}',
        per_minute integer NOT NULL CHECK (per_minute BETWEEN 1 AND 100000),
        per_day integer NOT NULL CHECK (per_day BETWEEN 1 AND 10000000),
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by uuid REFERENCES staff_accounts (id),
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_by uuid REFERENCES staff_accounts (id),
        CHECK (('reports:write' = ANY (scopes)) = (portal_id IS NOT NULL)),
        CHECK (('lists:read' = ANY (scopes)) = (cardinality(list_ids) > 0)),
        CHECK (expires_at > created_at)
      );
      CREATE INDEX ON api_keys (organisation_id, created_at);

      -- What a key has used of its quota in the minute and the day that run; a row a key, so that whoever counts it
      -- waits for nobody but another use of the same key.
      CREATE TABLE api_key_uses (
        api_key_id uuid PRIMARY KEY REFERENCES api_keys (id),
        ${OWNED},
        minute_at timestamptz NOT NULL,
        in_minute integer NOT NULL,
        day_at timestamptz NOT NULL,
        in_day integer NOT NULL,
        last_used_at timestamptz
      );

      -- Refused uses, so counted that a flood of them cannot fill the audit log.
      CREATE TABLE api_key_refusals (
        ${OWNED},
        api_key_id uuid NOT NULL REFERENCES api_keys (id),
        reason text NOT NULL CHECK (reason IN
          ('wrong-secret', 'revoked', 'expired', 'scope', 'subject', 'quota')),
        since timestamptz NOT NULL,
        tries integer NOT NULL,
        PRIMARY KEY (api_key_id, reason)
      );

      ${guardedByOrganisation('api_keys', 'api_key_uses', 'api_key_refusals')}

      -- Counts a refused use. The first, second, fourth, eighth … of an hour make an event, and what an hour came to.
      CREATE FUNCTION note_key_refusal(key api_keys, reason text) RETURNS void LANGUAGE plpgsql
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE before api_key_refusals%ROWTYPE; told integer[] := '{}'; told_since timestamptz[] := '{}';
          at timestamptz;
        BEGIN
          INSERT INTO api_key_refusals (organisation_id, api_key_id, reason, since, tries)
            VALUES (key.organisation_id, key.id, note_key_refusal.reason, clock_timestamp(), 0) ON CONFLICT DO NOTHING;
          SELECT * INTO before FROM api_key_refusals r
            WHERE r.organisation_id = key.organisation_id AND r.api_key_id = key.id
              AND r.reason = note_key_refusal.reason FOR UPDATE;
          at := clock_timestamp();
          IF at - before.since >= interval '1 hour' THEN
            IF before.tries > 0 AND before.tries & (before.tries - 1) <> 0 THEN
              told := told || before.tries;
              told_since := told_since || before.since;
            END IF;
            before.since := at;
            before.tries := 0;
          END IF;
          UPDATE api_key_refusals r SET since = before.since, tries = before.tries + 1
            WHERE r.organisation_id = key.organisation_id AND r.api_key_id = key.id AND r.reason = note_key_refusal.reason;
          IF (before.tries + 1) & before.tries = 0 THEN
            told := told || (before.tries + 1);
            told_since := told_since || before.since;
          END IF;
          INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind, subject_id, details)
            SELECT gen_random_uuid(), key.organisation_id, date_trunc('milliseconds', at), 'machine', 'api-key.refused',
              'api-key', key.id, jsonb_build_object('reason', note_key_refusal.reason, 'tries', t.tries,
                'since', to_char(t.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            FROM unnest(told, told_since) AS t (tries, since);
        END $$;

      -- Whether a key may be used now for what is asked, counted against its quota. One answer for a key that does not
      -- exist and for a wrong secret. Granted to no zone: a part of the functions by which a zone takes keys, each of
      -- which names its scope. "subject" is the portal or the list that is asked for; "weight" how many uses it counts.
      CREATE FUNCTION use_api_key(lookup text, secret_hash bytea, scope text, subject uuid, weight integer)
        RETURNS TABLE (outcome text, api_key_id uuid, organisation_id uuid, retry_after_seconds integer)
        LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE key api_keys%ROWTYPE; used api_key_uses%ROWTYPE; refused text; at timestamptz;
          blind bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        BEGIN
          weight := least(greatest(weight, 1), 1000000);
          SELECT * INTO key FROM api_keys k WHERE k.lookup = use_api_key.lookup;
          IF key.id IS NULL THEN
            outcome := 'unknown';
            RETURN NEXT;
            RETURN;
          END IF;
          -- Compared under a random value: how long it takes tells nothing of what is stored.
          refused := CASE
            WHEN use_api_key.secret_hash IS NULL
              OR sha256(key.secret_hash || blind) <> sha256(use_api_key.secret_hash || blind) THEN 'wrong-secret'
            WHEN key.revoked_at IS NOT NULL THEN 'revoked'
            WHEN key.expires_at <= clock_timestamp() THEN 'expired'
            WHEN NOT use_api_key.scope = ANY (key.scopes) THEN 'scope'
            WHEN use_api_key.scope = 'reports:write' AND key.portal_id IS DISTINCT FROM use_api_key.subject THEN 'subject'
            WHEN use_api_key.scope = 'lists:read'
              AND (use_api_key.subject IS NULL OR NOT use_api_key.subject = ANY (key.list_ids)) THEN 'subject' END;
          IF refused IS NULL THEN
            INSERT INTO api_key_uses (api_key_id, organisation_id, minute_at, in_minute, day_at, in_day)
              VALUES (key.id, key.organisation_id, 'epoch', 0, 'epoch', 0)
              ON CONFLICT ON CONSTRAINT api_key_uses_pkey DO NOTHING;
            SELECT * INTO used FROM api_key_uses u
              WHERE u.api_key_id = key.id AND u.organisation_id = key.organisation_id FOR UPDATE;
            -- After the wait for the row, so that the minute is the one in which this use is counted.
            at := clock_timestamp();
            IF used.minute_at <> date_trunc('minute', at) THEN
              used.minute_at := date_trunc('minute', at);
              used.in_minute := 0;
            END IF;
            IF used.day_at <> date_trunc('day', at, 'UTC') THEN
              used.day_at := date_trunc('day', at, 'UTC');
              used.in_day := 0;
            END IF;
            retry_after_seconds := CASE
              WHEN used.in_day + weight > key.per_day THEN ceil(extract(epoch FROM used.day_at + interval '1 day' - at))
              WHEN used.in_minute + weight > key.per_minute
                THEN ceil(extract(epoch FROM used.minute_at + interval '1 minute' - at)) END;
            IF retry_after_seconds IS NULL THEN
              UPDATE api_key_uses u SET minute_at = used.minute_at, in_minute = used.in_minute + weight,
                  day_at = used.day_at, in_day = used.in_day + weight, last_used_at = date_trunc('minute', at)
                WHERE u.api_key_id = key.id AND u.organisation_id = key.organisation_id;
            ELSE
              retry_after_seconds := greatest(retry_after_seconds, 1);
              refused := 'quota';
            END IF;
          END IF;
          IF refused IS NOT NULL THEN PERFORM note_key_refusal(key, refused); END IF;
          outcome := CASE WHEN refused IS NULL THEN 'taken' WHEN refused = 'wrong-secret' THEN 'unknown' ELSE refused END;
          IF outcome <> 'unknown' THEN
            api_key_id := key.id;
            organisation_id := key.organisation_id;
          END IF;
          RETURN NEXT;
        END $$;
      REVOKE ALL ON FUNCTION note_key_refusal, use_api_key FROM PUBLIC;
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only; restore a backup to go back.');
  }
}
